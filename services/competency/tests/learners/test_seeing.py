"""A person sees the records of their own learners and of nobody else, as rostering's events say whose they are."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from competency.handlers import subscriptions
from competency.learners.api.seen import seen_learner
from services.competency.tests.pieces import ALL, piece
from shared.contracts.rostering import EnrolmentChanged, GuardianChanged
from shared.events.apply import Poison
from shared.http.openapi import dependencies_of
from shared.http.routing import routes_of
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, Deliveries, RunningService
from shared.testing.deliveries import unknown_field
from shared.values.ids import mint_learner_id

READ = "competency.read"
DAYS_AGO = (datetime.now(UTC) - timedelta(days=2)).date()


def enrolled(
    person: UUID,
    class_id: UUID,
    role: str,
    *,
    ends_on: date | None = None,
    active: bool = True,
    enrolment_id: UUID | None = None,
) -> EnrolmentChanged:
    return EnrolmentChanged(
        enrolment_id=enrolment_id or uuid4(),
        person_id=person,
        class_id=class_id,
        role=role,
        ends_on=ends_on,
        active=active,
    )


@pytest.fixture
def log(running: RunningService) -> Deliveries:
    (relations,) = [s for s in subscriptions if EnrolmentChanged in s.handlers]
    return Deliveries(relations, running.worker)


async def seen(running: RunningService, learner: UUID, role: str, person: UUID | None) -> set[int]:
    """What the learner's routes and a piece of theirs answer somebody."""
    async with running.client(DISTRICT_A, *ALL) as client:
        items = (await client.get(f"/competency/v1/learners/{learner}/evidence")).json()["items"]
    paths = [f"/competency/v1/learners/{learner}/{view}" for view in ("mastery", "evidence", "next")]
    paths += [f"/competency/v1/evidence/{one['evidence_id']}" for one in items]
    assert len(paths) == 4
    async with running.client(DISTRICT_A, READ, role=role, person_id=person) as client:
        return {(await client.get(path)).status_code for path in paths}


@pytest.fixture
async def shown(running: RunningService, learner: UUID, items: list[str]) -> UUID:
    async with running.client(DISTRICT_A, *ALL) as client:
        assert (await client.post("/competency/v1/evidence", json=piece(learner, items[0]))).status_code == 201
    return learner


@pytest.mark.parametrize("role", ["leader", "operator", "system"])
async def test_who_answers_for_the_district_sees_everybody(running: RunningService, shown: UUID, role: str) -> None:
    assert await seen(running, shown, role, uuid4()) == {200}


async def test_a_learner_sees_themself_and_nobody_else(running: RunningService, shown: UUID) -> None:
    other = mint_learner_id(DISTRICT_A, LEARNER_ID_KEY)
    assert await seen(running, shown, "learner", shown) == {200}
    assert await seen(running, shown, "learner", other) == {404}
    assert await seen(running, shown, "learner", None) == {404}


async def test_a_family_sees_its_learners_while_it_is_theirs(
    running: RunningService, log: Deliveries, shown: UUID
) -> None:
    guardian = uuid4()
    assert await seen(running, shown, "family", guardian) == {404}
    tied = GuardianChanged(learner_id=shown, guardian_id=guardian)
    (record,) = await log.send(DISTRICT_A, tied)
    await log.deliver(record)
    assert await seen(running, shown, "family", guardian) == {200}
    assert await seen(running, shown, "family", uuid4()) == {404}
    assert await seen(running, shown, "educator", guardian) == {404}, "a tie counts in the role that it is of"
    await log.send(DISTRICT_A, tied.model_copy(update={"active": False}))
    assert await seen(running, shown, "family", guardian) == {404}


async def test_an_educator_sees_the_learners_of_the_classes_they_teach_today(
    running: RunningService, log: Deliveries, shown: UUID
) -> None:
    educator, colleague, class_id, other_class = uuid4(), uuid4(), uuid4(), uuid4()
    teaches = enrolled(educator, class_id, "educator")
    attends = enrolled(shown, class_id, "learner")
    await log.send(DISTRICT_A, teaches, attends, enrolled(colleague, other_class, "educator"))
    assert await seen(running, shown, "educator", educator) == {200}
    assert await seen(running, shown, "educator", colleague) == {404}
    await log.send(DISTRICT_A, attends.model_copy(update={"class_id": other_class}))
    assert await seen(running, shown, "educator", educator) == {404}
    assert await seen(running, shown, "educator", colleague) == {200}
    await log.send(DISTRICT_A, attends.model_copy(update={"class_id": other_class, "ends_on": DAYS_AGO}))
    assert await seen(running, shown, "educator", colleague) == {404}


async def test_learners_of_the_same_class_do_not_see_each_other(
    running: RunningService, log: Deliveries, shown: UUID
) -> None:
    class_id, other = uuid4(), mint_learner_id(DISTRICT_A, LEARNER_ID_KEY)
    await log.send(DISTRICT_A, enrolled(shown, class_id, "learner"), enrolled(other, class_id, "learner"))
    assert await seen(running, shown, "educator", other) == {404}
    assert await seen(running, shown, "learner", other) == {404}


async def test_the_last_word_of_an_enrolment_counts_also_within_one_delivery(
    running: RunningService, log: Deliveries, shown: UUID
) -> None:
    educator, class_id = uuid4(), uuid4()
    attends = enrolled(shown, class_id, "learner")
    left = attends.model_copy(update={"active": False})
    await log.send(DISTRICT_A, enrolled(educator, class_id, "educator"), attends, left)
    assert await seen(running, shown, "educator", educator) == {404}


async def test_fields_of_a_newer_publisher_are_ignored_and_a_broken_body_is_poison(
    running: RunningService, log: Deliveries, shown: UUID
) -> None:
    guardian = uuid4()
    newer = GuardianChanged(learner_id=shown, guardian_id=guardian)
    await log.deliver(log.record(DISTRICT_A, newer, body=unknown_field(newer, invented="later")))
    assert await seen(running, shown, "family", guardian) == {200}
    with pytest.raises(Poison):
        await log.deliver(log.record(DISTRICT_A, newer, body=b'{"learner_id": 7}'))


@pytest.mark.parametrize("role", ["learner", "family", "educator"])
async def test_previews_of_a_policy_name_learners_and_are_for_those_who_see_the_district(
    running: RunningService, role: str
) -> None:
    async with running.client(DISTRICT_A, READ, role=role, person_id=uuid4()) as client:
        assert (await client.get(f"/competency/v1/policies/{uuid4()}/preview")).status_code == 403


def test_every_route_about_one_learner_asks_whether_the_caller_may_see_them(running: RunningService) -> None:
    routes = [route for route in routes_of(running.app) if "/learners/{" in route.path]
    assert len(routes) >= 4
    assert [r.path for r in routes if seen_learner not in set(dependencies_of(r.dependant))] == []
