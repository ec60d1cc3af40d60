"""Pace speaks of learning: of the evidence that stands, whatever the order it came in and what was put right."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competency.main import service
from demo import framework as demo_framework
from devstack.provision import ServiceUrls
from services.competency.tests.mastery.criteria_pieces import begun as framework_begun
from services.competency.tests.mastery.criteria_pieces import item_id, laid
from services.competency.tests.mastery.policy_pieces import in_force, recalculated
from services.competency.tests.pieces import ALL, piece
from services.competency.tests.planning.planning_pieces import TODAY, pace_of, paces_told, plans_of, run_job
from shared.contracts.competency import MasteryChanged
from shared.run.service import Service
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, RunningService, run_service
from shared.values.ids import mint_learner_id

FIRST, LAST = TODAY - timedelta(days=88), TODAY + timedelta(days=199)
SHOWN, LAST_YEAR, BEFORE = -18, -18 - 365, -105


@pytest.fixture(scope="module")
def urls(databases: Callable[[Service], ServiceUrls]) -> ServiceUrls:
    """A database of this file's own: policies and plans are its own."""
    return databases(service)


@pytest.fixture
async def running(urls: ServiceUrls) -> AsyncIterator[RunningService]:
    async with run_service(service, urls) as started:
        async with started.client(DISTRICT_A, "competency.write") as client:
            package = demo_framework.package()
            assert (await client.post("/competency/v1/frameworks/import", json=package)).status_code in (200, 201)
        yield started


def on(offset: int) -> str:
    return f"{TODAY + timedelta(days=offset)}T15:00:00Z"


async def planned(client: Any, learner: UUID, *items: str) -> dict[str, Any]:
    body = {"first_day": FIRST.isoformat(), "last_day": LAST.isoformat(), "items": [{"item_id": one} for one in items]}
    answer = await client.post(plans_of(learner), json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def shown(client: Any, learner: UUID, item: str, score: float, offset: int) -> str:
    answer = await client.post("/competency/v1/evidence", json=piece(learner, item, score, on(offset)))
    assert answer.status_code == 201, answer.text
    return str(answer.headers["Location"])


async def corrected(client: Any, where: str, score: float, offset: int) -> None:
    body = {"score": score, "observed_at": on(offset), "source": "performance task", "reason": "wrong year"}
    answer = await client.post(f"{where}/correct", json=body)
    assert answer.status_code == 201, answer.text


async def voided(client: Any, where: str) -> None:
    assert (await client.post(f"{where}/void", json={"reason": "a slip"})).status_code == 200


async def pace(client: Any, learner: UUID, **asked: str) -> dict[str, Any]:
    answer = await client.get(pace_of(learner), params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found | {"learner_id": None, "plan_id": None, "since": None}


async def mastered_on(client: Any, learner: UUID, **asked: str) -> dict[str, str | None]:
    """Of every item of the learner's plan."""
    (short,) = (await client.get(plans_of(learner))).json()["items"]
    answer = await client.get(f"{plans_of(learner)}/{short['plan_id']}", params=asked)
    assert answer.status_code == 200, answer.text
    return {item["item_id"]: item["mastered_on"] for item in answer.json()["items"]}


def day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


def new_learner() -> UUID:
    return mint_learner_id(DISTRICT_A, LEARNER_ID_KEY)


async def test_a_slip_of_the_year_put_right_and_two_orders_of_arrival_change_no_pace(
    running: RunningService, items: list[str]
) -> None:
    """The figures are those of a plan of 288 days on its 89th."""
    reference, slip, early_first, late_first = learners = [new_learner() for _ in range(4)]
    item = items[0]
    async with running.client(DISTRICT_A, *ALL) as client:
        for learner in learners:
            await planned(client, learner, *items[:4])
        await shown(client, reference, item, 4, SHOWN)
        await corrected(client, await shown(client, slip, item, 4, LAST_YEAR), 4, SHOWN)
        await shown(client, early_first, item, 3.5, BEFORE)
        await shown(client, early_first, item, 4, SHOWN)
        await shown(client, late_first, item, 4, SHOWN)
        await shown(client, late_first, item, 3.5, BEFORE)
        paces = [await pace(client, learner) for learner in learners]
    assert paces[0] == paces[1]
    assert paces[2] == paces[3]
    assert [(one["per_week"], one["shortfall"]) for one in (paces[0], paces[2])] == [(0.08, 0.24), (0.0, 0.93)]
    assert [next(w["ends_on"] for w in one["line"]["weeks"] if w["achieved"]) for one in (paces[0], paces[2])] == [
        day(-12), day(-82),
    ]  # fmt: skip


async def test_a_day_put_right_is_told_though_mastery_stays(running: RunningService, items: list[str]) -> None:
    """The pace that is kept, which classes and readers see, is reckoned anew, and open pages hear of the day."""
    learner = new_learner()
    async with running.client(DISTRICT_A, *ALL) as client:
        await planned(client, learner, *items[:2])
        where = await shown(client, learner, items[0], 4, LAST_YEAR)
        await run_job(running, "competency.pace")
        await corrected(client, where, 4, SHOWN)
        await run_job(running, "competency.pace")
        assert await paces_told(running, learner) == [(None, "behind", "rate"), ("behind", "ahead", "rate")]
        assert await mastered_on(client, learner) == {items[0]: day(SHOWN), items[1]: None}
    changes = [p.event for p in await running.published(MasteryChanged) if p.event.learner_id == learner]
    assert [change.mastered_since and change.mastered_since.date() for change in changes] == [
        TODAY + timedelta(days=LAST_YEAR), TODAY + timedelta(days=SHOWN),
    ]  # fmt: skip


async def test_another_policy_is_applied_to_all_of_the_evidence(running: RunningService, items: list[str]) -> None:
    learner = new_learner()
    async with running.client(DISTRICT_A, *ALL) as client:
        await planned(client, learner, items[5])
        for score, offset in ((3, -60), (1, -40), (4, -20)):
            await shown(client, learner, items[5], score, offset)
        assert await mastered_on(client, learner) == {items[5]: day(-60)}
        await in_force(client, "item", items[5], method="latest")
        await recalculated(running)
        assert await mastered_on(client, learner) == {items[5]: day(-20)}


@pytest.mark.parametrize("rule", ["at_least", "weighted"])
async def test_a_parent_is_mastered_since_its_children_make_it_so(running: RunningService, rule: str) -> None:
    name = f"parents {new_learner()}"
    learners = [new_learner() for _ in range(3)]
    async with running.client(DISTRICT_A, *ALL) as client:
        await framework_begun(client, name, {"A": None, "A1": "A", "A2": "A", "A3": "A"})
        parent, one, two, three = (item_id(name, code) for code in ("A", "A1", "A2", "A3"))
        more: dict[str, Any] = {"least": 2} if rule == "at_least" else {"mastery": 2}
        await laid(client, parent, rule, children=[{"item_id": item} for item in (one, two, three)], **more)
        pieces = [(one, 3, -80), (two, 3, -60), (one, 4, -40), (two, 4, -30)]
        for learner, order in zip(learners, (pieces, pieces[::-1], [pieces[2], *pieces[:2], pieces[3]]), strict=True):
            await planned(client, learner, parent)
            for item, score, offset in order:
                await shown(client, learner, item, score, offset)
        found = [await mastered_on(client, learner) for learner in learners]
        assert found == [{parent: day(-60)}] * 3
        now = datetime.now(UTC).isoformat()
        assert [await pace(client, one, as_of=now) for one in learners] == [await pace(client, one) for one in learners]
        assert [await mastered_on(client, one, known_at=now) for one in learners] == found


pieces_of_a_learner = st.lists(
    st.tuples(st.sampled_from([1, 2.5, 3, 3.5, 4]), st.integers(-120, -1)),
    min_size=1,
    max_size=4,
    unique_by=lambda p: p[1],
)


@pytest.mark.parametrize("method", ["highest", "latest", "average"])
async def test_whatever_the_order_and_the_mistakes_put_right_the_day_is_the_same(
    running: RunningService, items: list[str], method: str
) -> None:
    place = 6 + ["highest", "latest", "average"].index(method)
    examples: list[tuple[list[tuple[float, int]], list[tuple[float, int]]]] = []

    @given(pieces_of_a_learner, st.randoms(use_true_random=False))
    @settings(max_examples=6, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def drawn(pieces: list[tuple[float, int]], chance: Random) -> None:
        examples.append((pieces, chance.sample(pieces, len(pieces))))

    drawn()
    async with running.client(DISTRICT_A, *ALL) as client:
        await in_force(client, "item", items[place], method=method)
        for pieces, shuffled in examples:
            straight, other, mended = learners = [new_learner() for _ in range(3)]
            for learner in learners:
                await planned(client, learner, items[place])
            for score, offset in pieces:
                await shown(client, straight, items[place], score, offset)
            for score, offset in shuffled:
                await shown(client, other, items[place], score, offset)
            for score, offset in shuffled:
                await voided(client, await shown(client, mended, items[place], score, offset))
                await corrected(client, await shown(client, mended, items[place], 4, offset - 365), score, offset)
            now = datetime.now(UTC).isoformat()
            paces = [await pace(client, learner, **asked) for learner in learners for asked in ({}, {"as_of": now})]
            assert paces == [paces[0]] * 6
            days = [
                await mastered_on(client, learner, **asked) for learner in learners for asked in ({}, {"known_at": now})
            ]
            assert days == [days[0]] * 6
