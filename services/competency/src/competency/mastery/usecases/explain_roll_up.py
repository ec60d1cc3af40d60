"""Explaining what an item's children come to."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from competency.common.as_of import AsOf
from competency.common.scales import Level, Scale, level_of
from competency.mastery.queries.criteria import (
    CriterionVersion,
    NamedItem,
    criterion_on,
    find_criterion,
    named_items,
)
from competency.mastery.queries.mastery import ItemStanding, LearnerEvidence, learner_evidence, results_of_items
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
from shared.db.query import Transaction


class OnScale(Protocol):
    """A row that says which scale it is on. `scale_levels`: JSON as it was sent."""

    @property
    def scale_minimum(self) -> Decimal: ...
    @property
    def scale_maximum(self) -> Decimal: ...
    @property
    def mastery_score(self) -> Decimal: ...
    @property
    def scale_levels(self) -> list[dict[str, str]] | None: ...


async def criterion_for(
    session: Transaction, standing: ItemStanding, as_of: AsOf
) -> tuple[CriterionVersion | None, CriterionVersion | None]:
    """Returns the version of the item's criterion that the standing result was determined by, or would be where there
    is none; and the one in force then. None where evidence decides.
    """
    newest = await find_criterion(session, standing.item_id, at=as_of.known)
    in_force = None if newest is None or newest.withdrawn else newest
    if as_of.observed is not None or standing.made_at is None:
        return in_force, in_force
    if standing.criterion_version is None:
        return None, in_force
    return await find_criterion(session, standing.item_id, standing.criterion_version), in_force


async def explain_by_children(
    session: Transaction,
    learner_id: UUID,
    standing: ItemStanding,
    rule: CriterionVersion,
    in_force: CriterionVersion | None,
    as_of: AsOf,
) -> ExplanationOut:
    """Explains the number stored, by the version that it was determined by."""
    scale = scale_of(standing)
    criterion = criterion_on(scale, rule.rule, rule.children, rule.least, rule.weights, rule.mastery)
    up_to_date = in_force is not None and in_force.version == rule.version
    standings: Mapping[UUID, Standing]
    if as_of.observed is not None:
        shown = (await read_mastery(session, learner_id, as_of=as_of)).mastery
        standings = {row.item_id: row for row in shown}
    else:
        # Under a rule that is no longer in force it is kept no more: then as the children stood when it was made.
        at = as_of.known if up_to_date or standing.made_at is None else standing.made_at
        standings = await results_of_items(session, learner_id, criterion.children, at)
    found = explain_roll_up(criterion, standings, scale)
    names = await named_items(session, criterion.children)
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
        as_of=TimesOut(now=standing.made_at or standing.now, observed=as_of.observed, known=as_of.known),
        pieces=[_beside(row) for row in await learner_evidence(session, learner_id, [standing.item_id])],
        steps=[ExplanationStepOut(**asdict(step)) for step in found.steps],
        prospect=ProspectOut(**asdict(found.prospect)),
        up_to_date=as_of.known is not None or up_to_date,
    )  # fmt: skip


def _terms(criterion: Criterion[UUID], rule: CriterionVersion) -> CriterionTermsOut:
    return CriterionTermsOut(
        version=rule.version,
        rule=criterion.rule,
        needed=None if criterion.rule == "weighted" else criterion.needed,
        mastery=criterion.mastery,
        laid_by=rule.laid_by,
        laid_at=rule.laid_at,
    )


def _child(child: ExplainedChild, name: NamedItem, scale: Scale) -> ExplainedChildOut:
    return ExplainedChildOut(
        **asdict(child),
        statement=name.statement,
        coding_scheme=name.coding_scheme,
        level=label_of(child.score, scale),
    )


def _beside(row: LearnerEvidence) -> PieceOut:
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


def on_scale_of(standing: ItemStanding, other: OnScale) -> ItemStanding:
    """Returns the standing on the scale of another row."""
    return standing._replace(
        scale_minimum=other.scale_minimum,
        scale_maximum=other.scale_maximum,
        mastery_score=other.mastery_score,
        scale_levels=other.scale_levels,
    )


def scale_of(standing: OnScale) -> Scale:
    """Returns the framework's scale with the names of its levels; those that it has no points for any more are left
    out.
    """
    minimum, maximum = standing.scale_minimum, standing.scale_maximum
    levels = [Level(one["label"], Decimal(one["value"])) for one in standing.scale_levels or ()]
    on_scale = tuple(level for level in levels if minimum <= level.value <= maximum)
    return Scale(minimum, maximum, standing.mastery_score, on_scale)


def label_of(score: Decimal | None, scale: Scale) -> str | None:
    """Returns the name that the scale has for the score."""
    level = level_of(score, scale)
    return level.label if level else None
