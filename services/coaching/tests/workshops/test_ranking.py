"""People are invited by their own district and rank what they wish; which person somebody is, only theirs knows."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from services.coaching.tests.coaches.coaching_district import ANY, CoachingDistrict, refused
from services.coaching.tests.engagements.partnership import Partnership
from services.coaching.tests.workshops.kickoff import MINE, both, kickoff, offered

A, B = offered("A"), offered("B", 2, slot=2)


async def test_each_district_invites_its_own_and_knows_others_by_their_badge(two: Partnership) -> None:
    async with kickoff(two.host, A, B, **both(two)) as made:
        [mine] = await made.invite(1)
        [theirs] = await made.invite(1, two.partner)
        assert (mine.badge, theirs.badge) == (1, 2)
        seen = (await two.host.client.get(f"{made.path}/participants")).json()["items"]
        assert [(one["badge"], one["person_id"]) for one in seen] == [(1, str(mine.person)), (2, None)]
        by_partner = (await two.partner.client.get(f"{made.path}/participants")).json()["items"]
        assert [(one["badge"], one["person_id"]) for one in by_partner] == [(2, str(theirs.person))]
        assert (
            await two.partner.client.post(f"{made.path}/participants/{mine.participant}/withdraw")
        ).status_code == 404
        foreign = {"person_ids": [str(two.host.person()), str(two.partner.person())]}
        assert refused(await two.host.client.post(f"{made.path}/participants", json=foreign)) == ["/person_ids/1"]


async def test_whoever_is_invited_again_stays_invited_once(here: CoachingDistrict) -> None:
    async with kickoff(here, A) as made:
        [guest] = await made.invite(1)
        new = str(here.person())
        again = {"person_ids": [str(guest.person), new, new]}
        answer = await here.client.post(f"{made.path}/participants", json=again)
        assert [one["person_id"] for one in answer.json()["participants"]] == [new]
        listed = (await here.client.get(f"{made.path}/participants?limit=1")).json()
        assert (len(listed["items"]), listed["next"] is not None) == (1, True)


async def test_nobody_is_invited_to_a_draft(here: CoachingDistrict) -> None:
    async with kickoff(here, A, opened=False) as made:
        body = {"person_ids": [str(here.person())]}
        assert (await here.client.post(f"{made.path}/participants", json=body)).status_code == 409


async def test_a_ranking_is_kept_with_what_somebody_cannot_attend_and_whom_they_want_beside_them(
    two: Partnership,
) -> None:
    async with kickoff(two.host, A, B, **both(two)) as made:
        [guest] = await made.invite(1)
        [friend] = await made.invite(1, two.partner)
        kept = await guest.rank("B", cannot_attend=[1], companion_badge=friend.badge)
        assert kept.json()["ranked"] == [made.ids["B"]]
        assert (kept.json()["cannot_attend"], kept.json()["companion_badge"]) == ([1], friend.badge)
        assert (await guest.sees())["ranking"] == kept.json()
        assert (await guest.sees())["companion"] == {"district_id": str(two.partner.district), "person_id": None}
        assert (await friend.sees())["companion"] is None
        [colleague] = await made.invite(1)
        await guest.rank("B", companion_badge=colleague.badge)
        assert (await guest.sees())["companion"]["person_id"] == str(colleague.person)
        old = {"If-Match": '"1"'}
        stale = await guest.client.put(f"{guest.path}/ranking", json={"ranked": []}, headers=old)
        assert stale.status_code == 412
        listed = (await two.host.client.get(f"{made.path}/participants")).json()["items"][0]
        assert (listed["ranked"], "companion_badge" in listed) == (1, False)


@pytest.mark.parametrize(
    ("titles", "more", "places"),
    [
        (["A", "A"], {}, ["/ranked/1"]),
        (["A", "B", "A", "B"], {}, ["/ranked/2", "/ranked/3"]),
        (["A"], {"cannot_attend": [1]}, ["/ranked/0"]),
        ([], {"cannot_attend": [3]}, ["/cannot_attend/0"]),
        ([], {"companion_badge": 1}, ["/companion_badge"]),
        ([], {"companion_badge": 9}, ["/companion_badge"]),
        ([], {"companion_badge": 0}, ["/companion_badge"]),
        ([], {"ranks": []}, ["/ranks"]),
    ],
)
async def test_what_is_no_ranking_is_refused_with_its_place(
    here: CoachingDistrict, titles: list[str], more: dict[str, Any], places: list[str]
) -> None:
    async with kickoff(here, A, B) as made:
        [guest] = await made.invite(1)
        assert refused(await guest.rank(*titles, **more)) == places
        assert (await guest.sees())["ranking"]["ranked_at"] is None


async def test_a_session_of_another_workshop_cannot_be_ranked(here: CoachingDistrict) -> None:
    async with kickoff(here, A) as made, kickoff(here, A) as other:
        [guest] = await made.invite(1)
        body = {"ranked": [other.ids["A"], str(uuid4())]}
        sent = await guest.client.put(f"{guest.path}/ranking", json=body, headers=ANY)
        assert refused(sent) == ["/ranked/0", "/ranked/1"]


async def test_whoever_was_not_invited_sees_nothing(two: Partnership, elsewhere: CoachingDistrict) -> None:
    async with kickoff(two.host, A, **both(two)) as made:
        [guest] = await made.invite(1)
        for district in (two.host, two.partner, elsewhere):
            async with district.somebody("coaching.take-part") as nobody:
                assert (await nobody.get(f"{MINE}/{made.workshop}")).status_code == 404
                assert (await nobody.get(MINE)).json()["items"] == []
                sent = await nobody.put(f"{MINE}/{made.workshop}/ranking", json={"ranked": []}, headers=ANY)
                assert sent.status_code == 404
        # Of another district, with the same person's id: still nobody.
        async with elsewhere.somebody("coaching.take-part", person=guest.person) as forged:
            assert (await forged.get(f"{MINE}/{made.workshop}")).status_code == 404


async def test_whoever_withdraws_ranks_no_more_and_stays_known(here: CoachingDistrict) -> None:
    async with kickoff(here, A) as made:
        guest, other = await made.invite(2)
        assert (await guest.withdraw()).json()["withdrawn_at"] is not None
        assert (await guest.rank("A")).status_code == 409
        assert (await guest.withdraw()).status_code == 409
        assert refused(await other.rank("A", companion_badge=guest.badge)) == ["/companion_badge"]
        listed = (await here.client.get(f"{made.path}/participants")).json()["items"]
        assert [one["withdrawn_at"] is None for one in listed] == [False, True]
        found = await made.seat()
        assert found["people"] == 1


async def test_a_seat_that_is_not_assigned_yet_is_shown_to_nobody_who_has_it_pinned(here: CoachingDistrict) -> None:
    async with kickoff(here, A) as made:
        [guest] = await made.invite(1)
        assert (await made.pin(guest, "A")).status_code == 204
        assert (await guest.sees())["given"] == []
