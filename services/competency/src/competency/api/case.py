"""CASE 1.1, given out: whole packages and single items, with the standard's own error body."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from competency.usecases.import_framework import read_item, read_package_of
from shared.auth import Caller, needs
from shared.errors import NotFound, Problem
from shared.session import Session

BASE = "/ims/case"
router = APIRouter(prefix=f"{BASE}/v1p1", tags=["CASE"])

Reads = Annotated[Caller, needs("competency.read")]

_CODE_MINOR = {
    401: "unauthorised_request",
    403: "forbidden",
    404: "unknownobject",
    429: "server_busy",
    503: "server_busy",
}


class InvalidIdentifier(NotFound):
    """CASE answers an id that is no UUID as it answers an unknown one, with another code."""

    slug = "invalid-uuid"


@router.get("/CFPackages/{identifier}", response_class=JSONResponse)
async def package(identifier: str, caller: Reads, session: Session) -> JSONResponse:
    """A framework whole, in its newest edition."""
    return JSONResponse(await read_package_of(session, _uuid(identifier)))


@router.get("/CFItems/{identifier}", response_class=JSONResponse)
async def item(identifier: str, caller: Reads, session: Session) -> JSONResponse:
    return JSONResponse(await read_item(session, _uuid(identifier)))


def _uuid(identifier: str) -> UUID:
    try:
        return UUID(identifier)
    except ValueError as error:
        raise InvalidIdentifier("The identifier is not a UUID.") from error


def error_body(problem: Problem) -> Mapping[str, Any]:
    """The standard's `imsx_StatusInfo`, in CASE's spelling of it."""
    minor = "invalid_uuid" if isinstance(problem, InvalidIdentifier) else _CODE_MINOR.get(problem.status)
    return {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": problem.detail,
        "imsx_codeMinor": {
            "imsx_codeMinorField": [
                {
                    "imsx_codeMinorFieldName": "TargetEndSystem",
                    "imsx_codeMinorFieldValue": minor or "internal_server_error",
                }
            ]
        },
    }
