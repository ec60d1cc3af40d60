"""Engagements, as routes show them."""

from fastapi import Response

from coaching.engagements.schemas.engagements import EngagementEnd, EngagementShown, SharingDemand
from coaching.engagements.usecases.reading import SeenEngagement
from shared.http.editing import etag


def engagement_shape(seen: SeenEngagement) -> EngagementShown:
    record = seen.record
    ended = None
    if record.end_state is not None and record.ended_on is not None:
        ended = EngagementEnd(
            end=record.end_state, reason=record.end_reason, words=record.end_words, ended_on=record.ended_on
        )
    return EngagementShown(
        engagement_id=record.engagement_id,
        host_id=record.host_id,
        partner_id=record.partner_id,
        application_id=record.application_id,
        call_id=record.call_id,
        starts_on=record.starts_on,
        expires_on=record.expires_on,
        started_on=record.started_on,
        phase=record.phase,
        phase_since=record.phase_since,
        proposed_phase=record.proposed_phase,
        sharing=seen.sharing,
        demands=[SharingDemand(**one._asdict(), state=state) for one, state in seen.demands.items()],
        first_contact_by=record.first_contact_by,
        first_contact_on=record.first_contact_on,
        late_milestones=record.late_milestones,
        stalled=seen.stalled,
        last_meeting_on=record.last_meeting_on,
        ended=ended,
    )


def engagement_shown(seen: SeenEngagement, response: Response) -> EngagementShown:
    """Returns the same, with its ETag."""
    response.headers["ETag"] = etag(seen.record.version)
    return engagement_shape(seen)
