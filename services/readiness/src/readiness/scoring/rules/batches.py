"""Whose words and evidence a reviewer reads: those of batches of raters so large that none of them can be told apart.

Words cannot be counted together as figures are. What is new since the last reading comes from whoever submitted since:
so raters join in batches, each of at least the largest minimum of all roles, and wait where they are fewer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from readiness.common.rules.roles import Role
from readiness.scoring.rules.terms import Terms


class Counted(NamedTuple):
    """A rater, and the result in which they counted first."""

    rater: str
    role: Role
    result: int


class Readable(NamedTuple):
    """A rater whose words may be read; with the role where that is told."""

    rater: str
    role: Role | None


def readable(terms: Terms, raters: Sequence[Counted]) -> tuple[Readable, ...]:
    """Returns whose words may be read. A role is told only where its raters of the batch reach its minimum."""
    minimums = {one.role: one.minimum for one in terms.roles}
    least = max(minimums.values(), default=0)
    found: list[Readable] = []
    waiting: list[Counted] = []
    for result in sorted({one.result for one in raters}):
        waiting += [one for one in raters if one.result == result]
        if len(waiting) >= max(least, 1):
            roles = Counter(one.role for one in waiting)
            told = {role for role, count in roles.items() if count >= minimums.get(role, least)}
            found += [Readable(one.rater, one.role if one.role in told else None) for one in waiting]
            waiting = []
    return tuple(found)
