"""Explaining: why a learner's mastery of an item is what it is, was, or was held to be; and its history."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from competency.amendments.usecases.read_notes import Notes, read_notes
from competency.common.as_of import AsOf
from competency.frameworks.queries.frameworks import find_scales
from competency.frameworks.queries.items import find_item
from competency.mastery.queries.mastery import (
    DeterminationUnderPolicy,
    ItemStanding,
    determinations,
    find_standing,
    learner_evidence,
)
from competency.mastery.queries.policies import effective_policies
from competency.mastery.rules.determination import DeterminedAt
from competency.mastery.rules.effective_policy import EffectivePolicy, effective_policy_of
from competency.mastery.rules.explain import Explanation, explain
from competency.mastery.rules.policy import Resolved
from competency.mastery.schemas.explanations import (
    DeterminationOut,
    ExplainedResultOut,
    ExplanationOut,
    ExplanationStepOut,
    PieceOut,
    ProspectOut,
    TermsOut,
    TimesOut,
)
from competency.mastery.usecases.explain_roll_up import (
    OnScale,
    criterion_for,
    explain_by_children,
    label_of,
    on_scale_of,
    scale_of,
)
from competency.mastery.usecases.read_mastery import times_of
from shared.db.query import Transaction
from shared.errors import NotFound, invalid

_NO_ITEM = "This district has no such item."
_NOT_WRITTEN_DOWN = "By which scale this was determined was not written down then. Its history tells what was held."


async def explain_mastery(session: Transaction, learner_id: UUID, item_id: UUID, as_of: AsOf) -> ExplanationOut:
    """Explains the number stored, by the policy it was determined by; of what nobody has determined, by the policy in
    force.

    Where the scale in force comes to another number, the results were not all brought under it yet: then by the newest
    one before it that comes to the number stored. Raises a 422 where none does that was written down.
    """
    standing = await find_standing(session, learner_id, item_id, as_of.known)
    if standing is None:
        raise NotFound(_NO_ITEM)
    found = first = await _explain_on(session, learner_id, standing, standing, as_of)
    if as_of.observed is not None or standing.made_at is None or _is_held(first, standing):
        return found
    for scale in await find_scales(session, standing.framework_id, as_of.known):
        found = await _explain_on(session, learner_id, standing, scale, as_of)
        if _is_held(found, standing):
            return found.model_copy(update={"up_to_date": as_of.known is not None})
    if as_of.known is None:
        return first.model_copy(update={"up_to_date": False})
    raise invalid("/known_at", _NOT_WRITTEN_DOWN)


def _is_held(found: ExplanationOut, standing: ItemStanding) -> bool:
    return (found.result.score, found.result.mastered) == (standing.score, standing.mastered)


async def _explain_on(
    session: Transaction,
    learner_id: UUID,
    standing: ItemStanding,
    scale: OnScale,
    as_of: AsOf,
) -> ExplanationOut:
    """Returns the explanation on that scale."""
    item_id, on_scale = standing.item_id, on_scale_of(standing, scale)
    notes = await read_notes(session, learner_id)
    rule, newest = await criterion_for(session, standing, as_of)
    if rule is not None:
        out = await explain_by_children(session, learner_id, on_scale, rule, newest, as_of)
        return out.model_copy(update={"statements": notes.of_item(item_id)})
    in_force = (await effective_policies(session, [item_id])).items[item_id].effective_policy
    if standing.made_at is None:
        effective, times = in_force, DeterminedAt(standing.now, observed=as_of.observed, known=as_of.known)
    else:
        effective, times = effective_policy_of(on_scale), times_of(standing, as_of)
    records = await learner_evidence(session, learner_id, [item_id])
    found = explain(records, Resolved(effective.policy, None), times)
    up_to_date = as_of.known is not None or (newest is None and effective.policy_id == in_force.policy_id)
    level = label_of(found.determination.score, scale_of(on_scale))
    return _explanation_out(learner_id, item_id, found, effective, notes, level=level, up_to_date=up_to_date)


def _explanation_out(
    learner_id: UUID,
    item_id: UUID,
    found: Explanation,
    effective: EffectivePolicy,
    notes: Notes,
    *,
    level: str | None,
    up_to_date: bool,
) -> ExplanationOut:
    times = found.as_of
    return ExplanationOut(
        learner_id=learner_id,
        item_id=item_id,
        result=ExplainedResultOut(**found.determination._asdict()),
        level=level,
        policy=_terms_out(effective),
        criterion=None,
        children=[],
        as_of=TimesOut(now=times.now, observed=times.observed, known=times.known),
        pieces=[PieceOut(**asdict(piece)) for piece in found.pieces],
        steps=[ExplanationStepOut(**asdict(step)) for step in found.steps],
        prospect=ProspectOut(**asdict(found.prospect)),
        up_to_date=up_to_date,
        statements=notes.of_item(item_id),
    )


def _terms_out(effective: EffectivePolicy) -> TermsOut:
    policy = effective.policy
    return TermsOut(
        policy_id=effective.policy_id,
        level=effective.level,
        version=effective.version,
        method=policy.method,
        parameter=policy.parameter_in_effect,
        mastery=policy.mastery_level,
        scale_minimum=policy.scale.minimum,
        scale_maximum=policy.scale.maximum,
        kinds=sorted(policy.kinds),
        self_and_peer=policy.self_and_peer,
        window_days=policy.window_days,
    )


async def list_determinations(
    session: Transaction,
    learner_id: UUID,
    item_id: UUID,
    after: datetime | None,
    limit: int,
    as_of: AsOf,
) -> Sequence[DeterminationUnderPolicy]:
    """Returns all that was ever held of the learner's mastery of the item as of these times, what was known later than
    `after`.
    """
    if await find_item(session, item_id) is None:
        raise NotFound(_NO_ITEM)
    return await determinations(session, learner_id, item_id, after, limit, as_of)


def determination_out(found: DeterminationUnderPolicy) -> DeterminationOut:
    """Returns the determination as it goes out."""
    return DeterminationOut(
        score=found.score,
        mastered=found.mastered,
        observed_at=found.observed_at,
        deciding=found.deciding,
        pieces=found.pieces,
        known_at=found.known_at,
        cause=found.cause,
        policy_id=found.policy_id,
        policy_version=found.policy_version,
        criterion_version=found.criterion_version,
    )
