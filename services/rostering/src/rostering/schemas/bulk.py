"""Files of a source: what a line of each is, and the report of what became of them."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from rostering.schemas.classes import ClassLine
from rostering.schemas.enrolments import EnrolmentLine
from rostering.schemas.fields import FileLine, example
from rostering.schemas.guardians import GuardianLine
from rostering.schemas.organisations import OrganisationLine
from rostering.schemas.people import PersonLine
from rostering.schemas.terms import TermLine

LINES: Mapping[str, type[FileLine]] = {
    "organisations": OrganisationLine,
    "people": PersonLine,
    "terms": TermLine,
    "classes": ClassLine,
    "enrolments": EnrolmentLine,
    "guardians": GuardianLine,
}
"""By collection."""


class FlawOut(BaseModel):
    """What is wrong, and where in the line."""

    pointer: str
    detail: str


class LineReport(BaseModel):
    """What became of one line of a file. `line` counts from 1; `problem` says why a line was refused."""

    line: int
    sourced_id: str | None = None
    id: UUID | None = None
    status: Literal["created", "updated", "unchanged", "refused"]
    problem: list[FlawOut] | None = None


class BulkReport(BaseModel):
    """What became of a file, in numbers and line by line."""

    model_config = example(
        {
            "created": 1,
            "updated": 0,
            "unchanged": 0,
            "refused": 1,
            "lines": [
                {
                    "line": 1,
                    "sourced_id": "class-45",
                    "id": "0190a000-0000-7000-8000-000000000004",
                    "status": "created",
                    "problem": None,
                },
                {
                    "line": 2,
                    "sourced_id": "class-46",
                    "id": None,
                    "status": "refused",
                    "problem": [{"pointer": "/term_id", "detail": "There is no term with this id."}],
                },
            ],
        }
    )

    created: int
    updated: int
    unchanged: int
    refused: int
    lines: list[LineReport]
