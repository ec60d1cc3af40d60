"""Of a collection one may do what every part allows, and must do what any part demands."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from resources.licences.rules.catalogue import CATALOGUE, licence_of
from resources.licences.rules.effective import (
    EVERYTHING,
    NOTHING,
    Audience,
    Part,
    Terms,
    effective,
    terms_of,
)
from resources.licences.rules.licence import Demand, Right
from services.resources.tests.licences.drawn import AUDIENCES, SET_OR_NOT, part, parts, quick

TERMS = st.builds(Terms, st.frozensets(st.sampled_from(Right)), st.frozensets(st.sampled_from(Demand)))


@quick
@given(TERMS, TERMS, TERMS)
def test_what_two_allow_hangs_on_no_order_and_no_grouping(one: Terms, two: Terms, three: Terms) -> None:
    assert one.meet(two) == two.meet(one)
    assert one.meet(two).meet(three) == one.meet(two.meet(three))
    assert one.meet(one) == one
    assert one.meet(EVERYTHING) == one
    assert one.meet(NOTHING).rights == frozenset()


@quick
@given(parts(), AUDIENCES, st.randoms(use_true_random=False))
def test_in_any_order_and_named_twice_parts_make_the_same_whole(
    drawn: list[Part], who: Audience, chance: Random
) -> None:
    shuffled = [*drawn]
    chance.shuffle(shuffled)
    assert effective(shuffled + drawn).terms(who) == effective(drawn).terms(who)


@quick
@given(parts(), parts(), AUDIENCES)
def test_another_part_never_gives_a_right_and_never_takes_a_demand_away(
    drawn: list[Part], more: list[Part], who: Audience
) -> None:
    before, after = effective(drawn).terms(who), effective(drawn + more).terms(who)
    assert after.rights <= before.rights
    assert after.demands >= before.demands
    assert not effective(drawn + more).is_open or effective(drawn).is_open


@quick
@given(parts(linked=False), st.data(), AUDIENCES)
def test_a_stricter_licence_of_a_part_never_gives_more(drawn: list[Part], data: st.DataObject, who: Audience) -> None:
    first, *others = drawn
    stricter = [
        key
        for key, one in CATALOGUE.items()
        if one.rights <= first.licence.rights
        and one.partner_rights <= first.licence.partner_rights
        and one.demands >= first.licence.demands
    ]
    other = Part(first.key, data.draw(st.sampled_from(stricter)), first.held)
    before, after = effective(drawn).terms(who), effective([other, *others]).terms(who)
    assert after.rights <= before.rights
    assert after.demands >= before.demands


@quick
@given(parts())
def test_partners_may_do_no_less_than_anybody_and_its_own_district_sees_all(drawn: list[Part]) -> None:
    found = effective(drawn)
    assert found.public.rights <= found.partners.rights
    assert Right.SEE in found.own.rights
    assert found.own.rights >= found.public.rights
    assert found.own.demands <= found.public.demands


@quick
@given(SET_OR_NOT, AUDIENCES, st.booleans(), st.booleans())
def test_a_collection_of_one_part_has_the_terms_of_that_part(
    licence_id: str | None, who: Audience, held: bool, linked: bool
) -> None:
    one = part(licence_id, held=held, linked=linked)
    assert effective([one]).terms(who) == terms_of(one, who)


def test_every_two_licences_make_a_collection_that_each_agrees_to() -> None:
    for one in CATALOGUE.values():
        for two in CATALOGUE.values():
            found = effective([part(one.licence_id, "1"), part(two.licence_id, "2")])
            assert found.public == Terms(one.rights & two.rights, one.demands | two.demands)
            assert found.is_open is bool(one.rights and two.rights)


def test_one_part_that_is_unset_makes_the_whole_private() -> None:
    found = effective([part("CC0-1.0", "1"), part("CC-BY-4.0", "2"), part(None, "3", held=True)])
    assert found.seen_by is Audience.OWN
    assert not found.is_open
    assert found.licence_ids == ("CC-BY-4.0", "CC0-1.0", "private")


def test_one_part_for_partners_makes_the_whole_one_for_partners() -> None:
    found = effective([part("CC-BY-4.0", "1"), part("partnership", "2", held=True)])
    assert found.seen_by is Audience.PARTNER
    assert found.partners.rights == {Right.SEE}


def test_no_derivatives_stays_in_a_collection_unaltered() -> None:
    found = effective([part("CC-BY-SA-4.0", "1"), part("CC-BY-NC-ND-4.0", "2")])
    assert found.seen_by is Audience.ANONYMOUS
    assert found.public.rights == {Right.SEE, Right.COPY}
    assert found.public.demands == frozenset(Demand) - {Demand.LICENCE_TEXT}


def test_a_holder_is_not_bound_by_the_licence_it_gives_but_by_that_of_others() -> None:
    assert effective([part("CC-BY-NC-ND-4.0", held=True)]).own == EVERYTHING
    assert effective([part("CC-BY-NC-ND-4.0")]).own.rights == {Right.SEE, Right.COPY}
    assert effective([part("all-rights-reserved")]).own == Terms(frozenset({Right.SEE}), frozenset())


def test_a_link_to_what_is_published_elsewhere_takes_no_licence() -> None:
    found = effective([part("all-rights-reserved", "1", linked=True), part("CC-BY-4.0", "2", held=True)])
    assert found.is_open
    assert found.licence_ids == ("CC-BY-4.0",)


def test_a_link_to_what_is_private_or_for_partners_is_as_private_as_that() -> None:
    for closed in (None, "private", "partnership"):
        assert effective([part(closed, linked=True)]).public.rights == frozenset()
        assert effective([part(closed, linked=True)]).partners.rights == licence_of(closed).partner_rights


def test_an_item_without_parts_is_private() -> None:
    found = effective([])
    assert found.seen_by is Audience.OWN
    assert found.terms(Audience.PARTNER) == NOTHING
