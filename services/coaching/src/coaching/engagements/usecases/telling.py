"""What is told of an engagement: the same whenever it is told."""

from datetime import date

from coaching.engagements.queries.engagements import EngagementRecord
from shared.contracts.coaching import EngagementEnded, EngagementPhaseChanged, EngagementStarted
from shared.events.event import Event


def started_event(record: EngagementRecord) -> EngagementStarted:
    return EngagementStarted(
        engagement_id=record.engagement_id,
        host_id=record.host_id,
        partner_id=record.partner_id,
        application_id=record.application_id,
        starts_on=record.starts_on,
        expires_on=record.expires_on,
    )


def phase_event(record: EngagementRecord) -> EngagementPhaseChanged:
    return EngagementPhaseChanged(
        engagement_id=record.engagement_id,
        host_id=record.host_id,
        partner_id=record.partner_id,
        phase=record.phase,
        changed_on=record.phase_since,
    )


def ended_event(record: EngagementRecord, ended_on: date) -> EngagementEnded:
    assert record.end_state is not None  # noqa: S101 - what has a last day has an end
    return EngagementEnded(
        engagement_id=record.engagement_id,
        host_id=record.host_id,
        partner_id=record.partner_id,
        end=record.end_state,
        ended_on=ended_on,
    )


def all_told(record: EngagementRecord) -> list[Event]:
    """Returns what was told of an engagement, each with the last that was told of it."""
    events: list[Event] = [started_event(record)]
    if record.phase != "preparation":
        events.append(phase_event(record))
    if record.ended_on is not None:
        events.append(ended_event(record, record.ended_on))
    return events
