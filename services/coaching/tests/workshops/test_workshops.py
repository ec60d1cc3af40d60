"""Workshops are planned, opened, and shown to the districts that take part; to others there are none."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any
from uuid import uuid4

import pytest

from services.coaching.tests.coaches.coaching_district import ANY, CoachingDistrict, days, refused
from services.coaching.tests.engagements.partnership import Partnership
from services.coaching.tests.workshops.kickoff import (
    FIRST_DAY,
    MINE,
    WORKSHOPS,
    both,
    kickoff,
    offered,
    plan,
    seated,
    slots,
)
from shared.contracts.coaching import WorkshopCancelled, WorkshopScheduled, WorkshopSeatsAssigned

A, B = offered("A"), offered("B", 2)


async def test_a_draft_is_its_hosts_alone_and_an_open_workshop_is_read_by_its_partners(
    two: Partnership, elsewhere: CoachingDistrict
) -> None:
    async with kickoff(two.host, A, B, opened=False, **both(two)) as made:
        assert (await two.partner.client.get(made.path)).status_code == 404
        assert (await two.partner.client.get(WORKSHOPS)).json()["items"] == []
        assert (await made.move("open")).status_code == 200
        seen = await made.sees(two.partner)
        assert (seen["state"], seen["seed"], len(seen["commitment"])) == ("open", None, 64)
        assert [one["workshop_id"] for one in (await two.partner.client.get(WORKSHOPS)).json()["items"]] == [
            made.workshop
        ]
        assert (await elsewhere.client.get(made.path)).status_code == 404
        for path in ("participants", "seats", "seatings", "messages", "seatings/1"):
            assert (await elsewhere.client.get(f"{made.path}/{path}")).status_code == 404


async def test_only_the_host_changes_its_workshop(two: Partnership) -> None:
    async with kickoff(two.host, A, **both(two)) as made:
        theirs = two.partner.client
        refusals = [
            await theirs.patch(made.path, json={"title": "Ours"}, headers=ANY),
            await theirs.put(f"{made.path}/state", json={"state": "ranking_closed"}, headers=ANY),
            await theirs.post(f"{made.path}/seatings", json={}),
            await theirs.post(f"{made.path}/messages", json={"words": "Come."}),
        ]
        assert {one.status_code for one in refusals} == {403}
        assert (await made.sees())["title"] == "Kickoff"


async def test_a_partner_without_an_engagement_cannot_be_named(two: Partnership) -> None:
    stranger = plan(A, partner_ids=[str(uuid4())])
    assert refused(await two.host.client.post(WORKSHOPS, json=stranger)) == ["/partner_ids/0"]
    own = plan(A, partner_ids=[str(two.host.district)])
    assert refused(await two.host.client.post(WORKSHOPS, json=own)) == ["/partner_ids/0"]


@pytest.mark.parametrize(
    ("change", "places"),
    [
        ({"time_zone": "Nowhere/Here"}, ["/time_zone"]),
        ({"slots": [slots(1)[0] | {"ends_at": slots(1)[0]["starts_at"]}]}, ["/slots/0/ends_at"]),
        ({"slots": [slots(2)[1], slots(2)[0]]}, ["/slots/1/starts_at"]),
        ({"sessions": [offered("A", slot=2)]}, ["/sessions/0/slot"]),
        ({"sessions": [offered("A", room="Hall"), offered("B", room="hall")]}, ["/sessions/1/room"]),
        ({"sessions": [offered("A", room=None)]}, ["/sessions/0/room"]),
        ({"sessions": [offered("A", mode="online")]}, ["/sessions/0/room"]),
        ({"sessions": [offered("A", -1)]}, ["/sessions/0/capacity"]),
        ({"sessions": [offered("A", session_id=str(uuid4()))]}, ["/sessions/0/session_id"]),
        ({"title": "\u200b"}, ["/title"]),
        ({"duration": 3}, ["/duration"]),
    ],
)
async def test_what_cannot_be_held_is_refused_with_its_place(
    here: CoachingDistrict, change: dict[str, Any], places: list[str]
) -> None:
    assert refused(await here.client.post(WORKSHOPS, json=plan(A, **change))) == places
    assert (await here.client.get(WORKSHOPS)).json()["items"] == []


async def test_one_room_holds_sessions_one_after_the_other(here: CoachingDistrict) -> None:
    async with kickoff(here, offered("A", room="Hall"), offered("B", slot=2, room="Hall")) as made:
        assert (await made.change_session("A", room="Hall")).status_code == 200, "it is its own room"
        cafe = await made.change_session("B", room="Cafe", capacity=7)
        assert [one["room"] for one in cafe.json()["sessions"]] == ["Hall", "Cafe"]


@pytest.mark.parametrize(
    ("sessions", "more"),
    [([], {}), ([A], {"slots": slots(2)}), ([A], {"ranking_until": "2026-08-01T00:00:00Z"})],
)
async def test_what_nobody_could_rank_is_not_opened(
    here: CoachingDistrict, sessions: list[dict[str, Any]], more: dict[str, Any]
) -> None:
    async with kickoff(here, *sessions, opened=False, **more) as made:
        assert (await made.move("open")).status_code == 409
        assert (await made.sees())["state"] == "draft"


async def test_each_state_has_its_next_and_a_refusal_says_what_to_do(here: CoachingDistrict) -> None:
    async with kickoff(here, A) as made:
        early = await made.move("under_way")
        assert early.status_code == 409
        assert early.json()["detail"] == (
            "A workshop does not become under_way when it is open. People are ranking: close the ranking first."
        )
        assert (await made.ask()).status_code == 409
        await made.seat()
        assert (await made.move("under_way")).status_code == 409, "it begins on its day"
        here.at += days(30)
        assert (await made.move("under_way")).status_code == 200
        assert (await made.move("held")).status_code == 409, "its last slot has not begun"
        here.at += days(1)
        assert (await made.move("held")).status_code == 200
        for state in ("open", "cancelled", "held"):
            refusal = await made.move(state, **({"reason": "snow"} if state == "cancelled" else {}))
            assert (refusal.status_code, "Plan another workshop" in refusal.json()["detail"]) == (409, True)


async def test_a_cancellation_says_why_and_is_told_to_each_district_in_its_own_name(two: Partnership) -> None:
    async with kickoff(two.host, A, **both(two)) as made:
        assert refused(await made.move("cancelled")) == ["/reason"]
        assert (await made.move("cancelled", reason="Snow.")).json()["cancelled_because"] == "Snow."
        for district in (two.host, two.partner):
            told = await district.told(made.workshop)
            assert [type(one) for one in told] == [WorkshopScheduled, WorkshopCancelled]
        assert (await made.move("cancelled", reason="Snow.")).status_code == 409


async def test_a_draft_that_is_cancelled_is_told_to_nobody(two: Partnership) -> None:
    async with kickoff(two.host, A, opened=False, **both(two)) as made:
        assert (await made.move("cancelled", reason="Too soon.")).status_code == 200
        assert await two.host.told(made.workshop) == []
        assert (await two.partner.client.get(made.path)).status_code == 404


async def test_what_was_offered_changes_in_a_draft_alone(here: CoachingDistrict) -> None:
    async with kickoff(here, A, opened=False) as made:
        kept = {"session_id": made.ids["A"], **offered("A", 3)}
        changed = await here.client.patch(made.path, json={"sessions": [kept, offered("C")]}, headers=ANY)
        assert [one["title"] for one in changed.json()["sessions"]] == ["A", "C"]
        assert changed.json()["sessions"][0]["session_id"] == made.ids["A"]
        await made.move("open")
        late = await here.client.patch(made.path, json={"sessions": [kept]}, headers=ANY)
        assert refused(late) == ["/sessions"]
        assert (await here.client.patch(made.path, json={"title": "New"}, headers=ANY)).json()["title"] == "New"
        old = {"If-Match": changed.headers["ETag"]}
        assert (await here.client.patch(made.path, json={"title": "Old"}, headers=old)).status_code == 412
        assert (await here.client.patch(made.path, json={"title": "Old"})).status_code == 428


async def test_scheduled_and_assigned_are_told_in_figures_to_each_district(two: Partnership) -> None:
    async with kickoff(two.host, A, B, **both(two)) as made:
        [mine] = await made.invite(1)
        [theirs] = await made.invite(1, two.partner)
        await mine.rank("A", "B")
        await theirs.rank("A")
        found = await made.seat()
        assert (found["proved"], found["people"], found["seated"], found["profile"]) == (True, 2, 2, [1, 1])
        for district in (two.host, two.partner):
            scheduled, assigned = await district.told(made.workshop)
            assert isinstance(scheduled, WorkshopScheduled)
            assert (scheduled.sessions, scheduled.places, scheduled.starts_on) == (2, 3, FIRST_DAY)
            assert scheduled.partner_ids == (two.partner.district,)
            assert isinstance(assigned, WorkshopSeatsAssigned)
            assert (assigned.seating, assigned.people, assigned.first_choices) == (1, 2, 1)


async def test_the_seed_is_committed_to_before_anybody_ranks_and_revealed_with_the_seats(
    here: CoachingDistrict,
) -> None:
    async with kickoff(here, A) as made:
        before = await made.sees()
        assert before["seed"] is None
        await made.seat()
        after = await made.sees()
        assert hashlib.sha256(bytes.fromhex(after["seed"])).hexdigest() == before["commitment"] == after["commitment"]


async def test_ranking_closes_by_itself(here: CoachingDistrict) -> None:
    async with kickoff(here, A, ranking_until="2026-09-03T00:00:00Z") as made:
        [guest] = await made.invite(1)
        await here.running.run_job("coaching.rankings")
        assert (await made.sees())["state"] == "open"
        here.at += days(2)
        await here.running.run_job("coaching.rankings")
        assert (await made.sees())["state"] == "ranking_closed"
        late = await guest.rank("A")
        assert (late.status_code, "What you ranked stays" in late.json()["detail"]) == (409, True)


async def test_messages_reach_all_or_those_of_a_session(two: Partnership) -> None:
    async with kickoff(two.host, A, B, **both(two)) as made:
        [mine] = await made.invite(1)
        [theirs] = await made.invite(1, two.partner)
        await mine.rank("A")
        await theirs.rank("B")
        await made.seat()
        client = two.host.client
        for words, title in (("Park behind\nthe gym.", None), ("Bring a task.", "A")):
            body = {"words": words, "session_id": made.ids[title] if title else None}
            assert (await client.post(f"{made.path}/messages", json=body)).status_code == 201
        unknown = await client.post(f"{made.path}/messages", json={"words": "Hm.", "session_id": str(uuid4())})
        assert unknown.status_code == 404
        read = [
            [one["words"] for one in (await guest.client.get(f"{guest.path}/messages")).json()["items"]]
            for guest in (mine, theirs)
        ]
        assert read == [["Park behind\nthe gym.", "Bring a task."], ["Park behind\nthe gym."]]
        listed = (await two.partner.client.get(f"{made.path}/messages")).json()["items"]
        assert len(listed) == 2


async def test_presence_is_noted_of_those_who_sit_there(here: CoachingDistrict) -> None:
    async with seated(here, [offered("A", 2), B], [["A"], ["A"], ["B"]]) as (made, [one, two_, other]):
        path = f"{made.path}/sessions/{made.ids['A']}/presence"
        here_now = {"present": [one.participant], "absent": [two_.participant]}
        assert (await here.client.put(path, json=here_now)).status_code == 409, "it is not under way"
        here.at += days(30)
        await made.move("under_way")
        stranger = {"present": [one.participant, other.participant]}
        assert refused(await here.client.put(path, json=stranger)) == ["/present/1"]
        both_ways = {"present": [one.participant], "absent": [one.participant]}
        assert refused(await here.client.put(path, json=both_ways)) == ["/absent/0"]
        noted = await here.client.put(path, json=here_now)
        assert noted.json() == {"session_id": made.ids["A"], "present": 1, "absent": 1, "unnoted": 0}
        assert (await two_.has())["presence"] == "absent"


async def test_planning_twice_with_one_key_plans_once(here: CoachingDistrict) -> None:
    key = {"Idempotency-Key": "kickoff"}
    sent = await asyncio.gather(*(here.client.post(WORKSHOPS, json=plan(A), headers=key) for _ in range(3)))
    assert len({one.json()["workshop_id"] for one in sent}) == 1
    assert len((await here.client.get(WORKSHOPS)).json()["items"]) == 1


async def test_a_system_takes_part_in_nothing(here: CoachingDistrict) -> None:
    async with kickoff(here, A) as made:
        assert (await here.client.get(MINE)).json()["items"] == []
        assert (await here.client.get(f"{MINE}/{made.workshop}")).status_code == 404
