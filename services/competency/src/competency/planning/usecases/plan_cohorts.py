"""Cohorts: the learners whose plans follow a template."""

from collections.abc import Sequence
from uuid import UUID

from competency.learners.queries.visibility import VISIBILITY
from competency.learners.usecases.see import require_role
from competency.planning.queries.cohorts import (
    CohortProgress,
    NewCohort,
    cohorts_of_template,
    find_cohort,
    insert_cohort,
    learners_of_class,
    mark_ended,
)
from competency.planning.queries.templates import StoredTemplate
from competency.planning.rules.plans import Year
from competency.planning.schemas.templates import CohortIn, CohortOut, SyncPreview
from competency.planning.usecases.plan_templates import require_owner, require_template
from competency.planning.usecases.preview_templates import SyncedPlan, summarize
from competency.planning.usecases.stored_plans import deserialize_plan
from competency.planning.usecases.sync_plans import TEMPLATES_WAKE, plans_that_follow, sync_plan, versions_of
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.db.wake import wake_after_commit
from shared.errors import Invalid, NotFound, invalid
from shared.values.ids import is_learner_of, new_id


async def create_cohort(
    session: Transaction,
    caller: Caller,
    template_id: UUID,
    wanted: CohortIn,
    *,
    learner_id_key: bytes,
    preview: bool,
) -> CohortOut | SyncPreview:
    """Has the plans of a class or of these learners follow the template; who has none for the year gets one."""
    template = await require_template(session, template_id)
    require_role(caller, "educator", "leader", "system")
    try:
        year = Year(wanted.first_day, wanted.last_day)
    except ValueError as error:
        raise invalid("/last_day", f"Choose another day: {error}.") from error
    if wanted.class_id is not None:
        await VISIBILITY.ensure_class_visible(session, caller, wanted.class_id)
    else:
        await _require_learners(session, caller, wanted.learners, learner_id_key)
    if preview:
        return await _preview(session, caller, template, wanted, year)
    cohort_id = new_id()
    cohort = NewCohort(
        district_id=caller.district_id,
        cohort_id=cohort_id,
        template_id=template_id,
        class_id=wanted.class_id,
        learners=sorted(set(wanted.learners)),
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        made_by=caller.subject,
    )
    await insert_cohort(session, cohort)
    wake_after_commit(session, TEMPLATES_WAKE)
    return await read_cohort(session, caller, template_id, cohort_id)


async def _require_learners(session: Transaction, caller: Caller, learners: Sequence[UUID], key: bytes) -> None:
    visible = await VISIBILITY.learners(session, caller)
    errors = [
        {"pointer": f"/learners/{number}", "detail": "This district has no such learner."}
        for number, learner_id in enumerate(learners)
        if learner_id not in visible or not is_learner_of(learner_id, caller.district_id, key)
    ]
    if errors:
        raise Invalid("Not all of these are learners of yours.", errors=errors)


async def _preview(
    session: Transaction, caller: Caller, template: StoredTemplate, wanted: CohortIn, year: Year
) -> SyncPreview:
    class_of = await learners_of_class(session, wanted.class_id) if wanted.class_id is not None else []
    learners = sorted({*wanted.learners, *class_of})
    number = (template.template_id, template.number)
    new = (await versions_of(session, [number]))[number]
    found = []
    for learner_id, row in (await plans_that_follow(session, year, dict.fromkeys(learners))).items():
        plan = deserialize_plan(row) if row is not None else None
        plan_id = row.plan_id if row is not None else None
        found.append(SyncedPlan(learner_id, plan_id, sync_plan(plan, year, None, new, set())))
    return await summarize(session, caller, found)


async def list_cohorts(
    session: Transaction, caller: Caller, template_id: UUID, after: UUID | None, limit: int
) -> list[CohortProgress]:
    """Returns the template's cohorts behind this one."""
    await require_template(session, template_id)
    require_role(caller, "educator", "leader", "operator", "system")
    return await cohorts_of_template(session, template_id, after, limit)


async def read_cohort(session: Transaction, caller: Caller, template_id: UUID, cohort_id: UUID) -> CohortOut:
    """Returns the template's cohort. Raises a 404 where there is none of this id."""
    require_role(caller, "educator", "leader", "operator", "system")
    row = await find_cohort(session, template_id, cohort_id)
    if row is None:
        raise NotFound("The template has no such cohort.")
    return cohort_out(row)


def cohort_out(row: CohortProgress) -> CohortOut:
    """Returns the cohort as readers see it."""
    return CohortOut(
        cohort_id=row.cohort_id,
        template_id=row.template_id,
        class_id=row.class_id,
        first_day=row.first_day,
        last_day=row.last_day,
        ended=row.ended,
        members=row.members,
        following=row.following,
        up_to_date=row.done >= row.wanted,
        made_by=row.made_by,
        made_at=row.made_at,
    )


async def end_cohort(session: Transaction, caller: Caller, template_id: UUID, cohort_id: UUID) -> CohortOut:
    """Ends the cohort: its plans follow no longer and keep what they have."""
    found = await read_cohort(session, caller, template_id, cohort_id)
    if found.class_id is not None and caller.role == "educator":
        await VISIBILITY.ensure_class_visible(session, caller, found.class_id)
    elif found.made_by != caller.subject:
        require_owner(caller, await require_template(session, template_id))
    await mark_ended(session, template_id, cohort_id)
    wake_after_commit(session, TEMPLATES_WAKE)
    return await read_cohort(session, caller, template_id, cohort_id)
