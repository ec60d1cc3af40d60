"""What is told of meetings, to both districts: the same whenever it is told."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from coaching.common.usecases import publish_to_both
from coaching.meetings.queries.concerned import lock_told_meetings
from coaching.meetings.queries.meetings import MeetingRecord
from coaching.meetings.queries.members import MeetingMemberRecord, find_meeting_members
from shared.contracts.coaching import MeetingAtRisk, MeetingCancelled, MeetingHeld
from shared.db.query import Transaction
from shared.events.event import Event
from shared.events.outbox import publish
from shared.values.calendar import day_of


async def tell(
    session: Transaction, record: MeetingRecord, members: Iterable[MeetingMemberRecord], *, then: UUID
) -> None:
    """Tells both districts how a meeting stands; afterwards the session speaks for `then`."""
    event = event_of(record, members)
    if event is not None:
        await publish_to_both(session, record.host_id, record.partner_id, event, then=then)


def event_of(record: MeetingRecord, members: Iterable[MeetingMemberRecord]) -> Event | None:
    """Returns the last that is told of a meeting; nothing of one that is planned and was never at risk."""
    match record.state:
        case "held":
            return _held(record, [one for one in members if one.presence == "present"])
        case "cancelled" | "ended_early":
            return MeetingCancelled(
                meeting_id=record.meeting_id,
                engagement_id=record.engagement_id,
                host_id=record.host_id,
                partner_id=record.partner_id,
                because=record.because or "asked_for",
                cancelled_on=day_of(record.ended_at or record.changed_at, record.host_zone),
            )
        case _ if record.risks is not None:
            return MeetingAtRisk(
                meeting_id=record.meeting_id,
                engagement_id=record.engagement_id,
                host_id=record.host_id,
                partner_id=record.partner_id,
                risks=tuple(record.risks),
                starts_at=record.starts_at,
            )
        case _:
            return None


async def tell_meetings_again(session: Transaction, district_id: UUID) -> int:
    """Publishes all that was told of the district's meetings, the last of each, as snapshots; returns of how many."""
    found = await lock_told_meetings(session, district_id)
    members = await find_meeting_members(session, [one.meeting_id for one in found])
    events = (event_of(one, members[one.meeting_id]) for one in found)
    await publish(session, district_id, *(one for one in events if one is not None), snapshot=True)
    return len(found)


def _held(record: MeetingRecord, present: Sequence[MeetingMemberRecord]) -> MeetingHeld:
    started_at, ended_at = _moment(record.started_at), _moment(record.ended_at)
    return MeetingHeld(
        meeting_id=record.meeting_id,
        engagement_id=record.engagement_id,
        host_id=record.host_id,
        partner_id=record.partner_id,
        match_id=record.match_id,
        gap_id=record.gap_id,
        coach_ids=tuple(sorted(one.coach_id for one in present if one.coach_id is not None)),
        students=sum(one.minor for one in present),
        adults=sum(not one.minor for one in present),
        started_at=started_at,
        ended_at=ended_at,
        held_on=day_of(started_at, record.host_zone),
    )


def _moment(known: datetime | None) -> datetime:
    assert known is not None  # noqa: S101 - what was held began and ended
    return known
