"""xAPI: an inbox for statements, and what activities mean."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from competency.evidence.schemas import DeclaredScale
from competency.intake import examples
from competency.intake.queries import DeclaredActivity, list_activities
from competency.intake.rules.xapi.statement import Homes
from competency.intake.rules.xapi.xapi import PROPERTIES, VERSIONS, VOIDED, answered_version, validate_version
from competency.intake.schemas.xapi import ActivityIn, ActivityOut, StatementsReport
from competency.intake.usecases.declare_activity import declare_activity, read_activity, withdraw_activity
from competency.intake.usecases.receive_statements import receive_statements
from competency.intake.usecases.record_batch import MOST_LINES
from competency.intake.usecases.take_statements import StatementOutcome, TakeStatement
from competency.learners.usecases.see import require_district
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.db.sharing import SharedWrites
from shared.errors import Malformed, Problem, WrongMediaType
from shared.http.context import Kept, read_context
from shared.http.error_answers import problem_of
from shared.http.fields import DEMANDED
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session
from shared.values.json_types import JsonObject

_OBJECT = {"type": "object"}
PREFIX = "/competency/v1/xapi"
STATEMENTS_PATH = f"{PREFIX}/statements"
STATEMENTS_LIMIT = 10_000_000
VERSION = "X-Experience-API-Version"

WRITES = Kept[SharedWrites[TakeStatement, StatementOutcome]]("statement writes")

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

_STATEMENT: JsonObject = {
    "type": "object",
    "description": "a statement of xAPI; its actor is an account",
    "required": ["actor", "verb", "object"],
    "properties": {name: {} for name in sorted(PROPERTIES)} | {"actor": _OBJECT, "verb": _OBJECT, "object": _OBJECT},
    "additionalProperties": False,
    "anyOf": [{"required": ["result"]}, {"properties": {"verb": {"properties": {"id": {"const": VOIDED}}}}}],
}
_IDENTIFIED = {"allOf": [_STATEMENT, {"anyOf": [{"required": ["id"]}, {"required": ["timestamp"]}]}]}
_STATEMENTS = {"anyOf": [_IDENTIFIED, {"type": "array", "items": _IDENTIFIED, "minItems": 1, "maxItems": MOST_LINES}]}


def _body(schema: JsonObject) -> JsonObject:
    content = {"application/json": {"schema": schema, "example": examples.STATEMENT}}
    return {"requestBody": {"required": True, "content": content}}


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
async def record_xapi_statements(caller: Writes, request: Request, version: Version = None) -> StatementsReport:
    """Record xAPI statements.

    Takes one statement, or a list of up to 10,000, as evidence: about the learner whose account is the actor, on the
    item whose CASE address or declared activity is the object. Statements with the verb `voided` void earlier ones. For
    systems.

    Each statement is recorded or refused by itself, and the report says which. Sending them again changes nothing and
    answers the same report. 409 with the report where an id was used before for other content, 422 where none could be
    recorded.
    """
    received, body = _received(request, caller, version), await _received_body(request)
    return await receive_statements(*received, body, _homes(request), read_context(request).now())


@inbox.put(STATEMENTS_PATH, status_code=204, openapi_extra=_body(_STATEMENT))
async def record_xapi_statement(
    caller: Writes,
    request: Request,
    statement_id: Annotated[UUID, Query(alias="statementId")],
    version: Version = None,
) -> Response:
    """Record one xAPI statement under an id.

    Takes one statement as evidence under the id given in the address; otherwise as POST does. Answers 204 without a
    report, also where the same statement was recorded before. For systems.
    """
    received, body = _received(request, caller, version), await _received_body(request)
    await receive_statements(*received, body, _homes(request), read_context(request).now(), named=statement_id)
    return Response(status_code=204)


def _received(
    request: Request, caller: Caller, version: str | None
) -> tuple[SharedWrites[TakeStatement, StatementOutcome], UUID, str]:
    if problem := validate_version(version):
        raise Malformed(f"This is not a request of xAPI: {problem}.")
    return WRITES.of(request), caller.district_id, caller.subject


async def _received_body(request: Request) -> bytes:
    media = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if media != "application/json":
        raise WrongMediaType("Send statements as application/json, without attachments: link to what was made instead.")
    return await request.body()


def _homes(request: Request) -> Homes:
    return Homes(own=read_context(request).platform.http.public_url)


@activities.post("", status_code=201, response_model=ActivityOut, responses=sends("Location", status=201))
async def declare_xapi_activity(wanted: ActivityIn, caller: Writes, session: Session, keyed: Keyed) -> Response:
    """Declare what an xAPI activity is evidence of.

    Declares that statements about an activity are evidence of an item, of which kind, and on which scale its raw scores
    are. For systems. Statements that arrived earlier are not taken up afterwards.
    """

    async def act() -> Answer:
        declared = await declare_activity(session, caller.district_id, wanted, declared_by=caller.subject)
        return created(_activity_out(declared), location=f"{PREFIX}/activities/{declared.mapping_id}")

    return await once(session, keyed, act)


@activities.get("")
async def list_xapi_activities(
    caller: Reads, session: Session, response: Response, paging: Paging
) -> Page[ActivityOut]:
    """List the declared xAPI activities.

    Lists the district's declarations in the order in which they were made. For leaders, operators and systems.
    Withdrawn ones are not in the list.
    """
    require_district(caller)
    rows = await list_activities(session, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, rows, _activity_out, lambda row: [str(row.mapping_id)])


@activities.get("/{mapping_id}")
async def get_xapi_activity(mapping_id: UUID, caller: Reads, session: Session) -> ActivityOut:
    """Get a declared xAPI activity.

    Answers one declaration: the activity, its item, the kind of evidence and the scale. For leaders, operators and
    systems.
    """
    require_district(caller)
    return _activity_out(await read_activity(session, mapping_id))


@activities.delete("/{mapping_id}", status_code=204)
async def withdraw_xapi_activity(mapping_id: UUID, caller: Writes, session: Session) -> Response:
    """Withdraw a declared xAPI activity.

    Ends the declaration: statements about the activity are no longer taken as evidence. Evidence that came from it
    stays. For systems.
    """
    await withdraw_activity(session, mapping_id)
    return Response(status_code=204)


def _activity_out(declared: DeclaredActivity) -> ActivityOut:
    scale = None if declared.scale is None else DeclaredScale.model_validate(declared.scale)
    return ActivityOut(
        mapping_id=declared.mapping_id,
        activity_id=declared.activity_id,
        item_id=declared.item_id,
        kind=declared.kind,
        scale=scale,
        declared_by=declared.declared_by,
        declared_at=declared.declared_at,
    )
