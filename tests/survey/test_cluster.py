"""A survey on a real cluster of processes: the same answers, in any order, whoever is lost on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import dask
import pandas as pd
import pytest
from distributed import Client, LocalCluster

from explainer import PRESETS, Demand, Outage, Placement, Scaling, Scenario, World
from explainer.survey import cluster, survey, survey_designs, survey_in_parts

FOLLOW = PRESETS["follow-the-users"].scenario
MANY = tuple(
    f"{place}-1"
    for place in ("af-south", "ap-east", "ap-south", "eu-north", "eu-west", "sa-east", "us-east", "us-west")
)
LONELY = Scenario(tuple(Placement(code, 1) for code in MANY), scaling=Scaling(spare_zones=0))  # no two sets are alike


@contextmanager
def two_workers() -> Iterator[Client]:
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "3s"}),  # a lost worker is waited for only so long
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as workers,
        Client(workers) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with two_workers() as client:
        yield client


class Strike:
    """Progress that kills one of the workers, once, as soon as something is done but not all."""

    def __init__(self, client: Client) -> None:
        self.victim = min(client.run(os.getpid).values())
        self.struck = False

    def __call__(self, done: int, total: int) -> None:
        if not self.struck and 0 < done < total:
            os.kill(self.victim, signal.SIGKILL)
            self.struck = True


@pytest.fixture
def small_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SAMPLES_PER_TASK", 3)


@pytest.mark.usefixtures("small_tasks")
@pytest.mark.parametrize(
    ("scenario", "up_to", "of"),
    [
        (LONELY, 4, "zone"),
        (FOLLOW.breaking(Outage("zone", "euw1-az2", 0.5)), 3, "zone"),
        (replace(FOLLOW, scaling=Scaling("on-demand")), 2, "region"),
        (FOLLOW, 1, "cable"),
        (FOLLOW, 1, "cause"),
    ],
)
def test_workers_find_the_same_numbers(aws: World, client: Client, scenario: Scenario, up_to: int, of: str) -> None:
    here, there = survey(aws, scenario, up_to, of), survey(aws, scenario, up_to, of, client=client)
    pd.testing.assert_frame_equal(here, there, check_exact=True)
    assert here.attrs == there.attrs


@pytest.mark.usefixtures("small_tasks")
def test_the_order_of_answers_does_not_matter(aws: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def backwards(futures: list[object]) -> Iterator[object]:
        return iter(reversed(list(futures)))

    monkeypatch.setattr("distributed.as_completed", backwards)
    there = survey(aws, LONELY, 3, client=client)
    pd.testing.assert_frame_equal(survey(aws, LONELY, 3), there, check_exact=True)


@pytest.mark.usefixtures("small_tasks")
def test_a_lost_worker_loses_nothing(aws: World) -> None:
    with two_workers() as client:
        strike = Strike(client)
        there = survey(aws, LONELY, 4, client=client, progress=strike)
    assert strike.struck, "the worker was to be lost while the survey ran"
    pd.testing.assert_frame_equal(survey(aws, LONELY, 4), there, check_exact=True)


def test_many_designs_are_shared_out_and_a_lost_worker_loses_none(aws: World) -> None:
    designs = {f"growth {growth}": replace(LONELY, demand=Demand(growth=growth)) for growth in range(8)}
    with two_workers() as client:
        strike = Strike(client)
        there = survey_designs(aws, designs, up_to=3, client=client, progress=strike)
    assert strike.struck
    here = survey_designs(aws, designs, up_to=3)
    assert list(there) == list(here)
    for name, ranked in here.items():
        pd.testing.assert_frame_equal(ranked, there[name], check_exact=True)


@pytest.mark.usefixtures("small_tasks")
def test_a_survey_that_is_ended_leaves_no_work_behind(aws: World, client: Client) -> None:
    parts = survey_in_parts(aws, LONELY, 4, client=client)
    for now in parts:
        if now.done:
            break
    parts.close()  # type: ignore[attr-defined]
    assert 0 < now.done < now.total
    assert {future.status for future in client.futures.values()} <= {"cancelled"}


def test_nothing_of_dask_is_imported_without_a_client() -> None:
    program = (
        "import sys; from explainer import PRESETS, load_world; from explainer.survey import survey;"
        "survey(load_world(), PRESETS['one-region'].scenario);"
        "print(*[name for name in ('dask', 'distributed') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == ""
