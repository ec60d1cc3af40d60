"""Events into read models: twice, in any order of keys, with fields we do not know, and poison."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from dashboards.handlers import read_models
from dashboards.rebuild.usecases import fingerprint
from shared.contracts.competency import FrameworkPublished, LearnerMasterySnapshot, MasteryState
from shared.contracts.rostering import OrganisationChanged, PersonChanged, PersonNamed
from shared.events.apply import Poison
from shared.testing import DISTRICT_A, DISTRICT_B, Deliveries
from shared.testing.deliveries import unknown_field


async def rows(world: Any, sql: str, district_id: Any = DISTRICT_A, **parameters: Any) -> list[Any]:
    async with world.running.worker.transaction(district_id) as session:
        return list((await session.execute(text(sql), parameters)).all())


async def state(world: Any) -> dict[str, str]:
    return await fingerprint(world.running.worker, 1, [DISTRICT_A, DISTRICT_B])


async def test_a_delivery_that_comes_again_changes_nothing(district: Any) -> None:
    before, head = await state(district), await district.head()
    record = district.deliveries.record(DISTRICT_A, district.mastery("ana", "MA.AL.1", "3"))
    await district.deliveries.deliver(record)
    after, once = await state(district), await district.head()
    assert after != before
    assert once == head + 1
    await district.deliveries.deliver(replace(record, offset=record.offset + 1))
    await district.deliveries.deliver(record)
    assert await state(district) == after
    assert await district.head() == once


async def test_the_order_in_which_keys_arrive_does_not_matter(world: Any, story: Any) -> None:
    events = [*story["roster"](), *story["framework"](), *story["network"]()]
    events += [world.mastery("ana", "MA.NQ.1", "3"), world.mastery("ben", "MA.NQ.1", "4")]
    await world.tell(*events)
    first = await state(world)
    keys = sorted({(event.topic.name, event.key) for event in events})
    Random(7).shuffle(keys)
    other = Deliveries(replace_consumer(), world.running.worker)
    for key in keys:
        records = [other.record(DISTRICT_A, e) for e in events if (e.topic.name, e.key) == key]
        await other.deliver(*records, epoch=2)
    assert await fingerprint(world.running.worker, 2, [DISTRICT_A, DISTRICT_B]) == first


def replace_consumer() -> Any:
    return replace(read_models, consumer="dashboards.test-other-order")


async def test_a_record_that_overtakes_waits_for_the_one_before_it(district: Any) -> None:
    earlier = district.mastery("ana", "MA.AL.1", "2", minutes=1)
    later = district.mastery("ana", "MA.AL.1", "4", minutes=2)
    first = district.deliveries.record(DISTRICT_A, earlier)
    second = district.deliveries.record(DISTRICT_A, later)
    await district.deliveries.deliver(replace(second, offset=first.offset))
    score = "select score from learner_mastery where learner_id = :learner and item_id = :item"
    about = {"learner": district.uid("ana"), "item": district.uid("MA.AL.1")}
    assert not await rows(district, score, **about)
    await district.deliveries.deliver(replace(first, offset=second.offset))
    assert [row.score for row in await rows(district, score, **about)] == [Decimal(4)]


async def test_fields_of_a_newer_publisher_are_ignored(world: Any) -> None:
    event = OrganisationChanged(organisation_id=world.uid("north"), name="North", kind="school")
    body = unknown_field(event, colour="green")
    await world.deliveries.deliver(world.deliveries.record(DISTRICT_A, event, body=body))
    assert [row.name for row in await rows(world, "select name from organisation")] == ["North"]


async def test_a_body_that_is_no_event_is_poison(world: Any) -> None:
    event = OrganisationChanged(organisation_id=world.uid("north"), name="North", kind="school")
    with pytest.raises(Poison):
        await world.deliveries.deliver(world.deliveries.record(DISTRICT_A, event, body=b'{"name": 1}'))
    assert not await rows(world, "select name from organisation")


async def test_each_district_keeps_its_own_rows(district: Any) -> None:
    event = OrganisationChanged(organisation_id=district.uid("north"), name="Another North", kind="school")
    await district.tell(event, district_id=DISTRICT_B)
    names = "select name from organisation where organisation_id = :id"
    assert [r.name for r in await rows(district, names, id=district.uid("north"))] == ["North School"]
    assert [r.name for r in await rows(district, names, DISTRICT_B, id=district.uid("north"))] == ["Another North"]


async def test_a_tombstone_erases_the_name_and_leaves_the_person(district: Any) -> None:
    named = PersonNamed(person_id=district.uid("ana"), given_name="", family_name="")
    record = district.deliveries.record(DISTRICT_A, named)
    await district.deliveries.deliver(replace(record, value=None))
    about = {"id": district.uid("ana")}
    assert not await rows(district, "select 1 from person_name where person_id = :id", **about)
    assert await rows(district, "select 1 from person where person_id = :id", **about)
    again = PersonNamed(person_id=district.uid("ana"), given_name="A.", family_name="New")
    erased = replace(district.deliveries.record(DISTRICT_A, again), value=None)
    await district.deliveries.deliver(district.deliveries.record(DISTRICT_A, again), erased)
    assert len(await rows(district, "select 1 from person_name where person_id = :id", **about)) in (0, 1)


async def test_names_are_in_no_table_but_their_own(district: Any) -> None:
    tables = [r.name for r in await rows(district, "select tablename as name from pg_tables where schemaname='public'")]
    holding = [
        table
        for table in tables
        if table != "alembic_version"
        and await rows(district, f"select 1 from {table} t where t::text like '%Example%' limit 1")
    ]
    assert holding == ["person_name"]


async def test_a_snapshot_replaces_all_that_is_known_of_the_learner(district: Any) -> None:
    known = district.now + timedelta(days=1)
    kept = MasteryState(
        item_id=district.uid("MA.NQ.1"), score=Decimal("3.5"), mastered=True, observed_at=known, known_at=known
    )
    record = district.deliveries.record(
        DISTRICT_A,
        LearnerMasterySnapshot(learner_id=district.uid("ana"), mastery=(kept,)),
        sequence=99,
        snapshot=True,
    )
    await district.deliveries.deliver(record)
    mastery = await rows(
        district,
        "select item_id, score, mastered from learner_mastery where learner_id = :learner order by score nulls last",
        learner=district.uid("ana"),
    )
    assert [(r.item_id, r.score, r.mastered) for r in mastery] == [
        (district.uid("MA.NQ.1"), Decimal("3.5"), True),
        (district.uid("MA.NQ.2"), None, False),
    ]


async def test_positions_rise_by_one_a_change_and_a_repetition_takes_none_of_its_row(district: Any) -> None:
    head = await district.head()
    event = district.mastery("ana", "MA.AL.1", "3")
    await district.tell(event)
    position = "select position from learner_mastery where item_id = :item"
    (first,) = await rows(district, position, item=district.uid("MA.AL.1"))
    assert first.position == head + 1
    await district.tell(event)
    (again,) = await rows(district, position, item=district.uid("MA.AL.1"))
    assert again.position == first.position


async def test_the_last_of_many_changes_in_one_batch_wins(district: Any) -> None:
    await district.tell(*(district.mastery("ana", "MA.AL.1", str(n), minutes=n) for n in (1, 4, 2)))
    (row,) = await rows(
        district, "select score from learner_mastery where item_id = :item", item=district.uid("MA.AL.1")
    )
    assert row.score == Decimal(2)


async def test_lists_of_any_length_and_any_text_survive(world: Any) -> None:
    ids = tuple(world.uid(f"school-{n}") for n in range(3))
    await world.tell(
        PersonChanged(person_id=world.uid("a"), roles=("learner", "guardian"), organisation_ids=ids),
        PersonChanged(person_id=world.uid("b"), roles=()),
    )
    people = await rows(world, "select roles, organisation_ids from person order by cardinality(roles) desc")
    assert [(p.roles, p.organisation_ids) for p in people] == [(["learner", "guardian"], list(ids)), ([], [])]
    await world.tell(
        FrameworkPublished(
            framework_id=world.uid("f"), title="{\"a\", 'b'}\\", edition=1, items=0, scale_minimum=Decimal(0),
            scale_maximum=Decimal("4.5"), mastery_score=Decimal(3),
        )
    )  # fmt: skip
    (framework,) = await rows(world, "select title, scale_maximum from framework")
    assert (framework.title, framework.scale_maximum) == ("{\"a\", 'b'}\\", Decimal("4.5"))
