"""What coaches tell the subjects above them, in the same transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from coaching.coaches.rules.relations import Relative
from coaching.coaches.rules.standing import State
from shared.db.followers import Followers


@dataclass(frozen=True)
class StandingTold:
    """How a coach of this district stands from this day on, by what is known now; also where that is as before.
    `until` is the last day on which it holds, and `minor_until` the last on which they count as under 18.
    """

    district_id: UUID
    coach_id: UUID
    state: State
    until: date | None
    minor: bool
    minor_until: date | None
    on: date
    now: datetime


@dataclass(frozen=True)
class RelationTold:
    """That two people are related, or not any more. The session speaks for `district_id`, which told it."""

    district_id: UUID
    people: tuple[Relative, Relative]
    related: bool
    now: datetime


@dataclass
class CoachJoining:
    """Somebody is about to become a coach of this district. Who knows that they took part as a student says so."""

    district_id: UUID
    person_id: UUID
    student: bool = False


@dataclass(frozen=True)
class LearnersTold:
    """These people of the district are learners by the roster from now on, or are not any more."""

    district_id: UUID
    person_ids: Collection[UUID]
    learners: bool
    now: datetime


COACH_JOINING = Followers(CoachJoining)
LEARNERS_TOLD = Followers(LearnersTold)
STANDING_TOLD = Followers(StandingTold)
RELATION_TOLD = Followers(RelationTold)
