"""How pages of timelines ask readiness and coaching what gaps are called (ADR 0019)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from dashboards.coaching.client import CoachingClient
from dashboards.coaching.matching.answers import Need, Needs
from dashboards.coaching.matching.client import NEEDS
from dashboards.readiness.assessments.client import Planned, planned
from dashboards.readiness.client import ReadinessClient, fetch_all
from dashboards.readiness.instruments.titles import Published, published
from dashboards.timelines.schemas import GapProgress
from shared.errors import NotAllowed, NotFound

Instruments = dict[UUID, Planned]
"""By assessment, what says in words what its instrument's keys mean."""


@dataclass(frozen=True, slots=True)
class Words:
    """What says what gaps are called: the assessments that showed the own ones, and for partners' the own instruments
    and the needs that were brought, by gap.
    """

    instruments: Instruments = field(default_factory=dict)
    published: Published = field(default_factory=Published)
    needs: Mapping[UUID, Need] = field(default_factory=dict)


async def words_for(readiness: ReadinessClient, coaching: CoachingClient, gaps: Sequence[GapProgress]) -> Words:
    """What the reader may read of it, and nothing of whoever is away. Without it a gap is called by its key."""
    instruments = await instruments_of(readiness, gaps)
    if all(one.partner_id is None and one.condition is not None for one in gaps):
        return Words(instruments)
    return Words(instruments, await published(readiness), await needs_of(coaching, gaps))


async def instruments_of(client: ReadinessClient, gaps: Iterable[GapProgress]) -> Instruments:
    found: Instruments = {}
    for assessment_id in sorted({one.assessment_id for one in gaps if one.assessment_id is not None}):
        try:
            found[assessment_id] = await planned(client, assessment_id)
        except (NotAllowed, NotFound):
            continue
    return found


async def needs_of(client: CoachingClient, gaps: Iterable[GapProgress]) -> dict[UUID, Need]:
    """Of each gap the need that is open; else the last one that was."""
    wanted = {one.gap_id for one in gaps}
    listed = (await fetch_all(client, Needs, NEEDS, optional=True)).answer
    brought = sorted(listed.items if listed else (), key=lambda one: (one.state == "open", one.brought_at))
    return {one.gap_id: one for one in brought if one.gap_id in wanted}
