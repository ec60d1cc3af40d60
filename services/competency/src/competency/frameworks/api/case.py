"""CASE 1.1, given out: its twelve GET endpoints and the discovery document, with the standard's own error body.

Who may read what follows the framework's licence (ADR 0017): a district its own, and every district what a licence
opens.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse, Response

from competency.frameworks import examples
from competency.frameworks.rules.case.query import DOCUMENT, CodeMinor, code_of, status_info
from competency.frameworks.usecases import provide_case
from shared.auth.callers import Caller
from shared.auth.dependencies import Public, needs
from shared.errors import Malformed, NotFound, Problem
from shared.http.context import read_context
from shared.http.response_headers import headers
from shared.http.session import Session
from shared.ims.query import Fault, QueryRefused, read_query
from shared.ims.selection import link_header

BASE = "/ims/case"
V1P1 = f"{BASE}/v1p1"
DISCOVERY = "/discovery/imscasev1p1_openapi3_v1p0.json"

_CODE_MINOR = {
    400: CodeMinor.INVALID_SELECTION_FIELD,
    401: CodeMinor.UNAUTHORISED_REQUEST,
    403: CodeMinor.FORBIDDEN,
    404: CodeMinor.UNKNOWN_OBJECT,
    422: CodeMinor.INVALID_SELECTION_FIELD,
    429: CodeMinor.SERVER_BUSY,
    503: CodeMinor.SERVER_BUSY,
}
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_DOCUMENT_QUERY = frozenset({"limit", "offset", "sort", "orderBy", "filter", "fields"})


class InvalidIdentifier(NotFound):
    """CASE answers an id that is no UUID as it answers an unknown one, with another code."""

    slug = "invalid-uuid"


class InvalidQuery(Malformed):
    """A query that the standard has a code of its own for."""

    def __init__(self, refused: QueryRefused) -> None:
        super().__init__(refused.detail)
        self.code = code_of(refused.fault)


Reads = Annotated[Caller, needs("competency.read")]


async def _no_query(request: Request, _: Reads) -> None:
    _ensure_known(request, frozenset())


async def _document_query(request: Request, _: Reads) -> None:
    _ensure_known(request, _DOCUMENT_QUERY)


def _ensure_known(request: Request, known: frozenset[str]) -> None:
    """Refuses unknown parameters: a misspelt one that is passed over gives another answer than was asked for."""
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        takes = f"this address takes {', '.join(sorted(known))}" if known else "this address takes none"
        detail = f"the query parameter {unknown[0][:80]!r} is unknown; {takes}"
        raise InvalidQuery(QueryRefused(Fault.SELECTION, detail))


async def _identifier(sourced_id: Annotated[str, Path(alias="sourcedId", description="the record's UUID")]) -> UUID:
    if not _UUID.fullmatch(sourced_id):
        raise InvalidIdentifier("The identifier is not a UUID.")
    return UUID(sourced_id)


_REFUSALS: dict[int | str, dict[str, object]] = {
    400: {"description": "The query cannot be answered; the body is `imsx_StatusInfo`"},
    404: {"description": "There is no such record, or its licence does not open it; the body is `imsx_StatusInfo`"},
    500: {"description": "Something went wrong on our side; the body is `imsx_StatusInfo`"},
}
router = APIRouter(prefix=V1P1, tags=["CASE"], responses=_REFUSALS)

Identifier = Annotated[UUID, Depends(_identifier)]
NoQuery = Depends(_no_query)


# What `read_query` takes; it refuses with the standard's own codes.
_Limit = Annotated[
    str | None,
    Query(
        description="how many at most: 100 unless told, 1,000 at most",
        json_schema_extra={"pattern": "^(?=.*[1-9])[0-9]{1,18}$"},
    ),
]
_Offset = Annotated[
    str | None, Query(description="how many to pass over", json_schema_extra={"pattern": "^[0-9]{1,18}$"})
]
_Order = Annotated[str | None, Query(json_schema_extra={"enum": ["asc", "desc"]})]
_Filter = Annotated[
    str | None,
    Query(
        description="a field, one of = != > >= < <= ~ and a value in apostrophes, or two of these with AND or OR and "
        "one space on each side between: title~'math' AND language='en'",
        json_schema_extra={"minLength": 1, "maxLength": 1000},
    ),
]
_Fields = Annotated[
    str | None,
    Query(
        description="the fields to give, with commas between",
        json_schema_extra={"pattern": r"^\s*[^,\s][^,]*(,\s*[^,\s][^,]*)*$"},
    ),
]


def _shows(answer: Mapping[str, object], *sent: str) -> dict[int | str, dict[str, object]]:
    """Returns the example of a route's answer, and the headers that it sends."""
    shown: dict[str, object] = {"content": {"application/json": {"example": answer}}}
    return {200: shown | {"headers": headers(*sent)} if sent else shown}


def _json(body: str) -> Response:
    """Returns the answer with what is JSON text already: the records leave as PostgreSQL wrote them."""
    return Response(body, media_type="application/json")


@router.get(
    "/CFDocuments",
    operation_id="getAllCFDocuments",
    response_class=JSONResponse,
    dependencies=[Depends(_document_query)],
    responses=_shows({"CFDocuments": [examples.RECORDS["CFDocuments"]]}, "X-Total-Count", "Link"),
)
async def get_all_documents(
    caller: Reads,
    session: Session,
    request: Request,
    limit: _Limit = None,
    offset: _Offset = None,
    sort: Annotated[str | None, Query(description="the field to sort by")] = None,
    orderBy: _Order = None,  # noqa: N803 - the standard's name
    filter: _Filter = None,
    fields: _Fields = None,
) -> JSONResponse:
    """List CASE documents.

    Lists the frameworks that the caller may read: the district's own, and those of other districts that a licence
    opens. Supports the standard's paging, sorting, filtering and selection of fields; an unknown query parameter is
    refused.
    """
    url = f"{read_context(request).platform.http.public_url}{V1P1}/CFDocuments"
    try:
        query = read_query(request.query_params.multi_items(), DOCUMENT)
    except QueryRefused as refused:
        raise InvalidQuery(refused) from refused
    page = await provide_case.select_documents(session, caller.district_id, query)
    sent = {"X-Total-Count": str(page.total), "Link": link_header(url, query, page.total)}
    return JSONResponse({"CFDocuments": list(page.records)}, headers=sent)


@router.get(
    "/CFPackages/{sourcedId}",  # noqa: FAST003 - in Identifier
    operation_id="getCFPackage",
    response_class=JSONResponse,
    dependencies=[NoQuery],
    responses=_shows(examples.PACKAGE),
)
async def get_package(caller: Reads, identifier: Identifier, session: Session) -> Response:
    """Get a CASE package.

    Answers a whole framework in its newest edition: the document, its items, associations and definitions. The
    district's own frameworks, and those that a licence opens.
    """
    return _json(await provide_case.read_package(session, caller.district_id, identifier))


@router.get(
    "/CFItemAssociations/{sourcedId}",  # noqa: FAST003
    operation_id="getCFItemAssociations",
    response_class=JSONResponse,
    dependencies=[NoQuery],
    responses=_shows(examples.ITEM_ASSOCIATIONS),
)
async def get_item_associations(caller: Reads, identifier: Identifier, session: Session) -> Response:
    """Get a CASE item with its associations.

    Answers an item together with the associations that start or end at it. The district's own frameworks, and those
    that a licence opens.
    """
    return _json(await provide_case.read_item_associations(session, caller.district_id, identifier))


def _declare(kind: str, *, with_those_below: bool = False) -> None:
    """Declares the address of one kind of record."""
    one = kind.removesuffix("s")

    async def get_record(caller: Reads, identifier: Identifier, session: Session) -> Response:
        return _json(await provide_case.read_record(session, caller.district_id, kind, identifier))

    async def get_records_below(caller: Reads, identifier: Identifier, session: Session) -> JSONResponse:
        found = await provide_case.read_with_those_below(session, caller.district_id, kind, identifier)
        return JSONResponse(found)

    below = ", with those below it in the hierarchy" if with_those_below else ""
    record = examples.RECORDS[kind]
    router.get(
        f"/{kind}/{{sourcedId}}",
        operation_id=f"get{one}",
        summary=f"Get a CASE record of the kind {one}",
        description=f"Answers one {one} of CASE 1.1{below}. It belongs to a framework of the district's own, or to one "
        "that a licence opens.",
        response_class=JSONResponse,
        dependencies=[NoQuery],
        responses=_shows({kind: [record]} if with_those_below else record),
    )(get_records_below if with_those_below else get_record)


for _kind in ("CFDocuments", "CFItems", "CFAssociations", "CFAssociationGroupings", "CFLicenses", "CFRubrics"):
    _declare(_kind)
for _kind in ("CFConcepts", "CFItemTypes", "CFSubjects"):
    _declare(_kind, with_those_below=True)


@router.get(
    DISCOVERY, response_class=JSONResponse, dependencies=[Public], responses=_shows(examples.DISCOVERY_DOCUMENT)
)
async def get_case_discovery_document(request: Request) -> JSONResponse:
    """Get the CASE discovery document.

    Answers an OpenAPI 3 document of the CASE operations that this provider offers. Public: no token is needed.
    """
    whole = request.app.openapi()
    prefix = f"{V1P1}/CF"
    paths = {path.removeprefix(V1P1): deepcopy(v) for path, v in whole["paths"].items() if path.startswith(prefix)}
    schemes = whole["components"].get("securitySchemes", {})
    return JSONResponse(
        {
            "openapi": whole["openapi"],
            "info": {"title": "Competencies and Academic Standards Exchange (CASE) Service", "version": "1.1"},
            "servers": [{"url": f"{read_context(request).platform.http.public_url}{V1P1}"}],
            "paths": paths,
            "components": {"securitySchemes": schemes},
        }
    )


def error_body(problem: Problem) -> Mapping[str, object]:
    """Returns the standard's `imsx_StatusInfo`, in CASE's spelling of it."""
    if isinstance(problem, InvalidIdentifier):
        return status_info(CodeMinor.INVALID_UUID, problem.detail)
    if isinstance(problem, InvalidQuery):
        return status_info(problem.code, problem.detail)
    return status_info(_CODE_MINOR.get(problem.status, CodeMinor.INTERNAL_SERVER_ERROR), problem.detail)
