"""The static site: each of its states is the lesson's own, and what it does not have is not offered."""

from __future__ import annotations

import base64
import json
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from explainer.app.course import Lesson, Start, contents
from explainer.app.course.chapter import Chapter, Moment, Shown
from explainer.app.course.questions import Number
from explainer.app.course.start import progress
from explainer.app.course.texts import SURE
from explainer.errors import InputError
from explainer.page.standalone import as_text
from explainer.page.wire import find, plain
from explainer.serve.site import build
from explainer.serve.site import start as start_page
from explainer.serve.site.chapter import Written
from explainer.serve.site.files import Files
from explainer.serve.site.moments import CannotBeKeptError, Moments
from explainer.serve.site.offered import kept, listed
from explainer.serve.site.table import Table
from explainer.view.patch import Patch

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed; the browser tests drive the same script")
ACTS = 250
QUICK = (2, 3, 4, 5)  # chapters whose every moment is computed in a few seconds
SAID = ("bar-end", "headline", "spoken", "keep", "trail", "told", "card", "play", "clock", "choices", "below")
#: runs the site's own script through acts and writes what each changes, place by place
RUN = """
import {readFileSync} from "node:fs";
const {before, after, acts} = JSON.parse(readFileSync(0, "utf8"));
const lesson = openRules(before, async () => after);
const asText = (value) => (value?.bdata ? {...value, bdata: Buffer.from(value.bdata).toString("base64")} : value);
const depth = ([kind, , part]) => (kind === "charts" ? (part === "traces" ? 5 : 4) : kind === "tables" ? 3 : 2);
const flat = (tree, keys = []) => Object.entries(tree).flatMap(([key, item]) => {
  const at = [...keys, key];
  return at.length > 1 && at.length === depth(at) ? [[at, asText(item)]] : flat(item, at);
});
for (const [name, value] of acts) {
  console.log(JSON.stringify(flat((await lesson.act(name, value)) ?? {})));
}
"""


def ran(script: str, given: Any, folder: Path) -> list[Any]:
    file = folder / "run.mjs"
    file.write_text(script, encoding="utf-8")
    assert NODE
    found = subprocess.run([NODE, file], input=json.dumps(given), capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    return [json.loads(line) for line in found.stdout.splitlines()]


def script(name: str) -> str:
    return (resources.files("explainer.serve.site") / name).read_text(encoding="utf-8")


def value(place: list[str], lesson: Lesson) -> Any:
    """What a lesson's page shows at a place."""
    page = lesson._page
    if place[0] == "charts":
        chart = page._charts[place[1]]
        if place[2] == "layout":
            return find(chart["layout"], place[3])
        return find(next(trace for trace in chart["data"] if trace["name"] == place[3]), place[4])
    if place[0] == "tables":
        return page._tables[place[1]]["columns"][place[2]]["values"]
    return page._charts[place[1]]["summary"] if place[0] == "summaries" else page._texts[place[1]]


def alike(found: Any, expected: Any) -> bool:
    """Tell whether two values look the same in a browser: lists and arrays alike, fractions as arrays carry them."""
    found, expected = values(found), values(json.loads(json.dumps(as_text(plain(expected)))))
    if isinstance(found, list) and isinstance(expected, list):
        if len(found) != len(expected):
            return False
        return all(alike_one(a, b) for a, b in zip(found, expected, strict=True))
    return bool(found == expected)


def alike_one(a: Any, b: Any) -> bool:
    numbers = all(isinstance(item, int | float) and not isinstance(item, bool) for item in (a, b))
    return bool(np.float32(a) == np.float32(b)) if numbers else a == b


def values(item: Any) -> Any:
    if not (isinstance(item, dict) and "bdata" in item):
        return item
    array = np.frombuffer(base64.b64decode(item["bdata"]), item["dtype"])
    scaled = np.where(array == -32768, np.nan, array / item["of"]).astype(np.float32) if "of" in item else array
    return [None if number != number else number for number in scaled.tolist()]


def acts(lesson: Lesson, said: tuple[str, ...], dice: random.Random) -> tuple[str, str]:
    """An act, as likely as not one that the page would not offer now."""
    chapter, state = lesson.chapter, lesson.state
    steps = ("look", "predict", "play", "reveal", "name", "check")
    found = [("go", step) for step in steps if step != "look" or lesson._reviewed]
    found += [("next", ""), ("next", ""), ("sure", dice.choice(SURE)), ("tick", ""), ("stride", ""), ("stride", "")]
    found += [("set", f"{one.key}:{dice.choice(one.choices)}") for one in chapter.controls]
    if state.said is None:
        found += [("unsure", ""), *[("predict", dice.choice(said[1:]))] * 3]
    asked = lesson._asked(state)
    if asked:
        found += [("answer", f"{asked.key}:{dice.choice(asked.check.options)}")] * 4
    return dice.choice(found)


def remembered(chapter: Chapter, said: tuple[str, ...], dice: random.Random) -> str:
    given = {
        check.key: [dice.choice(check.options), dice.randrange(2), dice.choice(["", *SURE])]
        for check in chapter.checks[: dice.randrange(len(chapter.checks) + 1)]
    }
    text = {"said": dice.choice([None, *said]), "at": dice.choice(["look", "play", "name", "check"]), "given": given}
    odd = ["nonsense", "{}", json.dumps({"said": "nobody", "at": "play", "given": {}}), json.dumps({"said": None})]
    return json.dumps({str(chapter.number): dice.choice([json.dumps(text), json.dumps(text), *odd])})


@needs_node
@pytest.mark.parametrize("number", QUICK)
def test_every_act_leads_where_the_lesson_leads(number, tmp_path):
    written = Written(contents.load(number))
    before, after = written.before(), written.after()
    dice = random.Random(number)
    lesson = Lesson(number)
    lesson.chapter = written.chapter
    shown = {("texts", name): text for name, text in written.page()._texts.items()}
    done, seen = [], []
    places = [place for _, _, place in after["places"] if len(place) > 1]
    for step in range(ACTS):
        act = acts(lesson, written.said, dice)
        if step % 40 == 39:  # begin again, sometimes with what the browser has kept
            lesson.act("again")
            done.append(("again", ""))
            seen.append(None)
            act = ("kept", remembered(written.chapter, written.said, dice))
        lesson.act(*act)
        done.append(act)
        texts = {("texts", name): lesson._page._texts[name] for name in SAID}
        seen.append(texts | {tuple(place): value(place, lesson) for place in places})
    answers = ran(script("lesson.js") + RUN, {"before": before, "after": after, "acts": done}, tmp_path)
    reached = 0
    for act, news, expected in zip(done, answers, seen, strict=True):
        shown |= {tuple(place): found for place, found in news}
        for place, item in (expected or {}).items():
            if place in shown:
                assert alike(shown[place], item), (act, place)
                reached += place[0] != "texts"
    assert reached > 1000
    assert {place for place in shown if place[0] != "texts"} == {tuple(place) for place in places}


@needs_node
def test_the_start_page_marks_what_is_begun_and_done_as_the_app_does(tmp_path):
    numbers = tuple(entry.number for entry in contents.written())
    start = Start()
    rules = start_page.written(start, numbers)
    dice, given = random.Random(1), []
    for _ in range(60):
        some = {}
        for number in dice.sample(numbers, dice.randrange(len(numbers) + 1)):
            checks = [check.key for check in contents.load(number).checks]
            answered = {key: ["a", 1, ""] for key in checks[: dice.choice([0, 1, len(checks)])]}
            some[str(number)] = json.dumps({"said": "1", "at": "check", "given": answered})
        given.append(json.dumps(some))
    run = """
    import {readFileSync} from "node:fs";
    const {rules, given} = JSON.parse(readFileSync(0, "utf8"));
    for (const kept of given) console.log(JSON.stringify(openStart(rules).act("kept", kept).texts.start));
    """
    found = ran(script("start.js") + run, {"rules": rules, "given": given}, tmp_path)
    assert found == [start._texts(progress(kept_now, start._chapters))["start"] for kept_now in given]


def test_a_chapter_whose_answers_cannot_be_listed_is_left_out_and_named(tmp_path):
    with pytest.raises(CannotBeKeptError, match="than can be listed"):
        kept(contents.load(8))
    site = build(tmp_path, [4, 8])
    assert list(site.left_out) == [8]
    assert sorted(site.sizes) == ["14_zones.html", "index.html"]
    index = json.loads(re.findall(r'id="pp-state">(.*)</script>', (tmp_path / "index.html").read_text())[0])
    text = index["state"]["_texts"]["start"]
    assert '<a href="14_zones.html">Availability Zones</a>' in text
    assert '<span class="pp-away">The world · only in the app</span>' in text


def test_the_site_is_small_relative_and_asks_no_other_host(tmp_path):
    site = build(tmp_path, [4])
    assert max(site.sizes.values()) < 3_000_000
    for file in tmp_path.iterdir():
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".html":
            addresses = re.findall(r'(?:src|href)="([^"]*)"', text)
            assert addresses
            assert not [one for one in addresses if re.match(r"/|https?:", one)]
            assert "default-src 'none'; script-src 'self'; connect-src 'self'" in text
            assert not re.findall(r"<script(?![^>]*(?:src=|application/json))", text)
            found = json.loads(re.findall(r'id="pp-state">(.*)</script>', text)[0])
            inside = [found["state"]["_skeleton"], *found["state"]["_texts"].values()]
            assert not any("data-page" in one or ".ipynb" in one or 'href="?' in one for one in inside)
            targets = {link for one in inside for link in re.findall(r'<a[^>]* href="([^"#:]+)"', one)}
            assert targets
            assert all((tmp_path / target).is_file() for target in targets)
        elif not file.name.startswith(("plotly", "front")):
            assert "http" not in re.sub(r"https://docs\.aws\.amazon\.com|http://www\.w3\.org", "", text)


def test_nothing_of_the_results_is_in_a_page_before_the_prediction(tmp_path):
    build(tmp_path, [2])
    page = (tmp_path / "12_data_centre.html").read_text(encoding="utf-8")
    results = contents.load(2).results()
    state = json.loads(re.findall(r'id="pp-state">(.*)</script>', page)[0])
    for text in state["rules"]["texts"]["card"].values():
        assert not any(result in text for result in results.values())
    assert set(state["rules"]["texts"]["headline"]) == {"0"}
    more = (tmp_path / state["more"]).read_text(encoding="utf-8")
    assert all(result in more for result in results.values())


def test_a_chapter_that_is_not_there_is_told_in_a_sentence(tmp_path):
    with pytest.raises(InputError, match="12"):
        build(tmp_path, [12])


def test_the_same_site_has_the_same_files(tmp_path):
    build(tmp_path / "one", [4])
    build(tmp_path / "two", [4])
    one, two = ({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_a_list_of_numbers_holds_both_ends_and_takes_nothing_else():
    question = listed(Number(0, 8760, "hours"))
    assert question.numbers[0] == "0"
    assert question.numbers[-1] == "8760"
    assert list(map(float, question.numbers)) == sorted(map(float, question.numbers))
    assert question.control({}, "5").count("<option") == len(question.numbers) + 1
    with pytest.raises(ValueError, match="is not in the list"):
        question.read("6")


def small(show: Callable[[Moment], Shown]) -> Moments:
    chapter = contents.load(3)
    return Moments(replace(chapter, show=show, controls=()), ("", *chapter.question.options), ())  # type: ignore[attr-defined]


def test_places_that_know_the_prediction_are_kept_beside_those_that_know_the_picture():
    def show(moment: Moment) -> Shown:
        said = moment.said or ""
        told = f"{moment.frame} pictures" + (f"; you said {words(said)}." if said else ".")
        return Shown({"picture": Patch({"ring": {"x": [len(said)]}, "all": {"x": [moment.frame]}})}, {"picture": told})

    moments = small(show)
    words = lambda said: moments.chapter.question.written(moments.chapter.texts, said)  # noqa: E731
    table = Table()
    kinds = {tuple(place): kind for kind, _, place in moments.write(table)["places"]}
    assert kinds["charts", "picture", "traces", "ring", "x"] == "said"
    assert kinds["charts", "picture", "traces", "all", "x"] == "play"
    assert kinds["summaries", "picture"] == "gap"
    assert "7 pictures; you said \x01." in table.written()["values"]


def test_a_place_that_knows_both_and_is_no_sentence_with_a_gap_is_refused():
    def show(moment: Moment) -> Shown:
        return Shown({"picture": Patch({"ring": {"x": [len(moment.said or "") * moment.frame]}})}, {})

    with pytest.raises(CannotBeKeptError, match="ring x depends both on the prediction and on the picture"):
        small(show).write(Table())


def test_an_array_is_kept_as_what_it_adds():
    table = Table()
    for known in (100, 500, 900):
        table.value(np.where(np.arange(1000) < known, np.arange(1000) / 7, np.nan), ("years",))
    first, *rest = table.written()["values"]
    assert all(one["like"] < at for at, one in enumerate(rest, start=1))
    assert max(len(one["bdata"]) for one in rest) < len(first["bdata"]) / 2


def test_pages_of_another_folder_are_not_touched(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    files = Files(tmp_path, {})
    assert files.named("a.js", "1;") == files.named("a.js", "1;")
    assert (tmp_path / "mine.txt").read_text() == "mine"
