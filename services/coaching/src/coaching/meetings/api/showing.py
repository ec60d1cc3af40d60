"""Meetings as answers. A person of another district is a member there, and no id of rostering."""

from uuid import UUID

from coaching.meetings.queries.members import MeetingMemberRecord
from coaching.meetings.schemas.meetings import MeetingParticipantShown, MeetingShown, SeriesShown
from coaching.meetings.usecases.reading import SeenMeeting, SeenSeries


def meeting_shape(seen: SeenMeeting, district_id: UUID) -> MeetingShown:
    """Returns a meeting as this district reads it."""
    record = seen.record
    return MeetingShown(
        meeting_id=record.meeting_id,
        engagement_id=record.engagement_id,
        host_id=record.host_id,
        partner_id=record.partner_id,
        series_id=record.series_id,
        occurs_on=record.occurs_on,
        match_id=record.match_id,
        gap_id=record.gap_id,
        condition=record.condition,
        question=record.question,
        starts_at=record.starts_at,
        ends_at=record.ends_at,
        time_zone=record.time_zone,
        mode=record.mode,
        place=record.place,
        agenda=record.agenda,
        recording=record.recording,
        state=record.state,
        risks=(record.risks or []) if record.state == "planned" else [],
        because=record.because,
        started_at=record.started_at,
        ended_at=record.ended_at,
        participants=[_participant(one, district_id) for one in seen.members],
    )


def series_shape(seen: SeenSeries, district_id: UUID) -> SeriesShown:
    """Returns a weekly meeting as this district reads it."""
    return SeriesShown(**seen.record._asdict(), meetings=[meeting_shape(one, district_id) for one in seen.meetings])


def _participant(one: MeetingMemberRecord, district_id: UUID) -> MeetingParticipantShown:
    return MeetingParticipantShown(
        member_id=one.member_id,
        district_id=one.district_id,
        person_id=one.person_id if one.district_id == district_id else None,
        coach_id=one.coach_id,
        coach_kind=one.coach_kind,
        deputy=one.deputy,
        presence=one.presence,
    )
