"""Mastery of what is made of parts: a parent's, from its children's.

Keys are whatever the caller names items by. A criterion may also stand for a group within an item (all of these, and
any of those): give the group a key of its own. An item that has a criterion is determined by it alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from heapq import heapify, heappop, heappush
from types import MappingProxyType
from typing import Any, Generic, Literal, Protocol, TypeVar, get_args

from competency.common.cycles import bottom_up
from competency.common.scales import quotient, rounded
from competency.mastery.rules.mastery import NOTHING_SHOWN

K = TypeVar("K", bound=Hashable)

Rule = Literal["all", "any", "at_least", "weighted"]
RULES: tuple[Rule, ...] = get_args(Rule)
_UNDATED: Mapping[Any, datetime | None] = MappingProxyType({})  # empty, whatever the keys would be
HEAVIEST = 1000
"""The largest weight a child can have; weights are relative to each other."""


class Standing(Protocol):
    """What has been determined of an item: a determination, a row, or another roll-up. `score` None: nothing shown."""

    @property
    def score(self) -> Decimal | None: ...
    @property
    def mastered(self) -> bool: ...
    @property
    def observed_at(self) -> datetime | None: ...


class Dated(Standing, Protocol):
    """A standing that says since when it has been mastered."""

    @property
    def mastered_since(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class RolledUp:
    """A parent's mastery: `reached` of its `of` children are mastered. Only the rule weighted gives a score.

    `observed_at` is when enough of the children had been shown, and of a mean when the last of its scores was;
    `mastered_since` is what `rules.mastered_since` says.
    """

    score: Decimal | None
    mastered: bool
    reached: int
    of: int
    observed_at: datetime | None = None
    mastered_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Generic[K]):
    """How a parent is mastered: by all of its children, any, at least `least`, or by their weighted mean.

    `weights` (each more than 0) belong to the children in their order, and `mastery` is the mean, in points of the
    children's common scale, from which on the parent is mastered. Raises ValueError for what cannot be met or does not
    fit together.
    """

    rule: Rule
    children: tuple[K, ...]
    least: int | None = None
    weights: tuple[Decimal, ...] | None = None
    mastery: Decimal | None = None

    def __post_init__(self) -> None:
        if problem := _problem(self) or _problem_of_weights(self):
            raise ValueError(problem)

    @property
    def needed(self) -> int:
        """How many children must be mastered, under every rule but weighted."""
        return 1 if self.rule == "any" else self.least or len(self.children)


def _problem(criterion: Criterion[K]) -> str | None:
    rule, children, least = criterion.rule, criterion.children, criterion.least
    if rule not in RULES:
        return f"there is no rule {rule!r}; choose one of {', '.join(RULES)}"
    if not children:
        return "a criterion needs children: name at least one"
    if len(set(children)) < len(children):
        return "a child is named twice: name each once"
    if (rule == "at_least") != (least is not None):
        return "the rule at_least needs `least`, how many children; no other rule has it"
    if least is not None and not 1 <= least <= len(children):
        return f"{least} is out of range: 1 to {len(children)} of {len(children)} children can be asked for"
    return None


def _problem_of_weights(criterion: Criterion[K]) -> str | None:
    children, weights = criterion.children, criterion.weights
    if {weights is not None, criterion.mastery is not None} != {criterion.rule == "weighted"}:
        return "the rule weighted needs `weights` and `mastery`; no other rule has them"
    if weights is not None and len(weights) != len(children):
        return f"{len(children)} children need {len(children)} weights, and {len(weights)} were given"
    if weights is not None and not all(weight.is_finite() and 0 < weight <= HEAVIEST for weight in weights):
        return f"a weight is out of range: give more than 0 and at most {HEAVIEST}"
    if criterion.mastery is not None and not criterion.mastery.is_finite():
        return "the mastery level of the mean is not a number"
    return None


def roll_up(criterion: Criterion[K], standings: Mapping[K, Standing], minimum: Decimal) -> RolledUp:
    """The parent's mastery from its children's; a child without a standing has shown nothing.

    `minimum` is of the scale that the children share. In a weighted mean a child that has shown nothing counts as if
    it had shown that: were it left out, a first poor score could take mastery away, or a single good one give it. The
    mean has no score while no child has one.
    """
    found = [standings.get(child, NOTHING_SHOWN) for child in criterion.children]
    reached = sum(standing.mastered for standing in found)
    if criterion.weights is None or criterion.mastery is None:
        dated = _when_enough(found, criterion.needed)
        return RolledUp(None, reached >= criterion.needed, reached, len(found), dated)
    score = _weighted_mean(found, criterion.weights, minimum)
    dates = [s.observed_at for s in found if s.score is not None and s.observed_at is not None]
    mastered = score is not None and score >= criterion.mastery
    return RolledUp(score, mastered, reached, len(found), max(dates, default=None))


def _when_enough(found: Sequence[Standing], needed: int) -> datetime | None:
    return _in_turn((standing.observed_at for standing in found if standing.mastered), needed)


def _in_turn(moments: Iterable[datetime | None], needed: int) -> datetime | None:
    dates = sorted(moment for moment in moments if moment is not None)
    return dates[needed - 1] if len(dates) >= needed else None


Means = Mapping[K, datetime | None]
"""Since when parents that are mastered by a weighted mean have been (`mastered_since.means_since`)."""


def _roll_up_dated(
    tree: CriteriaTree[K], parent: K, known: Mapping[K, Dated], minimum: Decimal, means: Means[K]
) -> RolledUp:
    criterion = tree.criteria[parent]
    found = roll_up(criterion, known, minimum)
    if not found.mastered:
        return found
    if criterion.rule == "weighted":
        return replace(found, mastered_since=means.get(parent))
    children = (known[child] for child in criterion.children if child in known)
    since = _in_turn((child.mastered_since for child in children if child.mastered), criterion.needed)
    return replace(found, mastered_since=since)


def _weighted_mean(found: Sequence[Standing], weights: Sequence[Decimal], minimum: Decimal) -> Decimal | None:
    scores = [standing.score for standing in found]
    if all(score is None for score in scores):
        return None
    shown = (minimum if score is None else score for score in scores)
    total = sum((score * weight for score, weight in zip(shown, weights, strict=True)), Decimal(0))
    return rounded(quotient(total, sum(weights, Decimal(0))))


@dataclass(frozen=True, slots=True)
class CriteriaTree(Generic[K]):
    """The criteria of a framework by the parent they are of, made ready for any number of learners.

    `order` has every parent after its children, `place` is its position there, `parents` where a child counts. Where it
    `has_means`, a parent may be mastered by a weighted mean.
    """

    criteria: Mapping[K, Criterion[K]]
    order: tuple[K, ...]
    place: Mapping[K, int]
    parents: Mapping[K, tuple[K, ...]]
    has_means: bool


def criteria_tree(criteria: Mapping[K, Criterion[K]]) -> CriteriaTree[K]:
    """Raises `cycles.Cycle`, which names the path, where a parent would be determined by itself."""
    order = bottom_up({parent: criterion.children for parent, criterion in criteria.items()})
    parents: dict[K, list[K]] = {}
    for parent in order:
        for child in criteria[parent].children:
            parents.setdefault(child, []).append(parent)
    return CriteriaTree(
        criteria=criteria,
        order=order,
        place={parent: n for n, parent in enumerate(order)},
        parents={child: tuple(above) for child, above in parents.items()},
        has_means=any(criterion.rule == "weighted" for criterion in criteria.values()),
    )


def roll_up_tree(
    tree: CriteriaTree[K], standings: Mapping[K, Dated], minimum: Decimal, means: Means[K] = _UNDATED
) -> dict[K, RolledUp]:
    """Every parent's mastery, bottom-up, from what one learner has shown. Without `means` those that are mastered by a
    mean have no date.
    """
    known = dict(standings)
    result: dict[K, RolledUp] = {}
    for parent in tree.order:
        result[parent] = known[parent] = _roll_up_dated(tree, parent, known, minimum, means)
    return result


def concerned(tree: CriteriaTree[K], changed: Iterable[K], *, anew: Iterable[K] = ()) -> set[K]:
    """The items whose standings `roll_up_above` may read: the parents above, and all their children."""
    above: set[K] = set()
    waiting = [*anew, *(parent for item in changed for parent in tree.parents.get(item, ()))]
    while waiting:
        parent = waiting.pop()
        if parent not in above:
            above.add(parent)
            waiting += tree.parents.get(parent, ())
    return above.union(*(tree.criteria[parent].children for parent in above))


def roll_up_above(
    tree: CriteriaTree[K],
    standings: Mapping[K, Dated],
    changed: Iterable[K],
    minimum: Decimal,
    *,
    anew: Iterable[K] = (),
    means: Means[K] = _UNDATED,
) -> dict[K, RolledUp]:
    """The parents to reckon anew after these items of a learner's changed, as `roll_up_tree` would give them.

    `standings` has the changed items as they are now, and all others, parents too, as they were; `anew` names parents
    to reckon in any case. It climbs on only from a parent that comes out another, and from a mean, which may have been
    another; whether a row is to be written is for the caller to compare.
    """
    known = dict(standings)
    result: dict[K, RolledUp] = {}
    waiting = [tree.place[parent] for item in changed for parent in tree.parents.get(item, ())]
    waiting += [tree.place[parent] for parent in anew]
    heapify(waiting)
    while waiting:
        parent = tree.order[heappop(waiting)]
        if parent in result:
            continue
        before = known.get(parent, NOTHING_SHOWN)
        result[parent] = known[parent] = now = _roll_up_dated(tree, parent, known, minimum, means)
        if tree.criteria[parent].rule == "weighted" or _said(now) != _said(before):
            for above in tree.parents.get(parent, ()):
                heappush(waiting, tree.place[above])
    return result


def _said(standing: Dated) -> tuple[Decimal | None, bool, datetime | None, datetime | None]:
    return standing.score, standing.mastered, standing.observed_at, standing.mastered_since
