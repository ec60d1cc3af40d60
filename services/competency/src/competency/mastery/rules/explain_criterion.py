"""A roll-up that explains itself: the children, what each adds, the sum, and what would change it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from competency.common.scales import Scale, plain, printed, quotient
from competency.mastery.rules.arithmetic import Step
from competency.mastery.rules.criteria import Criterion, RolledUp, Standing, roll_up
from competency.mastery.rules.explain import Prospect
from competency.mastery.rules.mastery import NOTHING_SHOWN, Determination

_NONE, _ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class ExplainedChild:
    """A child as it stands, and what it adds: to the count of those mastered, or to the weighted mean.

    `gained_from` is the smallest score of this child that would bring the parent's mastery by itself, under weighted.
    """

    item_id: UUID
    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    weight: Decimal | None
    adds: Decimal
    gained_from: Decimal | None
    because: str


@dataclass(frozen=True, slots=True)
class RollUpExplanation:
    """The formulas of `steps`, worked out again, give the score; `adds` of the children that are mastered, counted,
    gives mastery under every rule without a score.
    """

    rolled: RolledUp
    children: tuple[ExplainedChild, ...]
    steps: tuple[Step, ...]
    prospect: Prospect


def explain_roll_up(criterion: Criterion[UUID], standings: Mapping[UUID, Standing], scale: Scale) -> RollUpExplanation:
    """Explains what the children's standings come to, by the rule that made the one stored."""
    rolled = roll_up(criterion, standings, scale.minimum)
    weights: Sequence[Decimal | None] = criterion.weights or [None] * len(criterion.children)
    total = sum(criterion.weights or (), _NONE)
    children = [
        _child(criterion, child, weight, standings, scale, rolled, total)
        for child, weight in zip(criterion.children, weights, strict=True)
    ]
    steps = _steps(criterion, children, rolled, scale, total)
    return RollUpExplanation(rolled, tuple(children), steps, _prospect(criterion, rolled, children))


def _child(
    criterion: Criterion[UUID],
    child: UUID,
    weight: Decimal | None,
    standings: Mapping[UUID, Standing],
    scale: Scale,
    rolled: RolledUp,
    total: Decimal,
) -> ExplainedChild:
    standing = standings.get(child, NOTHING_SHOWN)
    found = ExplainedChild(
        child, standing.score, standing.mastered, standing.observed_at, weight, _NONE, None, "It is not mastered yet."
    )
    if weight is None:
        return replace(found, adds=_ONE, because="It is mastered.") if standing.mastered else found
    shown = scale.minimum if standing.score is None else standing.score
    because = "Its score has a part in the mean."
    if standing.score is None:
        because = f"Nothing has been shown of it: in the mean it counts as {plain(scale.minimum)}."
    gained_from = None if rolled.mastered else _gained_from(criterion, child, standings, scale)
    return replace(found, adds=printed(quotient(shown * weight, total)), gained_from=gained_from, because=because)


def _gained_from(
    criterion: Criterion[UUID], child: UUID, standings: Mapping[UUID, Standing], scale: Scale
) -> Decimal | None:
    def would_master(hundredths: int) -> bool:
        score = Decimal(hundredths).scaleb(-2)
        assumed = Determination(score=score, mastered=False, observed_at=None, deciding=None, pieces=1)
        return roll_up(criterion, {**standings, child: assumed}, scale.minimum).mastered

    marks = range(int(scale.minimum * 100), int(scale.maximum * 100) + 1)
    place = bisect_left(marks, True, key=would_master)
    return None if place == len(marks) else Decimal(marks[place]).scaleb(-2)


def _steps(
    criterion: Criterion[UUID], children: Sequence[ExplainedChild], rolled: RolledUp, scale: Scale, total: Decimal
) -> tuple[Step, ...]:
    if criterion.weights is None:
        what = f"{rolled.reached} of {rolled.of} children are mastered, and {criterion.needed} must be"
        return (Step(what, "", None),)
    if rolled.score is None:
        return (Step("nothing has been shown of any child: there is no result yet", "", None),)
    shown = [(scale.minimum if c.score is None else c.score, c.weight or _NONE) for c in children]
    parts = " + ".join(f"{_signed(score)} × {plain(weight)}" for score, weight in shown)
    value = printed(quotient(sum((score * weight for score, weight in shown), _NONE), total))
    mean = Step(f"the weighted mean of {len(children)} children", f"({parts}) ÷ {plain(total)}", value)
    return mean, Step("to two places, halves up", "round(previous)", rolled.score)


def _signed(score: Decimal) -> str:
    return f"(0 - {plain(-score)})" if score < 0 else plain(score)


def _prospect(criterion: Criterion[UUID], rolled: RolledUp, children: Sequence[ExplainedChild]) -> Prospect:
    if criterion.weights is not None:
        level = plain(criterion.mastery or _NONE)
        if rolled.mastered:
            return Prospect(None, None, f"A mean below {level} would take mastery away.")
        alone = sum(child.gained_from is not None for child in children)
        words = f"A mean of {level} or more would bring mastery; {alone} of the children could bring it alone."
        return Prospect(None, None, words)
    spare = rolled.reached - criterion.needed
    if rolled.mastered:
        return Prospect(None, None, f"Losing mastery of {spare + 1} of the children would take it away.")
    missing = rolled.of - rolled.reached
    return Prospect(None, None, f"Mastering {-spare} more of the {missing} children missing would bring mastery.")
