"""The recipe of many machines, as far as one machine goes: a real hub, a real proxy, several people at once.

The hub is the recipe's own, with its `values.yaml`; only ports, password and patience are set here. Another proxy than
PyPI's can be named in HUB_PROXY, as the one of the cluster (npm: configurable-http-proxy).
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import expect

from explainer.serve.many.channels import PROTOCOL

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "explainer" / "serve" / "recipes" / "hub" / "jupyterhub_config.py"
PEOPLE = ("ada", "bo", "cy")
PASSWORD, IDLE_S = "a class of three", 20
AS_A_PAGE = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}
AS_A_CHANNEL = {
    "Sec-Fetch-Mode": "websocket",
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "Sec-WebSocket-Protocol": PROTOCOL,
}
START, WORLD = "voila/render/10_start.ipynb", "voila/render/00_world.ipynb"
SAID = "h1[data-text=headline]"
PATIENCE_S = 120
# PyPI's proxy spoils what browsers say on a channel: it hands on what they offer to compress, answers with no protocol,
# and sends bytes as text.
PROXY = """
from configurable_http_proxy import cli, configproxy

class Mended(configproxy.ProxyHandler):
    def _get_proxy_request(self, url):
        request = super()._get_proxy_request(url)
        request.headers = {name: value for name, value in request.headers.items() if not name.endswith("Extensions")}
        return request

    def select_subprotocol(self, offered):
        return self.ws_client.selected_subprotocol

    def on_message(self, message):
        self.proxy.update_last_activity(self.target["prefix"])
        self.ws_client.write_message(message, binary=isinstance(message, bytes))

configproxy.ProxyHandler = Mended
cli.main()
"""


@dataclass
class Person:
    """Somebody with a browser that keeps cookies, and their page if they have one."""

    name: str
    hub: Hub
    line: requests.Session
    kernel_id: str = ""

    def ask(self, path: str, **given: Any) -> requests.Response:
        return self.line.get(self.hub.address + path, timeout=PATIENCE_S, **given)

    def come(self, path: str = "/") -> requests.Response:
        """Log in, wait for the own server, and see the page."""
        self.ask("/hub/login")
        given = {"username": self.name, "password": PASSWORD, "_xsrf": self.line.cookies.get("_xsrf", path="/hub/")}
        login = f"{self.hub.address}/hub/login"
        answer = self.line.post(login, params={"next": path}, data=given, timeout=PATIENCE_S)
        end_s = time.monotonic() + PATIENCE_S
        while "/spawn-pending/" in answer.url and time.monotonic() < end_s:
            time.sleep(0.5)
            answer = self.line.get(answer.url, timeout=PATIENCE_S)
        found = re.search(r'"kernelId": "([0-9a-f-]+)"', answer.text)
        self.kernel_id = found[1] if found else ""
        return answer

    def at_a_browser(self) -> dict[str, Any]:
        """Give what a browser needs to be this person's."""
        cookies = [{"name": c.name, "value": c.value, "domain": c.domain, "path": c.path} for c in self.line.cookies]
        return {"cookies": cookies, "origins": []}

    def status(self, of: Person, path: str, how: dict[str, str] | None = None) -> int:
        """Ask for something of a person's and give the status, of where it leads in the end."""
        return self.ask(f"/user/{of.name}/{path}", headers=how or {}, stream=True).status_code

    def kernel(self, of: Person) -> int:
        return self.status(of, f"api/kernels/{of.kernel_id}", AS_A_PAGE)


class Hub:
    """A hub and its proxy on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.running = folder, dict[str, subprocess.Popen[bytes]]()
        self.address, self._inner, self._api = (f"http://127.0.0.1:{port}" for port in free_ports(3))
        self.env = {
            **os.environ,
            "TZ": "UTC",  # PyPI's proxy tells its local time
            "CONFIGPROXY_AUTH_TOKEN": "f" * 32,
            "PARADE_PROOF_PASSWORD": PASSWORD,
            "PARADE_PROOF_ADDRESS": self.address,
            "PARADE_PROOF_HUB": self._inner,
            "PARADE_PROOF_PROXY": self._api,
            "PARADE_PROOF_EVERY_S": "1",
        }

    def start_proxy(self) -> None:
        command = [os.environ["HUB_PROXY"]] if "HUB_PROXY" in os.environ else [sys.executable, "-c", PROXY]
        ends = [
            f"--{option}={address.rsplit(':', 1)[1]}"
            for option, address in (("port", self.address), ("api-port", self._api))
        ]
        to = [f"--default-target={self._inner}", f"--error-target={self._inner}/hub/error"]
        patience = f"--proxy-timeout={1000 * PATIENCE_S}"
        self._run("proxy", [*command, "--ip=127.0.0.1", "--api-ip=127.0.0.1", *ends, *to, patience])

    def start(self, **told: str) -> None:
        self._run("hub", [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)], **told)
        end_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < end_s and self.running["hub"].poll() is None:
            try:
                if requests.get(f"{self.address}/hub/api", timeout=5).status_code == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        pytest.fail(self.log("hub"))

    def stop(self, name: str) -> None:
        self.running[name].send_signal(signal.SIGTERM)
        self.running[name].wait(timeout=60)

    def end(self) -> None:
        """End all, people's servers too, which the hub leaves running."""
        for name in self.running:
            self.stop(name)
        with sqlite3.connect(self.folder / "jupyterhub.sqlite") as table:
            for (state,) in table.execute("SELECT state FROM spawners"):
                if pid := json.loads(state or "{}").get("pid"):
                    os.killpg(pid, signal.SIGTERM)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")[-3000:]

    def person(self, name: str) -> Person:
        line = requests.Session()
        line.trust_env = False  # no proxy of this machine's
        line.headers["Sec-Fetch-Mode"] = "navigate"
        return Person(name, self, line)

    def _run(self, name: str, command: list[str], **told: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command, cwd=self.folder, env=self.env | told, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )


def free_ports(number: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    hub = Hub(tmp_path_factory.mktemp("hub"))
    hub.start_proxy()
    hub.start()
    yield hub
    hub.end()


@pytest.fixture(scope="module")
def people(hub):
    """Three people who log in at the same time and have their page before them."""
    people = [hub.person(name) for name in PEOPLE]
    with ThreadPoolExecutor(len(people)) as class_:
        answers = list(class_.map(Person.come, people))
    for person, answer in zip(people, answers, strict=True):
        assert answer.status_code == 200, (answer.url, hub.log("hub"))
        assert answer.url == f"{hub.address}/user/{person.name}/{START}"
    return people


def test_three_people_at_once_have_each_a_page_and_a_kernel_of_their_own(people):
    assert len({person.kernel_id for person in people} - {""}) == len(people)
    assert [[one.kernel(other) for other in people] for one in people] == [
        [200, 403, 403],
        [403, 200, 403],
        [403, 403, 200],
    ]


@pytest.mark.parametrize(
    "path", ["", START, "voila/tree", "voila/static/none.js", "oauth_callback?code=x&state=y", "none"]
)
def test_nobody_opens_what_is_under_anothers_name(people, path):
    ada, bo, _ = people
    assert bo.status(ada, path) == 403
    assert bo.status(ada, path, AS_A_PAGE) == 403


def test_a_token_of_the_hub_opens_only_what_belongs_to_whom_it_names(hub, people):
    ada, bo, _ = people
    for_hub = {"X-XSRFToken": bo.line.cookies.get("_xsrf", path="/hub/")}
    asked = f"{hub.address}/hub/api/users/bo/tokens"
    given = bo.line.post(asked, json={}, headers=for_hub, timeout=PATIENCE_S)
    assert given.status_code == 201, given.text
    nobody, shown = hub.person("nobody"), {"Authorization": f"token {given.json()['token']}"}
    assert nobody.status(bo, "voila/tree", shown) == 200
    assert nobody.status(ada, "voila/tree", shown) == 403
    assert nobody.status(ada, START, shown) == 403


def test_a_channel_to_a_kernel_opens_for_its_owner_only(hub, people):
    ada, bo, _ = people
    channel = f"api/kernels/{ada.kernel_id}/channels"
    asked = [who.status(ada, channel, AS_A_CHANNEL) for who in (ada, bo, hub.person("nobody"))]
    assert asked == [101, 403, 403]


def test_a_stranger_is_sent_to_the_login_and_gets_no_file(hub, people):
    stranger = hub.person("stranger")
    page = stranger.ask(f"/user/ada/{WORLD}?design=x")
    assert page.url.startswith(f"{hub.address}/hub/login?next=")
    assert "kernelId" not in page.text
    assert stranger.status(people[0], "voila/labextensions/parade-proof/static/plotly.js", AS_A_PAGE) == 403
    assert stranger.kernel(people[0]) == 403


@pytest.mark.parametrize(
    "path", ["lab", "tree", "api/contents", "api/terminals", "terminals/1", "api/kernels", "api/status", "files/x"]
)
def test_an_owner_finds_no_way_to_files_terminals_or_new_kernels(people, path):
    assert people[0].status(people[0], path) == 404


def test_a_page_that_is_left_ends_its_kernel_and_no_other_page_can(hub, people):
    cy, bo = people[2], people[1]
    end = f"{hub.address}/user/cy/voila/api/shutdown/{cy.kernel_id}"
    token = {"_xsrf": cy.line.cookies.get("_xsrf", path="/user/cy/")}
    assert bo.line.post(end, params=token, timeout=PATIENCE_S).status_code == 403
    assert cy.line.post(end, timeout=PATIENCE_S).status_code == 403
    assert cy.kernel(cy) == 200
    assert cy.line.post(end, params=token, timeout=PATIENCE_S).status_code == 204
    assert cy.kernel(cy) == 404


def test_a_link_leads_through_the_login_to_the_drawn_map_and_is_shared_and_pages_outlive_the_hub_until_they_are_idle(
    hub, people, open_page
):
    page, log = open_page(f"{hub.address}/hub/user-redirect/{WORLD}?from=class")
    page.set_default_timeout(1000 * PATIENCE_S)
    page.fill("#username_input", "ada")
    page.fill("#password_input", PASSWORD)
    page.click("#login_submit")
    page.wait_for_selector(".main-svg")
    assert page.url == f"{hub.address}/user/ada/{WORLD}?from=class"
    page.wait_for_load_state("networkidle")
    drawn = page.locator(".main-svg path").count()
    assert drawn > 100, drawn
    usual = page.locator(SAID).text_content()
    page.click("button:has-text('Red Sea cables')")
    page.wait_for_selector("button:has-text('Undo'):enabled")
    expect(page.locator(SAID)).not_to_have_text(usual)

    page.get_by_role("button", name="Share", exact=True).click()
    shared = page.locator(".pp-shared input[data-link]")
    expect(shared).to_have_value(re.compile(f"^{hub.address}/hub/user-redirect/{WORLD}[?]s=1"))
    other, other_log = open_page(shared.input_value(), storage_state=people[1].at_a_browser())
    expect(other.locator(SAID)).to_have_text(page.locator(SAID).text_content(), timeout=1000 * PATIENCE_S)
    assert other.url.startswith(f"{hub.address}/user/bo/{WORLD}?")
    other_log.assert_clean()
    other.goto("about:blank")
    page.keyboard.press("Escape")

    hub.stop("hub")
    page.click("button:has-text('Undo')")
    page.wait_for_selector("button:has-text('Undo'):disabled")
    hub.start(PARADE_PROOF_IDLE_S=str(IDLE_S))
    page.click("button:has-text('Red Sea cables')")
    page.wait_for_selector("button:has-text('Undo'):enabled")
    log.assert_clean()

    ada, _, cy = people
    end_s = time.monotonic() + 3 * IDLE_S
    while cy.status(cy, "none") != 424:  # no such server any more
        assert time.monotonic() < end_s, hub.log("hub")
        time.sleep(0.5)
    assert ada.status(ada, "voila/tree") == 200
    assert page.locator("#trouble").is_hidden()
