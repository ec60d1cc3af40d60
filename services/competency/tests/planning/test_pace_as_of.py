"""Pace as of a day: what was read is given again for its moment, and any day can be reckoned for itself."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest

from competency.main import service
from demo import framework as demo_framework
from devstack.provision import ServiceUrls
from services.competency.tests.mastery.policy_pieces import in_force
from services.competency.tests.migration_pieces import upgraded
from services.competency.tests.pieces import ALL, piece
from services.competency.tests.planning.planning_pieces import School, begun, day, plans_of
from shared.run.service import Service
from shared.testing import DISTRICT_A, RunningService, run_service

RULES = "/competency/v1/planning-rules"
MATCH = {"If-Match": "*"}


@pytest.fixture
def urls(databases: Callable[[Service], ServiceUrls]) -> ServiceUrls:
    """A database of each test's own: the district's rules and policies change."""
    return databases(service)


@pytest.fixture
async def running(urls: ServiceUrls) -> AsyncIterator[RunningService]:
    async with run_service(service, urls) as started:
        async with started.client(DISTRICT_A, "competency.write") as client:
            package = demo_framework.package()
            assert (await client.post("/competency/v1/frameworks/import", json=package)).status_code == 200
        yield started


def now() -> str:
    return datetime.now(UTC).isoformat()


def at(offset: int) -> str:
    return f"{day(offset)}T12:00:00Z"


async def pace(client: httpx.AsyncClient, learner: UUID, **asked: Any) -> dict[str, Any]:
    answer = await client.get(f"/competency/v1/learners/{learner}/pace", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def shown(client: httpx.AsyncClient, learner: UUID, item: str, score: int, on: int) -> str:
    answer = await client.post("/competency/v1/evidence", json=piece(learner, item, score, at(on)))
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


async def set_rules(client: httpx.AsyncClient, **rules: Any) -> None:
    answer = await client.put(RULES, json=rules, headers=MATCH)
    assert answer.status_code == 200, answer.text


def achieved(found: dict[str, Any]) -> dict[str, int]:
    """The line: how many items were mastered by the end of which week, where that rose."""
    weeks = [(week["ends_on"], week["achieved"]) for week in found["line"]["weeks"] if week["achieved"] is not None]
    return {ends_on: count for n, (ends_on, count) in enumerate(weeks) if count != (weeks[n - 1][1] if n else 0)}


async def test_every_reading_of_a_pace_is_given_again_for_its_moment(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    """Whatever was planned, shown, voided, set by hand, or laid down since."""
    school = School(running)
    _, (educator,) = await school.class_of(learner)
    seen: list[tuple[str, dict[str, Any]]] = []

    async def look(client: httpx.AsyncClient) -> None:
        found = await pace(client, learner)
        seen.append((now(), found | {"since": None}))

    async with running.client(DISTRICT_A, *ALL) as client, school.educator(educator) as teacher:
        await look(client)
        plan = await begun(client, learner, {"item_id": items[0], "target": day(-5)})
        path = f"{plans_of(learner)}/{plan['plan_id']}"
        await look(client)
        piece_ = await shown(client, learner, items[0], 4, -9)
        await look(client)
        more = [{"do": "add", "kind": "item", "key": item, "target": day(-3)} for item in items[1:3]]
        assert (await client.patch(path, json={"changes": more}, headers=MATCH)).status_code == 200
        await look(client)
        await set_rules(client, pace={"behind_below": 20})
        await look(client)
        await set_rules(client, time_zone="Pacific/Kiritimati", pace={"by": "rate", "grace_days": 0})
        await look(client)
        by_hand = {"status": "on", "until": day(3), "words": "shows it daily"}
        said = await teacher.post(f"/competency/v1/learners/{learner}/pace/by-hand", json=by_hand)
        assert said.status_code == 200, said.text
        await look(client)
        assert (await client.post(f"{piece_}/void", json={"reason": "another learner's"})).status_code == 200
        await look(client)
        for moment, found in seen:
            assert await pace(client, learner, known_at=moment) == found
    assert [(found["status"], found["basis"], found["achieved"]) for _, found in seen] == [
        (None, None, 0), ("behind", "dates", 0), ("on", "dates", 1), ("behind", "dates", 1), ("on", "dates", 1),
        ("ahead", "rate", 1), ("on", "hand", 1), ("on", "hand", 0),
    ]  # fmt: skip


async def test_as_of_a_day_it_is_what_had_been_shown_by_then_against_what_was_due_then(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        targets = [{"item_id": item, "target": day(-40 + 10 * n)} for n, item in enumerate(items[:3])]
        await begun(client, learner, *targets)
        await shown(client, learner, items[1], 4, -33)  # before its day, and told of first
        await shown(client, learner, items[0], 3, -45)
        await shown(client, learner, items[0], 4, -15)
        found = {offset: await pace(client, learner, as_of=at(offset)) for offset in (-50, -44, -31, -25, -19, -14)}
        assert await pace(client, learner, as_of=now()) == await pace(client, learner) | {"since": None}
    assert {offset: one["as_of"] for offset, one in found.items()} == {offset: day(offset) for offset in found}
    assert {offset: (one["status"], one["due"], one["achieved"]) for offset, one in found.items()} == {
        -50: ("on", 0, 0), -44: ("ahead", 0, 1), -31: ("ahead", 1, 2), -25: ("on", 2, 2), -19: ("behind", 3, 2),
        -14: ("behind", 3, 2),
    }  # fmt: skip
    first = day(-40)  # the end of the third week of a year that began sixty days ago
    assert achieved(found[-14]) == {first: 1, day(-33): 2}
    assert found[-31]["line"]["weeks"][-1]["achieved"] is None


async def test_what_was_lost_since_was_mastered_then(running: RunningService, learner: UUID, items: list[str]) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await in_force(client, "item", items[0], method="latest")
        await begun(client, learner, {"item_id": items[0], "target": day(-20)})
        await shown(client, learner, items[0], 1, -10)
        await shown(client, learner, items[0], 4, -30)
        lost, held = await pace(client, learner), await pace(client, learner, as_of=at(-15))
        assert [(one["status"], one["achieved"]) for one in (lost, held)] == [("behind", 0), ("on", 1)]
        assert achieved(held) == {day(-26): 1}


@pytest.mark.parametrize("shown_in_turn", [[(4, -40), (4, -30), (1, -10)], [(4, -10), (4, -40)]])
async def test_it_was_mastered_from_the_day_it_was_shown_whenever_it_was_told_of(
    running: RunningService, learner: UUID, items: list[str], shown_in_turn: list[tuple[int, int]]
) -> None:
    """What came after the day asked for neither ends nor begins it."""
    async with running.client(DISTRICT_A, *ALL) as client:
        await in_force(client, "item", items[0], method="latest")
        await begun(client, learner, {"item_id": items[0], "target": day(-20)})
        for score, on in shown_in_turn:
            await shown(client, learner, items[0], score, on)
        held = await pace(client, learner, as_of=at(-15))
        assert (held["status"], held["achieved"], achieved(held)) == ("on", 1, {day(-40): 1})


async def test_both_times_together_are_that_day_as_we_knew_it(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await begun(client, learner, {"item_id": items[0], "target": day(-20)})
        before = now()
        await shown(client, learner, items[0], 4, -30)
        knew = await pace(client, learner, as_of=at(-15), known_at=before)
        know = await pace(client, learner, as_of=at(-15))
        assert [(one["as_of"], one["status"]) for one in (knew, know)] == [(day(-15), "behind"), (day(-15), "on")]


async def test_before_it_was_set_by_hand_it_was_as_reckoned(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    school = School(running)
    _, (educator,) = await school.class_of(learner)
    async with school.educator(educator) as client:
        await begun(client, learner, {"item_id": items[0], "target": day(-5)})
        said = {"status": "ahead", "until": day(3)}
        answer = await client.post(f"/competency/v1/learners/{learner}/pace/by-hand", json=said)
        assert answer.status_code == 200, answer.text
        days = [await pace(client, learner, as_of=at(offset)) for offset in (-1, 0, 3, 4)]
    assert [one["basis"] for one in days] == ["dates", "hand", "hand", "dates"]


async def test_rules_that_were_not_written_down_are_not_guessed(
    running: RunningService, urls: ServiceUrls, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await begun(client, learner, {"item_id": items[0], "target": day(-5)})
        before = now()
        await set_rules(client, pace={"by": "rate"})
        between = now()
        await set_rules(client, pace={"by": "dates"})
        await set_rules(client, pace={"by": "hand"})
        await upgraded(
            urls, "versions_of_planning_rules", ["planning_rules_version"], "delete from planning_rules_version"
        )
        path = f"/competency/v1/learners/{learner}/pace"
        for moment in (before, between):
            answer = await client.get(path, params={"known_at": moment})
            assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/known_at")
        assert (await pace(client, learner, known_at=now()))["reckoned"] is None
        await set_rules(client, pace={"by": "dates"})
        assert (await pace(client, learner, known_at=now()))["reckoned"] == "behind"
