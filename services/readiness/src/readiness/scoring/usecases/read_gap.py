"""A gap with the evidence behind it, as the last result that showed it has it."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from readiness.scoring.queries.gaps import GapRecord, find_gap
from readiness.scoring.rules.gaps import Gap, gaps
from readiness.scoring.usecases.known_results import KnownResults
from readiness.scoring.usecases.read_result import read_result
from shared.errors import NotFound


class ReadGap(NamedTuple):
    """`shown` is None where a rule that has changed since no longer finds it in that result."""

    record: GapRecord
    shown: Gap | None


async def read_gap(session: AsyncSession, known: KnownResults, gap_id: UUID) -> ReadGap:
    """Raises a 404 where the session's district has none of this id."""
    record = await find_gap(session, gap_id)
    if record is None:
        raise NotFound("There is no such gap.")
    found = await read_result(session, known, record.seen_assessment_id, record.seen_result)
    shown = next((one for one in gaps(found.terms, found.scores) if one.key == record.key), None)
    return ReadGap(record, shown)
