"""Seats over the routes: leximin, by the lottery that was committed to, told to everybody with why."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import product
from random import Random
from uuid import UUID

import pytest

from coaching.workshops.rules.workshop import Person, Session
from coaching.workshops.usecases.seating import seat_elsewhere
from services.coaching.tests.coaches.coaching_district import CoachingDistrict, days
from services.coaching.tests.engagements.partnership import Partnership
from services.coaching.tests.workshops.kickoff import Guest, both, kickoff, offered, seated, whoever_sits
from services.coaching.tests.workshops.workshop_pieces import SEED, workshop
from shared.contracts.coaching import WorkshopSeatsAssigned

NOWHERE = 99


def places(lists: Sequence[Sequence[str]], chosen: Sequence[str | None]) -> list[int]:
    """The places at which people sit, the worst first; reckoned anew, without the rules."""
    found = []
    for own, title in zip(lists, chosen, strict=True):
        if own:
            found.append(NOWHERE if title is None else own.index(title) + 1 if title in own else len(own) + 1)
    return sorted(found, reverse=True)


def best(capacity: dict[str, int], lists: Sequence[Sequence[str]]) -> list[int]:
    """The best that brute force finds."""
    every = product(*([None, *capacity] if own else [None] for own in lists))
    fitting = (one for one in every if all(one.count(title) <= most for title, most in capacity.items()))
    return min(places(lists, one) for one in fitting)


@pytest.mark.parametrize("number", range(6))
async def test_small_workshops_are_seated_as_brute_force_would_seat_them(here: CoachingDistrict, number: int) -> None:
    by = Random(number)
    capacity = {title: by.randint(1, 2) for title in "ABC"}
    lists = [by.sample("ABC", by.randint(0, 3)) for _ in range(5)]
    sessions = [offered(title, most) for title, most in capacity.items()]
    async with seated(here, sessions, lists) as (made, guests):
        chosen = [await guest.sits() for guest in guests]
        assert places(lists, chosen) == best(capacity, lists)
        assert (await made.seating(1))["proved"] is True
        for title, most in capacity.items():
            assert chosen.count(title) <= most


async def test_the_same_seed_and_lists_give_the_same_seats(here: CoachingDistrict) -> None:
    """Twenty identical lists: only the lottery decides, and anybody can draw it again."""
    lists = [["A", "B"]] * 20
    async with seated(here, [offered("A", 7), offered("B", 7), offered("C", 6)], lists) as (made, guests):
        before = [await guest.sits() for guest in guests]
        assert [before.count(title) for title in "ABC"] == [7, 7, 6]
        again = await made.seat()
        assert (again["number"], again["moved"]) == (2, 0)
        assert [await guest.sits() for guest in guests] == before
        seed = bytes.fromhex((await made.sees())["seed"])
        ids = {title: UUID(session_id) for title, session_id in made.ids.items()}
        people = [Person(UUID(one.participant), (ids["A"], ids["B"])) for one in guests]
        rooms = [Session(ids["A"], 1, 7), Session(ids["B"], 1, 7), Session(ids["C"], 1, 6)]
        drawn = await seat_elsewhere(workshop(rooms, people, seed))
        by_id = {one.person: one.session for one in drawn.given}
        assert [made.titles[str(by_id[UUID(one.participant)])] for one in guests] == before
        other = await seat_elsewhere(workshop(rooms, people, SEED))
        assert {one.person: one.session for one in other.given} != by_id


async def test_a_list_of_one_session_gains_nothing(here: CoachingDistrict) -> None:
    """Five who list the popular session alone, beside five who list all: as many of each get it as by the draw."""
    full = ["A", "B", "C"]
    async with seated(here, [offered("A", 2), offered("B", 4), offered("C", 4)], [["A"]] * 5 + [full] * 5) as (
        _,
        guests,
    ):
        one_item = [(await guest.has())["place"] for guest in guests[:5]]
        whole = [(await guest.has())["place"] for guest in guests[5:]]
        # Who lists one session is content one place below it: so nobody who lists all sits at their third place for it.
        assert max(whole) <= 2
        assert sorted(one_item + whole).count(1) >= 2
        assert set(one_item) <= {1, 2}


async def test_one_impossible_person_is_set_aside_and_told_and_the_others_are_seated_as_if_alone(
    here: CoachingDistrict,
) -> None:
    async with kickoff(here, offered("A"), offered("B")) as made:
        impossible, one, other = await made.invite(3)
        assert (await impossible.rank(cannot_attend=[1])).status_code == 200
        await one.rank("A", "B")
        await other.rank("B", "A")
        found = await made.seat()
        assert (found["proved"], found["profile"], found["seated"]) == (True, [2], 3)
        assert [await one.sits(), await other.sits()] == ["A", "B"]
        told = await impossible.has()
        assert (told["session_id"], told["why"], told["next_step"]) == (None, "nothing_open", "ask_host")


async def test_everybody_is_told_what_they_have_why_what_it_would_have_cost_and_what_to_do(
    here: CoachingDistrict,
) -> None:
    async with seated(here, [offered("A"), offered("B")], [["A", "B"], ["A", "B"], ["A"]]) as (made, guests):
        shown = [await guest.has() for guest in guests]
        without = [one for one in shown if one["session_id"] is None]
        assert [(one["why"], one["next_step"]) for one in without] == [("full", "wait")]
        first = next(one for one in shown if one["title"] == "A")
        assert (first["why"], first["denied"], first["next_step"], first["lost"]) == ("listed", [], "none", 0)
        for one in shown:
            if one["title"] == "B":
                [denied] = one["denied"]
                assert made.titles[denied["session_id"]] == "A"
                assert denied["because"] in {"no_seat", "place", "lottery"}
                assert denied["more"] >= 1


async def test_companions_who_name_each_other_sit_together_and_who_ranks_nothing_gets_what_is_left(
    two: Partnership,
) -> None:
    async with kickoff(two.host, offered("A", 2), offered("B", 2), **both(two)) as made:
        one, lone = await made.invite(2)
        [friend] = await made.invite(1, two.partner)
        await one.rank("A", companion_badge=friend.badge)
        await friend.rank(companion_badge=one.badge)
        await made.seat()
        assert [await one.sits(), await friend.sits()] == ["A", "A"]
        assert (await lone.has())["why"] == "ranked_nothing"


async def test_pins_survive_every_seating(here: CoachingDistrict) -> None:
    async with kickoff(here, offered("A"), offered("B")) as made:
        pinned, wishing = await made.invite(2)
        assert (await made.pin(pinned, "A")).status_code == 204
        assert (await made.pin(wishing, "A")).status_code == 409, "there is one seat"
        await pinned.rank("B")
        await wishing.rank("A")
        for keep in ("pins", "pins", "all"):
            await made.seat(keep)
            has = await pinned.has()
            assert (has["title"], has["why"]) == ("A", "held")
            assert await wishing.sits() == "B"
        assert (await made.change_session("A", capacity=0)).status_code == 409
        assert (await made.unpin(pinned, "A")).status_code == 204
        await made.seat()
        assert [await pinned.sits(), await wishing.sits()] == ["B", "A"]
        assert (await made.unpin(pinned, "A")).status_code == 409


async def test_a_smaller_room_moves_as_few_as_can_be_and_says_whom(here: CoachingDistrict) -> None:
    lists = [["A", "B"]] * 3 + [["B"]] * 2
    async with seated(here, [offered("A", 3), offered("B", 3), offered("C", 3)], lists) as (made, guests):
        assert [await guest.sits() for guest in guests] == ["A", "A", "A", "B", "B"]
        assert (await made.change_session("A", capacity=2)).status_code == 200
        await made.work()
        found = await made.seating(2)
        assert (found["state"], found["keep"], found["moved"]) == ("assigned", "all", 1)
        board = (await here.client.get(f"{made.path}/seats")).json()["items"]
        moved = [one for one in board if one["moved_in"] == 2]
        assert [made.titles[one["came_from"]] for one in moved] == ["A"]
        after = [await guest.sits() for guest in guests]
        assert sorted(str(one) for one in after) == ["A", "A", "B", "B", "B"]
        assert after[3:] == ["B", "B"], "whose room did not change stays"
        assert list((await next(g for g, at in zip(guests, after, strict=True) if at == "B").waits()).values()) in (
            ["waiting"],
            [],
        )


async def test_a_session_that_is_cancelled_gives_its_people_what_is_left(here: CoachingDistrict) -> None:
    async with seated(here, [offered("A"), offered("B"), offered("C")], [["A", "C"], ["B"]]) as (made, [one, other]):
        await made.change_session("A", capacity=0)
        await made.work()
        assert [await one.sits(), await other.sits()] == ["C", "B"]


async def test_of_two_seatings_at_once_one_is_worked_out_and_the_other_refused(here: CoachingDistrict) -> None:
    async with kickoff(here, offered("A")) as made:
        [guest] = await made.invite(1)
        await guest.rank("A")
        await made.move("ranking_closed")
        answers = await asyncio.gather(*(made.ask() for _ in range(4)))
        assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
        await asyncio.gather(*(here.running.run_job("coaching.seating") for _ in range(3)))
        await made.work()
        assert [one["state"] for one in (await here.client.get(f"{made.path}/seatings")).json()["items"]] == [
            "assigned"
        ]
        assert len([one for one in await here.told(made.workshop) if isinstance(one, WorkshopSeatsAssigned)]) == 1


async def test_a_seating_of_a_workshop_that_was_cancelled_meanwhile_is_overtaken(here: CoachingDistrict) -> None:
    async with kickoff(here, offered("A")) as made:
        await made.move("ranking_closed")
        await made.ask()
        await made.move("cancelled", reason="Snow.")
        await made.work()
        assert (await made.seating(1))["state"] == "overtaken"
        assert (await made.sees())["state"] == "cancelled"


async def test_what_changes_while_seats_are_worked_out_counts(
    here: CoachingDistrict, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody withdraws in the middle: the seating is worked out anew, without them."""
    async with kickoff(here, offered("A"), offered("B")) as made:
        leaving, staying = await made.invite(2)
        await leaving.rank("A")
        await staying.rank("A")
        await made.move("ranking_closed")
        await made.ask()
        tried: list[int] = []

        async def withdraw_meanwhile(problem: object) -> object:
            found = await seat_elsewhere(problem)  # type: ignore[arg-type]
            tried.append(1)
            if len(tried) == 1:
                assert (await leaving.withdraw()).status_code == 200
            return found

        monkeypatch.setattr("coaching.workshops.usecases.seating.seat_elsewhere", withdraw_meanwhile)
        await made.work()
        assert len(tried) == 2
        assert await staying.sits() == "A"
        assert (await made.seating(1))["people"] == 1


async def test_places_lost_are_credit_in_the_hosts_next_workshop_alone(here: CoachingDistrict) -> None:
    async with kickoff(here, offered("A"), offered("B")) as first:
        guests = await first.invite(2)
        for guest in guests:
            await guest.rank("A", "B")
        await first.seat()
        loser = await whoever_sits(guests, "B")
        here.at += days(30)
        await first.move("under_way")
        here.at += days(1)
        await first.move("held")
        here.at -= days(31)
        second = await first.stack.enter_async_context(kickoff(here, offered("A"), offered("B")))
        body = {"person_ids": [str(guest.person) for guest in guests]}
        shown = (await here.client.post(f"{second.path}/participants", json=body)).json()["participants"]
        again = [
            Guest(one.client, one.person, f"/coaching/v1/my-workshops/{second.workshop}", p["participant_id"],
                  p["badge"], second)
            for one, p in zip(guests, shown, strict=True)
        ]  # fmt: skip
        for guest in again:
            await guest.rank("A", "B")
        await second.seat()
        has = {one.person: await one.has() for one in again}
        assert has[loser.person]["title"] == "A", "who lost a place goes before"
        credits = {one.person: (await one.sees())["credit"] for one in again}
        assert sorted(credits.values()) == [0, 1]
        assert credits[loser.person] == 1


async def test_each_district_sees_the_seats_of_its_own_and_the_host_all(two: Partnership) -> None:
    async with kickoff(two.host, offered("A", 2), offered("B", 2, slot=2), **both(two)) as made:
        await made.invite(1)
        await made.invite(1, two.partner)
        await made.seat()
        by_host = (await two.host.client.get(f"{made.path}/seats?limit=3")).json()
        assert (len(by_host["items"]), by_host["next"] is not None) == (3, True)
        rest = (await two.host.client.get(f"{made.path}/seats", params={"after": by_host["next"]})).json()["items"]
        assert [(one["badge"], one["slot"]) for one in [*by_host["items"], *rest]] == [(1, 1), (1, 2), (2, 1), (2, 2)]
        theirs = (await two.partner.client.get(f"{made.path}/seats")).json()["items"]
        assert [(one["badge"], one["person_id"] is not None) for one in theirs] == [(2, True), (2, True)]
        one_slot = (await two.host.client.get(f"{made.path}/seats?slot=2&session_id={made.ids['B']}")).json()["items"]
        assert len(one_slot) == 2
        assert [one["taken"] for one in (await made.sees(two.partner))["sessions"]] == [2, 2], "counts are of all"
