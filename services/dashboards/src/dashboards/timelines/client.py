"""How pages of timelines ask readiness what gaps are called (ADR 0019)."""

from collections.abc import Iterable
from uuid import UUID

from dashboards.readiness.assessments.client import Planned, planned
from dashboards.readiness.client import ReadinessClient
from dashboards.timelines.schemas import GapProgress
from shared.errors import NotAllowed, NotFound

Instruments = dict[UUID, Planned]
"""By assessment, what says in words what its instrument's keys mean."""


async def instruments_of(client: ReadinessClient, gaps: Iterable[GapProgress]) -> Instruments:
    """Returns those that the reader may read; none while readiness is away. Without them a gap is called by its key."""
    found: Instruments = {}
    for assessment_id in sorted({one.assessment_id for one in gaps if one.assessment_id is not None}):
        try:
            found[assessment_id] = await planned(client, assessment_id)
        except (NotAllowed, NotFound):
            continue
    return found
