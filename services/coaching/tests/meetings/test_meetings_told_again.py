"""What was told of meetings last is told again in the same words, to both districts, each in its own name."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from coaching.republishing.usecases import republish
from services.coaching.tests.coaches.coaching_district import ANY, days
from services.coaching.tests.meetings.meeting_people import MEETINGS, STARTS, MeetingPeople
from shared.events.republish import republish_all
from shared.testing import RunningService


async def sent(running: RunningService) -> list[Any]:
    async with running.worker.transaction(None) as session:
        rows = (await session.execute(text("select * from outbox order by id"))).all()
        await session.execute(text("delete from outbox"))
    return [row for row in rows if "coaching.meeting." in row.event_type]


def last_of(rows: list[Any]) -> dict[tuple[UUID, str], tuple[str, bytes]]:
    return {(row.district_id, row.key): (row.event_type, bytes(row.body)) for row in rows}


async def test_the_last_that_was_told_of_each_meeting_is_told_again(people: MeetingPeople) -> None:
    running = people.two.host.running
    await running.clear_outbox()
    risky = [people.student, people.staff, people.other]
    held, broken, cancelled, at_risk, mended, quiet = [
        await people.plan(*members, starts=STARTS + days(day))
        for day, members in (
            (0, people.everybody), (1, people.everybody), (2, people.everybody), (7, risky), (8, risky), (9, risky),
        )
    ]  # fmt: skip
    for meeting in (at_risk, mended):
        await people.presence(people.other, meeting, people.other, "absent")
    await people.presence(people.other, mended, people.other, "expected")
    await people.two.host.client.post(f"{MEETINGS}/{cancelled}/cancel", json={}, headers=ANY)
    await people.begin(held, *people.everybody)
    await people.act(people.staff, held, "end")
    await people.begin(broken, *people.everybody)
    await people.presence(people.other, broken, people.other, "absent")
    told = last_of(await sent(running))
    both = {people.two.host.district, people.two.partner.district}
    assert set(told) == {(one, meeting) for one in both for meeting in (held, broken, cancelled, at_risk, mended)}
    assert quiet not in {meeting for _, meeting in told}
    for _ in range(2):
        async for _district, _count in republish_all(running.worker, republish):
            pass
        rows = await sent(running)
        assert all(row.snapshot for row in rows)
        assert {key: one for key, one in last_of(rows).items() if key in told} == told
        assert len([row for row in rows if row.district_id in both]) == len(told)
