"""Needs, matchings and matches, as coaching says them."""

from datetime import date, datetime
from uuid import UUID

from dashboards.coaching import sharing
from dashboards.coaching.coaches.answers import Weekly
from dashboards.common.answers import Listing, RemoteAnswer


class Gap(RemoteAnswer):
    gap_id: UUID
    condition: str
    question: str | None
    kind: str
    level: str
    site_id: UUID | None
    severity: str
    found_on: date


class Gaps(Listing[Gap]):
    pass


class Ended(RemoteAnswer):
    """That an engagement is over, and since when."""

    ended_on: date


class Engagement(RemoteAnswer):
    """What two districts do together, as far as needs are brought to it."""

    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    phase: str
    sharing: str
    ended: Ended | None

    @property
    def discloses(self) -> bool:
        """Whether a gap can be brought in it and a match be confirmed: all that is to be shared is in force."""
        return self.ended is None and sharing.holds(self.sharing)


class Engagements(Listing[Engagement]):
    pass


class Need(RemoteAnswer):
    need_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    gap_id: UUID
    condition: str
    question: str | None
    severity: str
    level: int
    languages: list[str]
    time_zone: str
    availability: list[Weekly]
    state: str
    because: str | None
    brought_at: datetime
    ended_at: datetime | None


class Needs(Listing[Need]):
    pass


class At(Weekly):
    """A time of the week by the clock of its zone."""

    time_zone: str


class Reason(RemoteAnswer):
    """What speaks against a matching's being the best."""

    doubt: str
    phase: str | None = None
    rule: str | None = None
    coach_id: UUID | None = None
    need_id: UUID | None = None


class PhaseDone(RemoteAnswer):
    phase: str
    value: int | None
    bound: int | None
    reasons: list[Reason]


class Progress(RemoteAnswer):
    phases_done: int
    phases: int | None
    explained: int
    to_explain: int


class Couple(RemoteAnswer):
    """A coach and a need."""

    coach_id: UUID
    need_id: UUID


class Prices(RemoteAnswer):
    slot: int | None = None
    capacity: int | None = None
    clearance: int | None = None
    language: int | None = None
    skill: int | None = None


class Policy(RemoteAnswer):
    """What the host lays down; sent again as it was read."""

    fit: int | None = None
    continuity: int | None = None
    beside: int | None = None
    distance: int | None = None
    evenness: int | None = None
    staff_beside_student: int | None = None
    students_on_gap: int | None = None
    prices: Prices = Prices()
    meeting_length: str | None = None
    carried_days: int | None = None
    contact_within: int | None = None


class Changed(RemoteAnswer):
    kept: int
    at_another_time: int
    ended: int
    begun: int
    moved: list[UUID]


class Matching(RemoteAnswer):
    matching_id: UUID
    state: str
    because: str
    starts_on: date
    ends_on: date
    policy: Policy
    pinned: list[Couple]
    forbidden: list[Couple]
    previous: str
    commitment: str
    seed: str | None
    progress: Progress
    phases: list[PhaseDone]
    pairs: int | None
    uncovered: int | None
    left_out: int | None
    proved: bool | None
    reasons: list[Reason]
    changes: Changed | None
    problem: str | None
    queued_at: datetime
    ended_at: datetime | None
    proposed_at: datetime | None
    stale_at: datetime | None
    stale_because: str | None

    @property
    def working(self) -> bool:
        return self.state in ("queued", "running")

    @property
    def explaining(self) -> bool:
        return self.state == "finished" and self.progress.explained < self.progress.to_explain


class Matchings(Listing[Matching]):
    pass


class Points(RemoteAnswer):
    fit: int
    continuity: int
    beside: int
    distance: int


class Instead(RemoteAnswer):
    coach_id: UUID
    breaks: str | None
    fewer_points: float


class Pair(RemoteAnswer):
    coach_id: UUID
    need_id: UUID
    at: At
    pinned: bool
    stays: bool
    level: int
    wished_level: int
    languages: list[str]
    points: Points
    taken: int
    capacity: int
    others: int
    instead: list[Instead]


class Pairs(Listing[Pair]):
    pass


class Left(RemoteAnswer):
    rule: str
    staff: int


class Change(RemoteAnswer):
    rule: str
    coach_id: UUID
    need_id: UUID
    at: At | None
    of_need: bool
    price: int


class Remedy(RemoteAnswer):
    possible: bool
    changes: list[Change]
    price: int
    doubts: list[str]


class Uncovered(RemoteAnswer):
    need_id: UUID
    stopped_by: str | None
    left: list[Left]
    remedy: Remedy | None


class AllUncovered(Listing[Uncovered]):
    pass


class WhyNot(Remedy):
    phase: str | None
    short_by: float


class CoachOfMatching(RemoteAnswer):
    coach_id: UUID
    pairs: list[Pair]
    why_not: WhyNot | None


class Match(RemoteAnswer):
    match_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    need_id: UUID
    coach_id: UUID
    coach_kind: str
    condition: str
    question: str | None
    matching_id: UUID
    at: At
    starts_on: date
    ends_on: date
    state: str
    host_confirmed_at: datetime | None
    partner_confirmed_at: datetime | None
    confirmed_on: date | None
    contact_due_on: date | None
    contacted_on: date | None
    stalled: bool
    because: str | None
    words: str | None
    ended_on: date | None


class Matches(Listing[Match]):
    pass
