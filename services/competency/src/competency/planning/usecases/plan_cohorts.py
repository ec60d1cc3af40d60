"""Cohorts: the learners whose plans follow a template."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.learners.queries.visibility import VISIBILITY
from competency.learners.usecases.see import require_role
from competency.planning.queries import templates as queries
from competency.planning.rules.plans import Year
from competency.planning.schemas.templates import CohortIn, CohortOut, SyncPreview
from competency.planning.usecases.follow_templates import TEMPLATES_WAKE, follow, plans_of, versions_of
from competency.planning.usecases.plan_templates import require_owner, require_template
from competency.planning.usecases.preview_templates import summed
from shared.auth.callers import Caller
from shared.db.wake import wake_after_commit
from shared.errors import Invalid, NotFound, invalid
from shared.values.ids import is_learner_of, new_id


class _Member(NamedTuple):
    learner_id: UUID
    plan_id: UUID | None = None


async def add_cohort(
    session: AsyncSession,
    caller: Caller,
    template_id: UUID,
    wanted: CohortIn,
    *,
    learner_id_key: bytes,
    preview: bool,
) -> CohortOut | SyncPreview:
    """Have the plans of a class or of these learners follow the template; who has none for the year gets one."""
    row = await require_template(session, template_id)
    require_role(caller, "educator", "leader", "system")
    try:
        Year(wanted.first_day, wanted.last_day)
    except ValueError as error:
        raise invalid("/last_day", f"Choose another day: {error}.") from error
    if wanted.class_id is not None:
        await VISIBILITY.ensure_class_visible(session, caller, wanted.class_id)
    else:
        await _require_learners(session, caller, wanted.learners, learner_id_key)
    if preview:
        return await _preview(session, caller, row, wanted)
    cohort_id = new_id()
    await queries.add_cohort(
        session,
        district_id=caller.district_id,
        cohort_id=cohort_id,
        template_id=template_id,
        class_id=wanted.class_id,
        learners=sorted(set(wanted.learners)),
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        made_by=caller.subject,
    )
    wake_after_commit(session, TEMPLATES_WAKE)
    return await read_cohort(session, caller, template_id, cohort_id)


async def _require_learners(session: AsyncSession, caller: Caller, learners: Sequence[UUID], key: bytes) -> None:
    visible = await VISIBILITY.learners(session, caller)
    errors = [
        {"pointer": f"/learners/{number}", "detail": "This district has no such learner."}
        for number, learner_id in enumerate(learners)
        if learner_id not in visible or not is_learner_of(learner_id, caller.district_id, key)
    ]
    if errors:
        raise Invalid("Not all of these are learners of yours.", errors=errors)


async def _preview(session: AsyncSession, caller: Caller, template: Any, wanted: CohortIn) -> SyncPreview:
    class_of = await queries.learners_of_class(session, wanted.class_id) if wanted.class_id is not None else []
    members = [_Member(learner_id) for learner_id in sorted({*wanted.learners, *class_of})]
    number = (template.template_id, template.number)
    new = (await versions_of(session, [number]))[number]
    found = []
    for learner_id, row in (await plans_of(session, wanted, members)).items():
        found.append((learner_id, row.plan_id if row is not None else None, follow(row, wanted, None, new, set())))
    return await summed(session, caller, found)


async def list_cohorts(
    session: AsyncSession, caller: Caller, template_id: UUID, after: tuple[UUID] | None, limit: int
) -> Sequence[Any]:
    """Rows of a template's cohorts behind the cursor `[cohort_id]`."""
    await require_template(session, template_id)
    require_role(caller, "educator", "leader", "operator", "system")
    return await queries.cohorts(session, template_id, after[0] if after else None, limit)


async def read_cohort(session: AsyncSession, caller: Caller, template_id: UUID, cohort_id: UUID) -> CohortOut:
    require_role(caller, "educator", "leader", "operator", "system")
    rows = await queries.cohorts(session, template_id, None, 1, cohort_id)
    if not rows:
        raise NotFound("The template has no such cohort.")
    return cohort_out(rows[0])


def cohort_out(row: Any) -> CohortOut:
    values = {name: getattr(row, name) for name in CohortOut.model_fields if name != "up_to_date"}
    return CohortOut.model_validate({**values, "up_to_date": row.done >= row.wanted})


async def end_cohort(session: AsyncSession, caller: Caller, template_id: UUID, cohort_id: UUID) -> CohortOut:
    """Plans follow no longer and keep what they have."""
    found = await read_cohort(session, caller, template_id, cohort_id)
    if found.class_id is not None and caller.role == "educator":
        await VISIBILITY.ensure_class_visible(session, caller, found.class_id)
    elif found.made_by != caller.subject:
        require_owner(caller, await require_template(session, template_id))
    await queries.end_cohort(session, template_id, cohort_id)
    wake_after_commit(session, TEMPLATES_WAKE)
    return await read_cohort(session, caller, template_id, cohort_id)
