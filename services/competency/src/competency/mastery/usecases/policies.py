"""Policies of mastery: drafted, read, activated."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from competency.common.scales import Scale
from competency.mastery.queries import policies
from competency.mastery.queries.policies import PolicyRecord, find_policy
from competency.mastery.queries.recalculation import find_recalculation, keep_sweeping, queue_recalculation
from competency.mastery.rules.effective_policy import StoredTerms
from competency.mastery.rules.policy import Policy, PolicyRefused
from competency.mastery.schemas.policies import PolicyIn, PolicyOut, PolicyTerms, RecalculationOut
from competency.mastery.usecases.recalculate import RECALCULATION_WAKE
from shared.db.query import Transaction
from shared.db.wake import wake_after_commit
from shared.errors import Conflict, Invalid, NotFound, invalid
from shared.values.ids import new_id

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far behind ours a sender's clock may be who says 'now' by it."""

_ANY_SCALE = Scale(Decimal(-1000), Decimal(1000), Decimal(0))


async def draft_policy(session: Transaction, district_id: UUID, wanted: PolicyIn, *, created_by: str) -> PolicyRecord:
    """Makes a draft, as its subject's next version; it changes nothing until it is activated."""
    if (wanted.subject_id is None) != (wanted.level == "district"):
        raise invalid("/subject_id", "Name the item or the framework, and for the district's own policy nothing.")
    subject_id = wanted.subject_id or district_id
    if not await policies.has_subject(session, wanted.level, subject_id):
        raise invalid("/subject_id", f"This district has no such {wanted.level}.")
    terms = wanted.policy or PolicyTerms()
    for scale in await policies.scales_of(session, wanted.level, subject_id) or [_ANY_SCALE]:
        _ensure_determinable(terms, scale)
    policy_id = new_id()
    stored = StoredTerms(
        terms.method,
        terms.parameter,
        terms.mastery,
        tuple(sorted(set(terms.kinds))),
        terms.self_and_peer,
        terms.window_days,
    )
    await policies.add_policy(
        session,
        district_id,
        policy_id,
        wanted.level,
        subject_id,
        stored,
        withdrawn=wanted.policy is None,
        created_by=created_by,
    )
    return await read_policy(session, policy_id)


def _ensure_determinable(terms: PolicyTerms, scale: Scale) -> None:
    """Raises a 422 for terms by which mastery cannot be determined on this scale."""
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
    session: Transaction,
    district_id: UUID,
    policy_id: UUID,
    effective_from: datetime | None,
    now: datetime,
    *,
    activated_by: str,
) -> PolicyRecord:
    """Puts it in force, now or from a later moment on, and has the results that it is about determined anew then."""
    found = await read_policy(session, policy_id)
    if effective_from is not None and effective_from < now - CLOCK_TOLERANCE:
        raise invalid("/effective_from", "What was decided in the past stands: give a moment to come, or leave it out.")
    begins = await policies.activate_policy(session, policy_id, effective_from, activated_by)
    if begins is None:
        raise Conflict("This version was activated before. Make a new version: an activated one never changes.")
    await queue_recalculation(
        session, district_id, new_id(), found.level, found.subject_id, due_at=begins, policy_id=policy_id
    )
    if found.window_days is not None:
        await keep_sweeping(session, district_id, new_id(), begins)
    wake_after_commit(session, RECALCULATION_WAKE)
    return await read_policy(session, policy_id)


async def read_policy(session: Transaction, policy_id: UUID) -> PolicyRecord:
    """Returns the version. Raises a 404 where the district has no such policy."""
    found = await find_policy(session, policy_id)
    if found is None:
        raise NotFound("This district has no such policy.")
    return found


def policy_out(row: PolicyRecord) -> PolicyOut:
    """Returns the version as it goes out."""
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


async def read_recalculation(session: Transaction, policy_id: UUID) -> RecalculationOut:
    """Returns how far the results are determined anew by it. Raises a 404 for a draft."""
    await read_policy(session, policy_id)
    found = await find_recalculation(session, policy_id)
    if found is None:
        raise NotFound("This version is a draft: nothing is determined anew until it is activated.")
    return RecalculationOut(
        policy_id=policy_id,
        state="done" if found.finished_at else "running" if found.started_at else "waiting",
        due_at=found.due_at,
        learners=found.learners,
        done=found.done,
        gained=found.gained,
        lost=found.lost,
        other=found.other,
        started_at=found.started_at,
        finished_at=found.finished_at,
    )
