"""Engagements as their two districts read them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coaching.engagements.queries.agreements import AgreementRecord, find_agreements
from coaching.engagements.queries.engagements import EngagementRecord, find_engagement
from coaching.engagements.rules.contact import Stall, stalls
from coaching.engagements.rules.sharing import (
    Demand,
    DemandState,
    Direction,
    SharingAgreement,
    SharingState,
    demand_state,
    sharing_state,
    validate_disclosing,
)
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound

OVER = "This engagement is over: what was done in it stays, and nothing new begins in it."


class SeenEngagement(NamedTuple):
    """An engagement, how each thing stands that its call wants shared, and what of it has stalled."""

    record: EngagementRecord
    demands: dict[Demand, DemandState]
    stalled: list[Stall]

    @property
    def sharing(self) -> SharingState:
        return sharing_state(self.demands.values())


async def require_engagement(
    session: Transaction, engagement_id: UUID, now: datetime, *, lock: bool = False
) -> EngagementRecord:
    """Raises NotFound where the session's district is no party to an engagement of this id."""
    record = await find_engagement(session, engagement_id, now, lock=lock)
    if record is None:
        raise NotFound("There is no such engagement.")
    return record


async def require_open(session: Transaction, engagement_id: UUID, now: datetime) -> EngagementRecord:
    """Returns an engagement, locked until the commit. Raises a Conflict where it is over."""
    record = await require_engagement(session, engagement_id, now, lock=True)
    if record.ended_on is not None:
        raise Conflict(OVER)
    return record


async def require_disclosing(session: Transaction, engagement_id: UUID, now: datetime) -> EngagementRecord:
    """Returns an open engagement, locked, in which something new that discloses may begin. Raises a Conflict where the
    agreements that its call asks for are not in force.
    """
    record = await require_open(session, engagement_id, now)
    (seen,) = await with_sharing(session, [record])
    if problem := validate_disclosing(seen.sharing):
        raise Conflict(problem)
    return record


async def with_sharing(session: Transaction, records: Sequence[EngagementRecord]) -> list[SeenEngagement]:
    """Returns the engagements with how the agreements of each stand today."""
    districts = {district for one in records for district in (one.host_id, one.partner_id)}
    agreements = await find_agreements(session, districts)
    return [
        SeenEngagement(
            one,
            {each: demand_state(each, _between(agreements, one), one.today) for each in demanded(one)},
            [] if one.ended_on else stalls(one.first_contact_by, one.first_contact_on, one.late_milestones, one.today),
        )
        for one in records
    ]


async def see_engagement(session: Transaction, engagement_id: UUID, now: datetime) -> SeenEngagement:
    (seen,) = await with_sharing(session, [await require_engagement(session, engagement_id, now)])
    return seen


def demanded(record: EngagementRecord) -> list[Demand]:
    """Returns what the engagement's call wants shared, each once and in one order."""
    return sorted({Demand(one["direction"], one["granularity"]) for one in record.sharing})


def _between(agreements: Collection[AgreementRecord], record: EngagementRecord) -> list[SharingAgreement]:
    ways: dict[tuple[UUID, UUID], Direction] = {
        (record.partner_id, record.host_id): "to_host",
        (record.host_id, record.partner_id): "to_partner",
    }
    return [
        SharingAgreement(
            ways[one.discloser_id, one.recipient_id], one.granularity, one.state, one.starts_on, one.expires_on
        )
        for one in agreements
        if (one.discloser_id, one.recipient_id) in ways
    ]
