"""`trellis competency republish` after a gap: what never came becomes known, and what is known is not told again."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from partners.disclosure.usecases import disclose_mastery, disclose_missed
from partners.feeds.queries import LAST_MASTERY
from shared.contracts.competency import LearnerMasterySnapshot, MasteryChanged, MasteryState
from shared.contracts.partners import MasteryDisclosed
from shared.db.query import driver_of
from shared.testing import Deliveries
from shared.testing.deliveries import RawRecord, unknown_field

FIRST, SECOND = sorted([uuid4(), uuid4()])
TOLD = ("item_id", "score", "mastered", "previous_score", "previously_mastered", "observed_at", "known_at", "cause")


@pytest.fixture(scope="module")
def webhook_allowed() -> str:
    return "127.0.0.1:9"


def state(change: MasteryChanged) -> MasteryState:
    """What competency holds after this change."""
    return MasteryState(**change.model_dump(include=set(MasteryState.model_fields)))


def snapshot(learner_id: UUID, *states: MasteryState) -> LearnerMasterySnapshot:
    return LearnerMasterySnapshot(learner_id=learner_id, mastery=states)


def again(log: Deliveries, district_id: UUID, event: LearnerMasterySnapshot, sequence: int, **more: Any) -> RawRecord:
    return log.record(district_id, event, sequence=sequence, snapshot=True, **more)


async def made_known(partners: Any) -> list[int]:
    """Rows of all feeds, of Birch's log, of what waits for webhooks and of what is counted for aggregates."""
    async with partners.running.worker.transaction(partners.districts["Birch"]) as session:
        statements = (text(f"select count(*) from {table}") for table in ("feed", "disclosure", "delivery", "tally"))
        return [int(await session.scalar(statement) or 0) for statement in statements]


async def test_what_a_broker_lost_reaches_the_own_feed_by_a_snapshot(partners: Any, log: Deliveries) -> None:
    learner, birch = uuid4(), partners.districts["Birch"]
    before = len(await partners.feed("Birch"))
    known = partners.changed(learner, FIRST, 2)
    lost = partners.changed(learner, FIRST, 4), partners.changed(learner, SECOND, 1)
    await log.deliver(log.record(birch, known, sequence=1))
    await log.deliver(again(log, birch, snapshot(learner, *map(state, lost)), 4))
    told = (await partners.feed("Birch"))[before + 1 :]
    assert [change["kind"] for change in told] == ["mastery.changed"] * 2
    assert [change["learner_id"] for change in told] == [str(learner)] * 2
    assert [tuple(change[name] for name in TOLD) for change in told] == [
        (str(FIRST), 4, True, 2, False, at(lost[0].observed_at), at(lost[0].known_at), "recalculation"),
        (str(SECOND), 1, False, None, False, at(lost[1].observed_at), at(lost[1].known_at), "recalculation"),
    ]


def at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


async def test_what_a_broker_lost_reaches_partners_webhooks_logs_and_counts(partners: Any, log: Deliveries) -> None:
    pseudonymous = await partners.activate("Birch", "Cedar", "pseudonymous")
    await partners.activate("Birch", "Alder", "aggregate")
    async with partners.client("Cedar") as client:
        made = await client.post("/partners/v1/webhooks", json={"url": "http://127.0.0.1:9/in"})
        assert made.status_code == 201, made.text
    learner, birch = uuid4(), partners.districts["Birch"]
    await log.deliver(log.record(birch, partners.changed(learner, FIRST, 2), sequence=1))
    seen, before = len(await partners.feed("Cedar")), await made_known(partners)
    await partners.running.clear_outbox()
    lost = partners.changed(learner, FIRST, 4), partners.changed(learner, SECOND, 4)
    await log.deliver(again(log, birch, snapshot(learner, *map(state, lost)), 4))
    told = (await partners.feed("Cedar"))[seen:]
    assert [(c["kind"], c["item_id"], c["score"], c["agreement_id"]) for c in told] == [
        ("mastery.disclosed", str(item), 4, pseudonymous) for item in (FIRST, SECOND)]  # fmt: skip
    published = await partners.running.published(MasteryDisclosed)
    assert [(p.district_id, p.event.item_id, p.event.score) for p in published] == [
        (partners.districts["Cedar"], item, Decimal(4)) for item in (FIRST, SECOND)]  # fmt: skip
    feeds, logged, deliveries, counted = await made_known(partners)
    assert (feeds - before[0], logged - before[1], deliveries - before[2], counted - before[3]) == (4, 2, 2, 1)


async def test_a_republish_that_nobody_needed_tells_nothing_and_waits_for_nobody(
    partners: Any, log: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disclose_missed, "PAGE", 7)
    await partners.activate("Birch", "Cedar", "identified")
    birch, learners = partners.districts["Birch"], [uuid4() for _ in range(20)]
    scores = (Decimal("1"), Decimal("2.5"), Decimal("3.33"))
    changes = [
        partners.changed(learner, item, observed_at=datetime.now(UTC) - timedelta(days=3)).model_copy(
            update={"score": score, "mastered": score >= 3}
        )
        for learner in learners for item, score in zip((FIRST, SECOND, uuid4()), scores, strict=True)
    ]  # fmt: skip
    await log.send(birch, *changes)
    before, heads = await made_known(partners), await feeds(partners)
    records = [
        again(log, birch, snapshot(learner, *(state(c) for c in changes if c.learner_id == learner)), 4)
        for learner in learners
    ]

    async def lock_feeds(_: Any) -> None:
        raise AssertionError("there is nothing to append")

    monkeypatch.setattr(disclose_mastery, "lock_feeds", lock_feeds)
    await log.deliver(*records)
    assert await made_known(partners) == before
    assert await feeds(partners) == heads


async def feeds(partners: Any) -> list[list[dict[str, Any]]]:
    return [await partners.feed(name) for name in partners.districts]


async def test_what_a_snapshot_no_longer_mentions_is_told_as_withdrawn_and_once(partners: Any, log: Deliveries) -> None:
    await partners.activate("Birch", "Cedar", "pseudonymous")
    learner, birch = uuid4(), partners.districts["Birch"]
    kept, gone = partners.changed(learner, FIRST, 3), partners.changed(learner, SECOND, 4)
    await log.deliver(*(log.record(birch, change, sequence=n) for n, change in enumerate((kept, gone), 1)))
    own, theirs = len(await partners.feed("Birch")), len(await partners.feed("Cedar"))
    for sequence in (5, 6):
        await log.deliver(again(log, birch, snapshot(learner, state(kept)), sequence))
    [told] = (await partners.feed("Birch"))[own:]
    assert tuple(told[name] for name in TOLD if name != "known_at") == (
        str(SECOND), None, False, 4, True, None, "recalculation")  # fmt: skip
    [disclosed] = (await partners.feed("Cedar"))[theirs:]
    assert [disclosed[n] for n in ("item_id", "score", "mastered", "observed_on")] == [str(SECOND), None, False, None]


async def test_an_item_without_evidence_that_was_never_told_is_no_change(partners: Any, log: Deliveries) -> None:
    learner, birch = uuid4(), partners.districts["Birch"]
    before = len(await partners.feed("Birch"))
    nothing = MasteryState(item_id=FIRST, mastered=False, known_at=datetime.now(UTC))
    await log.deliver(again(log, birch, snapshot(learner, nothing), 3))
    assert len(await partners.feed("Birch")) == before


async def test_the_same_score_shown_at_another_time_is_a_change_as_competency_says(
    partners: Any, log: Deliveries
) -> None:
    learner, birch = uuid4(), partners.districts["Birch"]
    first = partners.changed(learner, FIRST, 3)
    await log.deliver(log.record(birch, first, sequence=1))
    before = len(await partners.feed("Birch"))
    later = state(first).model_copy(update={"observed_at": first.observed_at + timedelta(days=1)})
    await log.deliver(again(log, birch, snapshot(learner, later), 3))
    [told] = (await partners.feed("Birch"))[before:]
    assert (told["score"], told["observed_at"], told["cause"]) == (3, at(later.observed_at), "recalculation")


async def test_a_snapshot_twice_late_or_with_unknown_fields_tells_the_same(partners: Any, log: Deliveries) -> None:
    learner, birch = uuid4(), partners.districts["Birch"]
    first, second, third = (partners.changed(learner, FIRST, score) for score in (1, 2, 4))
    before = len(await partners.feed("Birch"))
    old = again(log, birch, snapshot(learner, state(first)), 1)
    body = unknown_field(
        snapshot(learner),
        added_later="x",
        mastery=[state(second).model_dump(mode="json", exclude_none=True) | {"added_later": 1}],
    )
    new = again(log, birch, snapshot(learner, state(second)), 5, body=body)
    await log.deliver(log.record(birch, second, sequence=3))  # waits behind a gap, and the snapshot overtakes it
    await log.deliver(new)
    await log.deliver(new, old, again(log, birch, snapshot(learner), 4))
    await log.deliver(log.record(birch, third, sequence=6))
    assert [c["score"] for c in (await partners.feed("Birch"))[before:]] == [2, 4]


async def test_in_one_chunk_or_in_many_the_feed_says_the_same(partners: Any, log: Deliveries) -> None:
    birch, told = partners.districts["Birch"], []
    for in_one_chunk in (True, False):
        learner = uuid4()
        changes = [partners.changed(learner, FIRST, score) for score in (1, 2, 3, 4)]
        records = [
            log.record(birch, changes[0], sequence=1),
            again(log, birch, snapshot(learner, state(changes[1])), 3),
            again(log, birch, snapshot(learner, state(changes[2])), 5),
            again(log, birch, snapshot(learner), 7),
            log.record(birch, changes[3], sequence=8),
        ]
        before = len(await partners.feed("Birch"))
        for chunk in [records] if in_one_chunk else [[record] for record in records]:
            await log.deliver(*chunk)
        told.append([(c["score"], c["previous_score"], c["cause"]) for c in (await partners.feed("Birch"))[before:]])
    assert told[0] == told[1]
    assert [score for score, _, _ in told[0]] == [1, 2, 3, None, 4]


async def test_only_the_learners_own_district_and_its_partners_hear_of_it(partners: Any, log: Deliveries) -> None:
    learner, cedar = uuid4(), partners.districts["Cedar"]
    others = {name: len(await partners.feed(name)) for name in ("Alder", "Birch")}
    await log.deliver(again(log, partners.districts["Birch"], snapshot(learner), 1))
    await log.deliver(again(log, cedar, snapshot(learner, state(partners.changed(learner, FIRST))), 2))
    assert {name: len(await partners.feed(name)) for name in others} == others
    assert (await partners.feed("Cedar"))[-1]["learner_id"] == str(learner)


async def test_what_was_told_last_is_found_by_the_learner(partners: Any) -> None:
    """Not by reading the feed, which only grows."""
    async with partners.running.worker.transaction(partners.districts["Birch"]) as session:
        await session.execute(text("set local enable_seqscan = off"))
        learners = [str(uuid4())]
        plan = await driver_of(session).fetch(f"explain {LAST_MASTERY.sql}", partners.districts["Birch"], learners)
        assert "ix_feed_own_subject" in "\n".join(line["QUERY PLAN"] for line in plan)
