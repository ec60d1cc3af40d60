"""Gaps are the partner's own until it brings them; needs close by themselves when their gaps do."""

from typing import Any
from uuid import uuid4

import pytest

from services.coaching.tests.coaches.coaching_district import CoachingDistrict, days, refused
from services.coaching.tests.matching.plans import ANY, GAPS, NEEDS, TUESDAY, Plans
from shared.contracts.coaching import MatchEnded
from shared.testing.deliveries import unknown_field


async def listed(of: CoachingDistrict) -> dict[str, str]:
    answer = await of.client.get(GAPS)
    return {one["gap_id"]: one["severity"] for one in answer.json()["items"]}


async def test_gaps_are_listed_to_their_district_alone_while_they_are_open(made: Plans) -> None:
    gap = await made.find_gap("critical", question="board.vote")
    assert await listed(made.partner) == {str(gap): "critical"}
    assert await listed(made.host) == {}
    await made.log.send(made.partner.district, made.found(gap, "slight", result=2))
    assert await listed(made.partner) == {str(gap): "slight"}, "severity is as the newest result has it"
    await made.log.send(made.partner.district, made.closed(gap, result=3))
    assert await listed(made.partner) == {}


async def test_what_is_told_again_or_out_of_order_has_no_effect_twice(made: Plans) -> None:
    district, gap = made.partner.district, uuid4()
    found, closed = made.found(gap, "serious", result=1), made.closed(gap, result=2)
    first = made.log.record(district, found, sequence=1)
    last = made.log.record(district, closed, sequence=2)
    await made.log.deliver(last, first, first, last)
    assert await listed(made.partner) == {}
    ends_alone = uuid4()
    end = made.log.record(district, made.closed(ends_alone, result=2), snapshot=True, sequence=1)
    late = made.log.record(district, made.found(ends_alone, result=1), snapshot=True, sequence=2)
    await made.log.deliver(end, late)
    assert await listed(made.partner) == {}, "what was closed before it was found stays closed"
    newer = made.log.record(district, event := made.found(), body=unknown_field(event, colour="blue"))
    await made.log.deliver(newer)
    assert await listed(made.partner) == {str(event.gap_id): "serious"}


async def test_a_gap_that_is_brought_is_known_to_both_and_to_nobody_else(made: Plans, third: CoachingDistrict) -> None:
    gap = await made.find_gap("critical")
    answer = await made.bring(gap)
    assert answer.status_code == 201, answer.text
    need = answer.json()
    assert (need["severity"], need["condition"], need["state"]) == ("critical", "learning_model", "open")
    for side in (made.host, made.partner):
        assert (await side.client.get(f"{NEEDS}/{need['need_id']}")).json() == need
        assert [one["need_id"] for one in (await side.client.get(NEEDS)).json()["items"]] == [need["need_id"]]
    assert (await third.client.get(f"{NEEDS}/{need['need_id']}")).status_code == 404
    assert (await third.client.get(NEEDS)).json()["items"] == []


async def test_only_the_partner_brings_its_own_open_gaps(made: Plans, third: CoachingDistrict) -> None:
    gap = await made.find_gap()
    assert refused(await made.host.client.post(NEEDS, json=made.need(gap))) == ["/engagement_id"]
    assert refused(await third.client.post(NEEDS, json=made.need(gap))) == ["/engagement_id"]
    assert refused(await made.bring(uuid4())) == ["/gap_id"]
    await made.log.send(made.partner.district, made.closed(gap))
    assert refused(await made.bring(gap)) == ["/gap_id"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"level": 5}, "/level"), ({"level": "3"}, "/level"), ({"languages": []}, "/languages"),
     ({"time_zone": "Mars/Olympus"}, "/time_zone"), ({"availability": []}, "/availability"),
     ({"availability": [{**TUESDAY, "ends": "15:00"}]}, "/availability/0/ends"),
     ({"availability": [TUESDAY, TUESDAY]}, "/availability/1"), ({"words": "secret"}, "/words")],
)  # fmt: skip
async def test_what_cannot_be_met_is_refused_with_its_place(made: Plans, change: dict[str, Any], pointer: str) -> None:
    assert pointer in refused(await made.bring(await made.find_gap(), **change))
    assert (await made.host.client.get(NEEDS)).json()["items"] == []


async def test_a_gap_is_brought_once_at_a_time(made: Plans) -> None:
    gap = await made.find_gap()
    need = (await made.bring(gap)).json()["need_id"]
    assert (await made.bring(gap)).status_code == 409
    path = f"{NEEDS}/{need}/withdraw"
    assert (await made.partner.client.post(path)).status_code == 428
    assert (await made.host.client.post(path, headers=ANY)).status_code == 409, "who has brought it withdraws it"
    withdrawn = await made.partner.client.post(path, headers=ANY)
    assert (withdrawn.json()["state"], withdrawn.json()["because"]) == ("withdrawn", "withdrawn")
    assert (await made.partner.client.post(path, headers=ANY)).status_code == 409
    assert (await made.bring(gap)).status_code == 201


async def test_a_need_closes_when_its_gap_does_and_its_match_ends(made: Plans) -> None:
    await made.coach()
    gap = await made.find_gap()
    need = (await made.bring(gap)).json()["need_id"]
    match_id = await made.confirmed()
    made.host.at += days(2)
    await made.log.send(made.partner.district, made.closed(gap))
    shown = (await made.partner.client.get(f"{NEEDS}/{need}")).json()
    assert (shown["state"], shown["because"]) == ("closed", "gap_closed")
    (match,) = await made.matches()
    assert (match["match_id"], match["state"], match["because"]) == (match_id, "ended", "gap_closed")
    for side in (made.host, made.partner):
        told = [one for one in await side.told(match_id) if isinstance(one, MatchEnded)]
        assert [one.because for one in told] == ["gap_closed"]


async def test_severity_that_changes_is_seen_in_the_need(made: Plans) -> None:
    gap = await made.find_gap("slight")
    need = (await made.bring(gap)).json()["need_id"]
    await made.log.send(made.partner.district, made.found(gap, "critical", result=2))
    assert (await made.host.client.get(f"{NEEDS}/{need}")).json()["severity"] == "critical"
