"""A calendar reads the workshops that somebody takes part in: each slot an event of its own, from the invitation on."""

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar

from services.coaching.tests.coaches.coaching_district import CoachingDistrict
from services.coaching.tests.engagements.partnership import Partnership
from services.coaching.tests.feed.test_feeds import FEEDS
from services.coaching.tests.workshops.kickoff import Guest, Kickoff, both, kickoff, offered, seated, whoever_sits
from shared.values.calendar import moment_at

BEFORE, AFTER = datetime(2026, 10, 30, 15, tzinfo=UTC), datetime(2026, 11, 2, 16, tzinfo=UTC)
"""Nine in the morning in Denver, before and after its clocks are put back."""


async def feed(guest: Guest) -> str:
    answer = await guest.client.post(FEEDS, json={"label": "Phone"})
    assert answer.status_code == 201, answer.text
    address: str = answer.json()["address"]
    return address.removeprefix("http://trellis.test")


async def text(made: Kickoff, address: str) -> str:
    async with made.host.running.client() as client:
        answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


async def events(made: Kickoff, address: str) -> list[Any]:
    return icalendar.Calendar.from_ical(await text(made, address)).walk("VEVENT")


async def standing(made: Kickoff, address: str) -> list[tuple[int, str]]:
    """SEQUENCE and STATUS of each slot."""
    return [(int(one["sequence"]), str(one["status"])) for one in await events(made, address)]


async def test_whoever_is_invited_sees_each_slot_in_doubt_and_sure_once_they_sit_there(here: CoachingDistrict) -> None:
    async with kickoff(here, offered("A"), offered("B", slot=2)) as made:
        (guest,) = await made.invite(1)
        address = await feed(guest)
        before = await events(made, address)
        assert [str(one["uid"]) for one in before] == [f"{guest.participant}.{n}@workshops.trellis" for n in (1, 2)]
        assert await standing(made, address) == [(0, "TENTATIVE"), (0, "TENTATIVE")]
        await made.seat()
        after = await events(made, address)
        assert await standing(made, address) == [(0, "CONFIRMED"), (0, "CONFIRMED")]
        assert [one["uid"] for one in after] == [one["uid"] for one in before]
        slots = (await made.sees())["slots"]
        assert [one["dtstart"].dt for one in after] == [datetime.fromisoformat(one["starts_at"]) for one in slots]
        assert [one["dtend"].dt for one in after] == [datetime.fromisoformat(one["ends_at"]) for one in slots]


async def test_nothing_that_somebody_wrote_and_nobody_is_in_it(here: CoachingDistrict) -> None:
    words: dict[str, Any] = {"title": "What Ann needs", "venue": "The house of Bo", "description": "Cy speaks"}
    async with kickoff(here, offered("With Di"), **words) as made:
        (guest,) = await made.invite(1)
        address = await feed(guest)
        await made.seat()
        shown = await text(made, address)
    assert "SUMMARY:Workshop" in shown
    for secret in ("Ann", "Bo", "Cy", "Di", str(guest.person), str(here.district)):
        assert secret not in shown


async def test_a_seat_that_is_given_back_is_cancelled_and_one_that_is_taken_is_there_again(
    here: CoachingDistrict,
) -> None:
    async with seated(here, [offered("A"), offered("B")], [["A", "B"], ["A", "B"]]) as (made, guests):
        holder, other = await whoever_sits(guests, "A"), await whoever_sits(guests, "B")
        addresses = [await feed(holder), await feed(other)]
        here.at += timedelta(seconds=1)
        assert (await holder.give_back()).status_code == 200
        assert (await other.answer("A", "accept")).status_code == 200
        shown = [await standing(made, one) for one in addresses]
        assert shown == [[(1, "CANCELLED")], [(0, "CONFIRMED")]], "another session at the same time moves nothing"
        here.at += timedelta(seconds=1)
        assert (await holder.wait_for("B")).status_code == 200
        assert (await holder.answer("B", "accept")).status_code == 200
        (event,) = await events(made, addresses[0])
        assert (int(event["sequence"]), str(event["status"])) == (2, "CONFIRMED")
        assert event["last-modified"].dt == here.at.replace(microsecond=0)


async def test_a_workshop_that_is_cancelled_is_told_and_so_is_who_withdraws(here: CoachingDistrict) -> None:
    async with kickoff(here, offered("A", 2)) as made:
        stays, goes = await made.invite(2)
        addresses = [await feed(stays), await feed(goes)]
        await made.seat()
        sure = [await standing(made, one) for one in addresses]
        assert (await goes.withdraw()).status_code in (200, 204)
        gone = [await standing(made, one) for one in addresses]
        assert gone[0] == sure[0]
        assert [status for _, status in gone[1]] == ["CANCELLED"]
        assert gone[1][0][0] > sure[1][0][0]
        assert (await made.move("cancelled", reason="Snow.")).status_code == 200
        over = [await standing(made, one) for one in addresses]
        assert over == [gone[1], gone[1]]


async def test_what_is_nine_oclock_is_nine_oclock_across_november_whoever_reads_it(here: CoachingDistrict) -> None:
    slots = [
        {"starts_at": one.isoformat(), "ends_at": (one + timedelta(hours=2)).isoformat()} for one in (BEFORE, AFTER)
    ]
    assert [moment_at(one.date(), "09:00", "America/Denver") for one in (BEFORE, AFTER)] == [BEFORE, AFTER]
    async with kickoff(here, offered("A"), offered("B", slot=2), slots=slots) as made:
        (guest,) = await made.invite(1)
        address = await feed(guest)
        shown = await text(made, address)
        found = await events(made, address)
    assert [one["dtstart"].dt for one in found] == [BEFORE, AFTER]
    assert [f"{one['dtstart'].dt:%H:%M}" for one in found] == ["09:00", "09:00"]
    assert "DTSTART;TZID=America/Denver:20261102T090000" in shown
    assert shown.count("BEGIN:VTIMEZONE") == 1


async def test_a_partners_guest_reads_their_own_workshop_and_who_was_not_invited_none(two: Partnership) -> None:
    async with kickoff(two.host, offered("A", 2), **both(two)) as made:
        (guest,) = await made.invite(1, two.partner)
        await made.invite(1)
        assert len(await events(made, await feed(guest))) == 1
        async with two.partner.somebody("coaching.take-part") as client:
            other = (await client.post(FEEDS, json={"label": "Desk"})).json()["address"]
        assert await events(made, other.removeprefix("http://trellis.test")) == []
