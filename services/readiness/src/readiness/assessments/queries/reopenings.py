"""Closed assessments that were opened again, in SQL."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from readiness.assessments.queries.assessments import AssessmentRecord
from shared.db.query import Command, Query, Transaction


class ReopeningRecord(NamedTuple):
    """That a closed assessment was opened again."""

    assessment_id: UUID
    reopened_on: date
    closes_on: date
    reason: str


_REOPEN = Command("""
update assessment set state = 'open', closed_at = null, closes_on = :closes_on, version = version + 1
where assessment_id = :assessment_id and state = 'closed'
""")
_ADD_REOPENING = Command("""
insert into assessment_reopening (district_id, assessment_id, version, reopened_on, reopened_by, closes_on, reason)
values (:district_id, :assessment_id, :version, :reopened_on, :reopened_by, :closes_on, :reason)
""")
_REOPENINGS = Query(
    """
    select o.assessment_id, o.reopened_on, o.closes_on, o.reason
    from assessment_reopening o where o.assessment_id = any(cast(:ids as uuid[])) order by o.assessment_id, o.version
    """,
    ReopeningRecord,
)


async def set_reopened(
    session: Transaction, record: AssessmentRecord, closes_on: date, *, reason: str, by: str, today: date
) -> None:
    """Opens a closed assessment again, and stores why."""
    await _REOPEN.run(session, assessment_id=record.assessment_id, closes_on=closes_on)
    await _ADD_REOPENING.run(
        session,
        district_id=record.district_id,
        assessment_id=record.assessment_id,
        version=record.version,
        reopened_on=today,
        reopened_by=by,
        closes_on=closes_on,
        reason=reason,
    )


async def find_reopenings(session: Transaction, ids: Collection[UUID]) -> dict[UUID, list[ReopeningRecord]]:
    """Returns when and why each of these assessments was opened again, oldest first."""
    found: dict[UUID, list[ReopeningRecord]] = {one: [] for one in ids}
    for row in await _REOPENINGS.all(session, ids=list(ids)):
        found[row.assessment_id].append(row)
    return found
