"""The app in the language for tests: every letter of a text has an accent there, and every text is a third longer."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from explainer import load_incidents, load_world

# Every text that is seen, or told to those who do not see: of elements, and of these attributes.
TOLD = """() => {
  const found = [], attributes = ["aria-label", "title", "placeholder", "aria-valuetext", "alt"];
  const silent = (node) => node.closest("script, style, noscript") ||
    !(node.checkVisibility() || node.closest(".pp-sr"));
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.data.trim() && !silent(node.parentElement) && !node.parentElement.closest(".pp-source, a[href^=http]")) {
      found.push(node.data.trim());
    }
  }
  for (const name of attributes) {
    for (const node of document.querySelectorAll(`[${name}]`)) if (!silent(node)) found.push(node.getAttribute(name));
  }
  return found;
}"""
DATA = Path(__file__).parents[3] / "data"
NAMED = ("name", "place", "passage", "country", "continent", "sea", "part", "area")  # columns of names
JUPYTERS = "Loading widget..."  # its own words, for a moment, whenever it shows a widget anew
UNITS = {"ms", "km", "min", "req", "GB", "TB"}
# Names of things, services, programs, formats; and what stands for a term in every language.
NAMES = """AWS Amazon Route Aurora DynamoDB Azure Google Cloud CLF UTC CSV JSON HTML JupyterLab Parade proof GeoNames
Natural Earth botocore apache libcloud Well Architected Framework Reliability Pillar"""


@cache
def names() -> frozenset[str]:
    """Give the words of all names in the tables."""
    said = set(NAMES.split()) | UNITS
    for name in ("aws", "cafe"):
        world = load_world(name)
        for frame in (world.regions, world.zones, world.cells, world.cables, world.gateways):
            columns = [frame.index, *(frame[column] for column in NAMED if column in frame)]
            said |= {word for column in columns for one in column.astype(str) for word in words(one)}
    for table, columns in (("countries", ["name"]), ("incidents", ["provider", "regions", "official_title"])):
        frame = pd.read_csv(DATA / f"{table}.csv", keep_default_na=False)
        said |= {word for column in columns for one in frame[column].astype(str) for word in words(one)}
    return frozenset(said | {word for one in load_incidents().values() for word in words(one.source)})


def words(text: str) -> list[str]:
    """Give the words of a text that are written without any accent, and are no code such as eu-west-1 or p95."""
    return re.findall(r"(?<![\w./@-])[A-Za-z]{2,}(?![\w/-])", text)


def english(told: list[str]) -> list[str]:
    return [text for text in told if text != JUPYTERS and set(words(text)) - names()]


def test_a_page_says_nothing_in_english_and_has_room_for_longer_texts(translated: Any) -> None:
    left, faults = {}, {}
    for state in ("before", "after"):
        translated.to(state)
        translated.unfold(True)
        left |= dict.fromkeys(english(translated.tab.evaluate(TOLD)), state)
        translated.unfold(False)
    for size in ((1280, 800), (390, 844)):
        translated.look(*size)
        faults |= {(size, fault): translated.audit(fault) for fault in ("beyond", "cut", "overlaps")}
    assert left == {}
    assert {where: told for where, told in faults.items() if told} == {}
