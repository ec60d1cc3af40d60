"""The score of an application: weighted means of levels, of the reviewers without a conflict, when there are enough."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.selection.rules.scores import (
    Conflict,
    Criterion,
    Sheet,
    score_applications,
    validate_criteria,
    validate_sheet,
    without_conflicted,
)
from services.readiness.tests.selection.selection_pieces import CRITERIA, NEED, app, reviewer, sheet

SHEETS = [sheet(1, 1, 5, 3, 1), sheet(2, 1, 3, 3, 3), sheet(1, 2, 1, 1, 1), sheet(2, 2, 5, 5, 5)]


def test_a_score_is_the_weighted_mean_of_the_means_of_the_criteria() -> None:
    first, second = score_applications([app(2), app(1)], SHEETS, CRITERIA)
    assert first.application == app(1)
    assert first.criteria == {"need": Fraction(3, 4), "plan": Fraction(1, 2), "people": Fraction(1, 4)}
    assert first.score == Fraction(2 * 3 + 2 + 1, 16)
    assert second.score == Fraction(1, 2)
    assert first.reviewers == (reviewer(1), reviewer(2))


def test_without_enough_reviewers_there_is_no_score() -> None:
    (one,) = score_applications([app(1)], SHEETS, CRITERIA, minimum=3)
    assert (one.score, one.criteria, len(one.reviewers)) == (None, {}, 2)
    (none,) = score_applications([app(9)], SHEETS, CRITERIA, minimum=0)
    assert none.score is None


levels = st.tuples(*[st.integers(1, 5)] * 3)
all_sheets = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), levels, min_size=1).map(
    lambda given: [sheet(by, of, *row) for (by, of), row in given.items()]
)
pairs = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4))).map(
    lambda given: [Conflict(reviewer(by), app(of)) for by, of in sorted(given)]
)
APPS = [app(number) for number in range(5)]


@given(all_sheets, pairs, st.integers(1, 3))
def test_a_conflict_declared_late_is_as_if_the_reviewer_had_never_scored(
    sheets: list[Sheet], conflicts: list[Conflict], minimum: int
) -> None:
    never = [one for one in sheets if (one.reviewer, one.application) not in conflicts]
    assert score_applications(APPS, sheets, CRITERIA, conflicts, minimum) == score_applications(
        APPS, never, CRITERIA, (), minimum
    )


@given(all_sheets, pairs, st.randoms())
def test_scores_are_bounded_and_independent_of_order(
    sheets: list[Sheet], conflicts: list[Conflict], random: Random
) -> None:
    found = score_applications(APPS, sheets, CRITERIA, conflicts)
    mixed, mixed_apps = list(sheets), list(APPS)
    random.shuffle(mixed)
    random.shuffle(mixed_apps)
    assert score_applications(mixed_apps, mixed, CRITERIA, conflicts[::-1]) == found
    assert all(one.score is None or 0 <= one.score <= 1 for one in found)


@given(all_sheets, st.data())
def test_a_better_level_never_lowers_the_score(sheets: list[Sheet], data: st.DataObject) -> None:
    raised = data.draw(st.sampled_from(sheets))
    better = Sheet(raised.reviewer, raised.application, {**raised.levels, "need": min(5, raised.levels["need"] + 1)})
    before = {one.application: one.score for one in score_applications(APPS, sheets, CRITERIA)}
    after = {
        one.application: one.score
        for one in score_applications(APPS, [*[s for s in sheets if s is not raised], better], CRITERIA)
    }
    old, new = before.pop(raised.application), after.pop(raised.application)
    assert old is not None
    assert new is not None
    assert new >= old
    assert before == after


def test_what_a_conflicted_viewer_is_shown_is_worked_out_from_the_others_alone() -> None:
    conflicts = [Conflict(reviewer(1), app(2)), Conflict(reviewer(2), app(3))]
    assert without_conflicted([app(3), app(2), app(1)], reviewer(1), conflicts) == (app(3), app(1))
    assert without_conflicted([app(3), app(2), app(1)], reviewer(9), conflicts) == (app(3), app(2), app(1))


@pytest.mark.parametrize(
    ("levels", "why"),
    [({"need": 1, "plan": 1}, "people has no level"), ({"need": 0, "plan": 1, "people": 1}, "need has the levels"),
     ({"need": 6, "plan": 1, "people": 1}, "need has the levels"),
     ({"need": 1, "plan": 1, "people": 1, "x": 1}, "no criterion 'x'")],
)  # fmt: skip
def test_a_sheet_has_a_level_of_the_scale_for_every_criterion(levels: dict[str, int], why: str) -> None:
    assert why in (validate_sheet(Sheet(reviewer(1), app(1), levels), CRITERIA) or "")


@pytest.mark.parametrize(
    ("criteria", "why"),
    [
        ((), "name 1 to"),
        ((NEED, NEED), "same key"),
        ((Criterion("a", Decimal(-1), 5),), "weight of a"),
        ((Criterion("a", Decimal("NaN"), 5),), "weight of a"),
        ((Criterion("a", Decimal(0), 5),), "sum to nothing"),
        ((Criterion("a", Decimal(1), 1),), "1 level;"),
    ],
)
def test_criteria_that_nobody_can_judge_by_are_refused(criteria: tuple[Criterion, ...], why: str) -> None:
    assert why in (validate_criteria(criteria) or "")
    assert validate_criteria(CRITERIA) is None
