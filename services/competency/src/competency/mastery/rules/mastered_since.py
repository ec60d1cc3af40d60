"""Since when a learner has mastered an item: a fact about learning, whenever we were told of it.

**Of evidence.** Take the pieces that stand (neither voided nor corrected, as far as was known) and the policy in force,
and ask at every moment what the pieces observed by then came to: that is the item's course. The item has been mastered
since the moment from which on that result has been "mastered" without interruption, up to the moment asked for. So

* under highest and n_mastery it is when the level was first reached, and no later piece moves it; under latest and the
  averages a lapse ends it, and it begins anew when the level is reached again;
* a policy that is another now is applied to all of the evidence, as it is for the result itself;
* pieces of one moment count together; with a recency window each counts until it leaves it, so mastery can lapse, or
  where a poor piece leaves begin, at a moment at which nothing was shown;
* learners' own evidence that only supports counts from when somebody else's stands beside it.

**Of children.** A parent has been mastered since as many of the children that are mastered now as its criterion needs
have been: what a child that lapsed once held up is not asked. A weighted mean has a course of its own, made of those of
its children, and is dated by it like evidence.

Mastery shown through a crosswalk's match is dated where it was shown.

It follows from what it is made of alone: the order of arrival, a mistake put right, and when anything was determined
have no part in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby, takewhile
from operator import itemgetter
from typing import NamedTuple, TypeVar

from competency.mastery.rules.criteria import CriteriaTree, Criterion, RolledUp, roll_up
from competency.mastery.rules.determination import DeterminedAt, Evidence, counting_ever
from competency.mastery.rules.methods import Weigh, in_order
from competency.mastery.rules.policy import LEARNERS_OWN, Policy
from competency.mastery.rules.running import running

K = TypeVar("K", bound=Hashable)


class Turn(NamedTuple):
    """What an item's result was from a moment on, until the next turn."""

    at: datetime
    score: Decimal | None
    mastered: bool

    @property
    def observed_at(self) -> datetime:
        """When it was shown: a turn is a standing, too."""
        return self.at


Course = Sequence[Turn]
"""The turns of one learner's result of one item, oldest first."""
Follow = Callable[[Iterable[Evidence]], list[Turn]]


def since(course: Course) -> datetime | None:
    """From when on the result has been "mastered", to the end of its course; None where it is not."""
    unbroken = list(takewhile(lambda turn: turn.mastered, reversed(course)))
    return unbroken[-1].at if unbroken else None


def following(policy: Policy, weigh: Weigh, as_of: DeterminedAt) -> Follow:
    """The function that makes the course of one learner's evidence of one item, counted or not; made once, for any
    number of learners. Its last turn is the result that is determined for that time.
    """
    may_count = counting_ever(policy, as_of)
    turns = _lasting(policy) if policy.window_days is None else _passing(policy, weigh, as_of.window_ends)
    return lambda pieces: turns(in_order(may_count(pieces)))


_Turns = Callable[[Sequence[Evidence]], list[Turn]]


def _lasting(policy: Policy) -> _Turns:
    run = running(policy.method, policy.parameter, policy.mastery_level)
    mastery, alone = policy.mastery_level, _counts_alone(policy)

    def turns(ordered: Sequence[Evidence]) -> list[Turn]:
        begins = 0 if alone else next((n for n, p in enumerate(ordered) if p.kind not in LEARNERS_OWN), len(ordered))
        found: list[Turn] = []
        for n, score in enumerate(run([piece.score for piece in ordered if piece.score is not None])):
            at = ordered[n].observed_at
            if n >= begins and (n + 1 == len(ordered) or ordered[n + 1].observed_at != at):
                found.append(Turn(at, score, score is not None and score >= mastery))
        return found

    return turns


def _passing(policy: Policy, weigh: Weigh, ends: datetime) -> _Turns:
    window = timedelta(days=policy.window_days or 0)
    mastery, alone = policy.mastery_level, _counts_alone(policy)

    def turns(ordered: Sequence[Evidence]) -> list[Turn]:
        scores = [piece.score for piece in ordered if piece.score is not None]
        moments = {piece.observed_at for piece in ordered}
        moments |= {left for piece in ordered if (left := piece.observed_at + window) <= ends}
        found: list[Turn] = []
        first = after = 0
        for at in sorted(moments):
            while after < len(ordered) and ordered[after].observed_at <= at:
                after += 1
            while first < after and min(at, ends) - ordered[first].observed_at >= window:
                first += 1
            supported = alone or any(piece.kind not in LEARNERS_OWN for piece in ordered[first:after])
            score = weigh(scores[first:after]).score if supported else None
            found.append(Turn(at, score, score is not None and score >= mastery))
        return found

    return turns


def _counts_alone(policy: Policy) -> bool:
    return policy.self_and_peer == "counts" or policy.kinds.isdisjoint(LEARNERS_OWN)


def mastered_means(tree: CriteriaTree[K], rolled: Mapping[K, RolledUp]) -> list[K]:
    """Those of these parents that are mastered by a weighted mean: what their children were is asked to date them."""
    return [parent for parent, found in rolled.items() if found.mastered and tree.criteria[parent].rule == "weighted"]


def beneath_means(tree: CriteriaTree[K], means: Iterable[K]) -> tuple[set[K], set[K]]:
    """The means that these hang on, they among them, and the items of which evidence decides. Children that are counted
    have no score, and no part in a mean.
    """
    inner: set[K] = set()
    leaves: set[K] = set()
    waiting = list(means)
    while waiting:
        parent = waiting.pop()
        if parent in inner:
            continue
        inner.add(parent)
        for child in tree.criteria[parent].children:
            criterion = tree.criteria.get(child)
            if criterion is None:
                leaves.add(child)
            elif criterion.rule == "weighted":
                waiting.append(child)
    return inner, leaves


def means_since(
    tree: CriteriaTree[K], means: Iterable[K], courses: Mapping[K, Course], minimum: Decimal
) -> dict[K, datetime | None]:
    """Since when each of these means has been mastered, from the courses of the items beneath them."""
    found = dict(courses)
    wanted = list(means)
    for parent in sorted(beneath_means(tree, wanted)[0], key=tree.place.__getitem__):
        found[parent] = _course_of(tree.criteria[parent], found, minimum)
    return {parent: since(found[parent]) for parent in wanted}


def _course_of(criterion: Criterion[K], courses: Mapping[K, Course], minimum: Decimal) -> list[Turn]:
    changes = [(turn.at, child, turn) for child in criterion.children for turn in courses.get(child, ())]
    changes.sort(key=itemgetter(0))
    standings: dict[K, Turn] = {}
    found: list[Turn] = []
    for at, together in groupby(changes, key=itemgetter(0)):
        standings.update((child, turn) for _, child, turn in together)
        rolled = roll_up(criterion, standings, minimum)
        found.append(Turn(at, rolled.score, rolled.mastered))
    return found
