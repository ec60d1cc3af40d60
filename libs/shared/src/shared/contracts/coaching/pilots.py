"""What coaching tells of pilots: waves, and what was decided at their gates. Ids, codes and figures only."""

from datetime import date
from uuid import UUID

from pydantic import Field

from shared.contracts.coaching.topic import COACHING
from shared.events.event import Event


class WaveOpened(Event, type="org.trellis.coaching.wave.opened.v1", topic=COACHING, key="pilot_id"):
    """A wave of a pilot has begun; its gate can be changed no more."""

    pilot_id: UUID = Field(description="the pilot's id")
    wave: int = Field(description="the wave's number, from 1")
    teachers: int = Field(description="how many teachers take part")
    schools: int = Field(description="in how many schools")
    opened_on: date = Field(description="the day, in the district's calendar")
    decides_on: date = Field(description="the day by which its gate is to be decided")


class WaveExpanded(Event, type="org.trellis.coaching.wave.expanded.v1", topic=COACHING, key="pilot_id"):
    """At a wave's gate it was decided to expand."""

    pilot_id: UUID = Field(description="the pilot's id")
    wave: int = Field(description="the wave's number")
    next_wave: int = Field(description="the number of the wave that follows")
    decided_on: date = Field(description="the day, in the district's calendar")


class WaveAdjusted(Event, type="org.trellis.coaching.wave.adjusted.v1", topic=COACHING, key="pilot_id"):
    """At a wave's gate it was decided to change what is done and to try again, no larger."""

    pilot_id: UUID = Field(description="the pilot's id")
    wave: int = Field(description="the wave's number")
    next_wave: int = Field(description="the number of the wave that tries again")
    decided_on: date = Field(description="the day, in the district's calendar")


class WaveSunset(Event, type="org.trellis.coaching.wave.sunset.v1", topic=COACHING, key="pilot_id"):
    """At a wave's gate it was decided to stop. What was learned is kept, and may be shared as the district chose."""

    pilot_id: UUID = Field(description="the pilot's id")
    wave: int = Field(description="the wave's number")
    reasons: tuple[str, ...] = Field(description="codes of why it stops")
    share: bool = Field(description="whether the district wants what was learned shared on the wall of failures")
    decided_on: date = Field(description="the day, in the district's calendar")
