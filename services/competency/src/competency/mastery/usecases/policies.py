"""Policies of mastery: drafted, looked at for what they would change, activated."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.common.scales import Scale
from competency.mastery.queries import policies as queries
from competency.mastery.queries import recalculation
from competency.mastery.rules.policy import Policy, PolicyRefused
from competency.mastery.schemas.policies import PolicyIn, PolicyOut, PolicyTerms, RecalculationOut
from competency.mastery.usecases.recalculate import RECALCULATION_WAKE
from shared.db.wake import wake_after_commit
from shared.errors import Conflict, Invalid, NotFound, invalid
from shared.values.ids import new_id

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far behind ours a sender's clock may be who says 'now' by it."""

_ANY_SCALE = Scale(Decimal(-1000), Decimal(1000), Decimal(0))


async def draft_policy(session: AsyncSession, district_id: UUID, wanted: PolicyIn, *, created_by: str) -> PolicyOut:
    """A draft, as its subject's next version; it changes nothing until it is activated."""
    if (wanted.subject_id is None) != (wanted.level == "district"):
        raise invalid("/subject_id", "Name the item or the framework, and for the district's own policy nothing.")
    subject_id = wanted.subject_id or district_id
    if not await queries.has_subject(session, wanted.level, subject_id):
        raise invalid("/subject_id", f"This district has no such {wanted.level}.")
    terms = wanted.policy or PolicyTerms()
    for scale in await _scales(session, wanted.level, subject_id):
        _refuse(terms, scale)
    policy_id = new_id()
    await queries.add(
        session,
        district_id,
        {
            "policy_id": policy_id,
            "level": wanted.level,
            "subject_id": subject_id,
            "withdrawn": wanted.policy is None,
            **terms.model_dump(exclude={"kinds"}),
            "kinds": sorted(set(terms.kinds)),
            "created_by": created_by,
        },
    )
    return await read_policy(session, policy_id)


async def _scales(session: AsyncSession, level: str, subject_id: UUID) -> list[Scale]:
    rows = await queries.scales_of(session, level, subject_id)
    return [Scale(row.scale_minimum, row.scale_maximum, row.mastery_score) for row in rows] or [_ANY_SCALE]


def _refuse(terms: PolicyTerms, scale: Scale) -> None:
    try:
        Policy(
            scale=scale,
            method=terms.method,
            parameter=terms.parameter,
            mastery=terms.mastery,
            kinds=frozenset(terms.kinds),
            self_and_peer=terms.self_and_peer,
            window_days=terms.window_days,
        )
    except PolicyRefused as refused:
        errors = [{"pointer": f"/policy{pointer}", "detail": words} for pointer, words in refused.problems.items()]
        raise Invalid("Mastery cannot be determined by these terms.", errors=errors) from refused


async def activate_policy(
    session: AsyncSession, district_id: UUID, policy_id: UUID, effective_from: datetime | None, *, activated_by: str
) -> PolicyOut:
    """Put it in force, now or from a later moment on, and have the results that it is about determined anew then."""
    found = await one_policy(session, policy_id)
    if effective_from is not None and effective_from < datetime.now(UTC) - CLOCK_TOLERANCE:
        raise invalid("/effective_from", "What was decided in the past stands: give a moment to come, or leave it out.")
    begins = await queries.activate(session, policy_id, effective_from, activated_by)
    if begins is None:
        raise Conflict("This version was activated before. Make a new version: an activated one never changes.")
    await recalculation.queue(
        session,
        district_id=district_id,
        recalculation_id=new_id(),
        policy_id=policy_id,
        level=found.level,
        subject_id=found.subject_id,
        due_at=begins,
    )
    if found.window_days is not None:
        await recalculation.keep_sweeping(session, district_id, new_id(), begins)
    wake_after_commit(session, RECALCULATION_WAKE)
    return await read_policy(session, policy_id)


async def read_policy(session: AsyncSession, policy_id: UUID) -> PolicyOut:
    return policy_out(await one_policy(session, policy_id))


async def one_policy(session: AsyncSession, policy_id: UUID) -> Any:
    found = await queries.one(session, policy_id)
    if found is None:
        raise NotFound("This district has no such policy.")
    return found


async def list_policies(
    session: AsyncSession, subject_id: UUID | None, after: tuple[UUID] | None, limit: int
) -> Sequence[Any]:
    """Rows of the district's policies behind the cursor `[policy_id]`, in the order they were drafted."""
    return await queries.listed(session, subject_id, after[0] if after else None, limit)


def policy_out(row: Any) -> PolicyOut:
    terms = PolicyTerms(
        method=row.method,
        parameter=row.parameter,
        mastery=row.mastery,
        kinds=tuple(row.kinds),
        self_and_peer=row.self_and_peer,
        window_days=row.window_days,
    )
    return PolicyOut(
        policy_id=row.policy_id,
        level=row.level,
        subject_id=None if row.level == "district" else row.subject_id,
        version=row.version,
        state=row.state,
        policy=None if row.withdrawn else terms,
        created_by=row.created_by,
        created_at=row.created_at,
        effective_from=row.effective_from,
        activated_by=row.activated_by,
        activated_at=row.activated_at,
    )


async def read_recalculation(session: AsyncSession, policy_id: UUID) -> RecalculationOut:
    await one_policy(session, policy_id)
    found = await recalculation.of_policy(session, policy_id)
    if found is None:
        raise NotFound("This version is a draft: nothing is determined anew until it is activated.")
    return RecalculationOut.model_validate(
        {
            **{name: getattr(found, name) for name in RecalculationOut.model_fields if name != "state"},
            "state": "done" if found.finished_at else "running" if found.started_at else "waiting",
        }
    )
