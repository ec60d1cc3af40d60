"""What comes in the way of a planned meeting is told at once; what nobody mends by its start cancels it."""

import asyncio

from services.coaching.tests.coaches.coaching_district import ANY, days
from services.coaching.tests.meetings.meeting_people import (
    HOUR,
    MEETINGS,
    MINE,
    STARTS,
    MeetingPeople,
    coach,
    leave,
)
from shared.contracts.coaching import MeetingAtRisk, MeetingCancelled


async def risks(people: MeetingPeople, meeting: str) -> list[str]:
    found: list[str] = (await people.seen(meeting))["risks"]
    return found


def at_risk(people: MeetingPeople, meeting: str, *codes: str) -> MeetingAtRisk:
    return MeetingAtRisk(
        meeting_id=meeting,
        engagement_id=people.two.engagement,
        host_id=people.two.host.district,
        partner_id=people.two.partner.district,
        risks=codes,
        starts_at=STARTS,
    )


async def revoke_clearance(people: MeetingPeople) -> None:
    """Has the host revoke what it attested of the second adult."""
    path = f"/coaching/v1/coaches/{people.other.coach_id}/attestations"
    listed = (await people.two.host.client.get(path)).json()["items"]
    clearance = next(one["attestation_id"] for one in listed if one["kind"] == "clearance")
    assert people.other.coach_id is not None
    assert (await people.two.host.revoke(people.other.coach_id, clearance)).status_code == 200


async def test_a_clearance_that_is_revoked_puts_its_meetings_at_risk_at_once_and_the_start_cancels_them(
    people: MeetingPeople,
) -> None:
    meeting = await people.plan()
    await revoke_clearance(people)
    lost = ("adult_alone_with_student", "suspended")
    assert tuple(await risks(people, meeting)) == lost
    assert await people.told(meeting) == [at_risk(people, meeting, *lost)]
    async with people.student.client() as client:
        assert (await client.get(MINE)).json()["items"][0]["risks"] == list(lost)
    listed = await people.two.partner.client.get(MEETINGS, params={"at_risk": "true"})
    assert [one["meeting_id"] for one in listed.json()["items"]] == [meeting]
    people.two.host.at = STARTS - HOUR / 60
    await people.run_job()
    assert await people.state(meeting) == ("planned", None)
    people.two.host.at = STARTS
    await people.run_job()
    await people.run_job()
    assert await people.state(meeting) == ("cancelled", "quorum_lost")
    _first, last = await people.told(meeting)
    assert isinstance(last, MeetingCancelled)
    assert last.because == "quorum_lost"


async def test_what_is_mended_is_told_too_and_the_meeting_takes_place(people: MeetingPeople) -> None:
    meeting = await people.plan()
    await revoke_clearance(people)
    stands_in = await coach(people.two, people.two.partner)
    named = [people.student, people.staff, stands_in, people.educator]
    body = {"participants": [{"member_id": one.member_id} for one in named]}
    answer = await people.two.partner.client.patch(f"{MEETINGS}/{meeting}", json=body, headers=ANY)
    assert answer.json()["risks"] == []
    assert (await people.told(meeting))[-1] == at_risk(people, meeting)
    people.two.host.at = STARTS
    await people.run_job()
    assert await people.state(meeting) == ("planned", None)
    assert (await people.begin(meeting, *named)).status_code == 200


async def test_what_is_attested_again_mends_it(people: MeetingPeople) -> None:
    meeting = await people.plan()
    await revoke_clearance(people)
    assert people.other.coach_id is not None
    await people.two.host.attest(people.other.coach_id, "clearance")
    assert await risks(people, meeting) == []
    assert (await people.told(meeting))[-1] == at_risk(people, meeting)


async def test_a_clearance_that_is_revoked_during_a_meeting_ends_it(people: MeetingPeople) -> None:
    meeting = await people.plan()
    await people.begin(meeting, *people.everybody)
    await revoke_clearance(people)
    assert await people.state(meeting) == ("ended_early", "quorum_lost")


async def test_a_clearance_whose_last_day_it_is_holds_until_that_day_is_over(people: MeetingPeople) -> None:
    """A clearance is of whole days: one that ends at ten ends with the day, and is none for what goes on after it."""
    ends = await coach(people.two, people.two.host, last=1)
    meeting = await people.plan(people.student, people.staff, ends)
    await people.begin(meeting, people.student, people.staff, ends)
    people.two.host.at += HOUR / 2
    await people.two.host.run_job()
    assert await people.state(meeting) == ("under_way", None)


async def test_a_coach_who_leaves_and_a_member_who_leaves_put_it_at_risk(people: MeetingPeople) -> None:
    meeting, other = await people.plan(), await people.plan(people.staff, people.educator, starts=STARTS + days(1))
    await leave(people.other)
    assert await risks(people, meeting) == ["adult_alone_with_student", "left"]
    path = f"{people.two.path}/members/{people.educator.member_id}/leave"
    assert (await people.two.partner.client.post(path)).status_code == 200
    assert await risks(people, other) == ["left"]


async def test_who_cannot_come_says_so_and_can_again(people: MeetingPeople) -> None:
    meeting = await people.plan()
    assert (await people.presence(people.other, meeting, people.other, "absent")).json()["risks"] == [
        "adult_alone_with_student"
    ]
    busy = await people.plan(people.other, people.educator, starts=STARTS + 2 * HOUR)
    assert (await people.presence(people.other, meeting, people.other, "expected")).json()["risks"] == []
    assert (await people.presence(people.other, meeting, people.educator, "absent")).status_code == 422
    assert (await people.presence(people.other, meeting, people.other, "present")).status_code == 422
    await people.presence(people.other, meeting, people.other, "absent")
    taken = await people.two.host.client.post(
        f"{MEETINGS}/{busy}/move",
        json={"starts_at": STARTS.isoformat(), "ends_at": (STARTS + HOUR).isoformat()},
        headers=ANY,
    )
    assert taken.status_code == 409, "the educator is in the first meeting then"


async def test_who_is_booked_elsewhere_by_now_cannot_come_again(people: MeetingPeople) -> None:
    meeting = await people.plan()
    await people.presence(people.other, meeting, people.other, "absent")
    stranger = await coach(people.two, people.two.partner)
    await people.plan(people.other, stranger)
    assert (await people.presence(people.other, meeting, people.other, "expected")).status_code == 409


async def test_a_list_that_still_names_who_cannot_come_mends_nothing(people: MeetingPeople) -> None:
    meeting = await people.plan()
    await people.presence(people.other, meeting, people.other, "absent")
    body = {"participants": [{"member_id": one.member_id} for one in people.everybody]}
    answer = await people.two.host.client.patch(f"{MEETINGS}/{meeting}", json=body, headers=ANY)
    assert answer.status_code == 422
    assert await risks(people, meeting) == ["adult_alone_with_student"]


async def test_when_the_engagement_ends_its_meetings_are_cancelled(people: MeetingPeople) -> None:
    meeting = await people.plan()
    await people.two.withdraw()
    assert await people.state(meeting) == ("cancelled", "engagement_ended")
    (told,) = await people.told(meeting)
    assert isinstance(told, MeetingCancelled)


async def test_what_is_revoked_while_a_meeting_is_planned_never_passes_unseen(people: MeetingPeople) -> None:
    """Whichever of the two comes first: it is refused, or at risk."""
    planned, _ = await asyncio.gather(people.try_to_plan(), revoke_clearance(people))
    if planned.status_code == 201:
        assert await risks(people, planned.json()["meeting_id"]) == ["adult_alone_with_student", "suspended"]
    else:
        assert planned.status_code == 422
