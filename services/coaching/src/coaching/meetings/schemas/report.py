"""The report that coaching really happened, as it is shown."""

from datetime import timedelta
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.coaches.rules.attestations import Kind
from coaching.common.schemas import Answer
from coaching.meetings import examples
from shared.http.examples import example

_LENGTH = "as ISO 8601 writes it, PT45M"


class KindTallyShown(Answer):
    """The meetings that were held at which coaches of a kind were. One of both kinds is in both."""

    kind: Kind
    coaches: int = Field(description="how many of them")
    held: int
    held_length: timedelta = Field(description=_LENGTH)


class PartnerTallyShown(Answer):
    """What was planned between a host and a partner, and what came of it."""

    model_config = ConfigDict(json_schema_extra=example(examples.PARTNER_TALLY))

    host_id: UUID
    partner_id: UUID
    planned: int = Field(description="meetings, whatever came of them")
    planned_length: timedelta = Field(description=_LENGTH)
    held: int
    held_length: timedelta = Field(description=_LENGTH)
    ended_early: int = Field(description="that lost their quorum, which do not count as held")
    cancelled: int
    kinds: list[KindTallyShown]


class CoachTallyShown(Answer):
    """What a coach of your district was to be at, and was at: to plan their load, and in the order of their ids."""

    model_config = ConfigDict(json_schema_extra=example(examples.COACH_TALLY))

    coach_id: UUID
    kind: Kind
    planned: int = Field(description="meetings, but for those that they were a deputy for")
    planned_length: timedelta = Field(description=_LENGTH)
    held: int = Field(description="at which they were")
    held_length: timedelta = Field(description=_LENGTH)
