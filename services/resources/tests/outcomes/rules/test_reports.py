"""What is printed of those who used a resource and those beside them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.outcomes.rules.reports import ROUNDED_TO, Caution, Figures, Key, Report, Side, Withheld, release
from resources.outcomes.rules.strata import Row
from services.resources.tests.outcomes.rules.cohorts import MASTERY, After, Learner, first_reached, rows, some

LESSON, VIDEO = Key("lesson", "2026"), Key("video", "2026")


def report(learners: list[Learner], after: After, minimum: int = 10) -> Report:
    return release(rows(learners, after, ["lesson"]), minimum, {})[LESSON]


def figures(learners: list[Learner], after: After, minimum: int = 10) -> Figures:
    found = report(learners, after, minimum)
    assert isinstance(found, Figures)
    return found


def test_the_figures_are_of_both_sides_with_their_difference_and_its_interval() -> None:
    used, beside = some(40, "lesson"), some(60)
    # Each learner is of a class of their own, so that the interval is that of independent learners.
    alone = [replace(one, class_id=one.learner) for one in (*used, *beside)]
    found = figures(alone, {**first_reached(used, 28), **first_reached(beside, 24)})
    assert found == Figures(
        used=Side(learners=40, showed=95, reached=70),
        beside=Side(learners=60, showed=97, reached=40),
        difference=30,
        low=10,  # Newcombe's method 10 of 28/40 less 24/60: 0.1007 to 0.4626
        high=47,
        left_out=0,
        cautions=(Caution.NO_PROOF_OF_CAUSE,),
    )


def test_those_beside_are_weighed_by_where_those_who_used_it_began() -> None:
    """Of 30 and 10 who used it; beside them 20 and 100, of whom half and a fifth reached mastery."""
    near, far = some(30, "lesson"), some(10, "lesson", before=0)
    near_beside, far_beside = some(20), some(100, before=0)
    after = {
        **first_reached(near, 15), **first_reached(far, 5),
        **first_reached(near_beside, 10), **first_reached(far_beside, 20),
    }  # fmt: skip
    found = figures([*near, *far, *near_beside, *far_beside], after)
    assert found.beside.reached == 43  # (30 * 50 + 10 * 20) / 40 = 42.5, and not 30 of 120
    assert found.used.reached == 50


def test_learners_of_one_class_make_the_interval_wider_and_one_class_is_said() -> None:
    used, beside = some(40, "lesson"), some(60)
    after = {**first_reached(used, 28), **first_reached(beside, 24)}
    together = figures([*used, *beside], after)
    apart = figures([replace(one, class_id=one.learner) for one in (*used, *beside)], after)
    assert (together.low, together.high) < (apart.low, apart.high)
    assert together.high > apart.high
    assert together.cautions == (Caution.NO_PROOF_OF_CAUSE, Caution.DIFFERENCE_MAY_BE_CHANCE, Caution.ONE_CLASS)


def test_who_showed_nothing_has_not_reached_it_and_unevenness_is_said() -> None:
    used, beside = some(20, "lesson"), some(20)
    found = figures([*used, *beside], {**first_reached(used, 10), **first_reached(beside[:10], 10)})
    assert (found.used.showed, found.beside.showed) == (90, 50)
    assert (found.used.reached, found.beside.reached) == (50, 50)
    assert Caution.SHOWN_UNEVENLY in found.cautions


def test_who_had_mastered_it_before_is_on_no_side() -> None:
    used, beside = some(10, "lesson"), some(10)
    masters = [*some(30, "lesson", before=MASTERY), *some(30, before=MASTERY + 1)]
    after = {**first_reached(used, 5), **first_reached(beside, 5), **first_reached(masters, 60)}
    assert report([*used, *beside, *masters], after) == report([*used, *beside], after)


def test_who_used_it_and_has_nobody_to_be_compared_with_is_left_out_and_counted() -> None:
    near, far, beside = some(20, "lesson"), some(13, "lesson", before=None), some(20)
    found = figures([*near, *far, *beside], {})
    assert (found.used.learners, found.left_out) == (20, 10)


@pytest.mark.parametrize(
    ("used", "beside", "why"),
    [
        (9, 50, Withheld.TOO_FEW_USED),
        (50, 9, Withheld.TOO_FEW_COMPARABLE),
        (0, 50, Withheld.TOO_FEW_USED),
        (50, 0, Withheld.TOO_FEW_COMPARABLE),
    ],
)
def test_a_side_of_fewer_than_the_minimum_shows_nothing(used: int, beside: int, why: Withheld) -> None:
    assert report([*some(used, "lesson"), *some(beside)], {}) is why


def test_two_resources_that_differ_by_one_learner_are_not_both_reported() -> None:
    learners = [*some(20, "lesson", "video"), *some(1, "lesson"), *some(20)]
    found = release(rows(learners, {}, ["lesson", "video"]), 10, {})
    assert isinstance(found[LESSON], Figures)
    assert found[VIDEO] is Withheld.TOO_LIKE_ANOTHER


def test_two_editions_that_one_resource_is_aligned_to_are_as_two_resources() -> None:
    learners = [*some(20, "lesson"), *some(20)]
    newest = rows(learners, {}, ["lesson"])
    older = [replace(row, edition="2025") for row in newest if row.learner != "lesson from 2 0"]
    found = release([*newest, *older], 10, {})
    assert isinstance(found[LESSON], Figures)
    assert found[Key("lesson", "2025")] is Withheld.TOO_LIKE_ANOTHER


def test_resources_that_classes_used_apart_are_reported_beside_each_other() -> None:
    learners = [*some(25, "lesson"), *some(25, "lesson", "video"), *some(25, "video"), *some(25)]
    found = release(rows(learners, {}, ["lesson", "video"]), 10, {})
    assert all(isinstance(one, Figures) for one in found.values())


def test_a_batch_stands_as_it_was_released_whoever_joins_or_leaves_later() -> None:
    learners = [*some(20, "lesson"), *some(20)]
    first = release(rows(learners, {}, ["lesson"]), 10, {})
    after = {one.learner: MASTERY for one in learners}
    later = release(rows([*learners[1:], *some(30, "video")], after), 5, first)
    assert later == first


def test_a_learner_who_is_in_a_report_twice_is_an_error() -> None:
    twice = [*some(1, "lesson"), *some(1, "lesson")]
    with pytest.raises(ValueError, match="twice"):
        release(rows(twice, {}), 10, {})


SIZES = st.integers(0, 30)


@given(SIZES, SIZES, SIZES, SIZES, st.integers(5, 12), st.randoms(use_true_random=False))
@settings(max_examples=60, derandomize=True)
def test_numbers_are_rounded_down_and_shares_within_their_interval(
    used: int, used_far: int, beside: int, beside_far: int, minimum: int, random: Random
) -> None:
    learners = [
        *some(used, "lesson"), *some(used_far, "lesson", before=0), *some(beside), *some(beside_far, before=0)
    ]  # fmt: skip
    after = {one.learner: random.choice([None, 1, 2, 3, 4]) for one in learners}
    found = report([*learners, *some(1, before=MASTERY)], after, minimum)
    if isinstance(found, Withheld):
        assert min(used, beside) < minimum
        assert min(used_far, beside_far) < minimum
        return
    for side, most in ((found.used, used + used_far), (found.beside, beside + beside_far)):
        assert side.learners % ROUNDED_TO == 0
        assert minimum - ROUNDED_TO < side.learners <= most
        assert 0 < side.reached <= side.showed < 100
    assert found.used.learners + found.left_out <= used + used_far
    assert found.difference == found.used.reached - found.beside.reached
    assert -100 <= found.low <= found.difference <= found.high <= 100
    assert found.cautions[0] is Caution.NO_PROOF_OF_CAUSE
    assert (Caution.DIFFERENCE_MAY_BE_CHANCE in found.cautions) == (found.low <= 0 <= found.high)


@given(st.randoms(use_true_random=False))
@settings(max_examples=20, derandomize=True)
def test_the_order_of_the_rows_does_not_matter(random: Random) -> None:
    learners = [*some(12, "lesson"), *some(14, "lesson", "video"), *some(9, "video", "quiz"), *some(16)]
    sent: list[Row] = rows(learners, {one.learner: random.choice([None, 2, 3]) for one in learners})
    shuffled = random.sample(sent, len(sent))
    assert release(shuffled, 5, {}) == release(sent, 5, {})
