"""Explaining what an item's children come to."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.common.scales import Level, Scale, level_of
from competency.mastery.queries import criteria
from competency.mastery.queries import mastery as queries
from competency.mastery.queries.criteria import Named
from competency.mastery.rules.criteria import Criterion, Standing
from competency.mastery.rules.explain_criterion import ExplainedChild, explain_roll_up
from competency.mastery.schemas.explanations import (
    CriterionTermsOut,
    ExplainedChildOut,
    ExplainedResultOut,
    ExplanationOut,
    ExplanationStepOut,
    PieceOut,
    ProspectOut,
    TimesOut,
)
from competency.mastery.usecases.read_mastery import read_mastery

_SCALE = ("scale_minimum", "scale_maximum", "mastery_score", "scale_levels")


async def criterion_for(
    session: AsyncSession, standing: Any, *, observed: datetime | None, known: datetime | None
) -> tuple[Any | None, Any | None]:
    """The version of the item's criterion that the standing result was determined by, or would be where there is none;
    and the one in force then. None where evidence decides.
    """
    newest = await criteria.version(session, standing.item_id, at=known)
    in_force = None if newest is None or newest.withdrawn else newest
    if observed is not None or standing.made_at is None:
        return in_force, in_force
    if standing.criterion_version is None:
        return None, in_force
    return await criteria.version(session, standing.item_id, standing.criterion_version), in_force


async def explain_by_children(
    session: AsyncSession,
    learner_id: UUID,
    standing: Any,
    rule: Any,
    in_force: Any | None,
    *,
    observed: datetime | None,
    known: datetime | None,
) -> ExplanationOut:
    """The explanation of the number stored, by the version that it was determined by."""
    criterion = criteria.criterion_of(scaled(rule, standing))
    up_to_date = in_force is not None and in_force.version == rule.version
    if observed is not None:
        shown = (await read_mastery(session, learner_id, observed=observed, known=known)).mastery
        standings: Mapping[UUID, Standing] = {row.item_id: row for row in shown}
    else:
        # Under a rule that is no longer in force it is kept no more: then as the children stood when it was made.
        at = known if up_to_date or standing.made_at is None else standing.made_at
        standings = await queries.of_items(session, learner_id, criterion.children, at)
    scale = scale_of(standing)
    found = explain_roll_up(criterion, standings, scale)
    names = await criteria.named(session, criterion.children)
    rolled = found.rolled
    return ExplanationOut(
        learner_id=learner_id,
        item_id=standing.item_id,
        result=ExplainedResultOut(
            score=rolled.score, mastered=rolled.mastered, observed_at=rolled.observed_at, deciding=None,
            pieces=rolled.reached,
        ),
        level=label_of(rolled.score, scale),
        policy=None,
        criterion=_terms(criterion, rule),
        children=[_child(child, names[child.item_id], scale) for child in found.children],
        as_of=TimesOut(now=standing.made_at or standing.now, observed=observed, known=known),
        pieces=[_beside(row) for row in await queries.evidence(session, learner_id, [standing.item_id])],
        steps=[ExplanationStepOut(**asdict(step)) for step in found.steps],
        prospect=ProspectOut(**asdict(found.prospect)),
        up_to_date=known is not None or up_to_date,
    )  # fmt: skip


def _terms(criterion: Criterion[UUID], rule: Any) -> CriterionTermsOut:
    return CriterionTermsOut(
        version=rule.version,
        rule=criterion.rule,
        needed=None if criterion.rule == "weighted" else criterion.needed,
        mastery=criterion.mastery,
        laid_by=rule.laid_by,
        laid_at=rule.laid_at,
    )


def _child(child: ExplainedChild, name: Named, scale: Scale) -> ExplainedChildOut:
    return ExplainedChildOut(
        **asdict(child),
        statement=name.statement,
        coding_scheme=name.coding_scheme,
        level=label_of(child.score, scale),
    )


def _beside(row: Any) -> PieceOut:
    return PieceOut(
        evidence_id=row.evidence_id,
        kind=row.kind,
        score=row.score,
        observed_at=row.observed_at,
        recorded_at=row.recorded_at,
        share=None,
        reason="criterion",
        because="The item is mastered through its children: what is recorded of itself does not count.",
    )


def scaled(row: Any, on: Any) -> Any:
    """The row with the scale of another."""
    return SimpleNamespace(**row._asdict() | {name: getattr(on, name) for name in _SCALE})


def scale_of(standing: Any) -> Scale:
    """The framework's scale with the names of its levels; those that it has no points for any more are left out."""
    minimum, maximum = standing.scale_minimum, standing.scale_maximum
    levels = [Level(one["label"], Decimal(one["value"])) for one in standing.scale_levels or ()]
    on_scale = tuple(level for level in levels if minimum <= level.value <= maximum)
    return Scale(minimum, maximum, standing.mastery_score, on_scale)


def label_of(score: Decimal | None, scale: Scale) -> str | None:
    level = level_of(score, scale)
    return level.label if level else None
