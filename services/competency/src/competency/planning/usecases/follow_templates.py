"""Plans of a cohort brought up to their template, some learners a transaction; it goes on where it was after a kill."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.learners.queries.learners import lock_learners
from competency.planning.queries import plans
from competency.planning.queries import templates as queries
from competency.planning.rules.plans import Plan, Year
from competency.planning.rules.templates import Step, Synced, TemplateVersion, steps_between, sync
from competency.planning.usecases.kept_plans import Editor, keep_change, plan_kept, version_kept
from competency.planning.usecases.plans import add_plan
from competency.planning.usecases.reckon_pace import reckon
from shared.contracts.competency import PlanChanged
from shared.db.database import become
from shared.events import Event, publish

CHUNK = 20
"""Learners in a transaction: enough to share its cost, few enough that no write of theirs waits long."""
TEMPLATES_WAKE = "job.competency.templates"

Versions = Mapping[tuple[UUID, int], TemplateVersion]


async def follow_templates(session: AsyncSession) -> bool:
    """Bring some plans of one cohort up to its template; whether there may be more at once."""
    if (district_id := await queries.next_new_day(session)) is not None:
        await become(session, district_id)
        await queries.stir_by_the_day(session)
        return True
    cohort = await queries.next_behind(session)
    if cohort is None:
        return False
    await become(session, cohort.district_id)
    template = await queries.one(session, cohort.template_id)
    if template is None:  # the row refers to it
        return False
    rows = await queries.lagging(session, cohort.cohort_id, template.number, CHUNK)
    if not rows:
        # Whatever has raised `wanted` since it was read above is looked at the next time.
        await queries.caught_up(session, cohort.cohort_id, cohort.wanted)
        return True
    await lock_learners(session, cohort.district_id, [row.learner_id for row in rows])
    at = await plans.now(session)
    await queries.leave(session, cohort.cohort_id, [row.learner_id for row in rows if not row.member], at)
    await _bring_up(session, cohort, template, [row for row in rows if row.member], at)
    return True


async def _bring_up(session: AsyncSession, cohort: Any, template: Any, members: Sequence[Any], at: datetime) -> None:
    ready = await plans_of(session, cohort, members)
    plan_ids = [row.plan_id for row in ready.values() if row is not None]
    others = await queries.other_followings(session, plan_ids, cohort.cohort_id)
    numbers = {(template.template_id, row.number) for row in members if row.number is not None}
    wanted = {(template.template_id, template.number), *numbers, *((one.template_id, one.number) for one in others)}
    versions = await versions_of(session, sorted(wanted))
    elsewhere: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for one in others:
        elsewhere[one.plan_id] |= said_by(versions[one.template_id, one.number])
    by = Editor(f"template {template.title}", template_id=template.template_id)
    new = versions[template.template_id, template.number]
    events: list[PlanChanged] = []
    for member in members:
        row = ready[member.learner_id]
        old = versions[template.template_id, member.number] if member.number is not None else None
        followed = follow(row, cohort, old, new, elsewhere[row.plan_id] if row is not None else set())
        if row is None:
            made, event = await add_plan(session, cohort.district_id, member.learner_id, followed.plan, by, at)
            plan_id = made.plan_id
            events.append(event)
        else:
            plan_id = row.plan_id
            if followed.changed:
                events.append(await keep_change(session, row, plan_kept(row), followed.plan, by, at))
        await queries.follow(
            session,
            district_id=cohort.district_id,
            cohort_id=cohort.cohort_id,
            learner_id=member.learner_id,
            plan_id=plan_id,
            template_id=template.template_id,
            number=template.number,
            at=at,
        )
    changed = sorted({event.learner_id for event in events})
    paces: list[Event] = [*await reckon(session, cohort.district_id, changed)] if changed else []
    await publish(session, cohort.district_id, *events, *paces)


async def plans_of(session: AsyncSession, cohort: Any, members: Sequence[Any]) -> dict[UUID, Any]:
    """Which plan of each learner follows: the one that did, else one for days of the cohort's year; None: none yet."""
    found: dict[UUID, Any] = {member.learner_id: None for member in members}
    followed = {member.plan_id for member in members}
    for row in await plans.of_learners(session, list(found)):
        overlaps = row.first_day <= cohort.last_day and cohort.first_day <= row.last_day
        if row.plan_id in followed or (overlaps and found[row.learner_id] is None):
            found[row.learner_id] = row
    return found


async def versions_of(session: AsyncSession, wanted: Sequence[tuple[UUID, int]]) -> Versions:
    rows = await queries.versions(session, wanted)
    return {(row.template_id, row.number): version_kept(row) for row in rows}


def said_by(version: TemplateVersion) -> set[UUID]:
    return {*version.items, *version.projects}


def follow(
    row: Any | None, cohort: Any, old: TemplateVersion | None, new: TemplateVersion, elsewhere: set[UUID]
) -> Synced:
    """The learner's plan (an empty one of the cohort's year, where there is none) as it follows from one version to
    the other. What another template of the plan's says too is not dropped.
    """
    plan = plan_kept(row) if row is not None else Plan(Year(cohort.first_day, cohort.last_day))
    steps: list[Step] = [
        step
        for step in steps_between(old, new)
        if step.new is not None or step.old is None or step.old.key not in elsewhere
    ]
    return sync(plan, steps)
