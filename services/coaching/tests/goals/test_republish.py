"""Goals told again: a reader that missed something is whole by it, and one that missed nothing sees nothing new."""

from typing import Any

from sqlalchemy import text

from coaching.republishing.usecases import republish
from services.coaching.tests.goals.goals_district import GoalsDistrict, days
from shared.contracts.coaching import GoalDropped, GoalMeasured, GoalSet
from shared.events.republish import republish_all


async def sent(here: GoalsDistrict) -> list[Any]:
    async with here.running.worker.transaction(None) as session:
        rows = (await session.execute(text("select * from outbox order by id"))).all()
        await session.execute(text("delete from outbox"))
    return [row for row in rows if row.district_id == here.district]


async def told_again(here: GoalsDistrict) -> list[Any]:
    assert {district async for district, _ in republish_all(here.running.worker, republish)} >= {here.district}
    rows = await sent(here)
    assert all(row.snapshot for row in rows)
    return [(row.key, row.event_type, row.body) for row in rows]


async def test_what_is_told_again_is_what_is_published_where_it_stands_and_how_it_ended(here: GoalsDistrict) -> None:
    await here.goal()
    _, found = await here.published()
    measured = await here.measure(found, 30)
    here.at += days(1)
    await here.send(f"{measured}/correct", {"value": 40})
    _, other = await here.published(source="survey")
    await here.measure(other, 40, group_size=3)
    ended, _ = await here.published()
    await here.send(f"{ended}/end", {"outcome": "closed", "words": "Enough."}, 200)
    last = {(row.key, row.event_type): row.body for row in await sent(here)}
    again = await told_again(here)
    assert {(key, event): body for key, event, body in again} == last
    assert [event for _, event, _ in again] == [
        GoalSet.event_type, GoalMeasured.event_type, GoalSet.event_type, GoalMeasured.event_type, GoalSet.event_type,
        GoalDropped.event_type,
    ]  # fmt: skip
    assert await told_again(here) == again
