"""Concerns, and the people whom they reach."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.coaches import examples
from coaching.coaches.rules.concerns import ConcernState, Outcome
from coaching.common.schemas import Answer, Body, Words
from shared.http.examples import example


class SafeguardingPeople(Body):
    """Whom concerns of the district reach."""

    model_config = ConfigDict(json_schema_extra=example(examples.SAFEGUARDING_PEOPLE))

    person_ids: Annotated[list[UUID], Field(min_length=1, max_length=20)] = Field(
        description="ids of rostering; two or more, so that a concern about one of them reaches another"
    )


class SafeguardingPeopleShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.SAFEGUARDING_SHOWN))

    person_ids: list[UUID]
    named_at: datetime | None = Field(description="null where nobody was ever named")


class NewConcern(Body):
    """Whatever makes somebody fear for somebody's safety."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_CONCERN))

    words: Words = Field(description="what happened; read by the district's safeguarding people alone")
    coach_ids: Annotated[list[UUID], Field(max_length=20)] = Field(
        default_factory=list, description="coaches of the district whom it is about, who never read it"
    )


class ConcernStanding(Answer):
    """A concern, as whoever raised it sees it."""

    model_config = ConfigDict(json_schema_extra=example(examples.RECEIVED_CONCERN))

    concern_id: UUID
    state: ConcernState
    raised_at: datetime
    acknowledged_at: datetime | None
    closed_at: datetime | None


class ConcernRaised(ConcernStanding):
    """The same when it is raised."""

    model_config = ConfigDict(json_schema_extra=example(examples.RAISED_CONCERN))

    readers: int = Field(
        description="how many people are named who can read it, without whom it is about or who wrote the note; "
        "0: nobody yet, so tell somebody besides"
    )


class ConcernShown(ConcernStanding):
    """A concern, as the people see it who keep the district's people safe."""

    model_config = ConfigDict(json_schema_extra=example(examples.CONCERN))

    words: str
    coach_ids: list[UUID]
    raised_by: str = Field(description="the account or client that raised it")
    raised_by_person_id: UUID | None = Field(description="who that is, in rostering; null where it was no person")
    acknowledged_by: str | None
    closed_by: str | None
    outcome: Outcome | None
    outcome_words: str | None


class Closing(Body):
    """What came of a concern."""

    model_config = ConfigDict(json_schema_extra=example(examples.CLOSING))

    outcome: Outcome
    words: Words = Field(description="what was found and done; read by the district's safeguarding people alone")
