"""What a visitor's kernel has for itself, in real processes: little memory, and a page that nobody else has touched."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from explainer.serve import forked
from explainer.serve.forked import asking

pytestmark = pytest.mark.skipif(not forked.supported(), reason="kernels cannot be forked on this system")

_SPEC = spec_from_file_location("forked_kernels", Path(__file__).with_name("test_forked.py"))
_KERNELS = module_from_spec(_SPEC)
_SPEC.loader.exec_module(_KERNELS)
warm, start = _KERNELS.warm, _KERNELS.start

KERNEL_MB, PAGE_MB, CLICKED_MB, OF_AN_ORDINARY_ONE = 18, 30, 38, 0.4
VERSION = {"version": "1.0.0"}  # of how a browser asks for states
OPEN = "import sys; first = set(sys.modules); from explainer import Explainer; page = Explainer()"


def own_mb(kernel):
    """Give the memory that only this kernel has [MB]."""
    lines = Path(f"/proc/{kernel.pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1024


def say(kernel, kind, **content):
    """Send what a browser sends, and give what came back until it was done."""
    message = kernel.line.session.msg(kind, content, metadata=VERSION)
    kernel.line.shell_channel.send(message)
    heard = []
    while True:
        told = kernel.line.get_iopub_msg(timeout=30)
        if told["parent_header"].get("msg_id") == message["header"]["msg_id"]:
            heard.append(told)
            if told["content"].get("execution_state") == "idle":
                return heard


def states(kernel):
    """Ask for the state of all widgets, by their ids."""
    say(kernel, "comm_open", comm_id="asks", target_name="jupyter.widget.control", data={})
    heard = say(kernel, "comm_msg", comm_id="asks", data={"method": "request_states"})
    return next(told["content"]["data"]["states"] for told in heard if told["msg_type"] == "comm_msg")


def click(kernel, comm, design):
    data = {"method": "custom", "content": {"act": "preset", "value": design}}
    return [told for told in say(kernel, "comm_msg", comm_id=comm, data=data) if told["msg_type"] == "comm_msg"]


def page_of(found):
    return next(name for name, each in found.items() if "_skeleton" in each["state"])


def test_a_page_has_little_for_itself_when_it_starts_and_opens_and_after_clicks(start):
    kernel = start()
    began_mb = own_mb(kernel)
    kernel.run(OPEN)
    comm = page_of(states(kernel))
    opened_mb = own_mb(kernel)
    assert all(click(kernel, comm, ("five-regions", "two-regions")[n % 2]) for n in range(20))
    clicked_mb = own_mb(kernel)
    assert kernel.give("sorted(set(sys.modules) - first)") == []  # each would be read by every kernel anew
    other = start(provisioner="local-provisioner")
    other.run(OPEN)
    assert began_mb < KERNEL_MB
    assert opened_mb < PAGE_MB
    assert clicked_mb < CLICKED_MB
    assert opened_mb < OF_AN_ORDINARY_ONE * own_mb(other)


def test_a_page_that_was_built_ahead_is_like_one_that_is_built_now_and_is_given_once(start):
    kernel = start()
    kernel.run(OPEN + "; other = Explainer()")
    both = kernel.give("[each._page.model_id for each in (page, other)]")
    found = states(kernel)
    first, second = (found[comm]["state"] for comm in both)
    assert first | {"layout": ""} == second | {"layout": ""}
    assert len(set(both)) == 2
    again = start()
    again.run(OPEN.replace("Explainer()", "Explainer(seed=0)") + "; ahead = Explainer()")
    assert again.give("[each._page.model_id for each in (page, ahead)]")[1] == both[0]


def test_what_a_visitor_does_changes_nobody_elses_page(start):
    first, second = start(), start()
    for kernel in (first, second):
        kernel.run(OPEN)
    untouched = states(second)
    assert click(first, page_of(untouched), "five-regions")
    assert first.give("len(page.scenario.placements)") == 5
    third = start()
    third.run(OPEN)
    assert states(second) == states(third) == untouched


def test_each_chapter_that_was_built_ahead_is_that_chapter_and_one_that_cannot_be_built_harms_none(monkeypatch):
    two = (
        "from functools import partial; from explainer.app.course import Lesson; pages = explainer.serve.forked.pages; "
    )
    two += "pages.builders = lambda: (partial(Lesson, number) for number in (99, 1, 2)); "
    with _KERNELS.warmed(monkeypatch, "import explainer.serve.forked.pages; " + two + asking.PROGRAM):
        _KERNELS.Kernel().end()  # meanwhile the second one is built
        kernel = _KERNELS.Kernel()
        kernel.run("from explainer.app.course import Lesson; ahead = Lesson(2), Lesson(1)")
        kernel.run("now = [Lesson(number=number) for number in (2, 1)]")
        same = kernel.give("[a._page._texts == n._page._texts for a, n in zip(ahead, now)]")
        others = kernel.give("ahead[0]._page._texts == ahead[1]._page._texts")
        left = kernel.give("len(__import__('explainer.serve.forked.pages', fromlist=['_BUILT'])._BUILT)")
        kernel.end()
    assert same == [True, True]
    assert not others
    assert left == 0
