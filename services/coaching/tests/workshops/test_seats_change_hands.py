"""After seats are assigned: freed seats, waiting lists, offers with a deadline, and exchanges in a ring."""

from __future__ import annotations

import asyncio

from services.coaching.tests.coaches.coaching_district import CoachingDistrict, days, refused
from services.coaching.tests.engagements.partnership import Partnership
from services.coaching.tests.workshops.kickoff import both, kickoff, offered, seated, whoever_sits


async def test_a_freed_seat_is_offered_to_the_next_at_once_and_an_acceptance_frees_the_next(
    here: CoachingDistrict,
) -> None:
    """C's seat is freed in the end, which nobody waits for."""
    sessions = [offered("A"), offered("B"), offered("C")]
    async with kickoff(here, *sessions) as made:
        first, second, third = await made.invite(3)
        await made.pin(first, "A")
        await second.rank("A", "B")
        await third.rank("C")
        await made.seat()
        await third.wait_for("B")
        await made.unpin(first, "A")
        assert [await one.sits() for one in (first, second, third)] == ["A", "B", "C"]
        assert await second.waits() == {"A": "waiting"}
        assert (await second.sees())["waiting"][0]["position"] == 1
        assert (await first.give_back()).status_code == 200
        assert ((await first.has())["why"], await first.sits()) == ("given_back", None)
        assert await second.waits() == {"A": "offered"}
        assert (await second.has())["next_step"] == "decide_offer"
        assert (await third.answer("B", "accept")).status_code == 409, "nothing is offered to them yet"
        taken = await second.answer("A", "accept")
        assert taken.status_code == 200
        assert ((await second.has())["why"], await second.sits()) == ("offered", "A")
        assert await third.waits() == {"B": "offered"}
        await third.answer("B", "accept")
        assert [(one["title"], one["taken"]) for one in (await made.sees())["sessions"]] == [
            ("A", 1), ("B", 1), ("C", 0),
        ]  # fmt: skip
        await made.seat("all")
        assert await first.sits() is None, "who gave a seat back is not seated again"


async def test_the_waiting_list_goes_by_its_rule_and_a_declined_or_expired_offer_to_the_next(
    here: CoachingDistrict,
) -> None:
    """Who has no seat is before who has one."""
    async with kickoff(here, offered("A"), offered("B"), companion_places=0) as made:
        holder, seatless, other = await made.invite(3)
        await made.pin(holder, "A")
        await made.pin(other, "B")
        await seatless.rank("A")
        await made.seat()
        for guest, title in ((holder, "A"), (other, "B")):
            await made.unpin(guest, title)
        assert (await other.wait_for("A")).status_code == 200
        assert (await seatless.sees())["waiting"][0]["position"] == 1
        assert (await other.sees())["waiting"][0]["position"] == 2
        await holder.give_back()
        assert (await seatless.waits(), await other.waits()) == ({"A": "offered"}, {"A": "waiting"})
        assert (await seatless.answer("A", "decline")).status_code == 200
        assert (await seatless.waits(), await other.waits()) == ({"A": "declined"}, {"A": "offered"})
        assert (await seatless.answer("A", "accept")).status_code == 409
        here.at += days(1)
        await here.running.run_job("coaching.offers")
        assert await other.waits() == {"A": "offered"}
        here.at += days(1)
        assert (await other.answer("A", "accept")).status_code == 409, "the offer stands no more"
        await here.running.run_job("coaching.offers")
        assert await other.waits() == {"A": "expired"}
        again = await seatless.wait_for("A")
        assert again.status_code == 200
        assert await seatless.waits() == {"A": "offered"}, "a free seat is offered at once"


async def test_of_two_who_are_offered_or_ask_for_one_seat_one_gets_it(here: CoachingDistrict) -> None:
    lists = [["A"], ["A"], ["A"], ["A"]]
    async with seated(here, [offered("A"), offered("B", 4)], lists) as (made, guests):
        holder = await whoever_sits(guests, "A")
        others = [one for one in guests if one is not holder]
        await asyncio.gather(holder.give_back(), *(one.wait_for("A") for one in others))
        standing = [(await one.waits())["A"] for one in others]
        assert sorted(standing) == ["offered", "waiting", "waiting"]
        answers = await asyncio.gather(*(one.answer("A", "accept") for one in others))
        assert sorted(one.status_code for one in answers) == [200, 409, 409]
        assert [await one.sits() for one in others].count("A") == 1
        assert next(one for one in (await made.sees())["sessions"] if one["title"] == "A")["taken"] == 1


async def test_more_room_is_offered_to_who_waits(here: CoachingDistrict) -> None:
    async with seated(here, [offered("A"), offered("B", 2)], [["A"], ["A"]]) as (made, guests):
        loser = await whoever_sits(guests, "B")
        await made.change_session("A", capacity=2)
        assert await loser.waits() == {"A": "offered"}


async def test_whoever_leaves_a_waiting_list_is_offered_nothing_there(here: CoachingDistrict) -> None:
    async with seated(here, [offered("A"), offered("B", 2)], [["A"], ["A"]]) as (made, guests):
        loser = await whoever_sits(guests, "B")
        path = f"{loser.path}/sessions/{made.ids['A']}/waiting"
        assert (await loser.client.delete(path)).status_code == 200
        assert (await loser.client.delete(path)).status_code == 404
        assert (await loser.answer("B", "accept")).status_code == 409, "they never waited there"
        holder = next(one for one in guests if one is not loser)
        await holder.give_back()
        assert await loser.waits() == {"A": "left"}
        assert (await holder.give_back()).status_code == 404
        assert (await holder.wait_for("B")).status_code == 200
        assert (await loser.wait_for("B")).status_code == 409, "they sit there"


async def test_whoever_withdraws_frees_all_their_seats(two: Partnership) -> None:
    """Across districts: the partner's person is offered what the host's gives up."""
    async with kickoff(two.host, offered("A"), offered("B", slot=2), **both(two)) as made:
        [mine] = await made.invite(1)
        [theirs] = await made.invite(1, two.partner)
        await made.pin(mine, "A")
        await made.pin(mine, "B")
        await theirs.rank("A", "B")
        await made.seat()
        assert [await theirs.sits(1), await theirs.sits(2)] == [None, None]
        assert (await mine.withdraw()).status_code == 200
        assert await theirs.waits() == {"A": "offered", "B": "offered"}
        await theirs.answer("A", "accept")
        assert await theirs.sits(1) == "A"
        board = (await two.host.client.get(f"{made.path}/seats")).json()["items"]
        assert {one["badge"] for one in board} == {theirs.badge}


async def test_two_exchange_their_seats_once_both_have_agreed(two: Partnership) -> None:
    async with kickoff(two.host, offered("A"), offered("B"), **both(two)) as made:
        [mine] = await made.invite(1)
        [theirs] = await made.invite(1, two.partner)
        await mine.rank("A")
        await theirs.rank("B")
        await made.seat()
        proposed = await mine.propose(theirs)
        assert proposed.status_code == 201
        swap = proposed.json()
        assert (swap["badges"], swap["agreed"], swap["mine"]) == ([mine.badge, theirs.badge], [mine.badge], True)
        assert (await mine.decide(swap["swap_id"], "agree")).status_code == 409
        assert (await theirs.decide(swap["swap_id"], "withdraw")).status_code == 409
        assert (await theirs.decide(swap["swap_id"], "agree")).json()["state"] == "done"
        assert [await mine.sits(), await theirs.sits()] == ["B", "A"]
        assert ((await mine.has())["why"], (await mine.has())["place"]) == ("exchanged", 2)
        assert (await theirs.decide(swap["swap_id"], "agree")).status_code == 409


async def test_three_exchange_in_a_ring(here: CoachingDistrict) -> None:
    sessions = [offered("A"), offered("B"), offered("C")]
    async with seated(here, sessions, [["A"], ["B"], ["C"]]) as (_, [one, two_, three]):
        swap = (await one.propose(two_, three)).json()["swap_id"]
        assert (await two_.decide(swap, "agree")).json()["state"] == "proposed"
        assert await one.sits() == "A"
        assert (await three.decide(swap, "agree")).json()["state"] == "done"
        assert [await guest.sits() for guest in (one, two_, three)] == ["B", "C", "A"]


async def test_a_ring_from_which_one_withdraws_in_the_middle_comes_to_nothing(here: CoachingDistrict) -> None:
    sessions = [offered("A"), offered("B"), offered("C")]
    async with seated(here, sessions, [["A"], ["B"], ["C"]]) as (_, [one, two_, three]):
        swap = (await one.propose(two_, three)).json()["swap_id"]
        await two_.decide(swap, "agree")
        await two_.withdraw()
        assert await one.swap_state(swap) == "overtaken"
        late = await three.decide(swap, "agree")
        assert (late.status_code, "overtaken" in late.json()["detail"]) == (409, True)
        assert [await one.sits(), await three.sits()] == ["A", "C"]


async def test_a_swap_ends_when_it_is_declined_or_taken_back_or_a_seat_is_another_by_then(
    here: CoachingDistrict,
) -> None:
    sessions = [offered("A"), offered("B"), offered("C", 2)]
    async with seated(here, sessions, [["A"], ["B"], ["C"]]) as (made, [one, two_, three]):
        declined = (await one.propose(two_)).json()["swap_id"]
        assert (await two_.decide(declined, "decline")).json()["state"] == "declined"
        taken_back = (await one.propose(two_)).json()["swap_id"]
        assert (await one.decide(taken_back, "withdraw")).json()["state"] == "withdrawn"
        overtaken = (await one.propose(two_)).json()["swap_id"]
        assert (await made.pin(two_, "C")).status_code == 204
        assert await one.swap_state(overtaken) == "overtaken"
        assert (await one.propose(two_)).status_code == 409, "a pinned seat is the host's"
        assert (await three.decide(declined, "agree")).status_code == 404
        assert (await two_.propose(three)).status_code == 409


async def test_a_swap_names_others_who_have_a_seat_each_once(here: CoachingDistrict) -> None:
    async with seated(here, [offered("A", 2), offered("B")], [["A"], ["A"], ["B"]]) as (_, [one, two_, three]):
        assert refused(await one.propose(one)) == ["/with_badges/0"]
        assert refused(await one.propose(three, three)) == ["/with_badges/1"]
        assert refused(await one.propose(three, slot=2)) == ["/slot"]
        assert (await one.propose(two_)).status_code == 409, "they sit in the same session"
        await three.give_back()
        assert refused(await one.propose(three)) == ["/with_badges/0"]


async def test_seats_change_hands_only_while_they_are_assigned(here: CoachingDistrict) -> None:
    async with kickoff(here, offered("A"), offered("B")) as made:
        [guest] = await made.invite(1)
        await guest.rank("A")
        assert (await guest.give_back()).status_code == 409
        await made.seat()
        here.at += days(30)
        await made.move("under_way")
        for answer in (await guest.give_back(), await guest.wait_for("B"), await guest.answer("A", "accept")):
            assert (answer.status_code, "under way" in answer.json()["detail"]) == (409, True)
        assert (await guest.withdraw()).status_code == 409
