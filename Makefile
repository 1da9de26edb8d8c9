# Any verb sets up .venv first, once. Try: make app
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
SERVED := explainer/serve/bundle.py explainer/serve/cut.py $(shell find explainer/serve/jupyter/voila -type f)
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url --no-emit-find-links

.PHONY: setup app lab serve site test lint texts data fresh bench lock

setup: .venv/.ready

app lab serve: setup
	$(BIN)/parade-proof $@

site: setup
	$(BIN)/parade-proof site --out site

test: lint
	.ci/browser
	$(BIN)/python -m pytest -n 2 -m "not browser"
	$(BIN)/python -m pytest -n 2 --dist loadfile -m browser

lint: setup
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

texts: setup
	$(BIN)/python -m explainer.texts.collect

data: setup
	$(BIN)/python data/build.py

fresh: setup
	$(BIN)/python data/fresh.py

bench: setup
	set -e; for file in benchmarks/[a-z]*.py; do $(BIN)/python $$file; done

lock: setup
	$(BIN)/python -m pip install --quiet uv
	$(LOCK) --upgrade --extra dev --output-file binder/requirements-dev.txt
	$(LOCK) --upgrade --constraint binder/requirements-dev.txt --output-file binder/requirements.txt

.venv/.installed: pyproject.toml binder/requirements-dev.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable ".[dev]" --constraint binder/requirements-dev.txt
	touch $@

# Compiled ahead, since an environment that forbids Python to write bytecode would start every kernel two seconds later.
.venv/.ready: .venv/.installed $(SERVED)
	$(BIN)/parade-proof build
	$(BIN)/python -m compileall -qq -j 2 .venv/lib/python3*/site-packages explainer || true
	touch $@
