"""A calendar reads what somebody is to be at, by an address that nobody guesses, and nothing that somebody wrote."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import icalendar
import pytest

from coaching.feed.context import GUESSES
from services.coaching.tests.coaches.coaching_district import ANY, CoachingDistrict, days, refused
from services.coaching.tests.meetings.meeting_people import HOUR, MEETINGS, STARTS, MeetingPeople, Member
from services.coaching.tests.meetings.test_weekly_meetings import weekly
from shared.auth.limits import Limiter

FEEDS = "/coaching/v1/my-calendar-feeds"
GUESSED = "/coaching/v1/calendar-feeds/" + "x" * 43 + ".ics"


async def make(member: Member, label: str = "Phone") -> tuple[str, str]:
    """A feed's id, and its address."""
    async with member.client() as client:
        answer = await client.post(FEEDS, json={"label": label})
    assert answer.status_code == 201, answer.text
    address: str = answer.json()["address"]
    return str(answer.json()["feed_id"]), address.removeprefix("http://trellis.test")


async def read(people: MeetingPeople, address: str, **headers: str) -> httpx.Response:
    """The feed, read by whoever has its address."""
    async with people.two.host.running.client() as client:
        return await client.get(address, headers=headers)


async def events(people: MeetingPeople, address: str) -> list[Any]:
    answer = await read(people, address)
    assert answer.status_code == 200, answer.text
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


async def move(people: MeetingPeople, meeting: str, to: datetime) -> None:
    body = {"starts_at": to.isoformat(), "ends_at": (to + HOUR).isoformat()}
    answer = await people.two.host.client.post(f"{MEETINGS}/{meeting}/move", json=body, headers=ANY)
    assert answer.status_code == 200, answer.text


async def test_a_calendar_shows_ones_own_meetings_and_no_words_or_names(people: MeetingPeople) -> None:
    meeting = await people.plan(time_zone="America/Denver", place="Room of Ann", agenda="About Bo", mode="in_person")
    await people.plan(people.staff, people.educator, starts=STARTS + days(1))
    _, address = await make(people.student)
    answer = await read(people, address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = await events(people, address)
    assert event["uid"] == f"{meeting}@meetings.trellis"
    assert (str(event["summary"]), event["sequence"], str(event["status"])) == ("Coaching meeting", 0, "CONFIRMED")
    assert event["dtstart"].dt == STARTS
    assert "TZID=America/Denver:20260902T140000" in answer.text
    for secret in ("Ann", "Bo", people.student.person_id, people.staff.member_id, str(people.two.host.district)):
        assert secret not in answer.text


async def test_the_uid_stays_and_the_sequence_goes_up_when_it_is_moved_or_cancelled_and_at_nothing_else(
    people: MeetingPeople,
) -> None:
    meeting = await people.plan()
    _, address = await make(people.educator)
    shown = []

    async def look() -> None:
        (event,) = await events(people, address)
        shown.append((str(event["uid"]), event["sequence"], str(event["status"])))

    await look()
    await people.two.host.client.patch(f"{MEETINGS}/{meeting}", json={"agenda": "Otherwise."}, headers=ANY)
    await look()
    await people.presence(people.other, meeting, people.other, "absent")
    await look()
    await people.presence(people.other, meeting, people.other, "expected")
    await move(people, meeting, STARTS + days(1))
    await look()
    await people.two.host.client.post(f"{MEETINGS}/{meeting}/cancel", json={}, headers=ANY)
    await look()
    uid = f"{meeting}@meetings.trellis"
    assert shown == [
        (uid, 0, "CONFIRMED"),
        (uid, 0, "CONFIRMED"),
        (uid, 0, "TENTATIVE"),
        (uid, 1, "CONFIRMED"),
        (uid, 2, "CANCELLED"),
    ]


async def test_each_meeting_of_a_series_is_its_own_event_and_right_across_november(people: MeetingPeople) -> None:
    made = (await people.two.host.client.post("/coaching/v1/meeting-series", json=weekly(people))).json()["meetings"]
    _, address = await make(people.staff)
    before = await events(people, address)
    assert [str(one["uid"]) for one in before] == [f"{one['meeting_id']}@meetings.trellis" for one in made]
    assert {f"{one['dtstart'].dt:%H:%M}" for one in before} == {"15:30"}
    await move(people, made[1]["meeting_id"], datetime.fromisoformat("2026-10-28T21:30:00Z"))
    await people.two.host.client.post(f"{MEETINGS}/{made[0]['meeting_id']}/cancel", json={}, headers=ANY)
    after = await events(people, address)
    assert [str(one["uid"]) for one in after] == [str(one["uid"]) for one in before]
    assert [one["sequence"] for one in after] == [1, 1, 0, 0]
    assert [str(one["status"]) for one in after] == ["CANCELLED", "CONFIRMED", "CONFIRMED", "CONFIRMED"]
    assert "RECURRENCE-ID" not in str(after)


async def test_a_304_is_sent_for_the_very_same_and_never_for_what_has_changed(people: MeetingPeople) -> None:
    meeting = await people.plan()
    _, address = await make(people.educator)
    first = await read(people, address)
    tag = first.headers["ETag"]
    again = await read(people, address, **{"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert (await read(people, address, **{"If-None-Match": f'"other", W/{tag}'})).status_code == 304
    people.two.host.at += timedelta(seconds=1)
    assert (await read(people, address, **{"If-None-Match": tag})).status_code == 304, "time alone changes nothing"
    await move(people, meeting, STARTS + days(1))
    moved = await read(people, address, **{"If-None-Match": tag})
    assert moved.status_code == 200
    await move(people, meeting, STARTS)
    back = await read(people, address, **{"If-None-Match": moved.headers["ETag"]})
    assert (back.status_code, back.headers["ETag"] == tag) == (200, False), "it was moved twice"
    assert back.headers["Cache-Control"] == "private, no-cache"


async def test_the_address_is_shown_once_and_opens_nothing_once_it_was_revoked(people: MeetingPeople) -> None:
    async with people.staff.client() as client:
        keyed = {"Idempotency-Key": "feed-1"}
        first = await client.post(FEEDS, json={"label": "Phone"}, headers=keyed)
        again = await client.post(FEEDS, json={"label": "Phone"}, headers=keyed)
        assert (first.json()["address"] is None, again.json()["address"]) == (False, None)
        (listed,) = (await client.get(FEEDS)).json()["items"]
        assert "address" not in listed
        feed = listed["feed_id"]
        other_id, other = await make(people.staff, "Desk")
        address = first.json()["address"].removeprefix("http://trellis.test")
        assert (await read(people, address)).status_code == 200
        revoked = await client.post(f"{FEEDS}/{feed}/revoke")
        assert revoked.json()["revoked_at"] is not None
        assert (await client.post(f"{FEEDS}/{feed}/revoke")).json() == revoked.json()
        assert (await read(people, address)).status_code == 404
        assert (await read(people, other)).status_code == 200
    async with people.other.client() as client:
        assert (await client.post(f"{FEEDS}/{other_id}/revoke")).status_code == 404
        assert (await client.get(FEEDS)).json()["items"] == []


async def test_what_was_guessed_is_as_what_was_revoked_and_is_slowed(people: MeetingPeople) -> None:
    feed, address = await make(people.staff)
    async with people.staff.client() as client:
        await client.post(f"{FEEDS}/{feed}/revoke")
    _, good = await make(people.staff)
    answers = [await read(people, one) for one in (address, GUESSED, "/coaching/v1/calendar-feeds/short.ics")]
    bodies = [{k: v for k, v in one.json().items() if k != "request_id"} for one in answers]
    assert (bodies[0]["status"], bodies) == (404, [bodies[0]] * 3)
    context = people.two.host.running.app.context
    context.keep(GUESSES, Limiter(0.001, 2))
    try:
        assert [(await read(people, GUESSED)).status_code for _ in range(3)] == [404, 404, 429]
        assert (await read(people, good)).status_code == 200, "who has a right address never waits for guesses"
    finally:
        context.keep(GUESSES, Limiter(5, 100))


async def test_a_feed_is_a_persons_and_of_their_district(people: MeetingPeople, third: CoachingDistrict) -> None:
    await people.plan()
    assert (await people.two.host.client.post(FEEDS, json={"label": "x"})).status_code == 404, "a system has none"
    async with third.somebody("coaching.take-part") as client:
        made = await client.post(FEEDS, json={"label": "x"})
        assert await events(people, made.json()["address"].removeprefix("http://trellis.test")) == []
        assert refused(await client.post(FEEDS, json={"label": " "})) == ["/label"]
        for _ in range(9):
            assert (await client.post(FEEDS, json={"label": "x"})).status_code == 201
        full = await client.post(FEEDS, json={"label": "x"})
        assert (full.status_code, "revoke one" in full.json()["detail"]) == (409, True)


async def test_the_secret_is_in_no_log(people: MeetingPeople, capsys: pytest.CaptureFixture[str]) -> None:
    _, address = await make(people.staff)
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    await read(people, address)
    said = capsys.readouterr()
    assert "/coaching/v1/calendar-feeds/..." in said.out + said.err
    assert secret not in said.out + said.err
