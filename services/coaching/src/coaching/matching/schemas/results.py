"""Matchings, and what they came to, as they are shown."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.coaches.rules.terms import Weekday
from coaching.common.schemas import Answer
from coaching.matching import examples
from coaching.matching.rules.doubts import Doubt
from coaching.matching.rules.hard import Rule
from coaching.matching.rules.phases import Phase
from coaching.matching.rules.states import MatchingState
from coaching.matching.schemas.matchings import PairSent, PolicySent
from shared.http.examples import example


class MeetingTime(Answer):
    """A time of the week by the clock of the zone."""

    weekday: Weekday
    starts: str = Field(description="HH:MM")
    ends: str
    time_zone: str


class ReasonShown(Answer):
    """What speaks against the matching's being the best, and what it is about."""

    doubt: Doubt
    phase: Phase | None = None
    rule: Rule | None = None
    coach_id: UUID | None = None
    need_id: UUID | None = None


class PhaseShown(Answer):
    """What a phase came to: its value, and what nothing can exceed."""

    phase: Phase
    value: int | None
    bound: int | None = Field(description="equal to the value where nothing better exists")
    reasons: list[ReasonShown]
    ended_at: datetime


class ProgressShown(Answer):
    """How far the work is."""

    phases_done: int
    phases: int | None = Field(description="null until the work begins")
    explained: int = Field(description="of how many needs that are left and coaches without a pair it is known why")
    to_explain: int


class UsedShown(Answer):
    """What the process of its own has used."""

    peak_memory: int | None = Field(description="bytes")
    processor_time: str | None = Field(description="of the processor, as ISO 8601 writes it")


class ChangedShown(Answer):
    """What the matching changes of those that were confirmed."""

    kept: int = Field(description="pairs that stay")
    at_another_time: int = Field(description="of these, pairs that meet at another time")
    ended: int = Field(description="pairs that end")
    begun: int = Field(description="pairs that are new")
    moved: list[UUID] = Field(description="coaches who lose a pair or meet at another time")


class MatchingShown(Answer):
    """A matching: how it was asked for, how far it is, and what it came to."""

    model_config = ConfigDict(json_schema_extra=example(examples.MATCHING))

    matching_id: UUID
    state: MatchingState
    because: Literal["asked", "stale"] = Field(description="stale: what another stood on has changed")
    starts_on: date
    ends_on: date
    policy: PolicySent
    pinned: list[PairSent]
    forbidden: list[PairSent]
    previous: Literal["none", "confirmed"]
    commitment: str = Field(description="SHA-256 of the lottery's seed, published before anything is matched")
    seed: str | None = Field(description="in hexadecimal, once the matching has ended")
    progress: ProgressShown
    phases: list[PhaseShown] = Field(description="those that have ended")
    pairs: int | None = Field(description="null until it is finished")
    uncovered: int | None
    left_out: int | None = Field(description="coaches without a pair")
    proved: bool | None = Field(description="whether nothing is better, by the solver twice and by the checker")
    reasons: list[ReasonShown] = Field(description="why it is not proved")
    changes: ChangedShown | None = Field(description="of one that was asked for by `previous`, once it is finished")
    problem: str | None = Field(description="of one that failed: what is wrong")
    used: UsedShown
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    proposed_at: datetime | None
    stale_at: datetime | None
    stale_because: str | None = Field(description="what has changed since: plan again")


class PointsShown(Answer):
    """What speaks for a pair, and the distance, which speaks against it."""

    fit: int
    continuity: int
    beside: int
    distance: int


class InsteadShown(Answer):
    """Another coach at that time: the rule that this would break, or how many points fewer there would be."""

    coach_id: UUID
    breaks: Rule | None
    fewer_points: float


class PairShown(Answer):
    """A coach on a need, when, and why."""

    model_config = ConfigDict(json_schema_extra=example(examples.PAIR))

    coach_id: UUID
    need_id: UUID
    at: MeetingTime
    pinned: bool
    stays: bool = Field(description="whether it was a pair before")
    level: int
    wished_level: int
    languages: list[str]
    points: PointsShown
    taken: int = Field(description="how many needs the coach has by this matching")
    capacity: int
    others: int = Field(description="how many others of their kind could be there then")
    instead: list[InsteadShown] = Field(description="the nearest of these")


class LeftShown(Answer):
    """How many staff are left after a rule."""

    rule: Rule
    staff: int


class ChangeShown(Answer):
    """One thing that would have to be otherwise."""

    rule: Rule
    coach_id: UUID
    need_id: UUID
    at: MeetingTime | None = Field(description="of times only")
    of_need: bool = Field(description="whether it is the partner's people who would make time")
    price: int


class RemedyShown(Answer):
    """The cheapest changes, by the host's own prices."""

    possible: bool = Field(description="false: nothing would help")
    changes: list[ChangeShown]
    price: int
    doubts: list[Doubt] = Field(description="why it is not proved that nothing is cheaper")


class UncoveredShown(Answer):
    """A need that is left, which rule stops it, and the cheapest change that would cover it."""

    model_config = ConfigDict(json_schema_extra=example(examples.UNCOVERED))

    need_id: UUID
    stopped_by: Rule | None
    left: list[LeftShown] = Field(description="how many staff each rule left, one after the other")
    remedy: RemedyShown | None = Field(description="null while it is being worked out")


class WhyNotShown(RemedyShown):
    """What stands between a coach and a pair."""

    phase: Phase | None = Field(description="what the matching would still be worse in; null: the changes are enough")
    short_by: float = Field(description="by how much, in what the phase counts")


class CoachOfMatching(Answer):
    """A coach of a matching: their pairs, or why they have none."""

    model_config = ConfigDict(json_schema_extra=example(examples.COACH_OF_MATCHING))

    coach_id: UUID
    pairs: list[PairShown]
    why_not: WhyNotShown | None = Field(description="null for who has a pair, and while it is being worked out")


class ProposedShown(Answer):
    """What came of proposing a matching."""

    model_config = ConfigDict(json_schema_extra=example(examples.PROPOSED))

    matching_id: UUID
    proposed: int = Field(description="matches that are new")
    kept: int = Field(description="matches that stay as they were")
    ended: int = Field(description="matches that have ended for it")
