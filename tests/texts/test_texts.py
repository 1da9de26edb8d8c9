from __future__ import annotations

import os
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po
from hypothesis import given
from hypothesis import strategies as st

from explainer.texts import WRITTEN, collect, tr, tr_n, tr_script
from explainer.texts.catalogue import COLLECTED, HERE, PSEUDO, catalogue, languages, pseudo

KEPT = re.compile(r"\{[^{}]*\}|<[^<>]*>")


def collected() -> list[tuple[str, ...]]:
    with (HERE / COLLECTED).open("rb") as file:
        return [tuple(one.id) if isinstance(one.id, (tuple, list)) else (one.id,) for one in read_po(file) if one.id]


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def in_language(language: str, code: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PARADE_PROOF_LANG": language}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def test_the_collected_texts_are_those_of_the_source() -> None:
    assert (HERE / COLLECTED).read_bytes() == collect.written(collect.collect()), "run: make texts"


def test_every_collected_text_has_gaps_with_names() -> None:
    texts = collected()
    assert len(texts) > 1000
    for forms in texts:
        for form in forms:
            assert all(re.fullmatch(r"\w+", gap) and not gap.isdigit() for gap in gaps(form)), form


def test_forms_for_one_and_for_many_have_the_same_gaps_or_leave_out_the_number() -> None:
    for one, many in (forms for forms in collected() if len(forms) > 1):
        assert gaps(many) - {"number"} == gaps(one) - {"number"}, one


def test_without_a_language_a_text_is_said_as_it_stands() -> None:
    assert tr("Nothing that is collected {here}.", here="today") == "Nothing that is collected today."
    assert tr("{braces} stay") == "{braces} stay"
    assert [tr_n("{number} day", "{number} days", n) for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]


def test_a_gap_without_anything_to_fill_it_is_an_error() -> None:
    with pytest.raises(KeyError, match="there"):
        tr("{here} and {there}", here="x")


@given(st.text(alphabet=string.ascii_letters + "{}<b>/ .0", max_size=60))
def test_the_language_for_tests_keeps_gaps_and_marks_and_no_letter_beside_them(text: str) -> None:
    said = pseudo(text)
    assert KEPT.findall(said) == KEPT.findall(text)
    assert not re.search("[A-Za-z]", KEPT.sub("", said))
    assert len(said) >= len(text)


def test_a_process_in_the_language_for_tests_says_nothing_in_english() -> None:
    code = (
        "from explainer import *\n"
        "from explainer.view import sentences\n"
        "world = load_world(); before = simulate(world, next(iter(PRESETS.values())).scenario);"
        "now = simulate(world, before.scenario.breaking(Outage('region', before.scenario.placements[0].region)))\n"
        "print(sentences.headline(world, now, before))"
    )
    answer = in_language(PSEUDO, code)
    assert answer.returncode == 0, answer.stderr
    assert "ñöƀöðý" in answer.stdout.casefold()


def test_a_language_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(ValueError, match=r"'xx'.*en, qps"):
        catalogue("xx")


def test_a_file_of_translations_is_a_language_with_its_own_plural(tmp_path: Path) -> None:
    made = Catalog(locale="cs")
    made.add("Reload", "Znovu")
    made.add(("{number} day", "{number} days"), ("{number} den", "{number} dny", "{number} dní"))
    made.add("Pause", "")
    with (tmp_path / "cs.po").open("wb") as file:
        write_po(file, made)
    assert languages(tmp_path) == ("en", "cs", PSEUDO)
    czech = catalogue("cs", tmp_path)
    assert czech.said("Reload") == "Znovu"
    assert czech.said("Pause") == "Pause", "what is not translated yet stays English"
    assert [czech.counted("{number} day", "{number} days", n) for n in (1, 2, 5)] == [
        "{number} den",
        "{number} dny",
        "{number} dní",
    ]


def test_a_script_says_the_texts_that_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    script = 'button.textContent = tr("Reload"); other(tr("x", 1));'
    assert [match["text"] for match in WRITTEN.finditer(script)] == ["Reload", "x"]
    assert tr_script(script).startswith("const TEXTS = {};")


@pytest.mark.parametrize("source", ['tr(f"{lost} people")', 'tr("a" + b)', 'tr_n("one", f"{n}", 2)'])
def test_a_text_put_together_where_it_is_said_is_refused(tmp_path: Path, source: str) -> None:
    file = tmp_path / "module.py"
    file.write_text(source)
    with pytest.raises(collect.NotLiteralError, match=r"module\.py:1"):
        list(collect._of_module(file))
