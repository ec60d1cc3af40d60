"""What is told of a change, and everything told again."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from rostering.usecases import republish as republishing
from rostering.usecases.republish import republish
from services.rostering.tests.conftest import Office
from shared.contracts.rostering import (
    PEOPLE,
    ROSTERING,
    ClassChanged,
    EnrolmentChanged,
    GuardianChanged,
    OrganisationChanged,
    PersonChanged,
    PersonNamed,
    TermChanged,
)
from shared.events import publish
from shared.events.event import REGISTRY, Event
from shared.events.republish import republish_all
from shared.testing import RunningService

V1 = "/rostering/v1"
TOLD = {
    "organisations": OrganisationChanged,
    "people": PersonChanged,
    "terms": TermChanged,
    "classes": ClassChanged,
    "enrolments": EnrolmentChanged,
    "guardians": GuardianChanged,
}
_ROWS = text("select topic, key, sequence, event_type, snapshot, body from outbox where district_id = :d order by id")
_COLLECTIONS = {"person_id": PersonChanged, "class_id": ClassChanged, "term_id": TermChanged,
                "organisation_id": OrganisationChanged, "parent_id": OrganisationChanged,
                "learner_id": PersonChanged, "guardian_id": PersonChanged}  # fmt: skip


async def rows_of(running: RunningService, district: UUID) -> list[Any]:
    async with running.worker.transaction(district) as session:
        return list(await session.execute(_ROWS, {"d": district}))


def state_of(events: list[Event]) -> dict[Any, Event]:
    """What a reader holds once it has applied these."""
    return {(type(e), tuple(v for k, v in e if k in ("enrolment_id", "guardian_id")) or e.key): e for e in events}


async def full_office(office: Office) -> None:
    for collection in TOLD:
        thing = await office.add(collection)
        body = {k: v for k, v in thing.items() if k not in ("id", "version")} | {"active": False}
        answer = await office.client.put(f"{V1}/{collection}/{thing['id']}", json=body, headers={"If-Match": '"1"'})
        assert answer.status_code == 200, answer.text
    forgotten = await office.add("people")
    await office.client.delete(f"{V1}/people/{forgotten['id']}")


@pytest.mark.parametrize("collection", list(TOLD))
async def test_a_change_is_told_whole_in_the_order_of_its_key(office: Office, collection: str) -> None:
    thing = await office.add(collection)
    edited = {k: v for k, v in thing.items() if k not in ("id", "version")} | {"active": False}
    await office.client.put(f"{V1}/{collection}/{thing['id']}", json=edited, headers={"If-Match": '"1"'})

    mine = [p for p in await office.told(TOLD[collection]) if thing["id"] in str(p.event)
            or (isinstance(p.event, GuardianChanged) and str(p.event.guardian_id) == thing["guardian_id"])]  # fmt: skip
    assert [p.event.model_dump()["active"] for p in mine] == [True, False]
    for p, expected in zip(mine, (thing, edited), strict=True):
        said = p.event.model_dump(mode="json")
        common = said.keys() & expected.keys() - {"id"}
        assert {k: said[k] for k in common} == {k: expected[k] for k in common}


@pytest.mark.parametrize(("collection", "field"), [("enrolments", "person_id"), ("guardians", "learner_id")])
async def test_what_concerns_a_learner_has_the_learner_for_its_key(office: Office, collection: str, field: str) -> None:
    thing = await office.add(collection)
    [told] = await office.told(TOLD[collection])
    assert told.event.key == thing[field]
    assert told.sequence == 2  # after the person's own


async def test_sequences_of_every_key_run_without_a_gap(office: Office) -> None:
    await full_office(office)
    runs: dict[tuple[str, str], list[int]] = {}
    for row in await rows_of(office.running, office.district):
        runs.setdefault((row.topic, row.key), []).append(row.sequence)
    assert runs
    assert all(run == list(range(1, len(run) + 1)) for run in runs.values())


async def test_everything_told_again_is_what_there_is_in_an_order_a_reader_can_apply(
    office: Office, office_of_another: Callable[[], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(republishing, "BATCH", 2)
    other = office_of_another()
    for each in (office, other, office):
        await full_office(each)
    held = {each.district: state_of([p.event for p in await each.told()]) for each in (office, other)}
    before = {each.district: len(await rows_of(each.running, each.district)) for each in (office, other)}

    count = sum([count async for _, count in republish_all(office.running.worker, republish)])

    total = 0
    for each in (office, other):
        again = (await rows_of(each.running, each.district))[before[each.district] :]
        total += len(again)
        assert all(row.snapshot for row in again)
        events = [REGISTRY[row.event_type].read(row.body) for row in again]
        assert state_of(events) == {k: v for k, v in held[each.district].items() if not forgotten_name(k, v, events)}
        assert_readable_in_order(events)
    assert count >= total > 0  # districts of other tests are told again too


def forgotten_name(key: Any, event: Event, events: list[Event]) -> bool:
    """Whether this is the name of somebody who has been forgotten since: nobody is told that again."""
    if not isinstance(event, PersonNamed):
        return False
    [person] = [e for e in events if isinstance(e, PersonChanged) and e.person_id == event.person_id]
    return not person.identifiers and not person.active


def assert_readable_in_order(events: list[Event]) -> None:
    """Nothing refers to what has not been told yet."""
    known: set[tuple[type[Event], Any]] = set()
    for event in events:
        own = event.key_field if not isinstance(event, (EnrolmentChanged, GuardianChanged, PersonNamed)) else None
        if own:
            known.add((type(event), getattr(event, own)))
        for name, value in event:
            if name in _COLLECTIONS and name != own and value is not None:
                assert (_COLLECTIONS[name], value) in known, event
            if name == "organisation_ids":
                assert all((OrganisationChanged, one) in known for one in value)


async def again(office: Any) -> None:
    async with office.running.worker.transaction(office.district) as session:
        await republish.district(session, office.district)


async def test_snapshots_continue_the_sequences(office: Office) -> None:
    await full_office(office)
    await again(office)
    runs: dict[tuple[str, str], list[int]] = {}
    for row in await rows_of(office.running, office.district):
        runs.setdefault((row.topic, row.key), []).append(row.sequence)
    assert {topic for topic, _ in runs} == {ROSTERING.name, PEOPLE.name}
    assert all(run == list(range(1, len(run) + 1)) for run in runs.values())


async def test_a_change_meanwhile_comes_behind_the_snapshot_of_what_it_changed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = await office.body("people")
    person = await office.add("people", body)
    edits = []

    async def publish_late(session: Any, district_id: UUID, *events: Event, snapshot: bool) -> None:
        """Publishes what was read only after an edit had its chance to slip in."""
        if any(isinstance(event, PersonChanged) and str(event.person_id) == person["id"] for event in events):
            address, sent = f"{V1}/people/{person['id']}", body | {"grade": "5"}
            edits.append(asyncio.create_task(office.client.put(address, json=sent, headers={"If-Match": '"1"'})))
            await asyncio.wait(edits, timeout=0.3)
        await publish(session, district_id, *events, snapshot=snapshot)

    monkeypatch.setattr(republishing, "publish", publish_late)
    await again(office)

    assert (await edits[0]).status_code == 200
    told = [p.event for p in await office.told(PersonChanged)]
    assert [event.grade for event in told if isinstance(event, PersonChanged)] == [None, None, "5"]


async def test_the_worker_sees_which_districts_there_are_and_of_none_what_it_has(office: Office) -> None:
    await office.add("people")
    async with office.running.worker.transaction(None) as session:
        assert office.district in list(await session.scalars(text("select district_id from roster")))
        for table in ("person", "person_name", "person_identifier", "organisation", "guardian", "enrolment"):
            assert await session.scalar(text(f"select count(*) from {table}")) == 0
