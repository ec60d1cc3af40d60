"""That coaching really happened: what was planned and what was held, for both districts, and a ranking of nobody."""

from typing import Any

from services.coaching.tests.coaches.coaching_district import ANY, CoachingDistrict, days, refused
from services.coaching.tests.engagements.partnership import Partnership
from services.coaching.tests.meetings.meeting_people import HOUR, MEETINGS, STARTS, MeetingPeople, coach, team_member

REPORT = "/coaching/v1/coaching-report"


async def listed(by: CoachingDistrict, path: str = REPORT, **query: str) -> list[dict[str, Any]]:
    answer = await by.client.get(path, params={"first": "2026-09-02", "last": "2026-09-04", **query})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_what_was_planned_and_held_is_counted_for_both_alike(people: MeetingPeople) -> None:
    held, broken, cancelled = [await people.plan(starts=STARTS + days(day)) for day in range(3)]
    await people.plan(people.staff, people.educator, starts=STARTS + days(3))
    await people.two.host.client.post(f"{MEETINGS}/{cancelled}/cancel", json={}, headers=ANY)
    await people.begin(held, people.student, people.staff, people.other)
    people.two.host.at += HOUR / 2
    await people.act(people.staff, held, "end")
    await people.begin(broken, *people.everybody)
    await people.presence(people.other, broken, people.other, "absent")
    (report,) = await listed(people.two.host)
    assert report == {
        "host_id": str(people.two.host.district),
        "partner_id": str(people.two.partner.district),
        "planned": 3,
        "planned_length": "PT3H",
        "held": 1,
        "held_length": "PT30M",
        "ended_early": 1,
        "cancelled": 1,
        "kinds": [
            {"kind": "staff", "coaches": 2, "held": 1, "held_length": "PT30M"},
            {"kind": "student", "coaches": 1, "held": 1, "held_length": "PT30M"},
        ],
    }
    assert await listed(people.two.partner) == [report]
    assert (await listed(people.two.host, last="2026-09-05"))[0]["planned"] == 4


async def test_a_district_reads_of_its_own_coaches_alone_in_the_order_of_their_ids(people: MeetingPeople) -> None:
    theirs = await coach(people.two, people.two.partner)
    body = people.body(people.student, people.staff, people.other, theirs)
    body["participants"][3]["deputy"] = True
    meeting = (await people.two.host.client.post(MEETINGS, json=body)).json()["meeting_id"]
    await people.begin(meeting, people.student, people.staff, people.other)
    people.two.host.at += HOUR
    await people.run_job()
    path = f"{REPORT}/coaches"
    own = await listed(people.two.host, path)
    ids = sorted(str(one.coach_id) for one in (people.student, people.staff, people.other))
    assert [one["coach_id"] for one in own] == ids
    assert {(one["planned"], one["planned_length"], one["held"], one["held_length"]) for one in own} == {
        (1, "PT1H", 1, "PT1H")
    }
    (other,) = await listed(people.two.partner, path)
    assert (other["coach_id"], other["planned"], other["held"]) == (theirs.coach_id, 0, 0)
    page = (await people.two.host.client.get(path, params={"first": "2026-09-02", "limit": "2"})).json()
    assert [one["coach_id"] for one in page["items"]] == ids[:2]
    rest = await listed(people.two.host, path, after=page["next"])
    assert [one["coach_id"] for one in rest] == ids[2:]


async def test_partners_are_listed_apart_and_a_third_district_reads_nothing_of_them(
    people: MeetingPeople, third: CoachingDistrict
) -> None:
    await people.plan(people.staff, people.educator)
    assert await listed(third) == []
    elsewhere = Partnership(people.two.host, third, people.two.log)
    await elsewhere.open()
    staff = await team_member(elsewhere, people.two.host, "coach", people.other.coach_id)
    theirs = await team_member(elsewhere, third, "educator")
    body = people.body(staff, theirs) | {"engagement_id": elsewhere.engagement}
    assert (await third.client.post(MEETINGS, json=body)).status_code == 201
    found = await listed(people.two.host)
    partners = [one["partner_id"] for one in found]
    assert partners == sorted([str(people.two.partner.district), str(third.district)])
    assert [one["partner_id"] for one in await listed(third)] == [str(third.district)]
    page = (await people.two.host.client.get(REPORT, params={"last": "2026-09-04", "limit": "1"})).json()
    assert [one["partner_id"] for one in page["items"]] == partners[:1]
    assert [one["partner_id"] for one in await listed(people.two.host, after=page["next"])] == partners[1:]


async def test_days_that_are_none_are_refused(people: MeetingPeople) -> None:
    for first, last in (("2026-09-05", "2026-09-04"), ("2024-09-05", "2026-09-04")):
        assert refused(await people.two.host.client.get(REPORT, params={"first": first, "last": last})) == ["/last"]
    async with people.staff.client() as client:
        assert (await client.get(REPORT)).status_code == 403
