"""Terms as they come in and go out."""

from datetime import date
from typing import Annotated

from pydantic import Field

from rostering.rules.entities import Stored, Term
from rostering.schemas.fields import Body, FileLine, Out, Title, WholeBody, example, identifiers_out
from shared.http.fields import AnyDay, Flag


class TermFields(Body):
    title: Title
    starts_on: AnyDay
    ends_on: Annotated[AnyDay, Field(description="not before starts_on")]
    active: Flag = True


class TermIn(TermFields, WholeBody):
    """A term as a whole; both its days belong to it."""

    model_config = example(
        {
            "title": "Autumn 2026",
            "starts_on": "2026-08-10",
            "ends_on": "2026-12-18",
            "identifiers": [{"source": "sis", "sourced_id": "2026-autumn"}],
        }
    )


class TermLine(TermFields, FileLine):
    """A line of a file: the term that this source knows by this id."""


class TermOut(Out):
    """A term; both its days belong to it."""

    model_config = example(
        {
            "id": "0190a000-0000-7000-8000-000000000003",
            "version": 1,
            "identifiers": [{"source": "sis", "sourced_id": "2026-autumn"}],
            "active": True,
            "title": "Autumn 2026",
            "starts_on": "2026-08-10",
            "ends_on": "2026-12-18",
        }
    )

    title: str
    starts_on: date
    ends_on: date

    @classmethod
    def of(cls, stored: Stored[Term]) -> "TermOut":
        term = stored.entity
        return cls(
            id=stored.id,
            version=stored.version,
            identifiers=identifiers_out(term),
            active=term.active,
            title=term.title,
            starts_on=term.starts_on,
            ends_on=term.ends_on,
        )
