"""The static site: each of its states is the lesson's own, and what it does not have is not offered."""

from __future__ import annotations

import base64
import gzip
import json
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from explainer import Explainer, load_world
from explainer.app.course import Lesson, Start, contents
from explainer.app.course.chapter import Chapter, Check, Moment, Shown, Solved
from explainer.app.course.chapters.world import placing
from explainer.app.course.questions import Number
from explainer.app.course.start import progress
from explainer.app.course.texts import COURSE, SURE
from explainer.errors import InputError
from explainer.page.standalone import as_text
from explainer.page.wire import find, plain
from explainer.serve.site import build
from explainer.serve.site import start as start_page
from explainer.serve.site import world as world_page
from explainer.serve.site.build import LIMIT_BYTES, Site
from explainer.serve.site.chapter import Written
from explainer.serve.site.files import KEPT, Files, rules
from explainer.serve.site.gaps import CannotBeKeptError
from explainer.serve.site.moments import Moments
from explainer.serve.site.offered import kept, listed
from explainer.serve.site.places import Fewer
from explainer.serve.site.table import Table
from explainer.view.patch import Patch

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed; the browser tests drive the same script")
ACTS, FEWER_ACTS = 120, 80
QUICK = (2, 3, 4, 5)  # chapters whose every moment is computed in a few seconds
PICTURES = 9  # of the play of the others
RINGS = (("yours wide",), ("yours narrow",))  # drawn in the order of a choice, which a set does not have
SAID = ("bar-end", "headline", "spoken", "keep", "trail", "told", "card", "play", "clock", "choices", "below")
#: runs the site's own script through acts and writes what each changes, place by place
RUN = """
import {readFileSync} from "node:fs";
const {kind, before, asked, acts} = JSON.parse(readFileSync(0, "utf8"));
const page = {lesson: openLesson, world: openWorld}[kind](before, async (which = "more") => asked[which]);
const asText = (value) => (value?.bdata ? {...value, bdata: Buffer.from(value.bdata).toString("base64")} : value);
const depth = ([kind, , part]) => (kind === "charts" ? (part === "traces" ? 5 : 4) : kind === "tables" ? 3 : 2);
const flat = (tree, keys = []) => Object.entries(tree).flatMap(([key, item]) => {
  const at = [...keys, key];
  return at.length > 1 && at.length === depth(at) ? [[at, asText(item)]] : flat(item, at);
});
for (const [name, value] of acts) {
  console.log(JSON.stringify(flat((await page.act(name, value)) ?? {})));
}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with the World page and a chapter."""
    return build(tmp_path_factory.mktemp("site"), [4])


def ran(script: str, given: Any, folder: Path) -> list[Any]:
    file = folder / "run.mjs"
    file.write_text(script, encoding="utf-8")
    assert NODE
    found = subprocess.run([NODE, file], input=json.dumps(given), capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    return [json.loads(line) for line in found.stdout.splitlines()]


def value(place: list[str], app: Lesson | Explainer) -> Any:
    """What a page of the app shows at a place."""
    page = app._page
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


def alike_circles(found: Any, expected: Any) -> bool:
    """Tell whether two values are the same circles, in any order."""
    found, expected = (np.sort(np.array(values(as_text(plain(item))), float)) for item in (found, expected))
    return bool(np.array_equal(found.astype(np.float32), expected.astype(np.float32), equal_nan=True))


def alike_one(a: Any, b: Any) -> bool:
    numbers = all(isinstance(item, int | float) and not isinstance(item, bool) for item in (a, b))
    return bool(np.float32(a) == np.float32(b)) if numbers else a == b


def values(item: Any) -> Any:
    if not (isinstance(item, dict) and "bdata" in item):
        return item
    array = np.frombuffer(base64.b64decode(item["bdata"]), item["dtype"])
    scaled = np.where(array == -32768, np.nan, array / item["of"]).astype(np.float32) if "of" in item else array
    return [None if number != number else number for number in scaled.tolist()]


def some_of(number: int, dice: random.Random) -> Written:
    """A chapter as the site has it; where that is long, the start of its play with some choices and predictions."""
    chapter = contents.load(number)
    if number in QUICK:
        return Written(chapter)
    controls = tuple(replace(one, choices=tuple(dice.sample(one.choices, 1))) for one in chapter.controls)
    play = replace(chapter.play, frames=PICTURES) if chapter.play else None
    reveal = (chapter.reveal[0], min(chapter.reveal[1], PICTURES - 1))
    checks = tuple(replace(check, solve=partial(early, check)) for check in chapter.checks)
    written = Written(replace(chapter, controls=controls, play=play, reveal=reveal, checks=checks))
    first, *others = written.said
    written.said = (first, *dice.sample(others, 5))
    return written


def early(check: Check) -> Solved:
    solved = check.solve()
    return replace(solved, frame=min(solved.frame, PICTURES - 1))


def acts(lesson: Lesson, said: tuple[str, ...], dice: random.Random) -> tuple[str, str]:
    """An act, as likely as not one that the page would not offer now."""
    chapter, state = lesson.chapter, lesson.state
    steps = ("look", "predict", "play", "reveal", "name", "check")
    found = [("go", step) for step in steps if step != "look" or lesson._reviewed]
    found += [("next", ""), ("next", ""), ("sure", dice.choice(SURE)), ("tick", ""), ("stride", ""), ("stride", "")]
    found += [("set", f"{one.key}:{dice.choice(one.choices)}") for one in chapter.controls]
    if state.said is None:
        found += [("unsure", ""), *[("predict", dice.choice(said[1:]))] * 3]
    if isinstance(chapter.question, Fewer):
        found += [("draft", ",".join(dice.sample(chapter.question.offered, 3)))]
        found += [("put", str(dice.randrange(len(placing.open_regions()))))] * 3
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
@pytest.mark.parametrize("number", [entry.number for entry in contents.written()])
def test_every_act_leads_where_the_lesson_leads(number, tmp_path):
    dice = random.Random(number)
    written = some_of(number, dice)
    before, after, drafts = written.before(), written.after(), written.drafts()
    lesson = Lesson(number)
    lesson.chapter = written.chapter
    shown = {("texts", name): text for name, text in written.page()._texts.items()}
    done, seen = [], []
    places = [place for _, _, place in after["places"] if len(place) > 1]
    for step in range(ACTS if number in QUICK else FEWER_ACTS):
        act = acts(lesson, written.said, dice)
        if step % 40 == 39:  # begin again, sometimes with what the browser has kept
            lesson.act("again")
            done.append(("again", ""))
            seen.append(None)
            act = ("kept", remembered(written.chapter, written.said, dice))
        lesson.act(*act)
        done.append(mixed(act, written, dice))
        texts = {("texts", name): lesson._page._texts[name] for name in SAID}
        seen.append(texts | {tuple(place): value(place, lesson) for place in places})
    asked = {"more": after, "drafts": drafts}
    answers = ran(rules() + RUN, {"kind": "lesson", "before": before, "asked": asked, "acts": done}, tmp_path)
    reached, last = 0, {}
    for act, news, expected in zip(done, answers, seen, strict=True):
        new = {tuple(place): found for place, found in news}
        shown |= new
        for place, item in (expected or {}).items():
            if place in shown and (place in new or item is not last.get(place)):  # all others were compared before
                same = alike_circles if place[3:4] in RINGS else alike
                assert same(shown[place], item), (act, place)
                reached += place[0] != "texts"
        last = expected or last
    assert reached > 300
    assert {place for place in shown if place[0] != "texts"} == {tuple(place) for place in places}


def mixed(act: tuple[str, str], written: Written, dice: random.Random) -> tuple[str, str]:
    """The same act as a page may say it: a set of places in any order."""
    if act[0] != "predict" or not isinstance(written.chapter.question, Fewer):
        return act
    codes = act[1].split(",")
    return "predict", ",".join(dice.sample(codes, len(codes)))


@needs_node
def test_every_act_of_the_world_page_leads_where_the_app_leads(tmp_path):
    written, app, dice = world_page.Written(load_world()), Explainer(), random.Random(8)
    after, states = written.after(), written.states()
    places = [place for _, place in after["places"] if tuple(place[:2]) != ("tables", "spots")]
    at, done, seen = ("two-regions", ""), [], []
    regions = load_world().regions.index
    for _ in range(60):
        design, one = dice.choice([state for state in states if dice.random() < 0.1 or state[0] == at[0]])
        if dice.random() < 0.2:
            act = ("start", design) if dice.random() < 0.6 else ("restore", "")
            at = (design if act[0] == "start" else at[0], "")
            app.act(*(("preset", design) if act[0] == "start" else act))
        else:
            key = one.key if design == at[0] else "region:eu-north-1"  # of no design, so that nothing is to happen
            act = ("break", key)
            if one.kind == "region" and design == at[0] and dice.random() < 0.5:
                act = ("region", str(regions.get_loc(one.target)))
            if key in {each.key for name, each in states if name == at[0] and each.key}:
                app.act("restore")
                if at[1] != key:
                    app.scenario = app.scenario.breaking(*one.outages)
                at = (at[0], "" if at[1] == key else key)
        done.append(act)
        texts = {("texts", name): app._page._texts[name] for name in ("headline", "pairs", "about", "status")}
        seen.append(texts | {tuple(place): value(place, app) for place in places if place[0] != "texts"})
    given = {"kind": "world", "before": written.before(), "asked": {"more": after}, "acts": done}
    answers = ran(rules() + RUN, given, tmp_path)
    opened = written.state()
    shown = {("texts", name): text for name, text in opened["_texts"].items()}
    compared, last = 0, {}
    for act, news, expected in zip(done, answers, seen, strict=True):
        new = {tuple(place): found for place, found in news}
        shown |= new
        for place in shown.keys() & expected.keys():
            if place in new or expected[place] is not last.get(place):
                assert alike(shown[place], expected[place]), (act, place)
                compared += place[0] != "texts"
        last = expected
    assert compared > 1000


def test_what_the_world_page_does_not_have_is_not_offered():
    written = world_page.Written(load_world())
    state = written.state()
    html = " ".join([state["_skeleton"], *state["_texts"].values()])
    acts = set(re.findall(r'data-act="([^"]*)"', html))
    assert acts == {"start", "break", "restore", "share"}  # the last is hidden on the site
    assert not re.findall(r"data-file|<input", html)
    keys = {f"break {one.key}" for design, one in written.states() if design == "two-regions"}
    offered = set(re.findall(r'data-act="break" data-value="([^"]*)"', html))
    assert {f"break {key}" for key in offered} == keys - {"break "}
    layer, *others = state["_charts"]["map"]["layers"]
    assert [layer["act"], *(other["act"] for other in others)] == ["region", "", ""]
    spots = values(state["_tables"]["spots"]["columns"]["lon"]["values"])
    named = dict(zip(load_world().regions.index, spots, strict=True))
    assert [code for code, lon in named.items() if lon is not None] == ["eu-west-1", "us-east-1"]


def test_three_places_are_chosen_among_fewer_and_the_best_of_all_is_one_of_them():
    chapter = kept(contents.load(8))
    question = chapter.question
    assert isinstance(question, Fewer)
    assert len(question.sets) == len(set(question.sets)) == 120
    assert set(placing.chosen(3)) <= set(question.offered)
    card = question.control(chapter.texts, "")
    assert card.count("<button") == len(question.offered) == 10
    assert f"10 of the {len(placing.open_regions())} Regions" in card
    away = next(code for code in placing.open_regions() if code not in question.offered)
    with pytest.raises(InputError, match=away):
        question.read(f"{away},us-east-1,eu-west-1")
    stage = chapter.stage(Moment("predict", None, chapter.settings, 0))
    put, told = stage.charts["picture"].layers[:2]
    assert (put.act, told.act) == ("put", "")
    assert np.count_nonzero(~np.isnan(put.lon)) == 10
    assert np.isnan(put.lon).tolist() == (~np.isnan(told.lon)).tolist()


@needs_node
def test_the_start_page_marks_what_is_begun_and_done_as_the_app_does(tmp_path):
    numbers = tuple(entry.number for entry in contents.written())
    start = Start()
    start_rules = start_page.written(start, numbers)
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
    found = ran(rules() + run, {"rules": start_rules, "given": given}, tmp_path)
    assert found == [start._texts(progress(kept_now, start._chapters))["start"] for kept_now in given]


def test_a_chapter_whose_answers_cannot_be_listed_is_refused():
    with pytest.raises(CannotBeKeptError, match="than can be listed"):
        kept(replace(contents.load(4), put=lambda draft, point: point))


def test_what_the_site_does_not_have_is_said_to_be_in_the_app(site):
    assert sorted(site.sizes) == ["00_world.html", "14_zones.html", "index.html"]
    index = json.loads(re.findall(r'id="pp-state">(.*)</script>', (site.folder / "index.html").read_text())[0])
    text = index["state"]["_texts"]["start"]
    assert '<a href="14_zones.html">Availability Zones</a>' in text
    assert '<span class="pp-away">The edge · only in the app</span>' in text
    assert '<a href="00_world.html">World</a>' in index["state"]["_skeleton"]


def test_the_site_is_small_relative_and_asks_no_other_host(site):
    assert max(site.sizes.values()) < LIMIT_BYTES == 3_000_000
    for file in site.folder.iterdir():
        text = (gzip.decompress(file.read_bytes()) if file.suffix == ".bin" else file.read_bytes()).decode()
        if file.suffix == ".html":
            addresses = re.findall(r'(?:src|href)="([^"]*)"', text)
            assert addresses
            assert not [one for one in addresses if re.match(r"/|https?:", one)]
            assert "default-src 'none'; script-src 'self'; connect-src 'self'" in text
            assert not re.findall(r"<script(?![^>]*(?:src=|application/json))", text)
            found = json.loads(re.findall(r'id="pp-state">(.*)</script>', text)[0])
            inside = [found["state"]["_skeleton"], *found["state"]["_texts"].values()]
            assert not any("data-page" in one or ".ipynb" in one or 'href="?' in one for one in inside)
            assert not any(COURSE["kept"] in one for one in inside)  # addresses of the site keep nothing
            assert any(KEPT in one for one in inside) is (file.name != "00_world.html")
            targets = {link for one in inside for link in re.findall(r'<a[^>]* href="([^"#:]+)"', one)}
            assert targets
            assert all((site.folder / target).is_file() for target in targets)
        elif not file.name.startswith(("plotly", "front")):
            assert "http" not in re.sub(r"https://docs\.aws\.amazon\.com|http://www\.w3\.org", "", text)


def test_a_page_that_is_too_large_is_not_written_off_as_done(tmp_path, monkeypatch):
    monkeypatch.setattr(import_module("explainer.serve.site.build"), "LIMIT_BYTES", 1_000_000)
    with pytest.raises(RuntimeError, match=r"index\.html takes 1\.\d\d MB"):
        build(tmp_path, [], world=False)


def test_nothing_of_the_results_is_in_a_page_before_the_prediction(tmp_path):
    build(tmp_path, [2], world=False)
    page = (tmp_path / "12_data_centre.html").read_text(encoding="utf-8")
    results = contents.load(2).results()
    state = json.loads(re.findall(r'id="pp-state">(.*)</script>', page)[0])
    for text in state["rules"]["texts"]["card"].values():
        assert not any(result in text for result in results.values())
    assert set(state["rules"]["texts"]["headline"]) == {"0"}
    more = gzip.decompress((tmp_path / state["more"]).read_bytes()).decode()
    assert all(result in more for result in results.values())


def test_a_chapter_that_is_not_there_is_told_in_a_sentence(tmp_path):
    with pytest.raises(InputError, match="12"):
        build(tmp_path, [12])


def test_the_same_site_has_the_same_files(tmp_path):
    build(tmp_path / "one", [2], world=False)
    build(tmp_path / "two", [2], world=False)
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


def test_values_of_one_place_stand_together_whatever_came_between():
    table = Table()
    numbers = [table.value(f"{place} {state}", (place,)) for state in range(3) for place in ("here", "there")]
    column = table.column(numbers[::2], 3)
    written = table.written()
    assert written["values"] == ["here 0", "here 1", "here 2", "there 0", "there 1", "there 2"]
    assert column == 0
    assert written["rows_of"] == [[0, 1, 1, 1, 2, 1]]


def test_equal_arrays_are_one_value():
    table = Table()
    assert table.value(np.arange(20) / 7, ("a",)) == table.value((np.arange(20) / 7).tolist(), ("b",))
    assert len(table.written()["values"]) == 1


def test_pages_of_another_folder_are_not_touched(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    files = Files(tmp_path, {})
    assert files.named("a.js", "1;") == files.named("a.js", "1;")
    assert (tmp_path / "mine.txt").read_text() == "mine"
