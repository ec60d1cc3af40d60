"""Engagements and their actions, as coaching says them."""

from datetime import date, datetime, timedelta
from uuid import UUID

from dashboards.coaching import sharing
from dashboards.common.answers import Listing, RemoteAnswer


class EngagementEnd(RemoteAnswer):
    end: str
    reason: str | None
    words: str | None
    ended_on: date


class SharingDemand(RemoteAnswer):
    direction: str
    granularity: str
    state: str


class Engagement(RemoteAnswer):
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    starts_on: date
    expires_on: date
    started_on: date
    phase: str
    phase_since: date
    proposed_phase: str | None
    sharing: str
    demands: list[SharingDemand]
    first_contact_by: date
    first_contact_on: date | None
    late_milestones: int
    stalled: list[str]
    last_meeting_on: date | None
    ended: EngagementEnd | None

    @property
    def discloses(self) -> bool:
        """Whether what discloses may begin: all that the call wants shared is agreed and in force."""
        return sharing.holds(self.sharing)

    def other(self, district_id: UUID) -> UUID:
        """The district that is not this one."""
        return self.partner_id if district_id == self.host_id else self.host_id


class Engagements(Listing[Engagement]):
    """A page of engagements."""


class Member(RemoteAnswer):
    member_id: UUID
    district_id: UUID
    side: str
    person_id: UUID | None
    coach_id: UUID | None
    role: str
    since: date
    until: date | None
    left_on: date | None
    minor: bool
    state: str


class Members(Listing[Member]):
    """A page of members."""


class Charter(RemoteAnswer):
    number: int
    words: str
    recording: str
    channel: str
    cadence: str
    first_contact_days: int
    document_hash: str
    written_by: UUID
    written_at: datetime
    host_signed_at: datetime | None
    partner_signed_at: datetime | None
    in_force: bool


class Charters(Listing[Charter]):
    """A page of versions of a charter."""


class Milestone(RemoteAnswer):
    milestone_id: UUID
    code: str
    title: str
    due_on: date
    reached_on: date | None
    late: bool


class Milestones(Listing[Milestone]):
    """A page of milestones."""


class Retention(RemoteAnswer):
    district_id: UUID
    content: str
    destroy_on: date
    destroyed_on: date | None
    destroyed: int | None


class Closure(RemoteAnswer):
    last_meeting_on: date | None
    retention: list[Retention]

    def destroy_on(self, district_id: UUID, content: str) -> date | None:
        """When a district destroys a kind of content; None where it keeps it."""
        found = (one for one in self.retention if one.district_id == district_id and one.content == content)
        return next((one.destroy_on for one in found), None)


class Handover(RemoteAnswer):
    handover_id: UUID
    district_id: UUID
    from_member_id: UUID
    to_member_id: UUID | None
    readable: list[str]
    words: str | None
    recorded_on: date


class Handovers(Listing[Handover]):
    """A page of handovers."""


class Dropped(RemoteAnswer):
    reason: str
    words: str | None
    dropped_on: date


class Action(RemoteAnswer):
    action_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    gap_id: UUID
    meeting_id: UUID | None
    condition: str
    words: str | None
    steps: list[str]
    resource_id: UUID | None
    resource_title: str | None
    due_on: date
    owner_member_id: UUID
    state: str
    proposed_by: UUID
    agreed_on: date | None
    resource_used_on: date | None
    host_confirmed_on: date | None
    partner_confirmed_on: date | None
    completed_on: date | None
    dropped: Dropped | None
    gap_closed_on: date | None
    stalled: list[str]

    def confirmed_on(self, district_id: UUID) -> date | None:
        """When a district said that it is done."""
        return self.host_confirmed_on if district_id == self.host_id else self.partner_confirmed_on


class Actions(Listing[Action]):
    """A page of actions."""


class Need(RemoteAnswer):
    """A gap that the partner has brought to an engagement."""

    gap_id: UUID
    condition: str
    question: str | None


class Needs(Listing[Need]):
    """A page of gaps that were brought."""


class PlannedMeeting(RemoteAnswer):
    """When a meeting of an engagement is."""

    meeting_id: UUID
    engagement_id: UUID
    starts_at: datetime
    ends_at: datetime
    risks: list[str]


class PlannedMeetings(Listing[PlannedMeeting]):
    """A page of meetings that are planned."""


class Participant(RemoteAnswer):
    """A member who is to be at a meeting."""

    member_id: UUID
    deputy: bool


class Meeting(PlannedMeeting):
    """A meeting, as far as it is planned anew."""

    series_id: UUID | None
    mode: str
    place: str | None
    agenda: str | None
    participants: list[Participant]


class PlannedSeries(RemoteAnswer):
    """The meetings of a weekly one that was planned now."""

    meetings: list[PlannedMeeting]


class At(RemoteAnswer):
    """A time of the week by the clock of a zone."""

    weekday: str
    starts: str
    ends: str
    time_zone: str


class Match(RemoteAnswer):
    """A coach for a gap that was brought."""

    match_id: UUID
    coach_id: UUID
    condition: str
    question: str | None
    at: At


class Matches(Listing[Match]):
    """A page of matches."""


class KindTally(RemoteAnswer):
    kind: str
    coaches: int
    held: int
    held_length: timedelta


class PartnerTally(RemoteAnswer):
    host_id: UUID
    partner_id: UUID
    planned: int
    planned_length: timedelta
    held: int
    held_length: timedelta
    ended_early: int
    cancelled: int
    kinds: list[KindTally]


class PartnerTallies(Listing[PartnerTally]):
    """A page of what coaching came to, by partner."""
