"""What is not a link as it was made is refused in a sentence, and nothing that a link says is ever run."""

from __future__ import annotations

import json
import os
import random
import re
import sys
import threading
import tracemalloc
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from explainer import PRESETS, InputError, Outage, Placement, Scenario
from explainer.sharing import version_1
from explainer.sharing.link import PageState, from_link, to_link
from explainer.sharing.plain import plain_of
from explainer.sharing.sealed import LONGEST, LONGEST_ADDRESS, link_in

SENTENCE = re.compile(r"[^\n]{10,400}[.?]", re.DOTALL)
TWO = PRESETS["two-regions"].scenario
STATES = (
    PageState("world", (TWO.breaking(Outage("slow", "us-east-1", 0.5, 20.0)),), {"region": "eu-west-1"}),
    PageState("replay", (TWO, PRESETS["five-regions"].scenario), {"fork": 20}, frozenset({"people"})),
    PageState("design", (Scenario((Placement("us-east-1", ("use1-az1", "use1-az2"), 500.0),)),), {"hidden": 2.0}),
    PageState("chapter", settings={"number": 3, "answered": True, "said": "half", "control.shared": "half"}),
)
LINKS = tuple(to_link(state) for state in STATES)
CODE = (
    "<script>alert(1)</script>",
    "__import__('os').system('touch parade')",
    "{{7*7}} ${7*7} %s {0.__class__}",
    "'; DROP TABLE regions; --",
    "../../../etc/passwd\0",
    "!!python/object/apply:os.system ['ls']",
)
ODD: tuple[Any, ...] = (
    *CODE,
    None,
    True,
    -1,
    0,
    1.5,
    1e308,
    -1e308,
    10**17,
    "",
    [],
    {},
    [[]],
    {"region": {}},
    "x" * 999,
)
RUNS = (
    "exec",
    "compile",
    "open",
    "import",
    "os.",
    "subprocess.",
    "socket.",
    "ctypes.",
    "pickle.",
    "marshal.",
    "shutil.",
)
#: what the interpreter told that it ran while somebody listened; a listener stays for good, so there is one
HEARD: list[str] = []
LISTENING: list[int] = []  # the thread that listens


def _listen(event: str, _: object) -> None:
    if threading.get_ident() in LISTENING and event.startswith(RUNS):
        HEARD.append(event)


sys.addaudithook(_listen)


@contextmanager
def nothing_is_run() -> Iterator[None]:
    """Hear of every program, file and connection that is opened meanwhile."""
    HEARD.clear()
    LISTENING.append(threading.get_ident())
    try:
        yield
    finally:
        LISTENING.clear()
    assert HEARD == []


def refused(read: Callable[[Any], object], text: object) -> str:
    """Read something: the sentence with which it was refused, "" if it was read; any other error goes through."""
    found, sentence = None, ""
    try:
        found = read(text)
    except InputError as error:
        sentence = str(error)
    if isinstance(found, PageState):
        assert from_link(to_link(found)) == found
    elif isinstance(found, Scenario):
        assert Scenario.from_json(found.to_json()) == found
    else:
        assert SENTENCE.fullmatch(sentence), sentence
    return sentence


def sealed(packed: bytes, version: object = 1) -> str:
    """A link with a right check sum, whatever it holds."""
    body = urlsafe_b64encode(packed).decode().rstrip("=")
    return f"{version}.{body}.{zlib.crc32(f'{version}.{body}'.encode()):08x}"


def squeezed(text: str) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, version_1.DICTIONARY)
    return squeeze.compress(text.encode()) + squeeze.flush()


def content_of(state: PageState) -> dict[str, Any]:
    return {
        "page": state.page,
        "scenarios": [plain_of(each) for each in state.scenarios],
        "settings": dict(state.settings),
        "own": sorted(state.own),
    }


def places_in(plain: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where in plain data something stands."""
    inner = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    return [path, *(found for key, each in inner for found in places_in(each, (*path, key)))]


def put(plain: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The same plain data with something else in one place."""
    if not path:
        return value
    found = dict(plain) if isinstance(plain, dict) else list(plain)
    found[path[0]] = put(plain[path[0]], path[1:], value)
    return found


def cut_or_changed(dice: random.Random) -> str:
    link = dice.choice(LINKS)
    at = dice.randrange(len(link))
    letter = dice.choice("AZaz09-_.=%<> \0é１&?#")
    other = dice.choice(LINKS)
    return dice.choice(
        [
            link[:at],
            link[at:],
            link[:at] + letter + link[at + 1 :],
            link[:at] + letter + link[at:],
            link[:at] + link[at + 1 :],
            link[:at] + other[at:],
            link.swapcase(),
            link[::-1],
            f"{dice.randint(0, 1200)}{link[1:]}",
            link * dice.randint(2, 200),
            f"?s={link[:at]}&s={link}",
            "".join(chr(dice.randrange(1, 0x2FFF)) for _ in range(dice.randint(0, 80))),
        ]
    )


def other_bytes(dice: random.Random) -> str:
    """A link whose check sum is right and whose content was changed bit by bit, or is none."""
    packed = bytearray(version_1.pack(content_of(dice.choice(STATES))))
    for _ in range(dice.randint(1, 4)):
        packed[dice.randrange(len(packed))] = dice.randrange(256)
    return sealed(dice.choice([bytes(packed), bytes(packed[: dice.randrange(len(packed))]), dice.randbytes(60)]))


def other_content(dice: random.Random) -> str:
    """A link whose check sum is right and which says something odd somewhere."""
    content = content_of(dice.choice(STATES))
    for _ in range(dice.randint(1, 2)):
        content = put(content, dice.choice(places_in(content)), dice.choice(ODD))
    if dice.random() < 0.3 and isinstance(content, dict):
        content = content | {dice.choice(["settings", "page", "own", "scenarios", "extra"]): dice.choice(ODD)}
    return sealed(squeezed(json.dumps(content)))


@pytest.mark.parametrize("run", [lambda: eval("1 + 1"), lambda: Path(__file__).read_text(), lambda: os.system("true")])
def test_the_listener_hears_what_is_run(run: Callable[[], object]) -> None:
    with pytest.raises(AssertionError), nothing_is_run():
        run()


@pytest.mark.parametrize(("make", "count"), [(cut_or_changed, 4000), (other_bytes, 3000), (other_content, 3000)])
def test_ten_thousand_bad_links_are_refused_in_a_sentence_or_give_a_valid_state(
    make: Callable[[random.Random], str], count: int
) -> None:
    dice = random.Random(20261128)
    for link in LINKS:
        from_link(link)
    sentences = []
    for text in [make(dice) for _ in range(count)]:
        with nothing_is_run():
            sentences.append(refused(from_link, text))
            refused(Scenario.from_link, text)
    assert sum(map(bool, sentences)) > count / 2


def test_one_changed_letter_or_a_cut_is_always_found() -> None:
    for link in LINKS:
        for at in range(len(link)):
            assert refused(from_link, link[:at])
            for letter in "A0_z.":
                if letter != link[at]:
                    assert refused(from_link, link[:at] + letter + link[at + 1 :]), (link, at, letter)


@pytest.mark.parametrize("code", CODE)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.page)
def test_code_in_any_place_stays_text_or_is_refused(state: PageState, code: str) -> None:
    content = content_of(state)
    for path in places_in(content):
        link = sealed(squeezed(json.dumps(put(content, path, code))))
        with nothing_is_run():
            sentence = refused(from_link, link)
        if not sentence:
            assert json.dumps(code) in json.dumps(content_of(from_link(link))), path


def test_a_name_that_is_code_is_refused() -> None:
    for code in CODE:
        for page, where in (("world", "settings"), ("chapter", "settings")):
            designs = [plain_of(TWO)] if page == "world" else []
            content = {"page": page, "scenarios": designs, where: {code: "x"}}
            assert refused(from_link, sealed(squeezed(json.dumps(content))))
        assert refused(from_link, sealed(squeezed(json.dumps({"page": "world", code: []}))))


@pytest.mark.parametrize("zeros", [40_000, 100_000_000])
def test_what_swells_is_refused_before_it_has_swollen(zeros: int) -> None:
    bomb = squeezed('{"page":"' + "0" * zeros + '"}')
    tracemalloc.start()
    message = refused(version_1.unpack, bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert message == "This link holds more than any page has. Ask for a new one."
    assert peak < 500_000
    assert refused(from_link, sealed(squeezed('{"page":"' + "0" * 500_000 + '"}'))) == message
    assert refused(from_link, sealed(bomb))  # of 100 MB, itself too long for a link


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'' is not a link of Parade-proof"),
        ("hello", "'hello' is not a link of Parade-proof"),
        ("theme=dark", "'' is not a link of Parade-proof"),
        ("1.", "damaged or was cut"),
        ("1.AAAA", "damaged or was cut"),
        ("1.AAAA.00000000", "damaged or was cut"),
        (LINKS[0][:-1], "damaged or was cut"),
        (LINKS[0] + "a", "damaged or was cut"),
        (sealed(b""), "damaged"),
        (sealed(b"\xff" * 9), "damaged"),
        (sealed(squeezed("[]")), r"this link is \[\]. Give a record"),
        (sealed(squeezed("{}")), "the page of this link is None"),
        (sealed(squeezed('{"page":"map"}')), "no page 'map'"),
        (sealed(squeezed('{"page":"world","scenarios":[{"placements":["a 1 2 3"]}]}')), "'a 1 2 3' in its design"),
        (sealed(squeezed('{"page":"world","scenarios":[{"outages":["zone"]}]}')), r"outages\[0\] has no target"),
        (sealed(squeezed("[" * 20_000)), "nested too deeply"),
        (sealed(squeezed("{}") + b"more"), "damaged"),
        (sealed(squeezed("{}"), 0), "says it is of version 0, which there never was"),
        (sealed(squeezed("{}"), 7), "made by a newer Parade-proof"),
        ("1." + "A" * LONGEST, "has 1,502 characters, and one may have 1,500"),
        ("x" * (LONGEST_ADDRESS + 1), "has 8,001 characters, which is too long"),
    ],
)
def test_each_fault_has_its_own_words(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_link(text)


def test_an_address_without_a_link_has_none() -> None:
    assert link_in("") == link_in("theme=dark&class=x") == link_in("https://parade.example/?states=1.a.b") == ""


def test_odd_documents_are_refused_in_a_sentence_or_give_a_valid_scenario() -> None:
    dice, whole = random.Random(20261128), STATES[0].scenarios[0].to_json()
    document = json.loads(whole)
    sentences = []
    for _ in range(2000):
        text = json.dumps(put(document, dice.choice(places_in(document)), dice.choice(ODD)))
        at = dice.randrange(len(whole))
        with nothing_is_run():
            sentences.append(refused(Scenario.from_json, text))
            sentences.append(refused(Scenario.from_json, whole[:at] + dice.choice('{}[]",:0eé') + whole[at + 1 :]))
            assert refused(Scenario.from_json, whole[:at])
    assert sum(map(bool, sentences)) > 2000
