"""What was told of applications, in SQL."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from readiness.selection.rules.decisions import Standing
from readiness.selection.schemas.calls import CallTerms, terms_of
from shared.db.query import Query, Scalar, Transaction
from shared.values.json_types import JsonObject


class StoredTold(NamedTuple):
    """An application that was submitted, with the terms of its call, as they are stored."""

    application_id: UUID
    call_id: UUID
    host_id: UUID
    applicant_id: UUID
    submitted_on: date
    standing: str | None
    standing_on: date | None
    terms: JsonObject


class ToldApplication(NamedTuple):
    """An application that was submitted, how it stands if that was released, and the terms of its call."""

    application_id: UUID
    call_id: UUID
    host_id: UUID
    applicant_id: UUID
    submitted_on: date
    standing: Standing | None
    standing_on: date | None
    terms: CallTerms


# Whatever changes an application holds its call, which may be another district's; the worker sees them all.
_LOCK_CALLS = Scalar(
    """
    select c.call_id from call c
    where c.call_id in (select a.call_id from application a
      where :district_id in (a.host_id, a.applicant_id) and a.submitted_on is not null)
    order by c.call_id for share of c
    """,
    UUID,
)
_TOLD = Query(
    """
    select a.application_id, a.call_id, a.host_id, a.applicant_id, a.submitted_on, a.standing, a.standing_on, c.terms
    from application a
    join call c on c.district_id = a.host_id and c.call_id = a.call_id
    where :district_id in (a.host_id, a.applicant_id) and a.submitted_on is not null
      and a.call_id = any(cast(:calls as uuid[]))
    order by a.application_id
    """,
    StoredTold,
)


async def lock_told_calls(session: Transaction, district_id: UUID) -> list[UUID]:
    """Returns the calls to which the district applied, or others to it. Until the commit nothing is submitted to them,
    decided or answered.
    """
    return await _LOCK_CALLS.all(session, district_id=district_id)


async def find_told_applications(
    session: Transaction, district_id: UUID, calls: Sequence[UUID]
) -> list[ToldApplication]:
    """Returns the applications to these calls that the district received or submitted."""
    rows = await _TOLD.all(session, district_id=district_id, calls=list(calls))
    return [
        ToldApplication(
            *row[:5], Standing(row.standing) if row.standing else None, row.standing_on, terms_of(row.terms)
        )
        for row in rows
    ]
