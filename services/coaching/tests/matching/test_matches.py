"""A match stands once both districts have confirmed it, and only if it still can then."""

import asyncio

import pytest

from services.coaching.tests.coaches.coaching_district import (
    ANY as ANY_VERSION,
)
from services.coaching.tests.coaches.coaching_district import (
    COACHES,
    TODAY,
    CoachingDistrict,
    days,
    refused,
)
from services.coaching.tests.matching.plans import ANY, FRIDAY, MATCHES, MATCHINGS, NEEDS, TUESDAY, Plans
from shared.contracts.coaching import MatchConfirmed, MatchEnded, MatchProposed


async def test_a_match_is_told_to_both_when_it_is_proposed_and_when_both_have_confirmed(made: Plans) -> None:
    coach, need = await made.coach(), await made.brought()
    match_id = await made.proposed()
    (match,) = await made.matches(made.partner)
    assert (match["coach_id"], match["need_id"], match["state"]) == (coach, need, "proposed")
    assert (match["at"]["weekday"], match["contact_due_on"]) == ("tuesday", None)
    first = (await made.confirm(match_id, made.partner)).json()
    assert (first["state"], first["host_confirmed_at"], bool(first["partner_confirmed_at"])) == ("proposed", None, True)
    assert (await made.confirm(match_id, made.partner)).status_code == 409, "once is enough"
    second = (await made.confirm(match_id, made.host)).json()
    assert (second["state"], second["confirmed_on"]) == ("confirmed", str(TODAY))
    assert second["contact_due_on"] == str(TODAY + days(14))
    about = (await made.partner.client.get(f"{NEEDS}/{need}")).json()["condition"]
    for side in (made.host, made.partner):
        told = await side.told(match_id)
        assert [one.event_type for one in told] == [MatchProposed.event_type, MatchConfirmed.event_type]
        assert [one.condition for one in told if isinstance(one, MatchProposed | MatchConfirmed)] == [about] * 2


async def test_confirmations_at_once_are_one(made: Plans) -> None:
    await made.coach()
    await made.brought()
    match_id = await made.proposed()
    sides = [made.host, made.partner, made.host, made.partner]
    answers = await asyncio.gather(*(made.confirm(match_id, side) for side in sides))
    assert sorted(one.status_code for one in answers) == [200, 200, 409, 409]
    (match,) = await made.matches()
    assert match["state"] == "confirmed"
    confirmed = [one for one in await made.host.told(match_id) if isinstance(one, MatchConfirmed)]
    assert len(confirmed) == 1


async def test_a_coach_who_was_suspended_since_is_confirmed_by_nobody(made: Plans) -> None:
    coach = await made.coach()
    await made.brought()
    match_id = await made.proposed()
    attested = (await made.host.client.get(f"{COACHES}/{coach}/attestations")).json()["items"]
    clearance = next(one["attestation_id"] for one in attested if one["kind"] == "clearance")
    assert (await made.host.revoke(coach, clearance)).status_code == 200
    for side in (made.host, made.partner):
        assert (await made.confirm(match_id, side)).status_code == 409
    assert not [one for one in await made.host.told(match_id) if isinstance(one, MatchConfirmed)]


async def test_what_is_proposed_is_declined_and_what_is_confirmed_is_ended(made: Plans) -> None:
    await made.coach()
    need = await made.brought()
    match_id = await made.proposed()
    path = f"{MATCHES}/{match_id}"
    ending = {"because": "planned_again", "words": "Another time of the week, please."}
    assert (await made.host.client.post(f"{path}/end", json=ending)).status_code == 409
    declined = await made.partner.client.post(f"{path}/decline", json={"words": "We are away."})
    assert (declined.json()["state"], declined.json()["because"]) == ("ended", "declined")
    assert declined.json()["words"] == "We are away."
    assert (await made.partner.client.post(f"{path}/decline", json={"words": "Again."})).status_code == 409
    assert (await made.confirm(match_id, made.host)).status_code == 409
    again = await made.confirmed()
    path = f"{MATCHES}/{again}"
    assert (await made.partner.client.post(f"{path}/decline", json={"words": "No."})).status_code == 409
    missed = ending | {"because": "first_contact_missed"}
    assert refused(await made.host.client.post(f"{path}/end", json=missed)) == ["/because"]
    made.host.at += days(15)
    assert [one["match_id"] for one in await made.matches(stalled="true")] == [again]
    ended = await made.host.client.post(f"{path}/end", json=missed)
    assert (ended.json()["state"], ended.json()["because"]) == ("ended", "first_contact_missed")
    (asked, *_) = (await made.host.client.get(MATCHINGS)).json()["items"]
    assert (asked["because"], asked["state"], asked["previous"]) == ("stale", "queued", "confirmed")
    assert [one["need_id"] for one in asked["forbidden"]] == [need]


async def test_the_first_contact_is_kept_and_is_not_overdue_then(made: Plans) -> None:
    await made.coach()
    await made.brought()
    match_id = await made.proposed()
    path = f"{MATCHES}/{match_id}/first-contact"
    assert (await made.host.client.post(path, json={"on": str(TODAY)})).status_code == 409
    for side in (made.host, made.partner):
        await made.confirm(match_id, side)
    made.host.at += days(20)
    assert refused(await made.host.client.post(path, json={"on": str(TODAY - days(1))})) == ["/on"]
    assert refused(await made.host.client.post(path, json={"on": str(TODAY + days(21))})) == ["/on"]
    (late,) = await made.matches(stalled="true")
    assert late["stalled"] is True
    kept = await made.partner.client.post(path, json={"on": str(TODAY + days(19))})
    assert (kept.json()["contacted_on"], kept.json()["stalled"]) == (str(TODAY + days(19)), False)
    assert await made.matches(stalled="true") == []


async def test_a_need_with_a_confirmed_match_is_not_withdrawn_and_one_with_a_proposed_is(made: Plans) -> None:
    await made.coach()
    need = await made.brought()
    match_id = await made.proposed()
    path = f"{NEEDS}/{need}/withdraw"
    assert (await made.partner.client.post(path, headers=ANY)).status_code == 200
    (match,) = await made.matches()
    assert (match["state"], match["because"]) == ("ended", "declined")
    assert match["match_id"] == match_id


async def test_a_match_is_no_other_districts(made: Plans, third: CoachingDistrict) -> None:
    await made.coach()
    await made.brought()
    match_id = await made.proposed()
    for answer in (
        await third.client.get(f"{MATCHES}/{match_id}"),
        await made.confirm(match_id, third),
        await third.client.post(f"{MATCHES}/{match_id}/decline", json={"words": "No."}),
    ):
        assert answer.status_code == 404, answer.text
    assert await made.matches(third) == []


async def test_the_coach_sees_their_own_matches_and_nobody_elses(made: Plans) -> None:
    coach = await made.coach()
    await made.brought()
    match_id = await made.proposed()
    person = (await made.host.client.get(f"{COACHES}/{coach}")).json()["person_id"]
    async with made.host.somebody("coaching.take-part", person=person) as themselves:
        found = (await themselves.get("/coaching/v1/my-matches")).json()["items"]
        assert [one["match_id"] for one in found] == [match_id]
        need = found[0]["need"]
        assert (need["condition"], need["question"], need["level"]) == ("learning_model", None, 3)
        assert (need["languages"], need["availability"]) == (["en"], [TUESDAY])
        assert "severity" not in need
    async with made.host.somebody("coaching.take-part") as another:
        assert (await another.get("/coaching/v1/my-matches")).json()["items"] == []


async def test_an_engagement_that_ends_ends_its_matches_and_closes_its_needs(made: Plans) -> None:
    await made.coach()
    need = await made.brought()
    match_id = await made.confirmed()
    await made.two.withdraw()
    assert (await made.host.client.get(f"{NEEDS}/{need}")).json()["because"] == "engagement_ended"
    for side in (made.host, made.partner):
        assert [one.because for one in await side.told(match_id) if isinstance(one, MatchEnded)] == ["engagement_ended"]
    assert (await made.confirm(match_id, made.host)).status_code == 409
    assert (await made.bring(await made.find_gap())).status_code == 409


async def test_two_plans_that_take_a_coach_at_once_are_not_both_confirmed(made: Plans) -> None:
    """The coach offers one hour a week; the second plan is made before the first is confirmed, and proposes them to
    another need.
    """
    coach = await made.coach(weekly_capacity=1, availability=[TUESDAY, FRIDAY])
    first = await made.brought()
    one = await made.matching()
    second = await made.brought(availability=[FRIDAY])
    other = await made.matching(forbidden=[{"coach_id": coach, "need_id": first}])
    await made.propose(one["matching_id"])
    await made.propose(other["matching_id"])
    matches = {match["need_id"]: match["match_id"] for match in await made.matches()}
    assert set(matches) == {first, second}
    for side in (made.host, made.partner):
        assert (await made.confirm(matches[first], side)).status_code == 200
    assert (await made.confirm(matches[second], made.host)).status_code == 409


async def test_what_was_proposed_once_is_not_proposed_again(made: Plans) -> None:
    await made.coach()
    await made.brought()
    done = await made.matching()
    path = f"{MATCHINGS}/{done['matching_id']}/propose"
    assert (await made.host.client.post(path)).status_code == 428
    assert (await made.host.client.post(path, headers={"If-Match": '"99"'})).status_code == 412
    assert (await made.partner.client.post(path, headers=ANY)).status_code == 404
    assert await made.propose(done["matching_id"]) == {
        "matching_id": done["matching_id"], "proposed": 1, "kept": 0, "ended": 0,
    }  # fmt: skip
    assert (await made.host.client.post(path, headers=ANY)).status_code == 409


@pytest.mark.parametrize("leaves", [True, False])
async def test_a_coach_who_goes_has_their_matches_ended_and_planned_again(made: Plans, leaves: bool) -> None:
    coach, deputy = await made.coach(), await made.coach(skills=[made.skill(level=1)])
    need = await made.brought()
    match_id = await made.confirmed()
    if leaves:
        await made.host.client.post(f"{COACHES}/{coach}/leave", headers=ANY_VERSION)
    else:
        attested = (await made.host.client.get(f"{COACHES}/{coach}/attestations")).json()["items"]
        await made.host.revoke(coach, attested[0]["attestation_id"])
    because = "coach_left" if leaves else "coach_suspended"
    for side in (made.host, made.partner):
        assert [one.because for one in await side.told(match_id) if isinstance(one, MatchEnded)] == [because]
    newest, before = (await made.host.client.get(MATCHINGS)).json()["items"]
    assert (before["stale_because"], newest["because"], newest["state"]) == (because, "stale", "queued")
    while await made.work():
        pass
    assert await made.couples(newest["matching_id"]) == {(deputy, need)}
    assert [one["state"] for one in await made.matches()] == ["ended"], "it proposes nothing by itself"
    assert (await made.propose(newest["matching_id"]))["proposed"] == 1
