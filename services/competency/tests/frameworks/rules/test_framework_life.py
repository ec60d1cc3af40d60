"""States of a framework, and crosswalks between frameworks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from competency.frameworks.rules import crosswalk
from competency.frameworks.rules.crosswalk import (
    Match,
    MatchType,
    Source,
    mastery_sources,
    shown_through,
    validate_confirmation,
    validate_match,
)
from competency.frameworks.rules.life import (
    FrameworkState,
    validate_deletion,
    validate_edit,
    validate_evidence,
    validate_state_change,
)

DRAFT, ADOPTED, DEPRECATED = FrameworkState
WHEN = datetime(2026, 1, 2, tzinfo=UTC)
A, B, C, D = (UUID(f"22222222-2222-4222-8222-{number:012d}") for number in range(4))


def test_the_allowed_moves_are_these_and_no_others() -> None:
    allowed = {
        (one, other) for one, other in product(FrameworkState, repeat=2) if validate_state_change(one, other, 1) is None
    }
    assert allowed == {(DRAFT, ADOPTED), (DRAFT, DEPRECATED), (ADOPTED, DEPRECATED), (DEPRECATED, ADOPTED)}


def test_every_refusal_says_what_to_do_or_why() -> None:
    assert "new edition" in str(validate_state_change(ADOPTED, DRAFT, 1))
    assert "already" in str(validate_state_change(DRAFT, DRAFT, 1))
    assert "items first" in str(validate_state_change(DRAFT, ADOPTED, 0))
    assert "adopt it again" in str(validate_edit(DEPRECATED))


def test_only_an_adopted_framework_takes_evidence_and_only_on_active_items() -> None:
    taken = {
        (state, active)
        for state, active in product(FrameworkState, (True, False))
        if validate_evidence(state, item_active=active) is None
    }
    assert taken == {(ADOPTED, True)}
    assert "retired" in str(validate_evidence(ADOPTED, item_active=False))


def test_an_item_is_deleted_only_from_a_draft_and_never_with_evidence() -> None:
    assert validate_deletion(DRAFT, evidence=False) is None
    assert all("retire" in str(validate_deletion(state, evidence=True)) for state in FrameworkState)
    assert "retire" in str(validate_deletion(ADOPTED, evidence=False))


def test_a_deprecated_framework_alone_refuses_edits() -> None:
    assert [validate_edit(state) is None for state in FrameworkState] == [True, True, False]


def match(origin: UUID, destination: UUID, match_type: MatchType = "exactMatchOf", *, confirmed: bool = True) -> Match:
    by = ("confirmer", WHEN) if confirmed else (None, None)
    return Match(uuid4(), origin, destination, match_type, "proposer", WHEN - timedelta(1), *by)


def test_mastery_is_carried_by_confirmed_exact_matches_only() -> None:
    exact, related = match(A, B), match(A, B, "isRelatedTo")
    withdrawn = Match(uuid4(), A, B, "exactMatchOf", "p", WHEN, "c", WHEN, WHEN)
    carried = [crosswalk.carries_mastery(one) for one in (exact, related, match(A, B, confirmed=False), withdrawn)]
    assert carried == [True, False, False, False]


def test_a_match_carries_from_its_confirmation_to_its_withdrawal() -> None:
    one = Match(uuid4(), A, B, "exactMatchOf", "p", WHEN, "c", WHEN + timedelta(1), WHEN + timedelta(3))
    carried = [crosswalk.carries_mastery(one, WHEN + timedelta(days)) for days in range(5)]
    assert carried == [False, True, True, False, False]


def test_an_exact_match_holds_both_ways_and_does_not_chain() -> None:
    first, second = match(A, B), match(B, C)
    sources = mastery_sources([first, second])
    assert {source.item_id for source in sources[B]} == {A, C}
    assert [source.item_id for source in sources[A]] == [B]
    assert [source.item_id for source in sources[C]] == [B]


def test_mastery_shown_elsewhere_is_labelled_with_the_match_and_ones_own_is_not() -> None:
    one = match(A, B)
    sources = mastery_sources([one])
    assert shown_through(A, {B}, sources) == Source(B, one.match_id)
    assert shown_through(A, {A, B}, sources) is None
    assert shown_through(A, [C], sources) is None
    assert shown_through(D, {B: 1}, sources) is None


pairs = st.tuples(st.sampled_from([A, B, C, D]), st.sampled_from([A, B, C, D])).filter(lambda ends: ends[0] != ends[1])


@given(st.lists(pairs, max_size=6), st.randoms())
def test_sources_are_mutual_and_do_not_depend_on_the_order_of_the_matches(
    ends: list[tuple[UUID, UUID]], random: Random
) -> None:
    matches = [match(*pair) for pair in ends]
    sources = mastery_sources(matches)
    shuffled = list(matches)
    random.shuffle(shuffled)
    assert mastery_sources(shuffled) == sources
    for item, found in sources.items():
        assert all(item in {back.item_id for back in sources[source.item_id]} for source in found)


def test_what_cannot_be_matched_is_refused() -> None:
    of_two = {"origin_framework": C, "destination_framework": D}
    assert validate_match(A, B, "exactMatchOf", **of_two) is None
    assert "itself" in str(validate_match(A, A, "exactMatchOf", **of_two))
    assert "one framework" in str(validate_match(A, B, "exactMatchOf", origin_framework=C, destination_framework=C))
    assert "precedes" in str(validate_match(A, B, "precedes", **of_two))


def test_who_proposed_an_exact_match_does_not_confirm_it() -> None:
    proposed = match(A, B, confirmed=False)
    assert "somebody other" in str(validate_confirmation(proposed, "proposer"))
    assert validate_confirmation(proposed, "another") is None
    assert validate_confirmation(match(A, B, "isRelatedTo", confirmed=False), "proposer") is None
    assert "already" in str(validate_confirmation(match(A, B), "another"))
