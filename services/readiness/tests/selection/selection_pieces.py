"""Applications, sheets and calls for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from hypothesis import strategies as st

from readiness.selection.rules.ranking import TieRule, commitment_of
from readiness.selection.rules.scores import Criterion, Sheet, score_applications
from readiness.selection.rules.sensitivity import Cut

SEED = bytes(range(32))
NEED = Criterion("need", Decimal(2), 5)
PLAN = Criterion("plan", Decimal(1), 5)
PEOPLE = Criterion("people", Decimal(1), 5)
CRITERIA = (NEED, PLAN, PEOPLE)
RULE = TieRule(commitment_of(SEED), criteria=("need", "plan"))


def app(number: int) -> UUID:
    return UUID(int=number)


def reviewer(number: int) -> UUID:
    return UUID(int=1000 + number)


def sheet(by: int, of: int, *levels: int, criteria: Sequence[Criterion] = CRITERIA) -> Sheet:
    return Sheet(reviewer(by), app(of), dict(zip((one.key for one in criteria), levels, strict=True)))


def cut_of(
    levels: Mapping[int, Sequence[Sequence[int]]],
    capacity: int,
    rule: TieRule = RULE,
    criteria: Sequence[Criterion] = CRITERIA,
) -> tuple[Cut, list[Sheet]]:
    """Returns the cut and the sheets of applications whose reviewers gave these levels."""
    sheets = [sheet(by, of, *row, criteria=criteria) for of, rows in levels.items() for by, row in enumerate(rows)]
    scored = score_applications([app(of) for of in levels], sheets, criteria)
    return Cut(scored, tuple(criteria), rule, SEED, capacity), sheets


@st.composite
def cuts(draw: st.DrawFn) -> tuple[Cut, list[Sheet]]:
    """Draws calls with few levels, so that ties are common, with and without a tie band."""
    keys = ("need", "plan", "people")[: draw(st.integers(1, 3))]
    weights = draw(st.lists(st.integers(0, 3), min_size=len(keys), max_size=len(keys)).filter(any))
    criteria = [Criterion(key, Decimal(weight), 4) for key, weight in zip(keys, weights, strict=True)]
    reviewers = draw(st.integers(1, 3))
    row = st.lists(st.integers(1, 4), min_size=len(keys), max_size=len(keys))
    rows = st.lists(row, min_size=reviewers, max_size=reviewers)
    levels = {number: draw(rows) for number in range(1, draw(st.integers(2, 6)) + 1)}
    band = draw(st.sampled_from([Decimal(0), Decimal("0.05"), Decimal("0.1")]))
    breakers = tuple(draw(st.lists(st.sampled_from(keys), unique=True)))
    return cut_of(levels, draw(st.integers(1, 5)), TieRule(commitment_of(SEED), band, breakers), criteria)
