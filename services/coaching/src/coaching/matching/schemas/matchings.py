"""Matchings, as they are asked for."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.common.schemas import Body
from coaching.matching import examples
from shared.http.examples import example
from shared.http.fields import Day

Points = Annotated[int, Field(ge=0, le=1000, strict=True)]
Price = Annotated[int, Field(ge=0, le=1000, strict=True)]
Few = Annotated[int, Field(ge=1, le=5, strict=True)]
Days = Annotated[int, Field(ge=1, le=366, strict=True)]


class PricesSent(Body):
    """What a change would cost the host, in its own scale: so the cheapest is found that would cover a gap."""

    slot: Price = 1
    capacity: Price = 2
    clearance: Price = 3
    language: Price = 4
    skill: Price = 6


class PolicySent(Body):
    """What the host lays down before anything is matched; what is left out is as usual."""

    fit: Points = Field(default=10, description="points of each level of the skill, up to the one that is wished")
    continuity: Points = Field(default=15, description="points of going on with a partner")
    beside: Points = Field(default=20, description="points of a student beside staff")
    distance: Points = Field(default=2, description="points that each hour between their clocks takes off")
    evenness: Points = Field(default=10, description="points that uneven load takes off")
    staff_beside_student: Few = Field(default=1, description="how many of the staff are there where a student coaches")
    students_on_gap: Annotated[int, Field(ge=0, le=5, strict=True)] = 1
    prices: PricesSent = PricesSent()
    meeting_length: Literal["PT30M", "PT45M", "PT60M", "PT90M"] = Field(
        default="PT60M", description="how long a meeting is, as ISO 8601 writes it"
    )
    carried_days: Days = Field(default=84, description="so many days back, today included, load counts as carried")
    contact_within: Days = Field(default=14, description="days from the confirmation until the first contact")


class PairSent(Body):
    """A coach and a need."""

    coach_id: UUID
    need_id: UUID


Pairs = Annotated[list[PairSent], Field(max_length=1000)]


class NewMatching(Body):
    """A matching of the host's coaches to what its partners have brought."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_MATCHING))

    starts_on: Day = Field(description="the first day of the meetings, today or later")
    ends_on: Day = Field(description="the last day; clearance, clocks and consent count for all of it")
    policy: PolicySent = PolicySent()
    pinned: Pairs = Field(default_factory=list, description="pairs that stand whatever it costs")
    forbidden: Pairs = Field(default_factory=list, description="pairs that are never made")
    previous: Literal["none", "confirmed"] = Field(
        default="none",
        description="none: needs that nobody is matched to, beside what stands; confirmed: all needs, changing as "
        "little as can be of the matches that are confirmed",
    )
