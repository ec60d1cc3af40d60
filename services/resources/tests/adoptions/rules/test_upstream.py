"""What an adopter keeps and may do, whatever becomes of what it adopted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.adoptions.rules.intents import Intent
from resources.adoptions.rules.refusals import Refusal
from resources.adoptions.rules.states import MOVES, AdoptionAct, AdoptionState, first_intent, move
from resources.adoptions.rules.upstream import (
    ALLOWING,
    DETAILS,
    MAY,
    AdopterAct,
    Allowed,
    Ground,
    Standing,
    UpstreamState,
    decide,
    state_of,
)

ALL = Allowed(use=True, adapt=True, hand_on=True)
NO_DERIVATIVES = Allowed(use=True, adapt=False, hand_on=True)
NOTHING = Allowed(use=False, adapt=False, hand_on=False)
REVISED = Standing(3, 4, ALL, ALL)
KEPT = (AdopterAct.USE, AdopterAct.EDIT, AdopterAct.HAND_ON)

licences = st.builds(Allowed, st.booleans(), st.booleans(), st.booleans())
standings = st.builds(
    Standing,
    st.just(3),
    st.sampled_from((None, 3, 4)),
    licences,
    st.none() | licences,
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


def may(standing: Standing) -> set[AdopterAct]:
    return {act for act in AdopterAct if decide(standing, act).allowed}


@pytest.mark.parametrize(
    ("standing", "state"),
    [
        (replace(REVISED, newest=3), UpstreamState.CURRENT),
        (REVISED, UpstreamState.REVISED),
        (replace(REVISED, newest_licence=NO_DERIVATIVES), UpstreamState.CLOSED),
        (replace(REVISED, held_licence=NO_DERIVATIVES, newest_licence=NO_DERIVATIVES), UpstreamState.REVISED),
        (replace(REVISED, retired=True), UpstreamState.RETIRED),
        (replace(REVISED, taken_down=True, retired=True), UpstreamState.TAKEN_DOWN),
        (replace(REVISED, newest=None, newest_licence=None), UpstreamState.VANISHED),
        (replace(REVISED, newest=None, newest_licence=None, recalled=True, taken_down=True), UpstreamState.RECALLED),
    ],
)
def test_the_state_that_matters_most_holds(standing: Standing, state: UpstreamState) -> None:
    assert state_of(standing) == state


def test_every_state_and_act_has_an_answer_with_its_reason() -> None:
    assert MAY.keys() == {*UpstreamState}
    assert all(answers.keys() == {*AdopterAct} for answers in MAY.values())
    assert DETAILS.keys() == {*Ground}
    assert {*Ground} > ALLOWING


def test_a_newer_version_may_be_taken_and_adapted_and_offered_to() -> None:
    assert may(REVISED) == {*AdopterAct}
    assert {*AdopterAct} - may(replace(REVISED, newest=3)) == {AdopterAct.TAKE_CHANGES, AdopterAct.TAKE_AS_IS}


def test_once_the_newest_licence_forbids_adapting_what_one_has_stays_one_s_own() -> None:
    closed = replace(REVISED, newest_licence=NO_DERIVATIVES)
    assert may(closed) == {*KEPT, AdopterAct.TAKE_AS_IS, AdopterAct.OFFER_BACK}
    assert decide(closed, AdopterAct.TAKE_CHANGES).reason == decide(closed, AdopterAct.ADAPT).reason == Ground.CLOSED


def test_a_retired_item_gives_its_last_version_and_begins_nothing_new() -> None:
    retired = replace(REVISED, retired=True)
    assert may(retired) == {*KEPT, AdopterAct.TAKE_CHANGES, AdopterAct.TAKE_AS_IS}
    assert may(replace(retired, newest=3)) == {*KEPT}
    assert "successor" in decide(retired, AdopterAct.ADAPT).detail


def test_what_was_taken_down_or_vanished_leaves_its_adopters_what_they_have() -> None:
    assert may(replace(REVISED, taken_down=True)) == may(replace(REVISED, newest=None, newest_licence=None)) == {*KEPT}


def test_what_was_recalled_is_shown_by_nobody_and_may_be_mended() -> None:
    assert may(replace(REVISED, recalled=True)) == {AdopterAct.EDIT}


def test_a_licence_that_never_allowed_it_is_named() -> None:
    held = replace(REVISED, held_licence=NO_DERIVATIVES, newest_licence=NO_DERIVATIVES)
    assert decide(held, AdopterAct.EDIT).reason == Ground.HELD_LICENCE_FORBIDS
    assert decide(held, AdopterAct.ADAPT).reason == Ground.NEWEST_LICENCE_FORBIDS
    assert decide(held, AdopterAct.TAKE_AS_IS).allowed
    assert may(replace(REVISED, held_licence=NOTHING, newest_licence=NOTHING)) == {AdopterAct.OFFER_BACK}


@settings(max_examples=50, derandomize=True)
@given(standings, licences, st.integers(4, 9))
def test_nothing_but_a_recall_takes_away_what_the_held_licence_gives(
    standing: Standing, licence: Allowed, newest: int
) -> None:
    later = replace(standing, newest=newest, newest_licence=licence)
    for act in KEPT:
        if not standing.recalled:
            assert decide(standing, act) == decide(later, act)
            wanted = {"use": AdopterAct.USE, "adapt": AdopterAct.EDIT, "hand_on": AdopterAct.HAND_ON}
            name = next(name for name, one in wanted.items() if one == act)
            assert decide(standing, act).allowed == getattr(standing.held_licence, name)


@settings(max_examples=50, derandomize=True)
@given(standings, st.sampled_from(AdopterAct))
def test_a_stricter_licence_never_gives_more(standing: Standing, act: AdopterAct) -> None:
    stricter = replace(standing, held_licence=NOTHING, newest_licence=standing.newest_licence and NOTHING)
    if decide(stricter, act).allowed:
        assert decide(standing, act).allowed


def test_an_adoption_moves_as_the_table_says_and_every_refusal_says_what_to_do() -> None:
    assert MOVES.keys() == {*AdoptionState}
    for state in AdoptionState:
        for act in AdoptionAct:
            found = move(state, act)
            if act in MOVES[state]:
                assert found == MOVES[state][act]
            else:
                assert isinstance(found, Refusal)
                assert found.detail


def test_what_was_changed_here_is_never_replaced_as_a_whole() -> None:
    assert isinstance(move(AdoptionState.ADAPTED, AdoptionAct.TAKE_AS_IS), Refusal)
    assert isinstance(move(AdoptionState.ADAPTED, AdoptionAct.FOLLOW), Refusal)


def test_who_followed_goes_on_following_and_others_are_asked() -> None:
    assert first_intent(AdoptionState.FOLLOWING) == Intent.FOLLOWING
    assert first_intent(AdoptionState.PINNED) == Intent.ASKED
