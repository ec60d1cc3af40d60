"""Every assessment that was ever opened, as it is told again."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from readiness.assessments.queries.assessments import (
    AssessmentRecord,
    PopulationRecord,
    find_populations,
    lock_told_assessments,
)
from readiness.assessments.usecases.windows import closed_event, opened_event
from shared.contracts.readiness import RoleBand
from shared.db.query import Transaction
from shared.events.event import Event


class ToldAssessment(NamedTuple):
    """An assessment with what is told of it: that it is open, or that it was, and is closed."""

    record: AssessmentRecord
    events: list[Event]


async def lock_assessments_to_tell(session: Transaction, district_id: UUID) -> list[ToldAssessment]:
    """Returns all assessments of the district that were opened. None of them opens, closes or is scored until the
    commit.
    """
    found = await lock_told_assessments(session, district_id)
    roles = await find_populations(session, [one.assessment_id for one in found])
    return [ToldAssessment(one, _told(one, roles[one.assessment_id])) for one in found]


def _told(record: AssessmentRecord, roles: Sequence[PopulationRecord]) -> list[Event]:
    """Returns what was told of an assessment. The day of closing is the one that was written down with the bands: the
    district may go by another calendar since.
    """
    opened = opened_event(record, roles, record.opens_on)
    if record.state != "closed":
        return [opened]
    counted = (one.counted_on for one in roles if one.counted_on is not None)
    closed_on = min(record.closes_on, max(counted, default=record.closes_on))
    bands = tuple(RoleBand(role=one.role, band=one.band) for one in roles)
    return [opened, closed_event(record, bands, closed_on)]
