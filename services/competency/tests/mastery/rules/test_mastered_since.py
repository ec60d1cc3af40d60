"""Since when an item has been mastered: a fact of the evidence, whatever order it came in and what was put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from time import process_time
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.mastery.rules.criteria import Criterion, criteria_tree, roll_up_tree
from competency.mastery.rules.determination import DeterminedAt
from competency.mastery.rules.effective_policy import EffectivePolicy, determine_by, following_by
from competency.mastery.rules.mastered_since import Course, beneath_means, following, mastered_means, means_since, since
from competency.mastery.rules.mastery import Determination
from competency.mastery.rules.methods import weigher
from competency.mastery.rules.policy import KINDS, Policy
from competency.mastery.rules.running import running
from services.competency.tests.evidence.shown_pieces import (
    DAY,
    METHODS,
    SCALE,
    START,
    Piece,
    in_turn,
    points,
    shown,
    some_pieces,
    unhurried,
)

NOW = START + 20 * DAY
policies = st.builds(
    lambda method, window, say: Policy(
        scale=SCALE,
        method=method[0],
        parameter=method[1],
        kinds=frozenset(KINDS),
        self_and_peer=say,
        window_days=window,
    ),
    st.sampled_from(METHODS),
    st.none() | st.integers(1, 4),
    st.sampled_from(["supports", "counts"]),
)


def ruled(policy: Policy) -> EffectivePolicy:
    return EffectivePolicy(policy, policy.weigher())


def by(method: str, parameter: int | None = None, **more: Any) -> EffectivePolicy:
    return ruled(Policy(scale=SCALE, method=method, parameter=parameter, **more))


def determined(effective: EffectivePolicy, pieces: list[Piece], at: datetime = NOW) -> Determination:
    return determine_by(effective, pieces, DeterminedAt(at)).determination


def day_of(effective: EffectivePolicy, pieces: list[Piece]) -> int | None:
    """The day, counted from START."""
    found = determined(effective, pieces).mastered_since
    return None if found is None else (found - START).days


@pytest.mark.parametrize(
    ("method", "scores", "day"),
    [
        (("highest", None), ("3", "4", "1"), 1),
        (("highest", None), ("1", "3", "4"), 2),
        (("highest", None), ("2.994", "2.995"), 2),
        (("latest", None), ("3", "1", "3", "4"), 3),
        (("latest", None), ("3", "4", "1"), None),
        (("average", None), ("4", "2", "1", "4", "4"), 5),  # 4, 3, 2.33, 2.75, 3
        (("average", None), ("4", "2", "3"), 1),
        (("n_mastery", 2), ("3", "1", "3", "4"), 3),
        (("n_mastery", 2), ("4", "1"), None),
        (("decaying_average", 65), ("3", "1", "4"), 3),  # 3, 1.7, 3.3
        (("standard_decaying_average", 65), ("4", "3", "1", "4", "4"), 4),  # 4, 3.35, 1.82, 3.24
    ],
)
def test_it_is_the_day_from_which_on_the_result_was_mastered_without_interruption(
    method: tuple[str, int | None], scores: tuple[str, ...], day: int | None
) -> None:
    assert day_of(by(*method), in_turn(*scores)) == day


def test_a_lower_score_at_the_same_moment_as_a_better_one_ends_nothing() -> None:
    pieces = [shown(1, "4", 1), shown(2, "1", 2, tie="a"), shown(3, "4", 2, tie="b")]
    assert day_of(by("latest"), pieces) == 1


def test_with_a_recency_window_it_lapses_and_begins_as_pieces_leave_it() -> None:
    assert day_of(by("highest", window_days=9), [shown(1, "4", 1), shown(2, "4", 9), shown(3, "3", 14)]) == 1
    assert day_of(by("highest", window_days=9), [shown(1, "4", 1), shown(3, "3", 14)]) == 14
    assert day_of(by("average", window_days=15), [shown(1, "1", 1), shown(2, "4", 8)]) == 16


def test_what_only_supports_counts_from_when_it_is_supported() -> None:
    kinds = frozenset(KINDS)
    pieces = [shown(1, "4", 1, kind="self"), shown(2, "1", 5)]
    assert day_of(by("highest", kinds=kinds), pieces) == 5
    assert day_of(by("highest", kinds=kinds, self_and_peer="counts"), pieces) == 1


@given(st.sampled_from(METHODS), st.lists(points, max_size=12))
@unhurried
def test_a_run_gives_what_weighing_every_beginning_gives(method: tuple[str, int | None], scores: list[Decimal]) -> None:
    weigh = weigher(*method, SCALE.mastery)
    expected = [weigh(scores[:n]).score for n in range(1, len(scores) + 1)]
    assert running(*method, SCALE.mastery)(scores) == expected


def asked_at_every_moment(effective: EffectivePolicy, pieces: list[Piece]) -> datetime | None:
    """By the definition, from the results as of every moment at which one may change."""
    window = timedelta(days=effective.policy.window_days or 0)
    moments = {one.observed_at + more for one in pieces for more in (timedelta(), window)}
    found = None
    for at in sorted(moment for moment in moments if moment <= NOW):
        mastered = determine_by(effective, pieces, DeterminedAt(NOW, observed=at)).determination.mastered
        found = (found or at) if mastered else None
    return found


@given(policies, some_pieces)
@unhurried
def test_it_is_what_asking_as_of_every_moment_says(policy: Policy, pieces: list[Piece]) -> None:
    effective = ruled(policy)
    found = determined(effective, pieces)
    assert found.mastered_since == asked_at_every_moment(effective, pieces)
    assert found.mastered == (found.mastered_since is not None)


@given(policies, some_pieces, st.randoms())
@unhurried
def test_the_order_of_arrival_never_matters(policy: Policy, pieces: list[Piece], chance: Random) -> None:
    arrived = [replace(one, recorded_at=START + n * DAY) for n, one in enumerate(pieces)]
    shuffled = chance.sample(pieces, len(pieces))
    again = [replace(one, recorded_at=START + n * DAY) for n, one in enumerate(shuffled)]
    assert determined(ruled(policy), arrived).mastered_since == determined(ruled(policy), again).mastered_since


@given(policies, some_pieces, st.data())
@unhurried
def test_voiding_and_recording_again_or_correcting_is_as_if_it_had_been_right(
    policy: Policy, pieces: list[Piece], data: st.DataObject
) -> None:
    if not pieces:
        return
    effective, wrong = ruled(policy), data.draw(st.sampled_from(pieces))
    rest = [one for one in pieces if one is not wrong]
    for mistake in (wrong, replace(wrong, score=data.draw(points), observed_at=START - 365 * DAY)):
        again = replace(mistake, evidence_id=UUID(int=2 * 10**6))
        for gone in (replace(again, voided_at=NOW), replace(again, superseded_at=NOW)):
            put_right = determined(effective, [*rest, gone, wrong])
            assert put_right.mastered_since == determined(effective, pieces).mastered_since


@given(policies, some_pieces, st.integers(0, 4))
@unhurried
def test_as_of_a_moment_it_is_since_when_it_was_mastered_then(policy: Policy, pieces: list[Piece], day: int) -> None:
    effective, then = ruled(policy), START + day * DAY
    known = [replace(one, recorded_at=one.observed_at) for one in pieces]
    shown_then = [one for one in known if one.observed_at <= then]
    as_of = determine_by(effective, known, DeterminedAt(NOW, observed=then)).determination
    known_then = determine_by(effective, known, DeterminedAt(then, known=then)).determination
    assert as_of.mastered_since == known_then.mastered_since == determined(effective, shown_then, then).mastered_since


@given(st.sampled_from([("highest", None), ("n_mastery", 1), ("n_mastery", 3)]), some_pieces, points)
@unhurried
def test_under_a_method_that_cannot_fall_no_later_piece_moves_it(
    method: tuple[str, int | None], pieces: list[Piece], score: Decimal
) -> None:
    before = determined(by(*method), pieces)
    after = determined(by(*method), [*pieces, shown(2 * 10**6, str(score), 9)])
    assert not before.mastered or after.mastered_since == before.mastered_since


LEAVES = ("a", "b", "c")
WEIGHTED = Criterion(rule="weighted", children=LEAVES, weights=(Decimal(1), Decimal(2), Decimal(1)), mastery=Decimal(2))
TREE = criteria_tree(
    {
        "mean": WEIGHTED,
        "above": Criterion(
            rule="weighted", children=("mean", "a"), weights=(Decimal(1), Decimal(1)), mastery=Decimal("2.5")
        ),
        "both": Criterion(rule="all", children=("a", "mean")),
        "some": Criterion(rule="at_least", least=2, children=LEAVES),
    }
)


def rolled_up(effective: EffectivePolicy, pieces: dict[str, list[Piece]], as_of: DeterminedAt) -> dict[str, Any]:
    standings = {leaf: determine_by(effective, pieces[leaf], as_of).determination for leaf in LEAVES}
    rolled = roll_up_tree(TREE, standings, SCALE.minimum)
    means = mastered_means(TREE, rolled)
    courses = {leaf: following_by(effective, as_of)(pieces[leaf]) for leaf in beneath_means(TREE, means)[1]}
    return roll_up_tree(TREE, standings, SCALE.minimum, means_since(TREE, means, courses, SCALE.minimum))


@given(st.sampled_from(METHODS), st.tuples(*[some_pieces] * 3))
@unhurried
def test_a_weighted_mean_is_dated_by_what_it_was_at_every_moment(
    method: tuple[str, int | None], lists: tuple[list[Piece], ...]
) -> None:
    effective, pieces = by(*method), dict(zip(LEAVES, lists, strict=True))
    found = rolled_up(effective, pieces, DeterminedAt(NOW))
    for parent in ("mean", "above"):
        expected = None
        for at in sorted({one.observed_at for some in lists for one in some}):
            mastered = rolled_up(effective, pieces, DeterminedAt(NOW, observed=at))[parent].mastered
            expected = (expected or at) if mastered else None
        assert found[parent].mastered_since == expected


@given(st.sampled_from(METHODS), st.tuples(*[some_pieces] * 3))
@unhurried
def test_a_parent_is_dated_by_as_many_of_its_mastered_children_as_it_needs(
    method: tuple[str, int | None], lists: tuple[list[Piece], ...]
) -> None:
    effective, pieces = by(*method), dict(zip(LEAVES, lists, strict=True))
    found = rolled_up(effective, pieces, DeterminedAt(NOW))
    days = {leaf: determined(effective, pieces[leaf]).mastered_since for leaf in LEAVES}
    dated = sorted(day for day in days.values() if day is not None)
    assert found["some"].mastered_since == (dated[1] if len(dated) > 1 else None)
    parts = (days["a"], found["mean"].mastered_since)
    assert found["both"].mastered_since == (None if None in parts else max(parts))


def test_a_better_score_of_a_child_moves_no_mean_that_was_reached_before() -> None:
    early = {"a": [shown(1, "3", 1)], "b": [shown(2, "3", 2)], "c": []}
    later = early | {"b": [*early["b"], shown(3, "4", 9)]}
    days = [rolled_up(by("highest"), pieces, DeterminedAt(NOW))["mean"].mastered_since for pieces in (early, later)]
    assert days == [START + 2 * DAY] * 2


def test_a_learner_of_very_many_pieces_is_followed_in_little_time() -> None:
    """Weighing every beginning one by one would take minutes."""
    many = [shown(n, "3.5", n / 1000) for n in range(1, 10_001)]
    began = process_time()
    for method, parameter in METHODS:
        policy = Policy(scale=SCALE, method=method, parameter=parameter)
        course: Course = following(policy, policy.weigher(), DeterminedAt(NOW))(many)
        assert since(course) is not None
    assert process_time() - began < 10
