"""An engagement goes on from phase to phase, as both districts say."""

import asyncio

from services.coaching.tests.coaches.coaching_district import ANY, TODAY, CoachingDistrict, days, refused
from services.coaching.tests.engagements.partnership import (
    TO_HOST,
    Partnership,
    act,
    add,
    move,
    sign_both,
    to_summer,
    to_their_own,
)
from shared.contracts.coaching import EngagementPhaseChanged

SUMMER = {"phase": "summer_training"}


async def test_the_host_proposes_and_the_partner_agrees(two: Partnership) -> None:
    await to_summer(two)
    shown = await two.seen(two.partner)
    assert (shown["phase"], shown["phase_since"], shown["proposed_phase"]) == ("summer_training", str(TODAY), None)
    told = EngagementPhaseChanged(
        engagement_id=two.engagement,
        host_id=two.host.district,
        partner_id=two.partner.district,
        phase="summer_training",
        changed_on=TODAY,
    )
    of_it = [await district.told(two.engagement) for district in (two.host, two.partner)]
    assert [one[1:] for one in of_it] == [[told], [told]]


async def test_a_refusal_names_every_rule_and_what_to_do(two: Partnership) -> None:
    answer = await act(two, two.partner, "phase", SUMMER)
    assert answer.status_code == 409
    assert [one["rule"] for one in answer.json()["errors"]] == ["host_proposes", "charter_signed", "team_on_both_sides"]
    assert (await two.seen())["proposed_phase"] is None


async def test_what_is_proposed_is_looked_at_again_when_the_partner_agrees(two: Partnership) -> None:
    await sign_both(two)
    members = [await add(two, district, role) for district in (two.host, two.partner) for role in ("lead", "educator")]
    assert (await act(two, two.host, "phase", SUMMER)).json()["proposed_phase"] == "summer_training"
    await two.host.client.post(f"{two.path}/members/{members[0]}/leave")
    answer = await act(two, two.partner, "phase", SUMMER)
    assert [one["rule"] for one in answer.json()["errors"]] == ["team_on_both_sides"]
    assert (await two.seen())["phase"] == "preparation"


async def test_no_phase_is_left_out(two: Partnership) -> None:
    await to_summer(two)
    answer = await act(two, two.host, "phase", {"phase": "on_their_own"})
    assert [one["rule"] for one in answer.json()["errors"]] == ["order"]


async def test_the_agreements_that_a_call_asks_for_are_demanded(apart: Partnership) -> None:
    await apart.open(TO_HOST)
    await sign_both(apart)
    for district in (apart.host, apart.partner):
        await add(apart, district, "lead")
        await add(apart, district, "educator")
    await apart.agree(agreement=apart.partner.district, granularity="none")
    answer = await act(apart, apart.host, "phase", SUMMER)
    assert [one["rule"] for one in answer.json()["errors"]] == ["sharing_in_force"], "what is agreed is coarser"
    await apart.agree("active", agreement=apart.partner.district)
    await move(apart, "summer_training")


async def test_a_coach_who_is_suspended_is_no_coach_of_the_host(two: Partnership) -> None:
    await sign_both(two)
    for district in (two.host, two.partner):
        await add(two, district, "lead")
        await add(two, district, "coach", await district.staff(last=5))
    await move(two, "summer_training")
    await act(two, two.host, "first-contact", {"on": str(TODAY)})
    two.host.at += days(6)
    answer = await act(two, two.host, "phase", {"phase": "year_one"})
    assert [one["rule"] for one in answer.json()["errors"]] == ["coach_of_the_host"]


async def test_all_phases_come_one_after_the_other(two: Partnership) -> None:
    await to_their_own(two)
    assert (await two.seen())["phase"] == "on_their_own"
    told = [one for one in await two.partner.told(two.engagement) if isinstance(one, EngagementPhaseChanged)]
    assert [one.phase for one in told] == ["summer_training", "year_one", "on_their_own"]


async def test_who_has_not_read_what_is_there_now_moves_nothing(two: Partnership) -> None:
    await sign_both(two)
    answer = await two.host.client.post(f"{two.path}/phase", json=SUMMER, headers={"If-Match": '"1"'})
    assert answer.status_code == 412, "the charter's signing moved the day of the first contact"
    assert (await two.host.client.post(f"{two.path}/phase", json=SUMMER)).status_code == 428


async def test_of_two_agreements_at_once_one_counts(two: Partnership) -> None:
    await sign_both(two)
    for district in (two.host, two.partner):
        await add(two, district, "lead")
        await add(two, district, "educator")
    await act(two, two.host, "phase", SUMMER)
    answers = await asyncio.gather(*[act(two, two.partner, "phase", SUMMER) for _ in range(3)])
    assert sorted(one.status_code for one in answers) == [200, 409, 409]
    told = [one for one in await two.host.told() if isinstance(one, EngagementPhaseChanged)]
    assert len(told) == 1


async def test_the_first_contact_is_the_first_and_lies_in_the_engagement(two: Partnership) -> None:
    two.host.at += days(5)
    for on in (TODAY + days(6), TODAY - days(1)):
        assert refused(await act(two, two.host, "first-contact", {"on": str(on)})) == ["/on"]
    for on in (TODAY + days(3), TODAY + days(5), TODAY + days(1)):
        assert (await act(two, two.partner, "first-contact", {"on": str(on)})).status_code == 200
    assert (await two.seen())["first_contact_on"] == str(TODAY + days(1))
    two.host.at += days(60)
    assert (await two.seen())["stalled"] == []


async def test_a_third_district_moves_nothing(two: Partnership, third: CoachingDistrict) -> None:
    for what, body in (("phase", SUMMER), ("first-contact", {"on": str(TODAY)}), ("end", {"end": "completed"})):
        assert (await third.client.post(f"{two.path}/{what}", json=body, headers=ANY)).status_code == 404
