"""The result of an assessment that a district attaches to its application, in SQL."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from readiness.common.queries import zone_of
from shared.db.query import Query, Transaction
from shared.values.calendar import day_in


class AttachedCondition(NamedTuple):
    """What was released of a condition."""

    condition: str
    score: Decimal | None
    reached: str | None


class AttachedResult(NamedTuple):
    """What was released of a result, and the hash of the version that was asked."""

    instrument_id: UUID
    instrument_version: int
    content_hash: str
    result: int
    closed_on: date
    score: Decimal | None
    reached: str | None
    conditions: tuple[AttachedCondition, ...]


class ClosedAssessment(NamedTuple):
    """An assessment that is closed."""

    instrument_id: UUID
    instrument_version: int
    content_hash: str
    closed_on: date


_CLOSED = Query(
    f"""
    select s.instrument_id, s.instrument_version, v.content_hash,
      {day_in("s.closed_at", zone_of("s.district_id"))} as closed_on
    from assessment s
    join instrument_version v
      on v.district_id = s.district_id and v.instrument_id = s.instrument_id and v.version = s.instrument_version
    where s.assessment_id = :assessment_id and s.state = 'closed'
    """,  # noqa: S608
    ClosedAssessment,
)


async def find_attached_result(session: Transaction, assessment_id: UUID, result: int) -> AttachedResult | None:
    """Returns the result of a closed assessment of the session's district; None where it has none.

    While results are not kept, a closed assessment stands for its first one, of which nothing is released.
    """
    closed = await _CLOSED.first(session, assessment_id=assessment_id)
    if closed is None or result != 1:
        return None
    return AttachedResult(
        closed.instrument_id,
        closed.instrument_version,
        closed.content_hash,
        result,
        closed.closed_on,
        score=None,
        reached=None,
        conditions=(),
    )
