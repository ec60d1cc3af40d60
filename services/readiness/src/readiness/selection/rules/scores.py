"""The score of an application, from the sheets of its reviewers.

A reviewer gives each criterion of a call a level. Scores are exact fractions from 0 to 1: what is compared is never
rounded; what is kept and shown is (`common.rules.decimals.stored`). A reviewer with a conflict about an application has
no part in it, from whenever the conflict is declared: neither in its score and counts, nor in what they are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from readiness.common.rules.sentences import how_many

MOST_CRITERIA = 20
MOST_LEVELS = 10
HEAVIEST = Decimal(1_000)


@dataclass(frozen=True, slots=True)
class Criterion:
    """What reviewers judge, on levels 1 to `levels`; weights are relative to each other."""

    key: str
    weight: Decimal
    levels: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one reviewer gave one application, by criterion."""

    reviewer: UUID
    application: UUID
    levels: Mapping[str, int]


class Conflict(NamedTuple):
    """That a reviewer must not judge an application. When it was declared makes no difference to what follows."""

    reviewer: UUID
    application: UUID


class Scored(NamedTuple):
    """`criteria` has the mean of each criterion and `score` their weighted mean, 0 to 1; `reviewers` are those who
    count. Without enough of them `score` is None and `criteria` is empty: there is nothing to rank by.
    """

    application: UUID
    score: Fraction | None
    criteria: Mapping[str, Fraction]
    reviewers: tuple[UUID, ...]


def validate_criteria(criteria: Sequence[Criterion]) -> str | None:
    """Returns why reviewers cannot judge by these; None where they can."""
    if not 1 <= len(criteria) <= MOST_CRITERIA:
        return f"{len(criteria)} criteria; name 1 to {MOST_CRITERIA}"
    if len({one.key for one in criteria}) < len(criteria):
        return "two criteria have the same key; give each its own"
    for one in criteria:
        if not one.weight.is_finite() or not 0 <= one.weight <= HEAVIEST:
            return f"the weight of {one.key} is {one.weight}; give 0 to {HEAVIEST}"
        if not 2 <= one.levels <= MOST_LEVELS:
            return f"{one.key} has {how_many(one.levels, 'level', 'levels')}; give it 2 to {MOST_LEVELS}"
    if not any(one.weight for one in criteria):
        return "the weights sum to nothing; give at least one criterion a weight above 0"
    return None


def validate_sheet(sheet: Sheet, criteria: Sequence[Criterion]) -> str | None:
    """Returns why a reviewer cannot give this sheet; None where they can. A sheet says something of every criterion."""
    if unknown := sorted(sheet.levels.keys() - {one.key for one in criteria}):
        return f"there is no criterion {unknown[0][:40]!r}; judge by those of the call"
    for one in criteria:
        if one.key not in sheet.levels:
            return f"{one.key} has no level; give every criterion one"
        if not 1 <= sheet.levels[one.key] <= one.levels:
            return f"{one.key} has the levels 1 to {one.levels}; {sheet.levels[one.key]} is none of them"
    return None


def without_conflicts(sheets: Iterable[Sheet], conflicts: Collection[Conflict]) -> list[Sheet]:
    """Returns the sheets that count."""
    barred = set(conflicts)
    return [one for one in sheets if Conflict(one.reviewer, one.application) not in barred]


def without_conflicted(applications: Iterable[UUID], viewer: UUID, conflicts: Collection[Conflict]) -> tuple[UUID, ...]:
    """Returns the applications that a viewer may know of, in their order. Whatever the viewer is shown, lists, counts,
    averages, places and the order itself, is worked out from these alone: a gap, a total or a mean over all would tell
    of the others.
    """
    hidden = {one.application for one in conflicts if one.reviewer == viewer}
    return tuple(one for one in applications if one not in hidden)


def score_applications(
    applications: Iterable[UUID],
    sheets: Iterable[Sheet],
    criteria: Sequence[Criterion],
    conflicts: Collection[Conflict] = (),
    minimum: int = 1,
) -> tuple[Scored, ...]:
    """Returns every application's score, in the order of their ids. Sheets of other applications are left alone.

    A criterion's mean is that of (level - 1) / (levels - 1) over the reviewers who count, and the score the sum of
    weight x mean by the sum of weights. As every sheet has every criterion, it is also the mean of the reviewers' own
    scores.
    """
    by_application: dict[UUID, dict[UUID, Sheet]] = {one: {} for one in applications}
    for sheet in without_conflicts(sheets, conflicts):
        if sheet.application in by_application:
            by_application[sheet.application][sheet.reviewer] = sheet
    return tuple(_scored(key, by_application[key], criteria, minimum) for key in sorted(by_application))


def weighted(means: Mapping[str, Fraction], criteria: Sequence[Criterion]) -> Fraction:
    """Returns the weighted mean of the criteria's means."""
    total = sum(Fraction(one.weight) for one in criteria)
    return sum((Fraction(one.weight) * means[one.key] for one in criteria), Fraction(0)) / total


def _scored(application: UUID, sheets: Mapping[UUID, Sheet], criteria: Sequence[Criterion], minimum: int) -> Scored:
    reviewers = tuple(sorted(sheets))
    if len(reviewers) < max(1, minimum):
        return Scored(application, None, {}, reviewers)
    means = {
        one.key: Fraction(sum(sheet.levels[one.key] - 1 for sheet in sheets.values()), len(sheets) * (one.levels - 1))
        for one in criteria
    }
    return Scored(application, weighted(means, criteria), means, reviewers)
