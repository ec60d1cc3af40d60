"""What coaching tells of who coaches, whether they may just now, who reads concerns, and that one was raised."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.coaching.topic import COACHING
from shared.events.event import Event


class CoachJoined(Event, type="org.trellis.coaching.coach.joined.v1", topic=COACHING, key="coach_id"):
    """Somebody is a coach of the district. They are suspended until all that is demanded of them is attested."""

    coach_id: UUID = Field(description="the coach's id")
    kind: Literal["student", "staff"] = Field(description="a student, or one of the staff")
    person_id: UUID = Field(description="the person's id in rostering")
    joined_on: date = Field(description="the day, in the district's calendar")


class CoachSuspended(Event, type="org.trellis.coaching.coach.suspended.v1", topic=COACHING, key="coach_id"):
    """A coach may not coach from this day on, or may not for other reasons than before."""

    coach_id: UUID = Field(description="the coach's id")
    reasons: tuple[str, ...] = Field(
        description="what is demanded, and what is wrong with it: clearance_expired; or learner_as_staff, of a learner"
    )
    suspended_on: date = Field(description="the day, in the district's calendar")


class CoachReinstated(Event, type="org.trellis.coaching.coach.reinstated.v1", topic=COACHING, key="coach_id"):
    """All that is demanded of a coach is attested: they may coach from this day on."""

    coach_id: UUID = Field(description="the coach's id")
    reinstated_on: date = Field(description="the day, in the district's calendar")


class CoachLeft(Event, type="org.trellis.coaching.coach.left.v1", topic=COACHING, key="coach_id"):
    """Somebody is a coach no longer. Who comes back is another coach."""

    coach_id: UUID = Field(description="the coach's id")
    left_on: date = Field(description="the first day on which they do not coach, in the district's calendar")


class ConcernRaised(Event, type="org.trellis.coaching.concern.raised.v1", topic=COACHING, key="concern_id"):
    """A concern about somebody's safety was raised. Neither its words are told nor who it is about."""

    concern_id: UUID = Field(description="the concern's id")
    raised_on: date = Field(description="the day, in the district's calendar")


class SafeguardingPeopleNamed(
    Event, type="org.trellis.coaching.safeguarding-people.named.v1", topic=COACHING, key="district_id"
):
    """These people read the district's concerns from now on, in place of those before."""

    district_id: UUID = Field(description="the district's id")
    person_ids: tuple[UUID, ...] = Field(description="the ids of the people in rostering")
    named_at: datetime = Field(description="when they were named")
