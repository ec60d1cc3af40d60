"""Matchings run in a process of their own: it may be killed at any time, and whatever changes meanwhile is seen."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from coaching.matching.usecases import queueing, running
from services.coaching.tests.coaches.coaching_district import COACHES
from services.coaching.tests.matching.plans import ANY, FRIDAY, MATCHINGS, TUESDAY, Plans, plans

SEED = bytes(range(32))
ONE_LINE_THEN_DIES = """
import json, os, sys
from types import SimpleNamespace
from coaching.matching import process
def dumps(said):
    sys.stdout.write(json.dumps(said) + "\\n")
    sys.stdout.flush()
    os._exit(9)
process.json = SimpleNamespace(dumps=dumps, loads=json.loads)
process.main()
"""
DIES_AT_ONCE = "import os; os._exit(9)"
WAITS = """
import pathlib, sys, time
from coaching.matching import process
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.02)
process.main()
"""


def started_as(monkeypatch: pytest.MonkeyPatch, script: str, *arguments: str) -> None:
    monkeypatch.setattr(running, "COMMAND", (sys.executable, "-c", script, *arguments))


async def until(so: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(1000):
        if await so():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


class Gate:
    """A matching under way whose process waits until it is let through."""

    def __init__(self, made: Plans, path: Path) -> None:
        self.made, self.path, self.matching_id = made, path, ""
        self.working: asyncio.Task[bool] | None = None

    async def begin(self, **more: Any) -> None:
        self.matching_id = (await self.made.ask(**more)).json()["matching_id"]
        self.working = asyncio.create_task(self.made.work())

        async def runs() -> bool:
            return bool((await self.made.read(self.matching_id))["state"] == "running")

        await until(runs)

    async def end(self) -> dict[str, Any]:
        self.path.touch()
        assert self.working is not None
        await self.working
        return await self.made.read(self.matching_id)


@pytest.fixture
def gate(made: Plans, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Gate:
    monkeypatch.setattr(running, "LOOK_SECONDS", 0.05)
    started_as(monkeypatch, WAITS, str(tmp_path / "open"))
    return Gate(made, tmp_path / "open")


async def test_a_process_that_dies_again_and_again_comes_to_the_same_as_one_that_does_not(
    made: Plans, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{queueing.__name__}.secrets", SimpleNamespace(token_bytes=lambda _: SEED))
    for window in (TUESDAY, FRIDAY, TUESDAY):
        await made.coach(availability=[window], weekly_capacity=1)
    await made.coach("student", availability=[TUESDAY], weekly_capacity=1)
    for more in ({}, {"availability": [FRIDAY]}, {"availability": [TUESDAY, FRIDAY]}, {"languages": ["fr"]}):
        await made.brought(**more)
    calm = await made.matching()
    started_as(monkeypatch, ONE_LINE_THEN_DIES)
    broken = await made.matching()
    assert broken["matching_id"] != calm["matching_id"]
    for name in ("state", "proved", "pairs", "uncovered", "left_out", "seed", "progress"):
        assert broken[name] == calm[name], name
    figures = [[(one["phase"], one["value"], one["bound"]) for one in which["phases"]] for which in (calm, broken)]
    assert figures[0] == figures[1]
    assert await made.pairs(broken["matching_id"]) == await made.pairs(calm["matching_id"])
    left = [await made.host.client.get(f"{MATCHINGS}/{one['matching_id']}/uncovered") for one in (calm, broken)]
    assert left[0].json() == left[1].json()


async def test_a_process_that_never_gets_on_is_given_up(made: Plans, monkeypatch: pytest.MonkeyPatch) -> None:
    await made.coach()
    await made.brought()
    started_as(monkeypatch, DIES_AT_ONCE)
    done = await made.matching()
    assert (done["state"], done["problem"]) == ("failed", "process_died")
    path = f"{MATCHINGS}/{done['matching_id']}"
    assert (await made.host.client.post(f"{path}/propose", headers=ANY)).status_code == 409
    assert (await made.host.client.post(f"{path}/cancel", headers=ANY)).status_code == 409


async def test_what_is_cancelled_ends_its_process_and_nothing_of_it_is_kept(gate: Gate) -> None:
    made = gate.made
    await made.coach()
    await made.brought()
    await gate.begin()
    path = f"{MATCHINGS}/{gate.matching_id}"
    assert (await made.host.client.post(f"{path}/propose", headers=ANY)).status_code == 409
    assert (await made.host.client.post(f"{path}/cancel")).status_code == 428
    assert (await made.host.client.post(f"{path}/cancel", headers=ANY)).json()["state"] == "cancelled"
    assert gate.working is not None
    await asyncio.wait_for(gate.working, 10)
    done = await gate.end()
    assert (done["state"], done["pairs"], done["phases"]) == ("cancelled", None, [])
    assert done["seed"] is not None
    assert await made.work() is False


async def test_a_coach_who_leaves_while_it_runs_makes_it_stale_and_it_is_planned_again(gate: Gate) -> None:
    made = gate.made
    coach, other = await made.coach(), await made.coach(skills=[made.skill(level=1)])
    need = await made.brought()
    await gate.begin()
    assert (await made.host.client.post(f"{COACHES}/{coach}/leave", headers=ANY)).status_code == 200
    done = await gate.end()
    assert (done["state"], done["stale_because"]) == ("finished", "coach_left")
    path = f"{MATCHINGS}/{gate.matching_id}/propose"
    assert (await made.host.client.post(path, headers=ANY)).status_code == 409
    while await made.work():
        pass
    newest = (await made.host.client.get(MATCHINGS)).json()["items"][0]
    assert (newest["because"], newest["state"]) == ("stale", "finished")
    assert await made.couples(newest["matching_id"]) == {(other, need)}


async def test_an_engagement_that_ends_while_it_runs_makes_it_stale(gate: Gate) -> None:
    made = gate.made
    await made.coach()
    await made.brought()
    await gate.begin()
    await made.two.withdraw()
    done = await gate.end()
    assert (done["state"], done["stale_because"]) == ("finished", "engagement_ended")
    assert (await made.host.client.post(f"{MATCHINGS}/{gate.matching_id}/propose", headers=ANY)).status_code == 409


async def test_a_district_has_one_worked_out_at_a_time_and_another_district_does_not_wait(gate: Gate) -> None:
    made = gate.made
    await gate.begin()
    second = (await made.ask()).json()["matching_id"]
    assert await made.work() is False, "the second waits for the first"
    async with plans(made.running) as others:
        asked = (await others.ask()).json()["matching_id"]
        working = asyncio.create_task(others.work())

        async def runs() -> bool:
            return bool((await others.read(asked))["state"] == "running")

        await until(runs)
        assert (await gate.end())["state"] == "finished"
        await working
        assert (await others.read(asked))["state"] == "finished"
    while await made.work():
        pass
    assert (await made.read(second))["state"] == "finished"


async def test_a_worker_that_is_stopped_leaves_the_matching_to_another(gate: Gate) -> None:
    made = gate.made
    await made.coach()
    await made.brought()
    await gate.begin()
    assert gate.working is not None
    gate.working.cancel()
    await asyncio.gather(gate.working, return_exceptions=True)
    gate.path.touch()
    assert (await made.read(gate.matching_id))["state"] == "running"
    assert await made.work() is True
    done = await made.read(gate.matching_id)
    assert (done["state"], done["pairs"]) == ("finished", 1)


async def test_more_than_a_few_do_not_wait(made: Plans) -> None:
    for _ in range(5):
        assert (await made.ask()).status_code == 202
    refused = await made.ask()
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)
    for one in (await made.host.client.get(MATCHINGS)).json()["items"]:
        await made.host.client.post(f"{MATCHINGS}/{one['matching_id']}/cancel", headers=ANY)
    assert await made.work() is False
