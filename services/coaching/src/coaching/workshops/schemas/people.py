"""Who takes part, what they rank, and what they are told."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.common.schemas import Answer, Body, Words
from coaching.workshops import examples
from coaching.workshops.schemas.workshops import SlotNumber
from shared.http.examples import example

Badge = Annotated[int, Field(ge=1, le=1_000_000, strict=True)]


class Invitation(Body):
    """People of your own district who are to take part."""

    model_config = ConfigDict(json_schema_extra=example(examples.INVITATION))

    person_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)] = Field(description="ids of rostering")


class WorkshopParticipantShown(Answer):
    """Somebody who takes part."""

    model_config = ConfigDict(json_schema_extra=example(examples.PARTICIPANT))

    participant_id: UUID
    district_id: UUID
    person_id: UUID | None = Field(description="of your own district's people only; null for others")
    badge: int = Field(description="their number in the workshop, by which all know them")
    ranked: int = Field(description="how many sessions they rank; which, only they see")
    cannot_attend: list[int] = Field(description="numbers of slots")
    credit: int = Field(description="places that they lost in the host's workshop before")
    ranked_at: datetime | None
    withdrawn_at: datetime | None


class Invited(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.INVITED))

    participants: list[WorkshopParticipantShown]


class Ranking(Body):
    """What you wish. One session is enough, and none is a wish too: you get what is left."""

    model_config = ConfigDict(json_schema_extra=example(examples.RANKING))

    ranked: Annotated[list[UUID], Field(max_length=200)] = Field(description="sessions, the most wished first")
    cannot_attend: Annotated[list[SlotNumber], Field(max_length=40)] = Field(
        default_factory=list, description="numbers of slots in which you cannot come"
    )
    companion_badge: Badge | None = Field(
        default=None, description="beside whom you want to sit; it counts where they name you too"
    )


class RankingShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.RANKING_SHOWN))

    ranked: list[UUID]
    cannot_attend: list[int]
    companion_badge: int | None
    ranked_at: datetime | None


class NewMessage(Body):
    """Words to all who take part, or to those of one session."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_MESSAGE))

    words: Words
    session_id: UUID | None = Field(default=None, description="left out: to all")


class MessageShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.MESSAGE))

    message_id: UUID
    session_id: UUID | None
    words: str
    written_at: datetime


class PresenceNoted(Body):
    """Who was there. Whoever is named in neither list stays as they are."""

    model_config = ConfigDict(json_schema_extra=example(examples.PRESENCE))

    present: Annotated[list[UUID], Field(max_length=2000)] = Field(
        default_factory=list, description="ids of participants"
    )
    absent: Annotated[list[UUID], Field(max_length=2000)] = Field(
        default_factory=list, description="ids of participants"
    )


class PresenceShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.PRESENCE_SHOWN))

    session_id: UUID
    present: int
    absent: int
    unnoted: int = Field(description="of whom nobody has said")
