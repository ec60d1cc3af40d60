"""Workshops on pages that need no script: planned, chosen from, seated, changed and led."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.coaching.tests.coaches.coaching_district import days
from services.coaching.tests.workshops.kickoff import FIRST_DAY, Guest, offered
from services.dashboards.tests.coaching.blank_forms import send_blank
from services.dashboards.tests.coaching.workshops.choosing_pages import Choosing
from services.dashboards.tests.readiness.reading import error_at, hidden, read
from services.dashboards.tests.readiness.spoken import english_in_spanish

PLAN = {
    "title": "Kickoff <2026>", "venue": "Riverside", "time_zone": "America/Denver",
    "slot.0.starts": f"{FIRST_DAY}T09:00", "slot.0.ends": f"{FIRST_DAY}T10:30",
    "session.0.title": "Grading", "session.0.slot": "1", "session.0.room": "Hall", "session.0.capacity": "1",
    "session.1.title": "Advisory", "session.1.slot": "1", "session.1.room": "Gym", "session.1.capacity": "1",
}  # fmt: skip


async def went(client: Any, path: str, to: str, **typed: Any) -> None:
    """A form that was taken; `to` is where it leads."""
    answer = await client.post(path, data=typed)
    assert (answer.status_code, answer.headers.get("location")) == (303, to), answer.text[:2000]


def page_of(guest: Guest) -> str:
    return guest.path.removeprefix("/coaching/v1")


async def press(client: Any, guest: Guest, *acts: tuple[str, str], **typed: str) -> None:
    """Presses buttons of the choice one after the other, each on the page as it is then."""
    page = page_of(guest)
    for act, title in acts:
        text = await read(client, page)
        ranked = (await guest.sees())["ranking"]["ranked"]
        orders = {f"order.{one}": str(place) for place, one in enumerate(ranked, 1)}
        sent = {"etag": hidden(text, "etag"), "press": f"{act}:{guest.kickoff.ids[title]}", **orders, **typed}
        await went(client, f"{page}/ranking", page, **sent)


async def ranked(guest: Guest) -> list[str]:
    return [guest.kickoff.titles[one] for one in (await guest.sees())["ranking"]["ranked"]]


async def test_a_leader_plans_opens_seats_and_leads_a_workshop(choosing: Choosing) -> None:
    here = choosing.here
    async with choosing.visitor() as client:
        assert "There is no workshop here." in await read(client, "/workshops")
        key = hidden(await read(client, "/workshops/new"), "key")
        path = (await client.post("/workshops/new", data=PLAN | {"key": key})).headers["location"]
        assert "Kickoff &lt;2026&gt;" in await read(client, path)
        text = await read(client, f"{path}/change")
        assert f'value="{FIRST_DAY}T09:00"' in text, "times are those of the clocks there"
        await went(client, f"{path}/open", path, etag=hidden(await read(client, path), "etag"))
        people = [here.person(), here.person()]
        ids = "\n".join(str(one) for one in people)
        key = hidden(await read(client, f"{path}/people"), "key")
        await went(client, f"{path}/people", f"{path}/people", ids=ids, key=key)
        assert "Badge 2" in await read(client, f"{path}/people")
        await went(client, f"{path}/message", path, words="Park behind\nthe gym.", key="0" * 32)
        await went(client, f"{path}/ranking_closed", path, etag=hidden(await read(client, path), "etag"))
        await went(client, f"{path}/seating", path, key="1" * 32)
        assert "Seats are being assigned." in await read(client, path)
        while await here.running.run_job("coaching.seating"):
            pass
        text = await read(client, path)
        assert "It was proved that nothing is better." in text
        assert "Park behind\nthe gym." in text
        assert text.count("1 of 1 seats taken") >= 2
        here.at += days(30)
        await went(client, f"{path}/under_way", path, etag=hidden(await read(client, path), "etag"))
        [first, *_] = (await here.client.get(f"/coaching/v1{path}/seats")).json()["items"]
        session = f"{path}/sessions/{first['session_id']}"
        await went(client, session, session, **{f"presence.{first['participant_id']}": "present"})
        assert 'value="present" checked' in await read(client, session)


async def test_what_cannot_be_held_is_said_at_its_field_and_every_word_stays(choosing: Choosing) -> None:
    async with choosing.visitor() as client:
        double = PLAN | {"session.1.room": "hall", "session.1.description": "Bring <tasks>."}
        answer = await client.post("/workshops/new", data=double | {"key": "0" * 32})
        assert answer.status_code == 422
        assert "Grading" in error_at(answer.text, "session-1-room")
        assert "Bring &lt;tasks&gt;." in answer.text
        choosing.away = True
        away = await client.post("/workshops/new", data=double | {"key": "0" * 32})
        assert (away.status_code, "Bring &lt;tasks&gt;." in away.text) == (503, True)


async def test_sessions_are_ranked_by_single_taps_and_by_numbers(choosing: Choosing) -> None:
    sessions = [offered("A"), offered("B"), offered("C"), offered("D", slot=2)]
    async with choosing.workshop(*sessions) as made:
        guest, friend = await made.invite(2)
        async with choosing.visitor(guest.person) as client:
            page = page_of(guest)
            assert "You have not chosen yet" in await read(client, "/my-workshops")
            await press(client, guest, ("add", "A"), ("add", "B"), ("add", "C"), ("up", "C"), ("down", "A"))
            assert await ranked(guest) == ["C", "A", "B"]
            await press(client, guest, ("drop", "A"), ("add", "D"))
            assert await ranked(guest) == ["C", "B", "D"]
            numbers = {f"order.{made.ids[title]}": place for title, place in (("A", "1"), ("B", "2"), ("C", "9"))}
            tag = hidden(await read(client, page), "etag")
            await went(client, f"{page}/ranking", page, etag=tag, cannot_attend="2", **numbers)
            assert await ranked(guest) == ["A", "B", "C"]
            assert (await guest.sees())["ranking"]["cannot_attend"] == [2]
            stale = await client.post(f"{page}/ranking", data={"etag": tag, **numbers})
            assert stale.status_code == 412
            wrong = {"etag": hidden(await read(client, page), "etag"), "companion_badge": "77", **numbers}
            refused = await client.post(f"{page}/ranking", data=wrong)
            assert "Nobody takes part with this badge" in error_at(refused.text, "companion_badge")
            own = await client.post(f"{page}/ranking", data=wrong | {"companion_badge": str(guest.badge)})
            assert "This is your own badge" in error_at(own.text, "companion_badge")
            await went(client, f"{page}/ranking", page, **wrong | {"companion_badge": str(friend.badge)})
            shown = await read(client, page)
            assert f"You have named somebody of your own district, badge {friend.badge}." in shown
            assert "tell them yours" in shown


async def test_somebody_sees_why_waits_accepts_and_exchanges(choosing: Choosing) -> None:
    async with choosing.workshop(offered("A"), offered("B"), offered("C")) as made:
        first, second, third = await made.invite(3)
        await made.pin(first, "A")
        await second.rank("B")
        await third.rank("C")
        await made.seat()
        await made.unpin(first, "A")
        async with choosing.visitor(second.person) as client, choosing.visitor(third.person) as other:
            page, theirs = page_of(second), page_of(third)
            assert "It is number 1 of your list." in await read(client, page)
            here = {"session": made.ids["A"], "place": "slot-1"}
            await went(client, f"{page}/wait", f"{page}#slot-1", **here)
            assert "You wait for “A”, as number 1." in await read(client, page)
            await first.give_back()
            assert "A seat in “A” is offered to you until" in await read(client, page)
            await went(client, f"{page}/accept", f"{page}#slot-1", **here)
            assert "You accepted a seat that had become free." in await read(client, page)
            await went(client, f"{page}/swap", page, slot="1", badges=str(third.badge), key="0" * 32)
            swap = hidden(await read(other, theirs), "swap")
            await went(other, f"{theirs}/agree", f"{theirs}#swaps", swap=swap, place="swaps")
            assert [await second.sits(), await third.sits()] == ["C", "A"]
            assert "You exchanged seats." in await read(other, theirs)
            refused = await other.post(f"{theirs}/agree", data={"swap": swap})
            assert (refused.status_code, "propose another" in refused.text) == (409, True)


async def test_whoever_is_not_invited_finds_no_page_and_a_person_plans_nothing(choosing: Choosing) -> None:
    async with choosing.workshop(offered("A")) as made, choosing.visitor(choosing.here.person()) as client:
        assert (await client.get(f"/my-workshops/{made.workshop}")).status_code == 404
        assert (await client.get(f"/workshops/{made.workshop}")).status_code == 403
        assert (await client.get("/workshops/new")).status_code == 403
        assert "You are invited to no workshop." in await read(client, "/my-workshops")
        assert "No tiene invitación" in await read(client, "/my-workshops?lang=es")


async def test_a_host_gives_a_seat_by_hand_and_lets_it_go(choosing: Choosing) -> None:
    async with choosing.workshop(offered("A"), offered("B")) as made, choosing.visitor() as client:
        first, second = await made.invite(2)
        page = f"/workshops/{made.workshop}/sessions/{made.ids['A']}"
        none = await client.post(f"{page}/pin", data={"participant": ""})
        assert none.status_code == 422
        assert "Choose one." in error_at(none.text, "participant")
        assert 'name="capacity" type="text" value="1"' in none.text, "the other form of the page stays as it was"
        await went(client, f"{page}/pin", f"{page}#seats", participant=first.participant)
        text = await read(client, page)
        assert "pinned" in text
        assert f'<option value="{first.participant}"' not in text, "they sit here"
        full = await client.post(f"{page}/pin", data={"participant": second.participant})
        assert (full.status_code, "No seat is left there" in full.text) == (409, True)
        assert f'<option value="{second.participant}" selected' in full.text
        await went(client, f"{page}/unpin", f"{page}#seats", participant=first.participant)
        assert "Nobody yet." in await read(client, page)
        await made.pin(first, "A")
        await made.seat()
        await went(client, f"{page}/unpin", f"{page}#seats", participant=first.participant)
        await went(client, f"{page}/pin", f"{page}#seats", participant=first.participant)
        assert (await first.has())["why"] == "held"
        assert (await client.post(f"{page}/pin", data={"participant": "no id"})).status_code == 404


async def test_partners_are_chosen_by_their_names(choosing: Choosing) -> None:
    async with choosing.partnership("Elm Creek") as two, choosing.visitor() as client:
        text = await read(client, "/workshops/new")
        assert "You work with no partner now" in text
        await two.open()
        assert "Elm Creek" in await read(client, "/workshops/new")
        partner = str(two.partner.district)
        stranger = await client.post(
            "/workshops/new", data=PLAN | {"key": "0" * 32, "partner": [partner, str(UUID(int=7))]}
        )
        assert stranger.status_code == 422
        assert "invite one of your partners" in error_at(stranger.text, "partners")
        made = await client.post("/workshops/new", data=PLAN | {"key": "1" * 32, "partner": partner})
        path = made.headers["location"]
        text = await read(client, f"{path}/change")
        assert f'value="{partner}" checked' in text
        await went(client, f"{path}/change", path, etag=hidden(text, "etag"), **PLAN)
        assert (await choosing.here.client.get(f"/coaching/v1{path}")).json()["partner_ids"] == []


async def test_once_it_is_open_a_plan_has_its_words_to_change_alone(choosing: Choosing) -> None:
    async with choosing.workshop(offered("A")) as made, choosing.visitor() as client:
        path = f"/workshops/{made.workshop}"
        text = await read(client, f"{path}/change")
        assert 'name="session.0.title"' not in text
        typed = {"title": "Another", "venue": "Gym", "ranking_until": f"{FIRST_DAY}T08:00"}
        await went(client, f"{path}/change", path, etag=hidden(text, "etag"), zone=hidden(text, "zone"), **typed)
        shown = await made.sees()
        assert (shown["title"], shown["ranking_until"]) == ("Another", f"{FIRST_DAY}T14:00:00Z")


async def test_pages_in_spanish_say_all_in_spanish(choosing: Choosing) -> None:
    async with choosing.workshop(offered("A"), offered("B")) as made:
        guests = await made.invite(2)
        await guests[0].rank("A")
        own = f"/my-workshops/{made.workshop}"
        one = f"/workshops/{made.workshop}"
        pages = (
            "/workshops",
            "/workshops/new",
            one,
            f"{one}/change",
            f"{one}/people",
            f"{one}/sessions/{made.ids['A']}",
        )
        async with choosing.visitor() as client, choosing.visitor(guests[0].person) as person:
            for _ in ("open", "assigned"):
                for page in pages:
                    assert english_in_spanish(await read(client, f"{page}?lang=es")) == set(), page
                for page in ("/my-workshops", own):
                    assert english_in_spanish(await read(person, f"{page}?lang=es")) == set(), page
                await made.seat()
                await guests[0].propose(guests[1])


async def test_forms_without_a_word_are_refused_in_spanish(choosing: Choosing) -> None:
    async with choosing.visitor() as client:
        blank = await send_blank(client, "/workshops/new")
    assert blank.refused > 0
    assert "Complete este campo." in blank.spanish
    assert blank.english == set()
