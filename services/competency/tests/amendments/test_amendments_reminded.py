"""The district is reminded of what it owes a family, by the clock."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text

from competency.amendments.usecases.remind_of_amendments import remind
from services.competency.tests.amendments.amendment_pieces import (
    Family,
    days_ago,
    published,
    refusing,
    rules_of_district,
    today,
)
from shared.contracts.competency import (
    AmendmentDue,
)
from shared.testing import DISTRICT_A


async def reminded(family: Family, day: date) -> list[AmendmentDue]:
    """What the job says of the family's requests on that day, however often it runs."""
    await family.running.clear_outbox()
    for _ in range(2):
        async with family.running.worker.transaction(None) as session:
            await remind(session, datetime.combine(day, time(12), UTC))
    return await published(family, AmendmentDue)


async def test_the_district_is_reminded_as_the_day_comes_and_once_when_it_has_passed(
    family: Family, items: list[str]
) -> None:
    made = await family.asked(await family.shown(items[0]))
    said = []
    for passed in (10, 31, 32, 40, 44, 45, 46, 60):
        said += [(e.days_left, e.overdue, e.owed) for e in await reminded(family, today() + timedelta(days=passed))]
    assert said == [(14, False, "decision"), (5, False, "decision"), (1, False, "decision"), (-1, True, "decision")]
    refused = await family.post("leader", made, "decision", refusing())
    assert refused["clock"] is None
    assert await reminded(family, today() + timedelta(days=400)) == []


async def test_a_hearing_that_was_held_starts_the_next_clock_by_itself(family: Family, items: list[str]) -> None:
    async with rules_of_district(family.running, notice_days=0):
        made = await family.refused(await family.shown(items[0]))
        await family.post("family", made, "hearing")
        day = {"hearing_on": today().isoformat(), "officer": str(uuid4())}
        await family.post("leader", made, "hearing/day", day)
    assert await reminded(family, today() + timedelta(days=1)) == []
    async with family.running.worker.transaction(DISTRICT_A) as session:
        query = text("select owed, due_on from amendment where amendment_id = :id")
        row = (await session.execute(query, {"id": UUID(made["amendment_id"])})).one()
    assert (row.owed, row.due_on) == ("hearing_decision", today() + timedelta(days=45))
    [late] = await reminded(family, today() + timedelta(days=46))
    assert (late.owed, late.overdue, str(late.amendment_id)) == ("hearing_decision", True, made["amendment_id"])


async def test_a_request_that_came_long_ago_is_overdue_at_once(family: Family, items: list[str]) -> None:
    entered = {"asked_as": "parent", "received_on": days_ago(60)}
    made = await family.asked(await family.shown(items[0]), role="leader", on_behalf=entered)
    assert (made["clock"]["days_left"], made["clock"]["overdue"]) == (-15, True)
    assert [(e.days_left, e.overdue) for e in await reminded(family, today())] == [(-15, True)]


async def test_the_decision_after_a_late_hearing_is_reminded_of_although_the_hearing_was_overdue(
    family: Family, items: list[str]
) -> None:
    async with rules_of_district(family.running, hearing_days=10, notice_days=0):
        made = await family.refused(await family.shown(items[0]))
        await family.post("family", made, "hearing")
        day = {"hearing_on": (today() + timedelta(days=30)).isoformat(), "officer": str(uuid4())}
        await family.post("leader", made, "hearing/day", day)
    said = []
    for passed in (11, 30, 31, 61, 76):
        said += [(e.owed, e.days_left) for e in await reminded(family, today() + timedelta(days=passed))]
    assert said == [("hearing", -1), ("hearing_decision", 14), ("hearing_decision", -1)]
