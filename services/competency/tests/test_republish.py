"""Everything again: frameworks and their items, and each learner's whole mastery and credentials, by district."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from competency.credentials.usecases.issuance import Issuance
from competency.republishing.usecases import republish
from services.competency.tests.credentials.issued_pieces import SYSTEM, followed, issue, path, show, somebody, void
from services.competency.tests.pieces import ALL, piece
from services.competency.tests.planning.planning_pieces import School, begun, day
from shared.contracts.competency import (
    CredentialIssued,
    CredentialRevoked,
    FrameworkPublished,
    FrameworkRevised,
    ItemPublished,
    LearnerCredentialsSnapshot,
    LearnerMasterySnapshot,
    LearnerPlanningSnapshot,
    MasteryChanged,
    PaceChanged,
)
from shared.db.database import set_tenant
from shared.events.event import REGISTRY, Event
from shared.events.republish import republish_all
from shared.testing import DISTRICT_A, DISTRICT_B, LEARNER_ID_KEY, RunningService
from shared.testing.running import Published
from shared.values.ids import mint_learner_id

_SNAPSHOTS = text("select * from outbox where snapshot and district_id = :district_id order by id")


async def snapshots(running: RunningService, district_id: UUID) -> list[Event]:
    async with running.worker.transaction(None) as session:
        rows = await session.execute(_SNAPSHOTS, {"district_id": district_id})
        return [REGISTRY[row.event_type].read(row.body) for row in rows]


async def test_each_district_is_told_again_as_it_stands(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        for item, score in ((items[0], 2), (items[1], 4)):
            await client.post("/competency/v1/evidence", json=piece(learner, item, score))

    told = {district: count async for district, count in republish_all(running.worker, republish)}

    ours, theirs = await snapshots(running, DISTRICT_A), await snapshots(running, DISTRICT_B)
    [again] = [e for e in ours if isinstance(e, LearnerMasterySnapshot) and e.learner_id == learner]
    assert {(str(m.item_id), int(m.score or 0), m.mastered) for m in again.mastery} == {
        (items[0], 2, False), (items[1], 4, True),
    }  # fmt: skip
    for district, events in ((DISTRICT_A, ours), (DISTRICT_B, theirs)):
        frameworks = [e for e in events if isinstance(e, FrameworkPublished)]
        listed = [e for e in events if isinstance(e, ItemPublished)]
        assert [f.items for f in frameworks] == [len(listed)]
        states = [e for e in events if isinstance(e, FrameworkRevised)]
        assert [s.state for s in states] == ["adopted"]
        assert told[district] == len(events) - len(listed) - len(states)  # a framework and its items are one key
    assert not [e for e in theirs if isinstance(e, LearnerMasterySnapshot) and e.learner_id == learner]


async def test_a_snapshot_says_of_each_item_what_its_last_change_said(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    """A reader that keeps a log compares the two; a difference of form would be told as a change at each republish."""
    await running.clear_outbox()
    async with running.client(DISTRICT_A, *ALL) as client:

        async def record(item: str, score: float | str, observed_at: str = "2026-11-01T10:00:00Z") -> str:
            sent = await client.post("/competency/v1/evidence", json=piece(learner, item, score, observed_at))
            assert sent.status_code == 201, sent.text
            return str(sent.json()["evidence_id"])

        async def void(evidence_id: str) -> None:
            body = {"reason": "entered for another learner"}
            assert (await client.post(f"/competency/v1/evidence/{evidence_id}/void", json=body)).status_code == 200

        await record(items[0], "2.99", "2026-11-01T10:00:00.123456-05:00")
        await record(items[0], 3)
        await record(items[0], "3.00", "2026-10-01T10:00:00Z")  # the same points, shown earlier
        await record(items[0], 1)
        await void(await record(items[1], 4))
        await record(items[2], "2.5")
        await void(await record(items[2], "3.75", "2026-09-01T10:00:00Z"))

    async for _ in republish_all(running.worker, republish):
        pass

    of_learner = [p.event for p in await running.published(MasteryChanged) if p.event.learner_id == learner]
    last = {e.item_id: (e.score, e.mastered, e.observed_at) for e in of_learner}
    of_them: list[Any] = [e for e in await snapshots(running, DISTRICT_A) if getattr(e, "learner_id", None) == learner]
    [again] = of_them
    assert {m.item_id: (m.score, m.mastered, m.observed_at) for m in again.mastery} == last
    assert len(last) == 3


async def test_pace_and_open_reviews_are_told_again_of_those_who_plan_or_ask(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    school, other = School(running), mint_learner_id(DISTRICT_A, LEARNER_ID_KEY)
    async with school.learner(learner) as client:
        await begun(client, learner, {"item_id": items[0], "target": day(-1)})
        path = f"/competency/v1/learners/{learner}/reviews"
        asked, withdrawn = [(await client.post(path, json={"item_id": item})).json() for item in items[:2]]
        await client.post(f"/competency/v1/reviews/{withdrawn['review_id']}/withdraw")
    async with running.client(DISTRICT_A, *ALL) as client:
        await client.post("/competency/v1/evidence", json=piece(other, items[0], 4))
    changes = [p.event for p in await running.published(PaceChanged) if p.event.learner_id == learner]
    await running.clear_outbox()
    async for _ in republish_all(running.worker, republish):
        pass
    found = [e for e in await snapshots(running, DISTRICT_A) if isinstance(e, LearnerPlanningSnapshot)]
    (again,) = [e for e in found if e.learner_id == learner]
    assert again.pace == changes[-1].pace
    assert again.pace is not None
    assert again.pace.status == "behind"
    assert [str(review.review_id) for review in again.reviews] == [asked["review_id"]]
    assert other not in {e.learner_id for e in found}


Told = CredentialIssued | CredentialRevoked | LearnerCredentialsSnapshot


def taken_in(known: dict[UUID, Any], event: Told) -> dict[UUID, Any]:
    """What a reader holds of a learner's credentials after this event: id to issue, kind, item, and since when it is in
    force or no longer.
    """
    if isinstance(event, LearnerCredentialsSnapshot):
        return {
            one.credential_id: (one.issue, one.kind, one.item_id, one.issued_at, one.revoked_at, one.reason)
            for one in event.credentials
        }
    if isinstance(event, CredentialIssued):
        state = (event.issue, event.kind, event.item_id, event.issued_at, None, None)
    else:
        assert known[event.credential_id][0] == event.issue
        state = (*known[event.credential_id][:4], event.revoked_at, event.reason)
    return known | {event.credential_id: state}


async def told_of(running: RunningService, learner: UUID) -> list[Any]:
    """All that was told of the learner's credentials, in the order in which a reader of their key has it."""
    found: list[Published[Any]] = await running.published(
        CredentialIssued, CredentialRevoked, LearnerCredentialsSnapshot
    )
    mine = [told for told in found if told.event.learner_id == learner]
    return [told.event for told in sorted(mine, key=lambda told: told.sequence)]


async def test_credentials_are_told_again_as_all_that_was_told_of_them_left_them(
    running: RunningService, items: list[str]
) -> None:
    await running.clear_outbox()
    learner, nobody = somebody(), somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, nobody, items[0])
        shown = [await show(client, learner, item) for item in items[:3]]
        badges = [await issue(client, learner, item) for item in items[:3]]
        await issue(client, learner)
        await void(client, shown[0])  # lost, and regained
        await followed(running)
        await show(client, learner, items[0], 3)
        await void(client, shown[1])  # lost
        taken_back = path(learner, badges[2]["credential_id"], "revoke")
        assert (await client.post(taken_back, json={"reason": "By mistake."})).status_code == 200
        await followed(running)
    live: dict[UUID, Any] = {}
    for event in await told_of(running, learner):
        live = taken_in(live, event)
    await running.clear_outbox()
    for _ in range(2):
        async for _ in republish_all(running.worker, republish):
            pass
    once, twice = await told_of(running, learner)
    assert taken_in({}, once) == live
    assert once == twice, "a reader that takes it in again has the same"
    found = {(str(item), kind): (issue, reason) for issue, kind, item, _, _, reason in live.values()}
    record = found.pop(("None", "record"))
    assert found == {
        (items[0], "badge"): (2, None), (items[1], "badge"): (1, "mastery_lost"),
        (items[2], "badge"): (1, "revoked_by_person"),
    }  # fmt: skip
    assert (record[0] > 1, record[1]) == (True, None)
    assert await told_of(running, nobody) == []


async def test_a_snapshot_of_credentials_and_what_is_issued_meanwhile_do_not_pass_each_other(
    running: RunningService, items: list[str]
) -> None:
    await running.clear_outbox()
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        for item in items[:2]:
            await show(client, learner, item)
        first = await issue(client, learner, items[0])
        async with running.worker.transaction(None) as session:
            await set_tenant(session, DISTRICT_A)
            await republish.district(session, DISTRICT_A)
            meanwhile = asyncio.create_task(issue(client, learner, items[1]))
            await asyncio.sleep(0.3)
            assert not meanwhile.done(), "it waits for what is being told"
        second = await meanwhile
    before, snapshot, after = await told_of(running, learner)
    assert [str(one.credential_id) for one in snapshot.credentials] == [first["credential_id"]]
    assert [str(event.credential_id) for event in (before, after)] == [first["credential_id"], second["credential_id"]]


async def test_what_is_being_issued_when_all_is_told_again_is_in_what_is_told(
    running: RunningService, items: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the snapshot would follow the event and take the credential away from every reader."""
    await running.clear_outbox()
    learner, written, go_on, write = somebody(), asyncio.Event(), asyncio.Event(), Issuance.write

    async def written_and_not_committed(self: Issuance) -> None:
        await write(self)
        written.set()
        await go_on.wait()

    async def tell_again() -> None:
        async with running.worker.transaction(None) as session:
            await set_tenant(session, DISTRICT_A)
            await republish.district(session, DISTRICT_A)

    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0])
        monkeypatch.setattr(Issuance, "write", written_and_not_committed)
        issuing = asyncio.create_task(issue(client, learner, items[0]))
        await written.wait()
        telling = asyncio.create_task(tell_again())
        await asyncio.sleep(0.3)
        go_on.set()
        issued = await issuing
        await telling
    event, snapshot = await told_of(running, learner)
    assert str(event.credential_id) == issued["credential_id"]
    assert taken_in({}, snapshot) == taken_in({}, event)
