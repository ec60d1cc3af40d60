"""What somebody's week is made of, as coaching says it."""

from datetime import date, datetime
from uuid import UUID

from dashboards.common.answers import Listing, RemoteAnswer


class Participant(RemoteAnswer):
    member_id: UUID
    district_id: UUID
    person_id: UUID | None
    coach_id: UUID | None
    coach_kind: str | None
    deputy: bool
    presence: str


class Meeting(RemoteAnswer):
    meeting_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    series_id: UUID | None
    match_id: UUID | None
    gap_id: UUID | None
    condition: str | None
    question: str | None
    starts_at: datetime
    ends_at: datetime
    mode: str
    place: str | None
    agenda: str | None
    recording: str
    state: str
    risks: list[str]
    because: str | None
    started_at: datetime | None
    ended_at: datetime | None
    participants: list[Participant]

    def other(self, district_id: UUID) -> UUID:
        """The district that is not this one."""
        return self.partner_id if district_id == self.host_id else self.host_id

    def me(self, person_id: UUID | None) -> Participant | None:
        """Somebody among those who are to be there."""
        return next((one for one in self.participants if person_id and one.person_id == person_id), None)


class Meetings(Listing[Meeting]):
    """A page of somebody's meetings."""


class ChildMeeting(RemoteAnswer):
    """A meeting of a child, as its family is told of it."""

    meeting_id: UUID
    learner_id: UUID
    starts_at: datetime
    ends_at: datetime
    mode: str
    place: str | None
    state: str
    at_risk: bool
    adults: int


class ChildrensMeetings(Listing[ChildMeeting]):
    """A page of meetings of somebody's children."""


class AgreedAction(RemoteAnswer):
    """What was agreed in a meeting."""

    action_id: UUID
    words: str | None
    due_on: date
    state: str


class AgreedActions(Listing[AgreedAction]):
    """A page of what was agreed in a meeting."""


class Dropped(RemoteAnswer):
    reason: str
    words: str | None


class OwnAction(AgreedAction):
    """What somebody sees to, coaches for, or agreed on with others."""

    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    gap_id: UUID
    condition: str
    steps: list[str]
    resource_id: UUID | None
    resource_title: str | None
    sees_to_it: bool
    resource_used_on: date | None
    host_confirmed_on: date | None
    partner_confirmed_on: date | None
    dropped: Dropped | None
    gap_closed_on: date | None

    def other(self, district_id: UUID) -> UUID:
        """The district that is not this one."""
        return self.partner_id if district_id == self.host_id else self.host_id

    def confirmed_on(self, district_id: UUID) -> date | None:
        """When a district said that it is done."""
        return self.host_confirmed_on if district_id == self.host_id else self.partner_confirmed_on

    def usable(self, district_id: UUID) -> bool:
        """Whether somebody of this district who sees to it still has to say that its resource was used."""
        named = self.resource_title is not None or self.resource_id is not None
        open_to_it = self.sees_to_it and self.state == "agreed" and self.resource_used_on is None
        return named and open_to_it and district_id == self.partner_id


class OwnActions(Listing[OwnAction]):
    """A page of somebody's own actions."""


class MatchedTime(RemoteAnswer):
    """A time of the week by the clock of a zone."""

    weekday: str
    starts: str
    ends: str
    time_zone: str


class MatchedNeed(RemoteAnswer):
    """What a coach is asked to help with."""

    condition: str
    question: str | None
    level: int
    languages: list[str]


class OwnMatch(RemoteAnswer):
    """A match in which somebody coaches."""

    match_id: UUID
    engagement_id: UUID
    gap_id: UUID
    need: MatchedNeed
    host_id: UUID
    partner_id: UUID
    condition: str
    question: str | None
    at: MatchedTime
    starts_on: date
    ends_on: date
    state: str
    contact_due_on: date | None
    contacted_on: date | None
    stalled: bool


class OwnMatches(Listing[OwnMatch]):
    """A page of matches in which somebody coaches."""


class Visibility(RemoteAnswer):
    visibility: str
    who_reads: str


class BeforeWriting(RemoteAnswer):
    """Who would read a note, and what overrides that."""

    notice: str
    visibilities: list[Visibility]

    def who_reads(self, code: str) -> str:
        """Who reads a note of this visibility; nothing where there is no such."""
        return next((one.who_reads for one in self.visibilities if one.visibility == code), "")

    def up_to(self, code: str) -> list[Visibility]:
        """The visibilities that a note of this one may be narrowed to, itself among them."""
        codes = [one.visibility for one in self.visibilities]
        return self.visibilities[: codes.index(code) + 1] if code in codes else []


class FoldedNote(RemoteAnswer):
    note_id: UUID
    visibility: str
    other_id: UUID | None
    own: bool
    written_at: datetime
    changed_at: datetime


class FoldedNotes(Listing[FoldedNote]):
    """A page of notes without their words."""


class OpenedNote(FoldedNote):
    words: str


class NoteVersion(RemoteAnswer):
    version: int
    words: str
    written_at: datetime


class NoteVersions(Listing[NoteVersion]):
    """A page of what a note said."""


class OwnConcern(RemoteAnswer):
    concern_id: UUID
    state: str
    raised_at: datetime


class OwnConcerns(Listing[OwnConcern]):
    """A page of concerns that somebody raised."""


class RaisedConcern(OwnConcern):
    """A concern that was raised now, and how many people are named who can read it."""

    readers: int


class Feed(RemoteAnswer):
    feed_id: UUID
    label: str
    made_at: datetime
    revoked_at: datetime | None


class Feeds(Listing[Feed]):
    """A page of feeds for somebody's calendars."""


class MadeFeed(Feed):
    """A feed that was made now. Its address is there this once; None where the same request came again."""

    address: str | None
