"""Learners as rostering tells of them: addressed by their SIS ids, in any order, any number of times."""

from uuid import UUID

import pytest

from competency.handlers import subscriptions
from services.competency.tests.pieces import ALL, piece
from shared.contracts.partners import DistrictRegistered
from shared.contracts.rostering import Identifier, PersonChanged
from shared.events.apply import Poison
from shared.testing import DISTRICT_A, DISTRICT_B, LEARNER_ID_KEY, Deliveries, RunningService
from shared.testing.deliveries import unknown_field
from shared.values.ids import mint_learner_id


def person(learner: UUID, *sourced_ids: str, roles: tuple[str, ...] = ("learner",)) -> PersonChanged:
    identifiers = tuple(Identifier(source="sis", sourced_id=one) for one in sourced_ids)
    return PersonChanged(person_id=learner, roles=roles, identifiers=identifiers)


@pytest.fixture
def log(running: RunningService) -> Deliveries:
    return Deliveries(subscriptions[0], running.worker)


async def mastery_status(running: RunningService, district: UUID, named: str) -> int:
    async with running.client(district, *ALL) as client:
        return (await client.get(f"/competency/v1/learners/{named}/mastery")).status_code


async def test_a_learner_is_known_by_source_once_told_and_delivery_twice_changes_nothing(
    running: RunningService, log: Deliveries, learner: UUID, items: list[str]
) -> None:
    assert await mastery_status(running, DISTRICT_A, "sis:100") == 404
    records = await log.send(DISTRICT_A, person(learner, "100"))
    await log.deliver(*records)
    async with running.client(DISTRICT_A, *ALL) as client:
        evidence = piece(learner, items[0]) | {"learner": {"source": "sis", "sourced_id": "100"}}
        del evidence["learner_id"]
        assert (await client.post("/competency/v1/evidence", json=evidence)).json()["learner_id"] == str(learner)
    assert await mastery_status(running, DISTRICT_A, "sis:100") == 200
    assert await mastery_status(running, DISTRICT_B, "sis:100") == 404


async def test_a_later_word_replaces_the_identifiers_and_an_earlier_one_arriving_late_does_not(
    running: RunningService, log: Deliveries, learner: UUID
) -> None:
    first = log.record(DISTRICT_A, person(learner, "201"))
    second = log.record(DISTRICT_A, person(learner, "202"))
    await log.deliver(second)
    assert await mastery_status(running, DISTRICT_A, "sis:202") == 404, "it waits for the one before it"
    await log.deliver(first)
    assert await mastery_status(running, DISTRICT_A, "sis:202") == 200
    assert await mastery_status(running, DISTRICT_A, "sis:201") == 404


async def test_fields_of_a_newer_publisher_are_ignored_and_a_broken_body_is_poison(
    running: RunningService, log: Deliveries, learner: UUID
) -> None:
    newer = person(learner, "300")
    await log.deliver(log.record(DISTRICT_A, newer, body=unknown_field(newer, invented="later")))
    assert await mastery_status(running, DISTRICT_A, "sis:300") == 200
    with pytest.raises(Poison):
        await log.deliver(log.record(DISTRICT_A, newer, body=b'{"person_id": 7}'))


async def test_educators_are_not_learners(running: RunningService, log: Deliveries) -> None:
    educator = mint_learner_id(DISTRICT_A, LEARNER_ID_KEY)
    await log.send(DISTRICT_A, person(educator, "400", roles=("educator",)))
    assert await mastery_status(running, DISTRICT_A, "sis:400") == 404


async def test_a_district_is_called_as_partners_last_said(running: RunningService) -> None:
    (districts,) = [s for s in subscriptions if DistrictRegistered in s.handlers]
    told = Deliveries(districts, running.worker)

    async def name() -> str:
        async with running.client(DISTRICT_B, *ALL) as client:
            return str((await client.get("/competency/v1/issuer")).json()["name"])

    assert str(DISTRICT_B) in await name(), "by its id until somebody says"
    first = DistrictRegistered(registered_id=DISTRICT_B, name="South")
    second = first.model_copy(update={"name": "South Union"})
    records = [told.record(DISTRICT_B, event) for event in (first, second)]
    await told.deliver(records[1])
    assert await name() != "South Union", "it waits for the one before it"
    await told.deliver(*records)
    assert await name() == "South Union"
    await told.deliver(told.record(DISTRICT_B, first, body=unknown_field(first, invented="later")))
    assert await name() == "South"
    with pytest.raises(Poison):
        await told.deliver(told.record(DISTRICT_B, first, body=b'{"registered_id": 7}'))
