"""Run what the recipe's Dockerfile runs, in folders of this machine, and start what the image starts.

No test: it installs everything anew, which takes minutes. `python tests/serve/try_image.py`
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "explainer" / "serve" / "recipes" / "hub" / "Dockerfile"
NOT_HERE = ("apt-get ", "useradd ")  # they would change this machine


def steps() -> Iterator[tuple[str, str]]:
    """Give the steps of the image, each as its word and the rest of the line."""
    for line in DOCKERFILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            word, _, rest = line.partition(" ")
            yield word, rest


def main() -> int:
    """Run the steps; the answer is the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        source, opt = Path(folder, "src"), Path(folder, "opt")
        source.mkdir()
        told = dict(rest.split("=") for word, rest in steps() if word == "ARG")
        env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | told
        for word, rest in steps():
            *given, to = rest.split()
            if word == "COPY" and not rest.startswith("--from"):
                for each in given:
                    copy = shutil.copytree if (ROOT / each).is_dir() else shutil.copy2
                    copy(ROOT / each, source / (each if to == "./" else to))
            elif word == "RUN" and not rest.startswith(NOT_HERE):
                here = re.sub(r"^python\b", sys.executable, rest).replace("/opt/", f"{opt}/")
                print(f"RUN {rest}", flush=True)
                subprocess.run(here, shell=True, check=True, cwd=source, env=env)
        started = [opt / "parade-proof" / "bin" / "parade-proof", "hub-page"]
        ended = subprocess.run(started, capture_output=True, text=True, env=env, check=False)
        print(ended.stderr)
        sizes = subprocess.run(["du", "-sh", opt], capture_output=True, text=True, check=True).stdout
        print(f"{sizes.split()[0]} installed")
        return 0 if "A JupyterHub starts this" in ended.stderr else 1


if __name__ == "__main__":
    sys.exit(main())
