"""A weekly meeting is so many meetings, by the clock on the wall, and is refused whole where one of them cannot be."""

from typing import Any

from services.coaching.tests.coaches.coaching_district import ANY, details, refused
from services.coaching.tests.meetings.meeting_people import MEETINGS, SERIES, MeetingPeople, coach


def weekly(people: MeetingPeople) -> dict[str, Any]:
    body = people.body()
    del body["starts_at"], body["ends_at"]
    return body | {
        "first_on": "2026-10-20",
        "last_on": "2026-11-19",
        "starts": "15:30",
        "ends": "16:15",
        "time_zone": "America/Denver",
        "left_out": ["2026-11-03"],
    }


async def test_a_weekly_meeting_keeps_its_time_on_the_wall_across_november(people: MeetingPeople) -> None:
    body = weekly(people)
    answer = await people.two.host.client.post(SERIES, json=body)
    assert answer.status_code == 201, answer.text
    starts = [one["starts_at"] for one in answer.json()["meetings"]]
    assert starts == [
        "2026-10-20T21:30:00Z", "2026-10-27T21:30:00Z", "2026-11-10T22:30:00Z", "2026-11-17T22:30:00Z",
    ]  # fmt: skip
    series = answer.json()["series_id"]
    second = answer.json()["meetings"][1]["meeting_id"]
    to = {"starts_at": "2026-10-28T21:30:00Z", "ends_at": "2026-10-28T22:15:00Z"}
    assert (await people.two.host.client.post(f"{MEETINGS}/{second}/move", json=to, headers=ANY)).status_code == 200
    first = answer.json()["meetings"][0]["meeting_id"]
    await people.two.host.client.post(f"{MEETINGS}/{first}/cancel", json={}, headers=ANY)
    rest = {"starting": "2026-11-11T00:00:00Z"}
    left = await people.two.partner.client.post(f"{SERIES}/{series}/cancel", json=rest)
    assert [(one["occurs_on"], one["starts_at"], one["state"]) for one in left.json()["meetings"]] == [
        ("2026-10-20", "2026-10-20T21:30:00Z", "cancelled"),
        ("2026-10-27", "2026-10-28T21:30:00Z", "planned"),
        ("2026-11-10", "2026-11-10T22:30:00Z", "planned"),
        ("2026-11-17", "2026-11-17T22:30:00Z", "cancelled"),
    ]
    assert [one["meeting_id"] for one in left.json()["meetings"]] == [
        one["meeting_id"] for one in answer.json()["meetings"]
    ]
    assert (await people.two.host.client.post(f"{SERIES}/{series}/cancel", json=rest)).status_code == 409


async def test_a_series_that_a_students_clock_ends_in_november_is_refused_whole_with_the_days(
    people: MeetingPeople,
) -> None:
    """In Phoenix clocks are not changed: half past three in Denver is half past three there from November on."""
    young = await coach(
        people.two, people.two.host, "student", time_zone="America/Phoenix",
        allowed_times={"starts": "08:00", "ends": "15:30"},
    )  # fmt: skip
    body = weekly(people) | {
        "participants": [{"member_id": one.member_id} for one in (young, people.staff, people.other)]
    }
    answer = await people.two.host.client.post(SERIES, json=body)
    assert refused(answer) == ["/participants/0"]
    assert "On 2026-11-10" in details(answer.json())
    assert {one["on"] for one in answer.json()["errors"]} == {"2026-11-10"}
    assert (await people.two.host.client.get(MEETINGS)).json()["items"] == [], "nothing of it was kept"
    body["last_on"] = "2026-10-31"
    body["left_out"] = []
    assert (await people.two.host.client.post(SERIES, json=body)).status_code == 201
