"""What a meeting may name: a gap that was brought to its engagement, and days that there are."""

from uuid import UUID, uuid4

from coaching.handlers import gaps
from services.coaching.tests.coaches.coaching_district import TODAY, CoachingDistrict, refused
from services.coaching.tests.meetings.meeting_people import (
    MINE,
    SERIES,
    MeetingPeople,
)
from shared.contracts.readiness import GapFound
from shared.testing import Deliveries


async def test_a_gap_is_worked_on_where_it_was_brought(people: MeetingPeople, third: CoachingDistrict) -> None:
    """Neither one that nobody knows nor one of another district's is named, in a meeting or a weekly one."""
    theirs = str(uuid4())
    await Deliveries(gaps, third.running.worker).send(third.district, gap_found(UUID(theirs)))
    weekly = people.body(people.staff, people.educator) | {
        "first_on": "2026-09-08", "last_on": "2026-09-30", "starts": "15:30", "ends": "16:15",
        "time_zone": "America/Denver",
    }  # fmt: skip
    del weekly["starts_at"], weekly["ends_at"]
    for gap in (theirs, str(uuid4())):
        assert refused(await people.try_to_plan(people.staff, people.educator, gap_id=gap)) == ["/gap_id"]
        answer = await people.two.partner.client.post(SERIES, json=weekly | {"gap_id": gap})
        assert refused(answer) == ["/gap_id"]
    own = uuid4()
    await Deliveries(gaps, third.running.worker).send(people.two.partner.district, gap_found(own))
    assert refused(await people.try_to_plan(people.staff, people.educator, gap_id=str(own))) == ["/gap_id"]
    brought = {
        "engagement_id": people.two.engagement, "gap_id": str(own), "level": 3, "languages": ["en"],
        "time_zone": "America/Denver",
        "availability": [{"weekday": "tuesday", "starts": "15:00", "ends": "17:00"}],
    }  # fmt: skip
    answer = await people.two.partner.client.post("/coaching/v1/needs", json=brought)
    assert answer.status_code == 201, answer.text
    meeting = await people.plan(people.staff, people.educator, gap_id=str(own))
    assert (await people.seen(meeting))["gap_id"] == str(own)
    answer = await people.two.partner.client.post(SERIES, json=weekly | {"gap_id": str(own)})
    assert answer.status_code == 201, answer.text


def gap_found(gap_id: UUID) -> GapFound:
    told = {"instrument_id": uuid4(), "condition": "learning_model", "kind": "below_target", "level": "district"}
    told |= {"gap_id": gap_id, "assessment_id": uuid4(), "found_on": TODAY, "severity": "serious", "result": 1}
    return GapFound.model_validate(told)


async def test_the_last_days_of_the_calendar_are_asked_for_without_harm(people: MeetingPeople) -> None:
    weekly = people.body(people.staff, people.educator)
    del weekly["starts_at"], weekly["ends_at"]
    weekly |= {"starts": "15:30", "ends": "16:15", "time_zone": "America/Denver"}
    for day, status in (("9999-12-28", 422), ("9999-12-31", 422), ("9998-12-31", 200), ("1900-01-01", 200)):
        for path in ("/coaching/v1/coaching-report", "/coaching/v1/coaching-report/coaches"):
            answer = await people.two.host.client.get(path, params={"first": day, "last": day})
            assert answer.status_code == status, answer.text
        async with people.staff.client() as client:
            answer = await client.get(MINE, params={"first": day})
            assert answer.status_code == status, answer.text
        answer = await people.two.host.client.post(SERIES, json=weekly | {"first_on": day, "last_on": day})
        assert refused(answer) != [], "too far, or too long ago"
