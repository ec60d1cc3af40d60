"""Brings the plans of a cohort up to their template, a few learners in each transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from competency.common.queries.clock import current_time
from competency.learners.queries.learners import lock_learners
from competency.planning.queries.cohorts import (
    OutdatedCohort,
    OutdatedLearner,
    end_following,
    mark_outdated_by_day,
    mark_synced,
    next_district_of_new_day,
    next_outdated_cohort,
    other_followings,
    outdated_learners,
    save_following,
)
from competency.planning.queries.plans import PlanKey, StoredPlan, plans_of_learners
from competency.planning.queries.templates import StoredTemplate, find_template, template_versions
from competency.planning.rules.plans import Plan, Year
from competency.planning.rules.templates import Step, Synced, TemplateVersion, steps_between, sync
from competency.planning.usecases.compute_pace import compute_paces
from competency.planning.usecases.plans import save_new_plan
from competency.planning.usecases.stored_plans import Editor, deserialize_plan, deserialize_version, save_change
from shared.contracts.competency import PlanChanged
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.events import publish

CHUNK = 20
"""Learners in a transaction: enough to share its cost, few enough that no write of theirs waits long."""
TEMPLATES_WAKE = "job.competency.templates"

Versions = Mapping[tuple[UUID, int], TemplateVersion]


async def sync_plans(session: Transaction) -> bool:
    """Brings some plans of one cohort up to its template; returns whether there may be more at once."""
    if (district_id := await next_district_of_new_day(session)) is not None:
        await set_tenant(session, district_id)
        await mark_outdated_by_day(session)
        return True
    cohort = await next_outdated_cohort(session)
    if cohort is None:
        return False
    await set_tenant(session, cohort.district_id)
    template = await find_template(session, cohort.template_id)
    if template is None:  # the row refers to it
        return False
    rows = await outdated_learners(session, cohort.cohort_id, template.number, CHUNK)
    if not rows:
        # Whatever has raised `wanted` since it was read above is looked at the next time.
        await mark_synced(session, cohort.cohort_id, cohort.wanted)
        return True
    await lock_learners(session, cohort.district_id, [row.learner_id for row in rows])
    at = await current_time(session)
    await end_following(session, cohort.cohort_id, [row.learner_id for row in rows if not row.member], at)
    await _sync_members(session, cohort, template, [row for row in rows if row.member], at)
    return True


async def _sync_members(
    session: Transaction,
    cohort: OutdatedCohort,
    template: StoredTemplate,
    members: Sequence[OutdatedLearner],
    at: datetime,
) -> None:
    year = Year(cohort.first_day, cohort.last_day)
    rows = await plans_that_follow(session, year, {member.learner_id: member.plan_id for member in members})
    numbers = {(template.template_id, member.number) for member in members if member.number is not None}
    versions = await versions_of(session, [*numbers, (template.template_id, template.number)])
    elsewhere = await parts_elsewhere(session, [row.plan_id for row in rows.values() if row], cohort.cohort_id)
    by = Editor(f"template {template.title}", template_id=template.template_id)
    new = versions[template.template_id, template.number]
    events: list[PlanChanged] = []
    for member in members:
        row = rows[member.learner_id]
        old = versions[template.template_id, member.number] if member.number is not None else None
        before = deserialize_plan(row) if row is not None else None
        synced = sync_plan(before, year, old, new, elsewhere[row.plan_id] if row is not None else set())
        key, event = await _save(session, cohort.district_id, member.learner_id, row, before, synced, by, at)
        if event is not None:
            events.append(event)
        await save_following(
            session,
            district_id=cohort.district_id,
            cohort_id=cohort.cohort_id,
            learner_id=member.learner_id,
            plan_id=key.plan_id,
            template_id=template.template_id,
            number=template.number,
            at=at,
        )
    changed = sorted({event.learner_id for event in events})
    paces = await compute_paces(session, cohort.district_id, changed) if changed else []
    await publish(session, cohort.district_id, *events, *paces)


async def _save(
    session: Transaction,
    district_id: UUID,
    learner_id: UUID,
    row: StoredPlan | None,
    before: Plan | None,
    synced: Synced,
    by: Editor,
    at: datetime,
) -> tuple[PlanKey, PlanChanged | None]:
    if row is None or before is None:
        return await save_new_plan(session, district_id, learner_id, synced.plan, by, at)
    return row.key, await save_change(session, row.key, before, synced.plan, by, at) if synced.changed else None


async def plans_that_follow(
    session: Transaction, year: Year, followed: Mapping[UUID, UUID | None]
) -> dict[UUID, StoredPlan | None]:
    """Returns which plan of each learner follows: the one that did (`followed`, by learner), else one for days of the
    cohort's year. None: there is none yet.
    """
    found: dict[UUID, StoredPlan | None] = dict.fromkeys(followed)
    for row in await plans_of_learners(session, list(found)):
        overlaps = row.first_day <= year.last and year.first <= row.last_day
        if row.plan_id == followed[row.learner_id] or (overlaps and found[row.learner_id] is None):
            found[row.learner_id] = row
    return found


async def versions_of(session: Transaction, wanted: Sequence[tuple[UUID, int]]) -> Versions:
    """Returns these versions of templates, by template and number."""
    rows = await template_versions(session, sorted(set(wanted))) if wanted else []
    return {(row.template_id, row.number): deserialize_version(row) for row in rows}


async def parts_elsewhere(
    session: Transaction, plans: Sequence[UUID], cohort_id: UUID | None, template_id: UUID | None = None
) -> defaultdict[UUID, set[UUID]]:
    """Returns the keys of the parts that each plan has of what it follows beside this cohort and this template."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    if not plans:
        return found
    others = [one for one in await other_followings(session, plans, cohort_id) if one.template_id != template_id]
    versions = await versions_of(session, [(one.template_id, one.number) for one in others])
    for one in others:
        version = versions[one.template_id, one.number]
        found[one.plan_id] |= {*version.items, *version.projects}
    return found


def sync_plan(
    plan: Plan | None, year: Year, old: TemplateVersion | None, new: TemplateVersion, elsewhere: set[UUID]
) -> Synced:
    """Returns the learner's plan (where there is none, an empty one of the cohort's year) as it follows from one
    version to the other. What another template of the plan has too is not dropped.
    """
    steps: list[Step] = [
        step
        for step in steps_between(old, new)
        if step.new is not None or step.old is None or step.old.key not in elsewhere
    ]
    return sync(plan if plan is not None else Plan(year), steps)
