"""What the database writes of a learner's mastery is what working it out here comes to, in every view of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID, uuid4

import httpx
import pytest

from competency.common.as_of import AsOf
from competency.mastery.usecases.read_mastery import read_mastery
from demo import framework as demo_framework
from services.competency.tests.mastery.policy_pieces import in_force, recalculated
from services.competency.tests.pieces import ALL, piece, put_right
from shared.testing import DISTRICT_A, RunningService

EVIDENCE = "/competency/v1/evidence"
FRAMEWORK = UUID(demo_framework.package()["CFDocument"]["identifier"])
ITEMS = [demo_framework.identifier(item.code) for item in demo_framework.targets()][:4]
METHODS = ["highest", "latest", "average", "decaying_average"]
TODAY = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)

Shown = tuple[str, int, int, bool]
"""An item, a score in hundredths, how many days ago, and whether at a whole second."""
Act = list[Shown] | tuple[str, int | None] | str


async def act(client: httpx.AsyncClient, running: RunningService, learner: UUID, what: Act) -> None:
    if isinstance(what, list):
        for item, score, days, exact in what:
            at = TODAY - timedelta(days=days, microseconds=0 if exact else 123400)
            sent = piece(learner, item, str(Decimal(score) / 100), at.isoformat(), external_id=str(uuid4()))
            assert (await client.post(EVIDENCE, json=sent)).status_code == 201
    elif isinstance(what, tuple):
        await in_force(client, "district", None, method=what[0], window_days=what[1])
    elif what == "recalculate":
        await recalculated(running)
    else:
        await put_right(client, learner, what)


def acts_of(chance: Random) -> Iterator[Act]:
    for _ in range(chance.randint(2, 6)):
        acts: list[Act] = [
            [(chance.choice(ITEMS), chance.randint(0, 400), chance.randint(1, 60), chance.random() < 0.5)
             for _ in range(chance.randint(1, 5))],
            (chance.choice(METHODS), chance.choice([None, 5, 40])), "void", "correct", "recalculate",
        ]  # fmt: skip
        yield chance.choice(acts)


@pytest.mark.parametrize("seed", range(8))
async def test_mastery_is_given_out_as_it_is_worked_out_now_and_as_of_any_time(
    running: RunningService, learner: UUID, seed: int
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        moments: list[datetime] = []
        first: Act = [(ITEMS[0], 300, 20, True), (ITEMS[0], 200, 5, False)]
        for what in (first, *acts_of(Random(seed))):
            await act(client, running, learner, what)
            moments.append(datetime.now(UTC))
        for as_of in [None, *(TODAY - timedelta(days=days) for days in (0, 10, 30, 70))]:
            for known_at in [None, *moments[-2:]]:
                for framework in (None, FRAMEWORK):
                    await compare(client, running, learner, as_of, known_at, framework)


async def compare(
    client: httpx.AsyncClient,
    running: RunningService,
    learner: UUID,
    as_of: datetime | None,
    known_at: datetime | None,
    framework: UUID | None,
) -> None:
    given = {"as_of": as_of, "known_at": known_at, "framework_id": framework}
    asked = {name: str(value).replace(" ", "T") for name, value in given.items() if value}
    answer = await client.get(f"/competency/v1/learners/{learner}/mastery", params=asked)
    assert answer.status_code == 200, answer.text
    async with running.worker.transaction(DISTRICT_A) as session:
        found = await read_mastery(session, learner, as_of=AsOf(as_of, known_at), framework_id=framework)
    assert answer.text == found.model_dump_json(), asked


async def test_mastery_of_a_framework_nobody_has_is_a_404(running: RunningService, learner: UUID) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.get(f"/competency/v1/learners/{learner}/mastery", params={"framework_id": str(uuid4())})
    assert (answer.status_code, answer.json()["detail"]) == (404, "This district has no such framework.")


@pytest.mark.parametrize("name", ["as_of", "known_at"])
async def test_a_learner_who_has_shown_nothing_has_no_mastery_at_any_time(
    running: RunningService, learner: UUID, name: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.get(f"/competency/v1/learners/{learner}/mastery", params={name: "2026-01-01T00:00:00Z"})
    assert answer.json()["mastery"] == []
