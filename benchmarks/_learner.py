"""A learner without a screen: opens a page as a browser does, clicks, and checks every answer word for word.

What a page must say after each click is worked out beforehand, by the same widget in this process (`record`). A click
counts as answered when the message that it caused has come and all texts of the page are then as they must be.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import secrets
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from typing import Any

import ipywidgets as ipw
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from explainer import Explainer
from explainer.app import acts
from explainer.app.course import Lesson
from explainer.app.framed import Framed

PROTOCOL = "v1.kernel.websocket.jupyter.org"
PATIENCE_S, LOADING_S = 20.0, 60.0
ASKS_EVERY_S, ASKS_WAIT_S = 4.0, 2.5  # as the page's own lost.js
START, ANOTHER = "two-regions", "five-regions"
NOT_OFFERED = {"share", "file", "class", "keys", "alone"}  # they open something beside the course
Texts = dict[str, str]
Did = tuple[str, str, str]  # button, act, value


@dataclass(frozen=True)
class Step:
    """One click: a button of ipywidgets by its label, or an act of the page; and what the page must say then."""

    button: str
    act: str
    value: str
    texts: Texts

    def __str__(self) -> str:
        return self.button or f"{self.act} {self.value}".strip()


@dataclass(frozen=True)
class Script:
    """What somebody does on a page, again and again; it ends where it began."""

    page: str
    opened: Texts
    steps: tuple[Step, ...]


def record(page: str, make: Callable[[], Framed], walk: Callable[[Any], Iterator[Did]]) -> Script:
    """Walk over what a page offers and note what it says; twice round, since the second time it has a past."""
    app = make()
    opened = dict(app._page._texts)
    steps = [Step(*did, dict(app._page._texts)) for did in _done(app, walk(app))]
    again = [Step(*did, dict(app._page._texts)) for did in _done(app, ((s.button, s.act, s.value) for s in steps))]
    if again != steps:
        raise RuntimeError(f"{page} says other things when the same is done again")
    ipw.Widget.close_all()
    return Script(page, opened, tuple(steps))


def _done(app: Framed, walk: Iterator[Did]) -> Iterator[Did]:
    """Do what is to be done, one by one."""
    for did in walk:
        button, act, value = did
        if button:
            _buttons(app)[button].click()
        else:
            app.hear(act, value)
        yield did


def _buttons(app: Framed) -> dict[str, ipw.Button]:
    rows = [row for row in app.children[0].children if isinstance(row, ipw.Box)]
    return {each.description: each for row in rows for each in row.children if isinstance(each, ipw.Button)}


def on_map(app: Explainer, dice: random.Random, length: int) -> Iterator[Did]:
    """Break Regions, mend them, choose designs; each click changes the status."""
    labels, lasting = {key: each.label for key, each in acts.presets(app.world).items()}, True
    for _ in range(length):
        scenario = app.scenario
        own = [placement.region for placement in scenario.placements]
        designs = [key for key in labels if key != acts.preset_of(scenario)]
        choices: list[Did] = [("", "region-out", dice.choice(own)) for _ in range(3)]
        choices += [(labels[dice.choice(designs)], "", "") for _ in range(2)] + [("The Region", "", "")]
        if scenario.outages:
            choices.append(("Restore everything", "", ""))
        if not lasting:
            choices.append(("↶ Undo", "", ""))
        chosen = dice.choice(choices)
        lasting = chosen[0] == "↶ Undo"
        yield chosen
    if acts.preset_of(app.scenario) == START:
        yield labels[ANOTHER], "", ""
    yield labels[START], "", ""


def by_buttons(app: Explainer) -> Iterator[Did]:
    """Use the buttons above the map in a fixed order."""
    labels = acts.presets(app.world)
    for button in ("The Region", "Restore everything", labels[ANOTHER].label, "The Region", labels[START].label):
        yield button, "", ""


def in_lesson(app: Lesson, dice: random.Random, length: int) -> Iterator[Did]:
    """Do what the card and the controls offer, mostly what leads on."""
    for _ in range(length):
        offered = []
        for tag in re.findall(r"<button[^>]*>", " ".join(app._page._texts.values())):
            told = dict(re.findall(r'data-(act|value)="([^"]*)"', tag))
            if told.get("act", "share") in NOT_OFFERED or " disabled" in tag or 'aria-pressed="true"' in tag:
                continue
            offered += [("", told["act"], told["value"])] * (1 if told["act"] == "again" else 4)
        yield dice.choice(offered)
    yield "", "again", ""


@dataclass
class Answered:
    """What became of a click."""

    at_s: float
    ms: float
    step: str
    fault: str = ""


@dataclass
class Learner:
    """Somebody with a page open."""

    address: str
    script: Script
    client: AsyncHTTPClient
    opened_s: float = 0.0
    kernel: str = ""
    alarms: int = 0
    answers: list[Answered] = field(default_factory=list)
    texts: Texts = field(default_factory=dict)
    _line: WebSocketClientConnection | None = None
    _comms: dict[str, str] = field(default_factory=dict)
    _watch: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Load the page with its files, open its line and take the state of its widgets."""
        start = time.perf_counter()
        html = (await self._get(f"/voila/render/{self.script.page}")).decode()
        named = set(re.findall(r'(?:src|href)="(/voila/[^"]+)"', html))
        await asyncio.gather(*(self._get(path.replace("/./", "/")) for path in named))
        found = re.search(r'"kernelId": "([0-9a-f-]+)"', html)
        if found is None:
            raise RuntimeError("the page has no kernel")
        self.kernel = found[1]
        url = f"{self.address.replace('http', 'ws', 1)}/api/kernels/{self.kernel}/channels?session_id={uuid.uuid4()}"
        request = HTTPRequest(url, headers={"Origin": self.address}, request_timeout=LOADING_S)
        self._line = await websocket_connect(
            request, subprotocols=[PROTOCOL], compression_options={}, max_message_size=1 << 28
        )
        await asyncio.wait_for(self._take_state(), LOADING_S)
        self.opened_s = time.perf_counter() - start
        self._watch = asyncio.create_task(self._ask_whether_it_runs())

    async def click(self, step: Step) -> None:
        """Click, wait for the answer and compare it."""
        start = time.perf_counter()
        found = Answered(start, 0.0, str(step))
        try:
            found.ms, found.fault = await asyncio.wait_for(self._clicked(step, start), PATIENCE_S)
        except TimeoutError:
            found.ms, found.fault = 1000 * PATIENCE_S, "lost: no answer"
        self.answers.append(found)

    async def learn(self, every_s: float, end_s: float, dice: random.Random) -> None:
        """Click until the end, with pauses of half to one and a half of `every_s` from click to click."""
        await asyncio.sleep(dice.random() * every_s)
        for step in cycle(self.script.steps):
            if time.perf_counter() >= end_s:
                return
            start = time.perf_counter()
            await self.click(step)
            await asyncio.sleep(max(0.0, every_s * dice.uniform(0.5, 1.5) - (time.perf_counter() - start)))

    async def leave(self, tells: bool = True) -> None:
        """Leave the page: it tells the server, unless the line is cut before (a closed lid, an empty battery)."""
        if self._watch:
            self._watch.cancel()
        if tells and self.kernel:
            token = secrets.token_hex(16)  # as the page's own leaving.js
            path = f"/voila/api/shutdown/{self.kernel}?_xsrf={token}"
            await self._fetch(path, method="POST", body="", headers={"Cookie": f"_xsrf={token}"})
        if self._line:
            self._line.close()

    async def _clicked(self, step: Step, start: float) -> tuple[float, str]:
        if step.button:
            comm, told = self._comms[step.button], {"event": "click"}
        else:
            comm, told = self._comms[""], {"act": step.act, "value": step.value, "waits": True}
        asked = await self._say("comm_msg", comm_id=comm, data={"method": "custom", "content": told})
        shown_ms = 0.0
        while True:
            kind, parent, content = await self._hear()
            if parent != asked:
                continue
            if kind == "comm_msg" and content["data"].get("method") == "custom":
                shown_ms = 1000 * (time.perf_counter() - start)
                self.texts |= content["data"]["content"].get("show", {}).get("texts", {})
            if kind == "status" and content["execution_state"] == "idle":
                break
        if not shown_ms:
            return 1000 * (time.perf_counter() - start), "lost: the kernel did it and said nothing"
        wrong = [name for name, text in step.texts.items() if self.texts.get(name) != text]
        return shown_ms, f"wrong: {', '.join(wrong)}" if wrong else ""

    async def _take_state(self) -> None:
        await self._say("kernel_info_request")
        control = uuid.uuid4().hex
        await self._say("comm_open", comm_id=control, target_name="jupyter.widget.control", data={})
        await self._say("comm_msg", comm_id=control, data={"method": "request_states"})
        while not self._comms:
            kind, _, content = await self._hear()
            if kind != "comm_msg" or content["data"].get("method") != "update_states":
                continue
            for comm, model in content["data"]["states"].items():
                state = model["state"]
                if "_skeleton" in state:
                    self._comms[""], self.texts = comm, state["_texts"]
                elif state.get("_model_name") == "ButtonModel":
                    self._comms[state["description"]] = comm
        if self.texts != self.script.opened:
            raise RuntimeError("the page opened with other texts than it should")

    async def _ask_whether_it_runs(self) -> None:
        """As the page does, which tells its visitor if two questions are not answered."""
        ask = partial(self._fetch, f"/api/kernels/{self.kernel}?no_track_activity=1", request_timeout=ASKS_WAIT_S)
        while True:
            await asyncio.sleep(ASKS_EVERY_S)
            for again in (True, False):
                try:
                    await ask()
                    break
                except (OSError, HTTPClientError):
                    self.alarms += not again

    async def _say(self, kind: str, **content: Any) -> str:
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": "v", "username": "v", "version": "5.3"}
        parts = {"header": header | {"date": ""}, "parent_header": {}, "content": content}
        parts["metadata"] = {"version": "1.0.0"}  # of how to ask for states
        packed = serialize_msg_to_ws_v1(parts, "shell", lambda part: json.dumps(part).encode())
        assert self._line is not None
        await self._line.write_message(packed, binary=True)
        return header["msg_id"]

    async def _hear(self) -> tuple[str, str, dict[str, Any]]:
        """Give the next message: its type, the id of what it answers, its content."""
        assert self._line is not None
        told = await self._line.read_message()
        if told is None:
            raise ConnectionError("the server closed the line")
        parts = deserialize_msg_from_ws_v1(told)[1]
        header, parent, content = (json.loads(bytes(parts[number])) for number in (0, 1, 3))
        return header["msg_type"], parent.get("msg_id", ""), content

    async def _get(self, path: str) -> bytes:
        return (await self._fetch(path)).body

    async def _fetch(self, path: str, **given: Any) -> Any:
        given = {"request_timeout": LOADING_S, "connect_timeout": LOADING_S} | given
        return await self.client.fetch(HTTPRequest(self.address + path, decompress_response=True, **given))
