"""Many visitors, some of them unkind: what a real server answers, and that it goes on answering."""

import asyncio
import base64
import contextlib
import json
import os
import socket
import struct
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError, websocket_connect

from explainer.serve import command
from explainer.serve.many import channels
from explainer.serve.many.channels import ALLOWED, LARGEST_MESSAGE, PROTOCOL, Pace, may_pass
from explainer.serve.many.places import NoPlaceError, Places, visitor_address

# as in conftest.py
SECRET, PLACES, PER_ADDRESS, AWAY_S = "what_only_the_source_says", 4, 2, 5
PAGE = "/voila/render/00_world.ipynb"


def packed(kind, channel="shell", **content):
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": kind,
        "session": "s",
        "username": "v",
        "version": "5.3",
        "date": "",
    }
    parts = {"header": header, "parent_header": {}, "metadata": {"version": "1.0.0"}, "content": content}
    return serialize_msg_to_ws_v1(parts, channel, lambda part: json.dumps(part).encode())


def kind_of(message):
    return json.loads(bytes(deserialize_msg_from_ws_v1(message)[1][0]))["msg_type"]


# --- places


def test_an_address_has_its_share_and_the_server_its_total_and_a_place_is_free_when_its_kernel_is_gone():
    running = set()
    places = Places(3, 2, running)
    for number, address in enumerate("aab"):
        visit = places.enter(address)
        visit.kernel_id = f"kernel {number}"
        running.add(visit.kernel_id)
    with pytest.raises(NoPlaceError) as crowded:
        places.enter("a")
    with pytest.raises(NoPlaceError) as full:
        places.enter("c")
    assert (crowded.value.crowded, full.value.crowded) == (True, False)
    running.remove("kernel 0")
    assert places.taken == 2
    places.enter("a")


def test_a_place_counts_while_its_kernel_starts_and_can_be_given_back():
    places = Places(1, 1, set())
    visit = places.enter("a")
    with pytest.raises(NoPlaceError):
        places.enter("b")
    places.leave(visit)
    places.enter("b")


@pytest.mark.parametrize(
    ("peer", "told", "address"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "10.0.0.1", "192.0.2.1"),
        ("127.0.0.1", "10.0.0.1", "10.0.0.1"),
        ("::1", "1.1.1.1, 10.0.0.1", "10.0.0.1"),
        ("127.0.0.1", "10.0.0.1, nonsense", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("::ffff:192.0.2.1", "", "192.0.2.1"),
        ("127.0.0.1", "2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("127.0.0.1", "2001:db8:1:2:bbbb::1", "2001:db8:1:2::/64"),
    ],
)
def test_only_a_proxy_on_this_machine_is_believed_and_only_its_own_entry(peer, told, address):
    assert visitor_address(peer, {"X-Forwarded-For": told} if told else {}) == address


# --- messages


def test_only_talk_between_widgets_may_pass():
    assert all(may_pass(packed(kind)) for kind in ALLOWED)
    assert may_pass(packed("comm_msg", channel="control"))
    kinds = "execute complete inspect history is_complete debug shutdown interrupt create_subshell"
    assert not any(may_pass(packed(f"{kind}_request")) for kind in kinds.split())
    assert not may_pass(packed("input_reply", channel="stdin"))
    assert not may_pass(packed("comm_msg", channel="stdin"))
    assert not may_pass(json.dumps({"header": {"msg_type": "comm_msg"}, "channel": "shell"}))


@pytest.mark.parametrize(
    "rubbish", [b"", b"\0", b"\xff" * 64, b"\1" + b"\0" * 40, bytes(range(256)), b"9" * 4000], ids=repr
)
def test_rubbish_does_not_pass_and_does_not_raise(rubbish):
    assert may_pass(rubbish) is False


def test_a_pace_lets_its_reserve_through_at_once_and_then_no_more_than_its_rate():
    pace = Pace(per_s=40, at_once=300, now_s=0)
    now_s = sent = 0
    while now_s < 10:
        now_s += pace.wait_s(now_s)
        sent += 1
    assert 300 + 10 * 40 <= sent <= 300 + 10 * 40 + 2
    assert sum(Pace(40, 300, 0).wait_s(n / 20) for n in range(1000)) == 0  # a slider that is dragged


# --- the real server


def test_the_verb_knows_its_limits_and_leaves_the_rest_to_voila():
    known, extra = command.parser().parse_known_args(
        ["serve", "--places", "9", "--per-address=2", "--Voila.ip=0.0.0.0"]
    )
    assert (known.port, known.places, known.per_address, extra) == (8866, 9, 2, ["--Voila.ip=0.0.0.0"])


@pytest.fixture
def kernel(site):
    kernel_id = site.open("198.51.100.1")
    yield kernel_id
    site.leave(kernel_id)


def test_every_kind_of_answer_that_is_no_file_carries_the_headers(site, kernel):
    asked = [
        ("GET", "/", 302),
        ("GET", "/voila/tree", 200),
        ("GET", PAGE, 200),
        ("GET", f"/api/kernels/{kernel}", 200),
        ("GET", f"/api/kernels/{kernel}/channels", 400),
        ("DELETE", f"/api/kernels/{kernel}", 405),
        ("POST", PAGE, 403),
        ("GET", "/voila/render/none.ipynb", 404),
        ("GET", "/none", 404),
        ("GET", PAGE + "?" + "x" * 4000, 414),
    ]
    for method, path, status in asked:
        answer = site.ask(path, method, visitor="198.51.100.2")
        assert answer.status == status, (path, answer)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors 'self'" in policy
        assert "//" not in policy.replace("data:", "").replace("blob:", "").split("sha256-")[0]
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert "unsafe" not in scripts
        assert "*" not in policy
        for name in ("Permissions-Policy", "Cross-Origin-Opener-Policy", "Referrer-Policy"):
            assert answer.headers[name], path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Server" not in answer.headers
        assert answer.headers.get("Set-Cookie", "_xsrf=").startswith("_xsrf="), path  # nobody is known again
        if status == 200 and path == PAGE:
            site.leave(answer.kernel_id)


def test_a_file_may_do_nothing_by_itself_and_says_so_in_few_words(site):
    from voila import __version__

    files = {
        f"/voila/static/{__version__}/voila.js": 200,
        f"/voila/static/{__version__}/none.js": 403,
        "/voila/labextensions/parade-proof/static/plotly.js?v=1": 200,
        "/voila/labextensions/parade-proof/static/none.js": 404,
    }
    for path, status in files.items():
        answer = site.ask(path)
        assert answer.status == status, path
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert not {"Server", "Set-Cookie"} & {*answer.headers}
        assert sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items()) < 700, path


def test_files_with_their_version_in_the_address_are_kept_and_pages_are_not(site):
    from voila import __version__

    for path in (f"/voila/static/{__version__}/voila.js", "/voila/labextensions/parade-proof/static/plotly.js?v=1"):
        assert "immutable" in site.ask(path).headers["Cache-Control"]
    assert site.ask("/voila/labextensions/parade-proof/static/plotly.js").headers["Cache-Control"] == "no-cache"


TRIES = """
GET /voila/render/other.py
GET /voila/render/more/hidden.ipynb
GET /voila/render/more%2fhidden.ipynb
GET /voila/render/../other.py
GET /voila/render/..%2f..%2f..%2fetc%2fpasswd
GET /voila/render/%2e%2e/%2e%2e/etc/passwd
GET /voila/render/%2e%2e%2f00_world.ipynb
GET /voila/files/00_world.ipynb
GET /voila/files/other.py
GET /voila/files/%2e%2e/other.py
GET /files/00_world.ipynb
GET /files/other.py
GET /notebooks/00_world.ipynb
GET /edit/00_world.ipynb
GET /view/00_world.ipynb
GET /tree
GET /lab
GET /lab/tree/00_world.ipynb
GET /nbconvert/script/00_world.ipynb
GET /nbconvert/html/00_world.ipynb
GET /nbextensions/x
GET /api/contents
GET /api/contents/00_world.ipynb
GET /voila/api/contents
GET /voila/api/contents/00_world.ipynb?content=1
GET /voila/tree/more
GET /voila/tree/..
GET /voila/tree/00_world.ipynb
GET /api
GET /api/me
GET /api/status
GET /api/spec.yaml
GET /api/sessions
POST /api/sessions
GET /api/kernels
POST /api/kernels
POST /api/kernels/{kernel}/restart
POST /api/kernels/{kernel}/interrupt
DELETE /api/kernels/{kernel}
GET /api/kernelspecs
GET /api/terminals
POST /api/terminals
GET /terminals/1
GET /terminals/websocket/1
GET /api/config/notebook
GET /api/events/subscribe
GET /metrics
GET /login
GET /logout
POST /login
GET /voila/execution/{kernel}
GET /voila/query/{kernel}
GET /voila/templates/parade-proof/static/../index.html.j2
GET /voila/templates/lab/static/voila-style.js
GET /voila/static/{version}/../../../../../../../etc/passwd
GET /voila/static/{version}/%2e%2e/%2e%2e/%2e%2e/app.py
GET /voila/static/{version}//etc/passwd
GET /voila/labextensions/parade-proof/static/../../../../../../etc/passwd
GET /voila/labextensions/parade-proof/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd
GET /voila/labextensions/parade-proof/static//etc/passwd
GET /voila/labextensions/jupyterlab_pygments/package.json
GET //etc/passwd
GET /%00
GET /voila/render/%00.ipynb
""".strip().splitlines()


@pytest.mark.parametrize("attempt", TRIES)
def test_no_way_leads_to_source_files_terminals_or_new_kernels(site, attempt):
    from voila import __version__

    method, path = attempt.split(" ", 1)
    path = path.format(version=__version__, kernel="00000000-0000-4000-8000-000000000000")
    answer = site.ask(path, method, visitor="198.51.100.3", body="" if method == "POST" else None)
    assert answer.status in (400, 403, 404, 405), answer
    assert SECRET not in answer.text
    assert "root:" not in answer.text
    assert "Traceback" not in answer.text


def test_a_page_shows_no_source_whatever_is_asked_of_it(site):
    for query in ("?template=lab", "?theme=dark&template=base&strip_sources=False&show_tracebacks=True"):
        answer = site.ask(PAGE + query, visitor="198.51.100.4")
        assert answer.status == 200
        assert SECRET not in answer.text
        assert "unpkg" not in answer.text
        assert "jsdelivr" not in answer.text
        site.leave(answer.kernel_id)


@contextlib.asynccontextmanager
async def channel_to(site, kernel_id, **headers):
    """Open a channel and close it to the end."""
    channel = await connect(site, kernel_id, **headers)
    line = channel.protocol.stream
    try:
        yield channel
    finally:
        channel.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):  # its end may have been read already
                while channel.close_code is None and await channel.read_message() is not None:
                    pass
        line.close()


def connect(site, kernel_id, **headers):
    url = f"ws://127.0.0.1:{site.port}/api/kernels/{kernel_id}/channels?session_id={uuid.uuid4().hex}"
    request = HTTPRequest(url, headers=headers)
    return websocket_connect(request, subprotocols=[PROTOCOL], max_message_size=64_000_000)


async def answered(channel, kind, patience_s=15):
    async def read():
        while (found := await channel.read_message()) is not None:
            if kind_of(found) == kind:
                return True
        return False

    return await asyncio.wait_for(read(), patience_s)


def test_widgets_are_answered_over_the_channel(site, kernel):
    async def talk():
        async with channel_to(site, kernel) as channel:
            await channel.write_message(packed("comm_info_request"), binary=True)
            assert await answered(channel, "comm_info_reply")
            assert channel.headers["Content-Security-Policy"]

    asyncio.run(talk())


@pytest.mark.parametrize("kind", ["execute", "complete", "inspect", "history", "debug", "shutdown"])
def test_a_request_to_run_or_read_code_ends_the_connection_and_runs_nothing(site, kernel, kind, tmp_path):
    proof = tmp_path / "ran"
    code = f"open({str(proof)!r}, 'w').write('x')"

    async def talk():
        where = "control" if kind in ("debug", "shutdown") else "shell"
        async with channel_to(site, kernel) as channel:
            await channel.write_message(packed(f"{kind}_request", where, code=code, silent=False), binary=True)
            assert not await answered(channel, f"{kind}_reply")
            assert channel.close_code == 1008
        async with channel_to(site, kernel) as again:
            await again.write_message(packed("comm_info_request"), binary=True)
            assert await answered(again, "comm_info_reply")  # the kernel has done all that came before

    asyncio.run(talk())
    assert not proof.exists()
    assert site.runs(kernel)


def test_a_message_that_claims_to_have_endless_parts_does_not_hold_the_server_up(site, kernel):
    async def talk():
        async with channel_to(site, kernel) as channel:
            await channel.write_message(b"\xff" * 64, binary=True)
            assert not await answered(channel, "nothing")

    asyncio.run(talk())
    assert site.runs(kernel)


def test_a_channel_opens_only_from_the_servers_own_pages_only_with_its_protocol_and_only_to_a_kernel(site, kernel):
    async def refused(awaitable):
        with pytest.raises(HTTPClientError) as refusal:
            await awaitable
        return refusal.value.code

    async def tries():
        url = f"ws://127.0.0.1:{site.port}"
        assert await refused(connect(site, kernel, Origin="https://elsewhere.example")) == 403
        assert await refused(connect(site, "00000000-0000-4000-8000-000000000000")) == 404
        assert await refused(websocket_connect(f"{url}/api/kernels/{kernel}/channels")) == 400
        question = HTTPRequest(f"{url}/voila/query/{kernel}", headers={"X-Forwarded-For": "198.51.100.1"})
        assert await refused(websocket_connect(question)) == 404
        async with contextlib.AsyncExitStack() as open_:
            for _ in range(channels.CHANNELS_PER_KERNEL):
                await open_.enter_async_context(channel_to(site, kernel))
            assert await refused(connect(site, kernel)) == 429
        async with channel_to(site, kernel, Origin=f"http://127.0.0.1:{site.port}"):
            pass

    asyncio.run(tries())


def test_a_flood_is_slowed_and_nobody_else_waits(site, kernel):
    other = site.open("198.51.100.5")

    async def flood_and_measure():
        async with channel_to(site, kernel) as flood, channel_to(site, other) as calm:
            sent = replies = 0

            async def send():
                nonlocal sent
                for _ in range(3000):
                    await flood.write_message(packed("comm_info_request"), binary=True)
                    sent += 1

            async def count():
                nonlocal replies
                while (found := await flood.read_message()) is not None:
                    replies += kind_of(found) == "comm_info_reply"

            working = asyncio.gather(send(), count())
            start_s, waits_s = time.monotonic(), []
            while time.monotonic() < start_s + 3:
                asked_s = time.monotonic()
                await calm.write_message(packed("comm_info_request"), binary=True)
                assert await answered(calm, "comm_info_reply", 5)
                waits_s.append(time.monotonic() - asked_s)
                await asyncio.sleep(0.2)
            passed, spent_s = replies, time.monotonic() - start_s
            flood.close()
            working.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await working
            return sorted(waits_s), passed, spent_s

    waits_s, passed, spent_s = asyncio.run(flood_and_measure())
    left_s = time.monotonic()
    assert site.ask("/voila/tree").status == 200
    assert time.monotonic() - left_s < 2  # what the flood left behind is not worked through
    site.leave(other)
    assert waits_s[len(waits_s) // 2] < 0.5, waits_s
    assert 0 < passed <= channels.MESSAGES_AT_ONCE + channels.MESSAGES_PER_S * (spent_s + 1)


def test_a_message_that_is_too_large_ends_the_connection_and_the_server_goes_on(site, kernel):
    async def talk():
        async with channel_to(site, kernel) as channel:
            with contextlib.suppress(WebSocketClosedError, StreamClosedError):  # it need not listen to the end
                await channel.write_message(packed("comm_msg", data="x" * LARGEST_MESSAGE), binary=True)
            assert not await answered(channel, "nothing")

    asyncio.run(talk())
    assert site.runs(kernel)


def test_a_body_that_is_too_large_is_not_read(site):
    line = socket.create_connection(("127.0.0.1", site.port), timeout=10)
    with line:
        line.sendall(b"POST /voila/tree HTTP/1.1\r\nHost: x\r\nContent-Length: 200000000\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 400")


def test_a_page_that_asks_for_much_and_reads_nothing_is_cut_off(site, kernel):
    """It asks again and again for the state of a widget that holds a megabyte."""
    line = socket.create_connection(("127.0.0.1", site.port), timeout=20)
    key = base64.b64encode(os.urandom(16)).decode()
    asked = f"GET /api/kernels/{kernel}/channels?session_id=x HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
    line.sendall(
        (
            asked + f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Protocol: {PROTOCOL}\r\n\r\n"
        ).encode()
    )
    assert b"101" in line.recv(4000)

    def send(message):
        line.sendall(struct.pack("!BBH", 0x82, 0x80 | 126, len(message)) + bytes(4) + message)

    def wait_for(connections):
        end_s = time.monotonic() + 40
        while (found := json.loads(site.ask(f"/api/kernels/{kernel}").text)["connections"]) != connections:
            assert time.monotonic() < end_s, found
            time.sleep(0.1)

    with line:
        wait_for(connections=1)
        send(packed("comm_open", comm_id="c", target_name="jupyter.widget.control", data={}))
        for _ in range(80):
            send(packed("comm_msg", comm_id="c", data={"method": "request_states"}))
        wait_for(connections=0)
        taken = 0
        with contextlib.suppress(ConnectionResetError):
            while part := line.recv(1_000_000):
                taken += len(part)
    assert 10_000 < taken < channels.UNREAD_BYTES


def test_an_address_with_all_its_pages_open_and_a_full_server_say_so_politely_and_recover(site):
    async def fill():
        async with contextlib.AsyncExitStack() as open_:
            kernels = []
            for number in (1,) * PER_ADDRESS + tuple(range(2, 2 + PLACES - PER_ADDRESS)):
                kernels.append(site.open(f"203.0.113.{number}"))
                await open_.enter_async_context(channel_to(site, kernels[-1]))  # somebody looks at it
            crowded, full = await asyncio.gather(
                asyncio.to_thread(site.ask, PAGE, visitor="203.0.113.1"),
                asyncio.to_thread(site.ask, PAGE + "?design=x&y='<b>", visitor="203.0.113.99"),
            )
            assert site.ask("/voila/tree").status == 200
            site.leave(kernels[-1])
            kernels[-1] = site.open("203.0.113.99")
        for kernel_id in kernels:
            site.leave(kernel_id)
        return crowded, full

    crowded, full = asyncio.run(fill())
    assert (crowded.status, crowded.headers["Retry-After"]) == (429, "30")
    assert "as many pages open as one address may have" in crowded.text
    assert (full.status, full.headers["Retry-After"]) == (503, "30")
    assert "All places are taken" in full.text
    assert f'href="{PAGE}?design=x&amp;y=&#39;&lt;b&gt;"' in full.text
    assert "default-src 'none'" in full.headers["Content-Security-Policy"]


def test_of_twenty_tabs_at_once_an_address_gets_its_share_and_the_others_are_told(site):
    with ThreadPoolExecutor(20) as tabs:
        answers = list(tabs.map(lambda _: site.ask(PAGE, visitor="203.0.113.7"), range(20)))
    assert sorted(answer.status for answer in answers) == [200] * PER_ADDRESS + [429] * (20 - PER_ADDRESS)
    for answer in answers:
        if answer.status == 200:
            site.leave(answer.kernel_id)


def test_a_kernel_without_a_page_ends_soon_and_one_that_is_looked_at_stays(site):
    left, watched = site.open("203.0.113.5"), site.open("203.0.113.6")

    async def wait():
        async with channel_to(site, watched):
            end_s = time.monotonic() + AWAY_S + 8
            while site.runs(left):
                assert time.monotonic() < end_s
                await asyncio.sleep(0.5)
            await asyncio.sleep(2)
            assert site.runs(watched)

    asyncio.run(wait())
    site.leave(watched)
