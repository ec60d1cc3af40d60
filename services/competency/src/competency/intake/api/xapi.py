"""xAPI: an inbox for statements, and what activities mean."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from competency.intake.rules.xapi.statement import Homes
from competency.intake.rules.xapi.xapi import PROPERTIES, VERSIONS, VOIDED, answered_version, refuse_version
from competency.intake.schemas.xapi import ActivityIn, ActivityOut, StatementsReport
from competency.intake.usecases import declare_activity
from competency.intake.usecases.receive_statements import receive_statements
from competency.intake.usecases.record_batch import MOST_LINES
from competency.intake.usecases.take_statements import Outcome, TakeStatement
from competency.learners.usecases.see import require_district
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.db.sharing import SharedWrites
from shared.errors import Malformed, Problem, WrongMediaType
from shared.http.error_answers import problem_of
from shared.http.fields import DEMANDED
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

_OBJECT = {"type": "object"}
PREFIX = "/competency/v1/xapi"
STATEMENTS_PATH = f"{PREFIX}/statements"
STATEMENTS_LIMIT = 10_000_000
VERSION = "X-Experience-API-Version"

Reads = Annotated[Caller, needs("competency.read")]
Writes = Annotated[Caller, needs("competency.write")]
Version = Annotated[
    str | None,
    Header(
        alias=VERSION,
        max_length=100,
        description="1.0.3 or 2.0.0",
        json_schema_extra=DEMANDED | {"pattern": rf"^({VERSIONS})$", "examples": ["2.0.0"]},
    ),
]

_STATEMENT: dict[str, Any] = {
    "type": "object",
    "description": "a statement of xAPI; its actor is an account",
    "required": ["actor", "verb", "object"],
    "properties": {name: {} for name in sorted(PROPERTIES)} | {"actor": _OBJECT, "verb": _OBJECT, "object": _OBJECT},
    "additionalProperties": False,
    "anyOf": [{"required": ["result"]}, {"properties": {"verb": {"properties": {"id": {"const": VOIDED}}}}}],
}
_IDENTIFIED = {"allOf": [_STATEMENT, {"anyOf": [{"required": ["id"]}, {"required": ["timestamp"]}]}]}
_STATEMENTS = {"anyOf": [_IDENTIFIED, {"type": "array", "items": _IDENTIFIED, "minItems": 1, "maxItems": MOST_LINES}]}


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


class _Versioned(APIRoute):
    """Every answer names the version of xAPI that it speaks, refusals too."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def versioned(request: Request) -> Response:
            version = {VERSION: answered_version(request.headers.get(VERSION))}
            try:
                response = await handle(request)
            except (Problem, RequestValidationError) as error:
                problem = problem_of(error)
                problem.headers |= version
                raise problem from error
            response.headers.update(version)
            return response

        return versioned


inbox = APIRouter(tags=["xAPI"], route_class=_Versioned, responses=sends(VERSION, status="default"))
activities = APIRouter(prefix=f"{PREFIX}/activities", tags=["xAPI"])


@inbox.post(STATEMENTS_PATH, openapi_extra=_body(_STATEMENTS))
async def post(caller: Writes, request: Request, version: Version = None) -> StatementsReport:
    """Take a statement, or a list of up to 10,000, as evidence: of the learner whose account the actor is, on the item
    whose CASE address (or declared activity) the object is. `voided` statements void.

    Each is taken or refused by itself. Sending them again changes nothing and reports the same. 409 with the report
    where an id came before with another content, 422 where none could be taken.
    """
    return await receive_statements(
        *_received(request, caller, version), await _received_body(request), _homes(request)
    )


@inbox.put(STATEMENTS_PATH, status_code=204, openapi_extra=_body(_STATEMENT))
async def put(
    caller: Writes,
    request: Request,
    statement_id: Annotated[UUID, Query(alias="statementId")],
    version: Version = None,
) -> Response:
    """The same of one statement, by the id that the address gives it."""
    received = _received(request, caller, version)
    await receive_statements(*received, await _received_body(request), _homes(request), named=statement_id)
    return Response(status_code=204)


def _received(
    request: Request, caller: Caller, version: str | None
) -> tuple[SharedWrites[TakeStatement, Outcome], UUID, str]:
    if problem := refuse_version(version):
        raise Malformed(f"This is not a request of xAPI: {problem}.")
    return request.app.state.statement_writes, caller.district_id, caller.subject


async def _received_body(request: Request) -> bytes:
    media = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if media != "application/json":
        raise WrongMediaType("Send statements as application/json, without attachments: link to what was made instead.")
    return await request.body()


def _homes(request: Request) -> Homes:
    return Homes(own=request.app.state.platform.http.public_url)


@activities.post("", status_code=201, response_model=ActivityOut, responses=sends("Location", status=201))
async def declare(wanted: ActivityIn, caller: Writes, session: Session, keyed: Keyed) -> Response:
    """Declare that an activity's statements are evidence of an item, of which kind, and what its raw scores mean."""

    async def act() -> Answer:
        out = await declare_activity.declare_activity(session, caller.district_id, wanted, declared_by=caller.subject)
        return created(out, location=f"{PREFIX}/activities/{out.mapping_id}")

    return await once(session, keyed, act)


@activities.get("")
async def list_(caller: Reads, session: Session, response: Response, paging: Paging) -> Page[ActivityOut]:
    """All that were declared."""
    require_district(caller)
    rows = await declare_activity.list_activities(session, paging.key(UUID), paging.limit + 1)
    return paging.page(response, rows, declare_activity.activity_out, lambda row: [str(row.mapping_id)])


@activities.get("/{mapping_id}")
async def read(mapping_id: UUID, caller: Reads, session: Session) -> ActivityOut:
    require_district(caller)
    return await declare_activity.read_activity(session, mapping_id)


@activities.delete("/{mapping_id}", status_code=204)
async def withdraw(mapping_id: UUID, caller: Writes, session: Session) -> Response:
    """Its statements are evidence no longer; those that were taken stay."""
    await declare_activity.withdraw_activity(session, mapping_id)
    return Response(status_code=204)
