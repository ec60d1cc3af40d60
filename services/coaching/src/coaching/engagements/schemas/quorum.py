"""Who is to meet, and whether they may."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.coaches import examples
from coaching.coaches.rules.quorum import Presence, QuorumCode
from coaching.common.schemas import Answer, Body
from shared.http.examples import example
from shared.http.fields import Flag, Moment


class SpanSent(Body):
    """From a moment until another."""

    starts_at: Moment
    ends_at: Moment


class ParticipantSent(Body):
    """A coach of the district, or a guest: a student or an adult of whom nothing is attested here."""

    coach_id: UUID | None = Field(default=None, description="of a coach; of a guest absent")
    guest: Literal["student", "adult"] | None = Field(default=None, description="of a guest; of a coach absent")
    presence: Presence = Field(default="expected", description="during a meeting: whether they are there")
    deputy: Flag = Field(default=False, description="steps in for somebody: counts only once present")
    other_meetings: Annotated[list[SpanSent], Field(max_length=100)] = Field(
        default_factory=list, description="what else they do in that week"
    )


class QuorumCheck(Body):
    """A meeting as it is planned, or as it is going on."""

    model_config = ConfigDict(json_schema_extra=example(examples.MEETING))

    starts_at: Moment
    ends_at: Moment = Field(description="at most a day later")
    participants: Annotated[list[ParticipantSent], Field(min_length=1, max_length=100)]


class QuorumProblemShown(Answer):
    code: QuorumCode
    pointers: list[str] = Field(description="whom it is about, as places in what was sent")
    detail: str = Field(description="what is so, and what to do")


class QuorumShown(Answer):
    """Whether these people may meet, and if not, all that is in the way."""

    model_config = ConfigDict(json_schema_extra=example(examples.QUORUM))

    may_meet: bool
    problems: list[QuorumProblemShown]
