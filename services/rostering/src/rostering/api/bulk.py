"""Files of a source, taken in line by line.

Each collection has a path of its own: with the collection as a parameter, `/people/bulk` would be the address of a
person to whoever reads the document.
"""

import json
from collections import Counter
from collections.abc import Sequence

from fastapi import APIRouter, Request
from pydantic import JsonValue

from rostering.api.access import PREFIX, MakePersonId, Writer
from rostering.api.files import read_lines
from rostering.rules.changes import Applied, Rejected
from rostering.rules.entities import E
from rostering.schemas.bulk import LINES, BulkReport, FlawOut, LineReport
from rostering.schemas.classes import ClassLine
from rostering.schemas.enrolments import EnrolmentLine
from rostering.schemas.guardians import GuardianLine
from rostering.schemas.organisations import OrganisationLine
from rostering.schemas.people import PersonLine
from rostering.schemas.terms import TermLine
from rostering.usecases.bulk import Line, import_lines
from rostering.usecases.classes import change_classes
from rostering.usecases.enrolments import change_enrolments
from rostering.usecases.guardians import change_guardians
from rostering.usecases.organisations import change_organisations
from rostering.usecases.people import change_people
from rostering.usecases.terms import change_terms
from shared.errors import WrongMediaType
from shared.http.session import Session
from shared.values.ids import new_id

BODY_LIMIT = 10_000_000
"""Bytes of a file: 5,000 lines of 2,000."""
MEDIA_TYPE = "application/x-ndjson"

DESCRIPTION = (
    "Adds or changes up to 5,000 {}, each line by its `source` and `sourced_id`. A line that cannot be taken is "
    "reported and the others are taken; sending the file again changes nothing."
)

router = APIRouter(prefix=PREFIX, tags=["bulk"])

body_limits = {f"{PREFIX}/{collection}/bulk": BODY_LIMIT for collection in LINES}


def _file(line: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """How the document describes the body: a file, and what one line of it looks like."""
    content: JsonValue = {"schema": {"type": "string", "minLength": 1}, "example": json.dumps(line)}
    return {"requestBody": {"required": True, "content": {MEDIA_TYPE: content}}}


async def _read_file(request: Request) -> bytes:
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != MEDIA_TYPE:
        raise WrongMediaType(f"Send {MEDIA_TYPE}: one JSON object a line.")
    return await request.body()


def _report(lines: Sequence[Line[Applied[E] | Rejected]]) -> BulkReport:
    reports = [_line_report(line) for line in lines]
    count = Counter(report.status for report in reports)
    return BulkReport(
        created=count["created"],
        updated=count["updated"],
        unchanged=count["unchanged"],
        refused=count["refused"],
        lines=reports,
    )


def _line_report(line: Line[Applied[E] | Rejected]) -> LineReport:
    outcome = line.content
    if isinstance(outcome, Applied):
        return LineReport(line=line.number, sourced_id=line.sourced_id, id=outcome.stored.id, status=outcome.status)
    problem = [FlawOut(pointer=issue.pointer, detail=issue.detail) for issue in outcome.issues]
    return LineReport(line=line.number, sourced_id=line.sourced_id, status="refused", problem=problem)


@router.post(
    "/organisations/bulk",
    summary="Import a file of organisations",
    description=DESCRIPTION.format("organisations"),
    openapi_extra=_file({"source": "sis", "sourced_id": "school-4", "name": "Lindgren School", "kind": "school"}),
)
async def import_organisations(caller: Writer, session: Session, request: Request) -> BulkReport:
    lines = read_lines(await _read_file(request), OrganisationLine)
    return _report(await import_lines(session, caller.district_id, change_organisations, lines, new_id))


@router.post(
    "/people/bulk",
    summary="Import a file of people",
    description=DESCRIPTION.format("people"),
    openapi_extra=_file(
        {"source": "sis", "sourced_id": "learner-17", "given_name": "Ana", "family_name": "Ruiz", "roles": ["learner"]}
    ),
)
async def import_people(caller: Writer, session: Session, request: Request, make_id: MakePersonId) -> BulkReport:
    lines = read_lines(await _read_file(request), PersonLine)
    return _report(await import_lines(session, caller.district_id, change_people, lines, make_id))


@router.post(
    "/terms/bulk",
    summary="Import a file of terms",
    description=DESCRIPTION.format("terms"),
    openapi_extra=_file(
        {
            "source": "sis",
            "sourced_id": "2026-autumn",
            "title": "Autumn 2026",
            "starts_on": "2026-08-10",
            "ends_on": "2026-12-18",
        }
    ),
)
async def import_terms(caller: Writer, session: Session, request: Request) -> BulkReport:
    lines = read_lines(await _read_file(request), TermLine)
    return _report(await import_lines(session, caller.district_id, change_terms, lines, new_id))


@router.post(
    "/classes/bulk",
    summary="Import a file of classes",
    description=DESCRIPTION.format("classes"),
    openapi_extra=_file(
        {
            "source": "sis",
            "sourced_id": "class-45",
            "title": "Rooms 4 and 5",
            "organisation_id": {"source": "sis", "sourced_id": "school-4"},
        }
    ),
)
async def import_classes(caller: Writer, session: Session, request: Request) -> BulkReport:
    lines = read_lines(await _read_file(request), ClassLine)
    return _report(await import_lines(session, caller.district_id, change_classes, lines, new_id))


@router.post(
    "/enrolments/bulk",
    summary="Import a file of enrolments",
    description=DESCRIPTION.format("enrolments"),
    openapi_extra=_file(
        {
            "source": "sis",
            "sourced_id": "enrolment-901",
            "person_id": {"source": "sis", "sourced_id": "learner-17"},
            "class_id": {"source": "sis", "sourced_id": "class-45"},
            "role": "learner",
        }
    ),
)
async def import_enrolments(caller: Writer, session: Session, request: Request) -> BulkReport:
    lines = read_lines(await _read_file(request), EnrolmentLine)
    return _report(await import_lines(session, caller.district_id, change_enrolments, lines, new_id))


@router.post(
    "/guardians/bulk",
    summary="Import a file of guardians",
    description=DESCRIPTION.format("guardians"),
    openapi_extra=_file(
        {
            "source": "sis",
            "sourced_id": "tie-33",
            "learner_id": {"source": "sis", "sourced_id": "learner-17"},
            "guardian_id": {"source": "sis", "sourced_id": "guardian-8"},
            "relation": "aunt",
        }
    ),
)
async def import_guardians(caller: Writer, session: Session, request: Request) -> BulkReport:
    lines = read_lines(await _read_file(request), GuardianLine)
    return _report(await import_lines(session, caller.district_id, change_guardians, lines, new_id))
