"""Each decision says why, because of which parts, and what may lawfully be done instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given

from resources.licences.rules.adapting import adaptation
from resources.licences.rules.deciding import REASONS, WAYS, Act, Decision, Reason, Way, explanation, may
from resources.licences.rules.effective import Audience, Part, effective
from resources.licences.rules.licence import Demand
from services.resources.tests.licences.drawn import ACTS, AUDIENCES, part, parts, quick

ANYBODY, PARTNER, OWN = Audience.ANONYMOUS, Audience.PARTNER, Audience.OWN


def acts(who: Audience, *drawn: Part) -> list[str]:
    """What somebody may do with an item of these parts."""
    return [act.value for act in Act if may(who, act, effective(drawn)).allowed]


@pytest.mark.parametrize(
    ("licence_id", "anybody", "partner", "own"),
    [
        ("CC0-1.0", "see adopt copy adapt offer", "see adopt copy adapt offer", "see adopt copy adapt offer"),
        ("CC-BY-NC-SA-4.0", "see adopt copy adapt offer", "see adopt copy adapt offer", "see adopt copy adapt offer"),
        ("CC-BY-ND-4.0", "see adopt copy offer", "see adopt copy offer", "see adopt copy offer"),
        ("MIT", "see adopt copy adapt offer", "see adopt copy adapt offer", "see adopt copy adapt offer"),
        ("partnership", "", "see adopt", "see adopt"),
        ("all-rights-reserved", "", "", "see adopt"),
        ("private", "", "", "see adopt"),
        (None, "", "", "see adopt"),
    ],
)
def test_who_may_do_what_with_somebody_elses_work(licence_id: str | None, anybody: str, partner: str, own: str) -> None:
    one = part(licence_id)
    assert [acts(who, one) for who in (ANYBODY, PARTNER, OWN)] == [anybody.split(), partner.split(), own.split()]


@pytest.mark.parametrize("licence_id", [None, "partnership", "all-rights-reserved"])
def test_a_district_does_what_it_likes_with_its_own_but_offers_nothing_without_a_licence(
    licence_id: str | None,
) -> None:
    assert acts(OWN, part(licence_id, held=True)) == ["see", "adopt", "copy", "adapt"]
    assert acts(OWN, part("CC-BY-ND-4.0", held=True)) == ["see", "adopt", "copy", "adapt", "offer"]


@quick
@given(parts(least=0), AUDIENCES)
def test_who_may_adapt_may_copy_and_who_may_copy_may_adopt_and_see(drawn: list[Part], who: Audience) -> None:
    allowed = set(acts(who, *drawn))
    assert "adapt" not in allowed or "copy" in allowed
    assert "copy" not in allowed or "adopt" in allowed
    assert ("adopt" in allowed) is ("see" in allowed)
    assert "offer" not in allowed or "copy" in allowed


@quick
@given(parts(), parts(), AUDIENCES, ACTS)
def test_another_part_never_allows_what_was_refused(
    drawn: list[Part], more: list[Part], who: Audience, act: Act
) -> None:
    before, after = (may(who, act, effective(several)) for several in (drawn, renamed(drawn + more)))
    assert before.allowed or not after.allowed
    assert not after.allowed or after.demands >= before.demands


@quick
@given(parts(least=0), ACTS)
def test_a_partner_may_do_no_less_than_anybody_and_an_item_is_open_where_anybody_may_offer_it(
    drawn: list[Part], act: Act
) -> None:
    item = effective(drawn)
    assert may(PARTNER, act, item).allowed or not may(ANYBODY, act, item).allowed
    assert may(ANYBODY, Act.OFFER, item).allowed is item.is_open
    assert may(PARTNER, Act.OFFER, item).allowed is item.is_open
    assert may(OWN, Act.OFFER, item).allowed is item.is_open


@quick
@given(parts(least=0), AUDIENCES)
def test_who_may_adapt_finds_a_licence_for_the_adaptation(drawn: list[Part], who: Audience) -> None:
    item = effective(drawn)
    assert not may(who, Act.ADAPT, item).allowed or adaptation(drawn, who).licence_ids


@quick
@given(parts(least=0), AUDIENCES, ACTS)
def test_a_refusal_has_a_reason_the_parts_and_a_way_and_a_permission_has_none(
    drawn: list[Part], who: Audience, act: Act
) -> None:
    found = may(who, act, effective(drawn))
    assert found.allowed is (found.reason is Reason.ALLOWED)
    assert found.allowed is not bool(found.ways)
    assert found.allowed or found.demands == frozenset()
    assert not found.allowed or found.parts == ()
    assert found.parts or found.allowed or not drawn
    assert set(found.parts) <= {one.key for one in drawn}
    assert explanation(found).startswith(REASONS[found.reason])


def renamed(drawn: Sequence[Part]) -> list[Part]:
    return [replace(one, key=str(place)) for place, one in enumerate(drawn)]


def changed(drawn: Sequence[Part], keys: Sequence[str], change: Callable[[Part], Part | None]) -> list[Part]:
    """The parts with those of these keys changed, or left out."""
    made = [change(one) if one.key in keys else one for one in drawn]
    return [one for one in made if one is not None]


def leads_somewhere(way: Way, drawn: list[Part], who: Audience, act: Act, found: Decision) -> bool:
    """Whether one who takes this way may then do it."""

    def allowed(several: list[Part]) -> bool:
        return may(who, act, effective(several)).allowed

    match way:
        case Way.ADOPT_UNALTERED:
            return may(who, Act.ADOPT, effective(drawn)).allowed
        case Way.PART_BY_PART:
            each = [may(who, Act.ADAPT, effective([one])).allowed for one in drawn]
            return any(each) and may(who, Act.COPY, effective(drawn)).allowed
        case Way.LINK:
            return allowed(changed(drawn, found.parts, lambda one: replace(one, linked=True)))
        case Way.REPLACE_PART:
            return any(
                allowed(changed(drawn, [key for key in found.parts if key != kept], lambda one: None))
                for kept in (*found.parts, None)
            )
        case Way.SET_LICENCE:
            opened = changed(drawn, found.parts, lambda one: replace(one, licence_id="CC-BY-4.0"))
            return all(one.held for one in drawn if one.key in found.parts) and (allowed(opened) or not drawn)
        case Way.MAKE_AGREEMENT:
            return may(PARTNER, act, effective(drawn)).allowed
        case Way.ASK_AUTHOR:
            return who is not OWN or not all(one.held for one in drawn if one.key in found.parts)


@quick
@given(parts(least=0), AUDIENCES, ACTS)
def test_each_way_that_is_offered_leads_to_what_is_allowed(drawn: list[Part], who: Audience, act: Act) -> None:
    found = may(who, act, effective(drawn))
    for way in found.ways:
        assert leads_somewhere(way, drawn, who, act, found), way


def test_no_derivatives_refuses_the_adaptation_and_offers_what_may_be_done() -> None:
    item = effective([part("CC-BY-ND-4.0", "photo"), part("CC-BY-4.0", "text")])
    assert may(PARTNER, Act.ADAPT, item) == Decision(
        False,
        Reason.NO_DERIVATIVES,
        ("photo",),
        frozenset(),
        (Way.ADOPT_UNALTERED, Way.PART_BY_PART, Way.LINK, Way.REPLACE_PART, Way.ASK_AUTHOR),
    )
    assert may(PARTNER, Act.COPY, item).demands == {Demand.ATTRIBUTION, Demand.NO_DERIVATIVES}


def test_share_alike_and_non_commercial_stay_side_by_side_and_are_not_made_into_one() -> None:
    item = effective([part("CC-BY-SA-4.0", "text"), part("CC-BY-NC-4.0", "video"), part("CC0-1.0", "plan")])
    assert may(ANYBODY, Act.OFFER, item).allowed
    found = may(ANYBODY, Act.ADAPT, item)
    assert (found.reason, found.parts) == (Reason.DO_NOT_MIX, ("text", "video"))
    assert found.ways == (Way.ADOPT_UNALTERED, Way.PART_BY_PART, Way.LINK, Way.REPLACE_PART, Way.ASK_AUTHOR)


def test_what_is_for_partners_is_theirs_to_use_and_anybody_elses_to_ask_for() -> None:
    item = effective([part("partnership", held=True)])
    assert may(ANYBODY, Act.SEE, item).ways == (Way.MAKE_AGREEMENT, Way.ASK_AUTHOR)
    assert may(PARTNER, Act.ADAPT, item).ways == (Way.ADOPT_UNALTERED, Way.ASK_AUTHOR)
    assert may(OWN, Act.OFFER, item).ways == (Way.SET_LICENCE,)


def test_the_first_reason_is_told_of_several() -> None:
    several = [part("CC-BY-ND-4.0", "1"), part("partnership", "2"), part("all-rights-reserved", "3"), part(None, "4")]
    wanted = [Reason.NO_DERIVATIVES, Reason.PARTNERS_ONLY, Reason.RESERVED, Reason.UNSET]
    assert [may(ANYBODY, Act.ADAPT, effective(several[: n + 1])).reason for n in range(4)] == wanted


def test_an_act_calls_up_the_demands_that_are_about_it() -> None:
    item = effective([part("CC-BY-NC-SA-4.0", "1"), part("MIT", "2")])
    assert may(ANYBODY, Act.SEE, item).demands == frozenset()
    assert may(ANYBODY, Act.ADOPT, item).demands == {Demand.ATTRIBUTION, Demand.NON_COMMERCIAL}
    assert may(ANYBODY, Act.COPY, item).demands == {Demand.ATTRIBUTION, Demand.NON_COMMERCIAL, Demand.LICENCE_TEXT}
    assert may(ANYBODY, Act.ADAPT, item).demands == frozenset(Demand) - {Demand.NO_DERIVATIVES}


def test_an_item_without_parts_is_its_own_districts_to_work_on_and_nobodys_to_offer() -> None:
    assert acts(OWN) == ["see", "adopt", "copy", "adapt"]
    assert acts(PARTNER) == []
    assert may(OWN, Act.OFFER, effective([])).ways == (Way.SET_LICENCE,)


def test_there_are_words_for_every_reason_and_every_way() -> None:
    assert REASONS.keys() == set(Reason)
    assert WAYS.keys() == set(Way)
    item = effective([part("all-rights-reserved")])
    assert explanation(may(PARTNER, Act.SEE, item)) == "All rights are reserved. Ask its author for another licence."
