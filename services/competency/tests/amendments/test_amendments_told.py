"""Who was told of what an amendment put right, and what a republish repeats."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from competency.handlers import subscriptions
from competency.republishing.usecases import republish
from services.competency.tests.amendments.amendment_pieces import AMENDMENTS, Family, accepting, published
from shared.contracts.competency import (
    AmendmentDecided,
    LearnerMasterySnapshot,
    RecordContested,
)
from shared.contracts.partners import AmendedDisclosure, AmendmentReceiver, AmendmentTold
from shared.db.database import set_tenant
from shared.events.apply import Poison
from shared.testing import DISTRICT_A, DISTRICT_B, Deliveries, RunningService
from shared.testing.deliveries import unknown_field


@pytest.fixture
def log(running: RunningService) -> Deliveries:
    (told,) = [s for s in subscriptions if AmendmentTold in s.handlers]
    return Deliveries(told, running.worker)


async def test_the_family_reads_who_was_told_and_the_answer_again_changes_nothing(
    family: Family, items: list[str], log: Deliveries
) -> None:
    wrong = await family.shown(items[0], 4)
    made = await family.asked(wrong)
    await family.post("leader", made, "decision", accepting(wrong))
    path = f"{AMENDMENTS}/{made['amendment_id']}"
    assert (await family.read(path))["told"] is None
    now = datetime.now(UTC)
    held = AmendedDisclosure(item_id=UUID(items[0]), score=Decimal(4), mastered=True, disclosed_at=now)
    receivers = tuple(
        AmendmentReceiver(
            recipient_id=uuid4(), recipient_name=name, agreement_id=uuid4(), told_at=told_at, disclosed=(held,)
        )
        for name, told_at in (("Cedar", now), ("Dogwood", None))
    )
    told = AmendmentTold(
        amendment_id=UUID(made["amendment_id"]), learner_id=family.learner, decision=1, receivers=receivers
    )
    record = log.record(DISTRICT_A, told, body=unknown_field(told, added_later="x"))
    await log.deliver(record, record)
    await log.deliver(record, epoch=2)
    found = (await family.read(path))["told"]
    assert [(r["recipient_name"], r["told_at"] is not None) for r in found] == [("Cedar", True), ("Dogwood", False)]
    assert found[0]["disclosed"][0]["score"] == 4
    with pytest.raises(Poison):
        await log.deliver(log.record(DISTRICT_A, told, body=b'{"amendment_id": 7}'))


async def test_another_districts_answer_and_one_to_nothing_change_nothing(
    family: Family, items: list[str], log: Deliveries
) -> None:
    wrong = await family.shown(items[0], 4)
    made = await family.asked(wrong)
    await family.post("leader", made, "decision", accepting(wrong))
    about = {"learner_id": family.learner, "decision": 1}
    await log.send(DISTRICT_B, AmendmentTold(amendment_id=UUID(made["amendment_id"]), **about))
    await log.send(DISTRICT_A, AmendmentTold(amendment_id=uuid4(), **about))
    path = f"{AMENDMENTS}/{made['amendment_id']}"
    assert (await family.read(path))["told"] is None
    await log.send(DISTRICT_A, AmendmentTold(amendment_id=UUID(made["amendment_id"]), **about))
    assert (await family.read(path))["told"] == []


async def test_a_republish_repeats_what_is_contested_and_what_was_not_answered(
    family: Family, items: list[str], log: Deliveries
) -> None:
    wrong, other = await family.shown(items[0], 4), await family.shown(items[1], 4)
    stated = await family.refused(other)
    await family.post("family", stated, "statement", {"statement": "No."})
    made = await family.asked(wrong)
    await family.post("leader", made, "decision", accepting(wrong))
    [decided] = [e for e in await published(family, AmendmentDecided) if e.items]

    async def again() -> list[Any]:
        await family.running.clear_outbox()
        async with family.running.worker.transaction(None) as session:
            await set_tenant(session, DISTRICT_A)
            await republish.district(session, DISTRICT_A)
        return await published(family, RecordContested, AmendmentDecided, LearnerMasterySnapshot)

    told = await again()
    assert [type(e) for e in told] == [RecordContested, AmendmentDecided, LearnerMasterySnapshot]
    assert [str(i) for i in told[0].item_ids] == [items[1]]
    assert told[1] == decided
    answer = AmendmentTold(amendment_id=decided.amendment_id, learner_id=family.learner, decision=1)
    await log.send(DISTRICT_A, answer)
    expected: list[type[Any]] = [RecordContested, LearnerMasterySnapshot]
    assert [type(e) for e in await again()] == expected
