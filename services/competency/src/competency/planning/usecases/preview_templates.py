"""What a change of a template, or a new cohort, would do to learners' plans. Nothing is stored."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from competency.learners.queries.visibility import VISIBILITY
from competency.planning.queries.cohorts import following_plans
from competency.planning.rules.templates import Outcome, Synced, SyncLine, TemplateVersion
from competency.planning.schemas.templates import LearnerPreview, PreviewLine, SyncPreview
from competency.planning.usecases.stored_plans import deserialize_plan
from competency.planning.usecases.sync_plans import parts_elsewhere, sync_plan, versions_of
from shared.auth.callers import Caller
from shared.db.query import Transaction

_SHOWN = 200


class SyncedPlan(NamedTuple):
    """What would become of a learner's plan; `plan_id` is None where one would be created."""

    learner_id: UUID
    plan_id: UUID | None
    synced: Synced


async def preview_followers(session: Transaction, caller: Caller, versions: Iterable[TemplateVersion]) -> SyncPreview:
    """Returns what these versions would do to the plans that follow their templates."""
    found: list[SyncedPlan] = []
    for version in versions:
        rows = await following_plans(session, version.template_id)
        old = await versions_of(session, [(row.template_id, row.number) for row in rows])
        plans = {row.plan_id: row for row in rows}
        elsewhere = await parts_elsewhere(session, sorted(plans), None, version.template_id)
        for plan_id, row in plans.items():
            plan, before = deserialize_plan(row), old[row.template_id, row.number]
            synced = sync_plan(plan, plan.year, before, version, elsewhere[plan_id])
            found.append(SyncedPlan(row.learner_id, plan_id, synced))
    return await summarize(session, caller, found)


async def summarize(session: Transaction, caller: Caller, plans: Sequence[SyncedPlan]) -> SyncPreview:
    """Returns counts of all of it, and the plans of those learners whom the caller sees."""
    visible = await VISIBILITY.learners(session, caller)
    outcomes: Counter[Outcome] = Counter(line.outcome for plan in plans for line in plan.synced.report)
    shown = [plan for plan in plans if plan.synced.report and plan.learner_id in visible][:_SHOWN]
    return SyncPreview(
        plans=len(plans),
        begun=sum(plan.plan_id is None for plan in plans),
        changed=sum(bool(plan.synced.changed) for plan in plans),
        lines=dict(outcomes),
        learners=[
            LearnerPreview(
                learner_id=plan.learner_id,
                plan_id=plan.plan_id,
                lines=[_preview_line(line) for line in plan.synced.report],
            )
            for plan in shown
        ],
    )


def _preview_line(line: SyncLine) -> PreviewLine:
    return PreviewLine(outcome=line.outcome, kind=line.kind, key=line.key, field=line.field, why=line.why)
