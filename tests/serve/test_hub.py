"""The recipe of many machines without a hub: its values, its image, and a person's server that nobody vouches for."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from explainer.serve import command

ROOT = Path(__file__).parents[2]
RECIPE = ROOT / "explainer" / "serve" / "recipes" / "hub"
VALUES = yaml.safe_load((RECIPE / "values.yaml").read_text(encoding="utf-8"))
IMAGE = (RECIPE / "Dockerfile").read_text(encoding="utf-8").splitlines()
# What the chart takes at these places, read on 2026-11-28 from jupyterhub/values.schema.yaml of
# github.com/jupyterhub/zero-to-jupyterhub-k8s, commit 02dd73df01bdbb6d602fed21b0be12565ab38080. Below hub.config all
# is JupyterHub's own.
TAKEN = {
    "hub.config": dict,
    "hub.concurrentSpawnLimit": int,
    "singleuser.image.name": str,
    "singleuser.image.tag": str,
    "singleuser.cmd": list,
    "singleuser.defaultUrl": str,
    "singleuser.storage.type": str,
    "singleuser.memory.guarantee": str,
    "singleuser.memory.limit": str,
    "singleuser.cpu.guarantee": (int, float),
    "singleuser.cpu.limit": (int, float),
    "singleuser.startTimeout": int,
    "singleuser.networkPolicy.enabled": bool,
    "singleuser.networkPolicy.egressAllowRules.cloudMetadataServer": bool,
    "singleuser.networkPolicy.egressAllowRules.nonPrivateIPs": bool,
    "singleuser.networkPolicy.egressAllowRules.privateIPs": bool,
    "singleuser.cloudMetadata.blockWithIptables": bool,
    "singleuser.allowPrivilegeEscalation": bool,
    "singleuser.uid": int,
    "singleuser.fsGid": type(None),
    "cull.enabled": bool,
    "cull.timeout": int,
    "cull.every": int,
    "scheduling.userScheduler.enabled": bool,
    "scheduling.podPriority.enabled": bool,
    "scheduling.userPlaceholder.enabled": bool,
    "scheduling.userPlaceholder.replicas": int,
    "prePuller.continuous.enabled": bool,
    "proxy.https.enabled": bool,
    "proxy.https.hosts": list,
    "proxy.https.letsencrypt.contactEmail": str,
}


def leaves(branch, path=""):
    for name, value in branch.items():
        here = f"{path}.{name}".lstrip(".")
        if isinstance(value, dict) and here not in TAKEN:
            yield from leaves(value, here)
        else:
            yield here, value


def test_the_chart_takes_every_value_at_its_place():
    given = dict(leaves(VALUES))
    assert set(given) == set(TAKEN)
    assert {place: value for place, value in given.items() if not isinstance(value, TAKEN[place])} == {}


def test_nobody_gets_in_by_the_charts_default_and_no_password_is_written_down():
    config = VALUES["hub"]["config"]
    assert config["JupyterHub"]["authenticator_class"] == "shared-password"
    assert set(config["SharedPasswordAuthenticator"]) == {"allow_all"}


def test_a_pod_starts_what_the_image_has_and_this_command_knows():
    verb = VALUES["singleuser"]["cmd"]
    assert command.parser().parse_known_args(verb[1:])[0].verb == "hub-page"
    assert f"CMD {verb}".replace("'", '"') in IMAGE
    page = VALUES["singleuser"]["defaultUrl"].removeprefix("/voila/render/")
    assert (ROOT / "notebooks" / page).is_file()


def test_the_image_has_a_first_process_and_no_root_and_copies_what_is_there():
    assert 'ENTRYPOINT ["tini", "-g", "--"]' in IMAGE  # forked kernels lose their parent
    user = int(next(line for line in reversed(IMAGE) if line.startswith("USER")).split()[1])
    assert user == VALUES["singleuser"]["uid"] > 0
    copied = [line.split()[1:-1] for line in IMAGE if line.startswith("COPY") and "--from" not in line]
    assert [each for line in copied for each in line if not (ROOT / each).exists()] == []


def test_without_a_hub_the_command_says_what_to_do(capsys, monkeypatch):
    monkeypatch.delenv("JUPYTERHUB_SERVICE_URL", raising=False)
    for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH"):
        monkeypatch.setenv(name, "")
    assert command.main(["hub-page"]) == 1
    assert "A JupyterHub starts this and says who may come" in capsys.readouterr().err


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """A person's server whose hub does not answer: it can vouch for nobody."""
    home = tmp_path_factory.mktemp("alone")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    told = {
        "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}/user/ada%40x/",
        "JUPYTERHUB_SERVICE_PREFIX": "/user/ada%40x/",
        "JUPYTERHUB_API_URL": "http://127.0.0.1:9/hub/api",
        "JUPYTERHUB_API_TOKEN": "secret",
        "JUPYTERHUB_CLIENT_ID": "jupyterhub-user-ada",
        "JUPYTERHUB_OAUTH_ACCESS_SCOPES": '["access:servers!user=ada"]',
        "JUPYTER_CONFIG_DIR": str(home),
        "IPYTHONDIR": str(home / "ipython"),
    }
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "explainer.serve", "hub-page", "--no-fork"],
            cwd=ROOT,
            env={**os.environ, **told},
            stdout=log,
            stderr=log,
        )
    end_s = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < end_s:
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                break
        time.sleep(0.1)
    else:
        pytest.fail((home / "log").read_text()[-3000:])
    yield port
    process.terminate()
    process.wait(timeout=20)


PAGES = (
    "",
    "voila/tree",
    "voila/render/00_world.ipynb",
    "lab",
    "api/contents",
    "api/kernels",
    "terminals/1",
    "metrics",
)
KERNEL = "api/kernels/00000000-0000-4000-8000-000000000000"


def ask(port, path, method="GET", **headers):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request(
        method, f"/user/ada%40x/{path}", headers={name.replace("_", "-"): is_ for name, is_ in headers.items()}
    )
    found = line.getresponse()
    answer = found.status, found.getheader("Location") or "", found.read().decode(errors="replace")
    assert found.getheader("Content-Security-Policy").startswith("default-src 'none'")
    line.close()
    return answer


@pytest.mark.parametrize("path", PAGES)
def test_who_has_no_cookie_is_sent_to_the_hub_whatever_they_ask(alone, path):
    status, where, text = ask(alone, path)
    assert status == 302
    assert where.startswith("/hub/api/oauth2/authorize?client_id=jupyterhub-user-ada&")
    assert text == ""


@pytest.mark.parametrize(
    ("path", "method", "how"),
    [
        (KERNEL, "GET", "cors"),
        (KERNEL + "/channels", "GET", "websocket"),
        ("voila/api/shutdown/00000000-0000-4000-8000-000000000000?_xsrf=x", "POST", "no-cors"),
        ("voila/labextensions/parade-proof/static/plotly.js", "GET", "cors"),
        ("voila/static/x.js", "GET", "no-cors"),
        ("voila/render/00_world.ipynb", "POST", "navigate"),
        ("oauth_callback?code=x&state=y", "GET", "navigate"),
    ],
)
def test_what_a_page_asks_for_is_refused_without_the_owners_cookie(alone, path, method, how):
    assert ask(alone, path, method, Sec_Fetch_Mode=how)[0] == 403


@pytest.mark.parametrize("path", ["voila/render/00_world.ipynb", KERNEL, "voila/tree"])
def test_while_the_hub_is_silent_no_token_opens_a_door(alone, path):
    status, _, text = ask(alone, path, Authorization="token secret")
    assert status == 500
    assert "secret" not in text
    assert "kernelId" not in text
