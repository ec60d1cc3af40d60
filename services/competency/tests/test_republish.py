"""Everything again: frameworks and their items, and each learner's whole mastery, by district."""

from pieces import ALL, piece
from sqlalchemy import text

from competency.usecases.republish import republish
from shared.contracts.competency import FrameworkPublished, ItemPublished, LearnerMasterySnapshot
from shared.events.event import REGISTRY
from shared.events.republish import republish_all
from shared.testing import DISTRICT_A, DISTRICT_B

_SNAPSHOTS = text("select * from outbox where snapshot and district_id = :district_id order by id")


async def snapshots(running, district_id):
    async with running.worker.transaction(None) as session:
        rows = await session.execute(_SNAPSHOTS, {"district_id": district_id})
        return [REGISTRY[row.event_type].read(row.body) for row in rows]


async def test_each_district_is_told_again_as_it_stands(running, learner, items):
    async with running.client(DISTRICT_A, *ALL) as client:
        for item, score in ((items[0], 2), (items[1], 4)):
            await client.post("/competency/v1/evidence", json=piece(learner, item, score))

    told = {district: count async for district, count in republish_all(running.worker, republish)}

    ours, theirs = await snapshots(running, DISTRICT_A), await snapshots(running, DISTRICT_B)
    [again] = [e for e in ours if isinstance(e, LearnerMasterySnapshot) and e.learner_id == learner]
    assert {(str(m.item_id), int(m.score), m.mastered) for m in again.mastery} == {
        (items[0], 2, False), (items[1], 4, True),
    }  # fmt: skip
    for district, events in ((DISTRICT_A, ours), (DISTRICT_B, theirs)):
        frameworks = [e for e in events if isinstance(e, FrameworkPublished)]
        listed = [e for e in events if isinstance(e, ItemPublished)]
        assert [f.items for f in frameworks] == [len(listed)]
        assert told[district] == len(events) - len(listed)  # a framework and its items are one key
    assert not [e for e in theirs if isinstance(e, LearnerMasterySnapshot) and e.learner_id == learner]
