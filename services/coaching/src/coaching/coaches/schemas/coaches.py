"""Coaches, as they come in and are shown."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from coaching.coaches import examples
from coaching.coaches.rules.attestations import Kind
from coaching.coaches.rules.standing import State
from coaching.coaches.rules.terms import USUAL, Weekday
from coaching.common.schemas import Answer, Body, Language
from shared.http.examples import example

Key = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
WallTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Level = Annotated[int, Field(ge=1, le=4, strict=True)]
Zone = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z][A-Za-z0-9_+/-]*$")]
Capacity = Annotated[int, Field(ge=1, le=168, strict=True)]

_LEVEL = "1 knows of it, 2 has done it with others, 3 does it alone, 4 has taught it"
_STARTS, _ENDS = "by the clock on the wall, HH:MM", "by the clock on the wall, not before the start"


class InstrumentSkill(Body):
    """What somebody can help with, in the words of a readiness instrument."""

    kind: Literal["condition", "question"]
    instrument_id: UUID
    key: Key = Field(description="of the condition or the question, in the instrument")
    level: Level = Field(description=_LEVEL)


class ItemSkill(Body):
    """What somebody can help with, as an item of a framework."""

    kind: Literal["item"]
    item_id: UUID
    level: Level = Field(description=_LEVEL)


Skill = Annotated[InstrumentSkill | ItemSkill, Field(discriminator="kind")]


class DailyTimes(Body):
    """A stretch of one day."""

    starts: WallTime = Field(description=_STARTS)
    ends: WallTime = Field(description=_ENDS)


class WeeklyTimes(Body):
    """A stretch of a weekday, every week; it stays where it is on the clock when clocks are changed."""

    weekday: Weekday
    starts: WallTime = Field(description=_STARTS)
    ends: WallTime = Field(description=_ENDS)


Skills = Annotated[list[Skill], Field(max_length=100)]
Languages = Annotated[list[Language], Field(min_length=1, max_length=20, description="tags of BCP 47, the best first")]
Availability = Annotated[list[WeeklyTimes], Field(max_length=50, description="by the clock of the coach's time zone")]


class NewCoach(Body):
    """Somebody who is to coach. They are named by rostering; here they are an id."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_COACH))

    kind: Kind
    person_id: UUID = Field(description="of the student or of the member of staff, in rostering")
    skills: Skills = Field(default_factory=list)
    languages: Languages
    time_zone: Zone = Field(description="where they are, as the IANA names it")
    availability: Availability = Field(default_factory=list)
    weekly_capacity: Capacity = Field(description="hours a week: of a student at most 6, of staff 40")
    allowed_times: DailyTimes | None = Field(
        default=None,
        description=f"of a student only: the hours of the day outside which they do not coach, within 07:00 and 21:00; "
        f"{USUAL.starts} to {USUAL.ends} where nothing is said",
    )


class CoachChange(Body):
    """What is left out stays."""

    model_config = ConfigDict(json_schema_extra=example(examples.COACH_CHANGE))

    skills: Skills | None = None
    languages: Languages | None = None
    time_zone: Zone | None = None
    availability: Availability | None = None
    weekly_capacity: Capacity | None = None
    allowed_times: DailyTimes | None = None


class StandingShown(Answer):
    """Whether a coach may coach on a day. It is worked out whenever it is read."""

    model_config = ConfigDict(json_schema_extra=example(examples.STANDING))

    state: State
    reasons: list[str] = Field(
        description="of who is suspended: what is demanded of them (clearance, guardian_consent, identity, training, "
        "age_band) and what is wrong with it (missing, not_yet_valid, expired, revoked), as clearance_expired; "
        "learner_as_staff where the roster says that a member of staff is a learner"
    )
    on: date = Field(description="the day of which this speaks, in the district's calendar")
    until: date | None = Field(description="the last day on which it holds by what is known; null: nothing ends it")


class CoachShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.COACH))

    coach_id: UUID
    kind: Kind
    person_id: UUID
    skills: list[Skill]
    languages: list[str]
    time_zone: str
    availability: list[WeeklyTimes]
    weekly_capacity: int = Field(description="hours a week")
    allowed_times: DailyTimes | None = Field(description="null for staff")
    joined_on: date
    left_on: date | None = Field(description="the first day on which they do not coach")
    standing: StandingShown
