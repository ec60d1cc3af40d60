"""Meetings, as they come in and are shown."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from coaching.coaches.rules.attestations import Kind
from coaching.coaches.rules.quorum import Presence
from coaching.common.schemas import Answer, Body, Words
from coaching.meetings import examples
from coaching.meetings.rules.ends import Because
from coaching.meetings.rules.states import State
from coaching.meetings.rules.terms import Mode, Recording
from shared.http.examples import example
from shared.http.fields import Day, Flag, Moment, prose

WallTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Zone = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z][A-Za-z0-9_+/-]*$")]
Place = Annotated[str, prose(500)]

_PLACE = (
    "where, for those who are to be there and, of a meeting in person, for the families of students among them; it is "
    "in no calendar feed"
)
_AGENDA = "what it is about; both districts read it"


class MeetingParticipant(Body):
    """A member of the engagement, of either district."""

    member_id: UUID
    deputy: Flag = Field(default=False, description="steps in for somebody: counts only once present")


Participants = Annotated[list[MeetingParticipant], Field(min_length=2, max_length=50)]


class _Described(Body):
    """What a single meeting and a weekly one have in common."""

    engagement_id: UUID
    match_id: UUID | None = Field(default=None, description="the match of which it is a meeting; absent of a team's")
    gap_id: UUID | None = Field(default=None, description="the gap that is worked on, as readiness has it")
    mode: Mode = "online"
    place: Place | None = Field(default=None, description=_PLACE)
    agenda: Words | None = Field(default=None, description=_AGENDA)
    participants: Participants


class NewMeeting(_Described):
    """A meeting that is planned, or one of the last seven days that is still to be recorded."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_MEETING))

    starts_at: Moment
    ends_at: Moment = Field(description="at most eight hours later")
    time_zone: Zone | None = Field(
        default=None, description="in which calendars show it, as the IANA names it; your district's where it is absent"
    )


class NewSeries(_Described):
    """A meeting of every week, on the weekday of its first day, by the clock on the wall of a zone."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_SERIES))

    first_on: Day
    last_on: Day = Field(description="the last day that it may be on")
    starts: WallTime
    ends: WallTime = Field(description="of the same day")
    time_zone: Zone
    left_out: Annotated[list[Day], Field(max_length=60)] = Field(
        default_factory=list, description="days on which there is none"
    )


class MeetingChange(Body):
    """What is left out stays."""

    model_config = ConfigDict(json_schema_extra=example(examples.MEETING_CHANGE))

    mode: Mode | None = None
    place: Place | None = Field(default=None, description=_PLACE)
    agenda: Words | None = Field(default=None, description=_AGENDA)
    participants: Participants | None = Field(default=None, description="all of them, in place of those before")


class NewTime(Body):
    """When a meeting is instead."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_TIME))

    starts_at: Moment
    ends_at: Moment


class Cancelling(Body):
    """Why a meeting is not held."""

    model_config = ConfigDict(json_schema_extra=example(examples.CANCELLING))

    because: Literal["asked_for", "no_show"] = Field(
        default="asked_for", description="that somebody asked for it; or, after its start, that nobody came"
    )


class SeriesCancelling(Body):
    """From when on a weekly meeting is not held."""

    model_config = ConfigDict(json_schema_extra=example(examples.SERIES_CANCELLING))

    starting: Moment | None = Field(default=None, description="from now on where it is absent")


class Recorded(Body):
    """That a meeting was held, said afterwards."""

    model_config = ConfigDict(json_schema_extra=example(examples.RECORDED))

    started_at: Moment
    ended_at: Moment
    present: Annotated[list[UUID], Field(min_length=1, max_length=50)] = Field(
        description="the members who were there, from beginning to end"
    )


class Beginning(Body):
    """Who is there when a meeting begins."""

    model_config = ConfigDict(json_schema_extra=example(examples.BEGINNING))

    present: Annotated[list[UUID], Field(min_length=1, max_length=50)] = Field(description="members, you among them")


class PresenceSent(Body):
    """That a member has come or gone; before the meeting, that you can come or not."""

    model_config = ConfigDict(json_schema_extra=example(examples.PRESENCE))

    member_id: UUID
    presence: Presence


class MeetingParticipantShown(Answer):
    member_id: UUID
    district_id: UUID
    person_id: UUID | None = Field(description="in rostering, of your own district's; null of another's")
    coach_id: UUID | None = Field(description="null of who does not coach")
    coach_kind: Kind | None
    deputy: bool
    presence: Presence


class MeetingShown(Answer):
    """A meeting, the same for both districts but for whom each knows."""

    model_config = ConfigDict(json_schema_extra=example(examples.MEETING))

    meeting_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    series_id: UUID | None = Field(description="null of a single meeting")
    occurs_on: date | None = Field(description="its day in the series, which stays when it is moved")
    match_id: UUID | None
    gap_id: UUID | None
    condition: str | None = Field(description="the key of the gap's condition; null where it was not brought")
    question: str | None = Field(description="the key of the gap's question; null of a condition's gap")
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    mode: Mode
    place: str | None
    agenda: str | None
    recording: Recording = Field(description="whether it may be recorded, as the charter said when it was planned")
    state: State
    risks: list[str] = Field(
        description="what is in the way of a planned meeting since it was planned; it is cancelled at its start unless "
        "that is mended: name other participants, or move it"
    )
    because: Because | None = Field(description="why it was cancelled, or ended early")
    started_at: datetime | None
    ended_at: datetime | None
    participants: list[MeetingParticipantShown]


class SeriesShown(Answer):
    """A weekly meeting; each of its meetings is one of its own and moves on by itself."""

    model_config = ConfigDict(json_schema_extra=example(examples.SERIES))

    series_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    first_on: date
    last_on: date
    starts: str
    ends: str
    time_zone: str
    left_out: list[date]
    meetings: list[MeetingShown]
