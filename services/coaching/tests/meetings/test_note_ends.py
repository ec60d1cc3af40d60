"""What becomes of notes when people part: a handover names what a successor reads, and on a day they are destroyed."""

from services.coaching.tests.coaches.coaching_district import ANY, days
from services.coaching.tests.meetings.meeting_people import MeetingPeople, Member, team_member
from services.coaching.tests.meetings.test_notes import WORDS, reads, write


async def hand_over(people: MeetingPeople, to: Member, *readable: str) -> None:
    body = {"from_member_id": people.staff.member_id, "to_member_id": to.member_id, "readable": list(readable)}
    answer = await people.two.host.client.post(f"{people.two.path}/handovers", json=body)
    assert answer.status_code == 201, answer.text


async def test_a_successor_reads_what_the_handover_names(people: MeetingPeople) -> None:
    meeting = await people.plan()
    team, district = await write(people.staff, meeting, "team"), await write(people.staff, meeting, "district")
    narrowed = await write(people.staff, meeting, "district")
    async with people.staff.client() as client:
        assert (await client.patch(narrowed, json={"visibility": "team"}, headers=ANY)).status_code == 200
    people.two.host.at += days(1)
    successor = await team_member(people.two, people.two.host, "lead")

    async def read() -> list[bool]:
        async with successor.client() as client:
            return [await reads(client, meeting, one) for one in (team, district, narrowed)]

    assert await read() == [False, False, False]
    await hand_over(people, successor, "team_notes")
    assert await read() == [True, False, False], "what was narrowed opens to nobody whom it was closed to"
    await hand_over(people, successor, "district_notes")
    assert await read() == [True, True, True]
    own = await write(people.staff, meeting, "team")
    async with successor.client() as client:
        assert await reads(client, meeting, own), "what is written from now on they read as a member"


async def test_notes_are_destroyed_on_their_day_with_all_that_they_said(people: MeetingPeople) -> None:
    meeting = await people.plan()
    team, private = await write(people.staff, meeting, "team"), await write(people.staff, meeting, "private")
    theirs = await write(people.educator, meeting, "team")
    async with people.staff.client() as client:
        raised = await client.post(f"{team}/concern", json={"words": "Look at this."})
    await people.two.withdraw()
    last = people.two.host.at.date() + days(60)
    closure = {
        "last_meeting_on": None,
        "retention": [{"content": "team_notes", "destroy_on": str(last)}],
    }
    answer = await people.two.host.client.put(f"{people.two.path}/closure", json=closure, headers=ANY)
    assert answer.status_code == 200, answer.text
    people.two.host.at += days(60)
    await people.two.host.running.run_job("coaching.retention")
    async with people.staff.client() as client:
        for path in (team, f"{team}/versions"):
            assert (await client.get(path)).status_code == 404
        assert (await client.get(private)).json()["words"] == WORDS
    async with people.educator.client() as client:
        assert (await client.get(theirs)).status_code == 200, "each district decides about what its own wrote"
    named = people.two.host.person()
    await people.two.host.client.put("/coaching/v1/safeguarding-people", json={"person_ids": [str(named)]}, headers=ANY)
    attached = f"/coaching/v1/concerns/{raised.json()['concern_id']}/notes"
    async with people.two.host.somebody("coaching.safeguard", person=named) as client:
        assert [one["words"] for one in (await client.get(attached)).json()["items"]] == [WORDS]
