"""The OpenAPI document of a service: what each operation takes and gives, and with what it may refuse.

Refusals are read off the route, from what it depends on, so that no author need repeat them: a route that needs a scope
may answer 401 and 403, one with an id in its path 404, and so on; a route adds what its use case alone knows
(`responses=refuses(409)`). `default` stands for all else. What a route declares itself (`responses=`) stays as it is.
The scope is read off the route as well, and named in `security`, where OpenAPI 3.1 has the roles that a bearer needs.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from shared.auth.dependencies import Needs, authenticated
from shared.errors import SAFE_METHODS
from shared.http.editing import expected_version, read_version
from shared.http.examples import restore_nulls
from shared.http.idempotency import keyed_request
from shared.http.paging import page_request
from shared.http.response_headers import header
from shared.http.routing import routes_of
from shared.http.session import published_by, session_of_caller, untenanted_session

_FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}

_TAKE_TURNS = {authenticated, session_of_caller, untenanted_session, published_by}

REFUSALS: dict[int, str] = {
    400: "The body cannot be read",
    401: "There is no access token, or it is not valid here",
    403: "The token lacks the scope that this needs, or a change did not come from our own pages",
    404: "It is absent, or another district's: the two are not told apart",
    408: "The body came too slowly",
    409: "It clashes with what is there",
    410: "It is over: it was cancelled or refused, or its time is up",
    412: "It has been edited since you read it: the ETag is another now",
    413: "The body is larger than this takes",
    415: "The body is of another media type than this takes",
    416: "There are none of the bytes that Range asks for",
    422: "Readable, but not acceptable; `errors` names the places",
    428: "If-Match is missing",
    429: "Too many requests of this caller, or too much of its district at once; Retry-After says when to come again",
    503: "The database cannot be reached, or the request took too long. Nothing was changed, unless the type is "
    "`outcome-unknown`: the detail then says how to find out",
}
"""What each status means, the same on every route."""


ABOUT = (
    "Every answer carries `X-Request-Id`; one that you send comes back. A method that a path does not have is a 405 "
    "whose `Allow` names those it has. Refusals are problem documents (RFC 9457), but where a standard has a form of "
    "its own. Whole numbers are written without a point: 3, not 3.0."
)


def document(app: FastAPI, *, standards: tuple[str, ...] = ()) -> dict[str, Any]:
    """The document, made once. Under the paths of `standards` that have an error's body of their own, that one is
    named.
    """
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, description=ABOUT, routes=app.routes)
        components = schema.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        schemas.pop("HTTPValidationError", None)
        schemas.pop("ValidationError", None)
        for made in schemas.values():
            restore_nulls(made)
        schemas["Problem"] = PROBLEM_SCHEMA
        components["responses"] = {_name(status): _problem(status) for status in REFUSALS}
        for route in routes_of(app):
            for method in route.methods if route.include_in_schema else ():
                operation = schema["paths"][route.path_format][method.lower()]
                _describe(operation, route)
                _secure(operation, route)
                _require(operation, schemas)
                _declare(operation, route, method, standard=route.path_format.startswith(standards))
        app.openapi_schema = schema
    return app.openapi_schema


def _describe(operation: dict[str, Any], route: Any) -> None:
    """A docstring begins with the operation's summary, a line of its own; what follows is its description."""
    if route.summary is not None:
        return
    summary, _, description = (route.description or "").partition("\n\n")
    if description:
        operation["summary"], operation["description"] = " ".join(summary.split()).removesuffix("."), description
    else:
        operation["summary"] = route.name.strip("_").replace("_", " ").capitalize()


def _secure(operation: dict[str, Any], route: Any) -> None:
    """Names the scopes that the route needs."""
    scopes = sorted({call.scope for call in dependencies_of(route.dependant) if isinstance(call, Needs)})
    for requirement in operation.get("security", ()):
        for scheme in requirement:
            requirement[scheme] = scopes


def _require(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Parameters and fields of forms as they are sent: none is null, and what the route asks for itself is required."""
    for parameter in operation.get("parameters", ()):
        parameter["schema"], demanded = _as_sent(parameter["schema"])
        parameter["required"] = parameter["required"] or demanded
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        if media in _FORMS:
            form = schemas[content["schema"]["$ref"].rpartition("/")[2]]
            for name, field in form["properties"].items():
                form["properties"][name], demanded = _as_sent(field)
                if demanded:
                    form["required"] = sorted({*form.get("required", ()), name})


def _as_sent(schema: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """The schema of what is sent as text, where there is no null but absence; and whether it must be there."""
    left = {key: value for key, value in schema.items() if key not in ("x-demanded", "anyOf")}
    either = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    left |= either[0] if len(either) == 1 else {"anyOf": either} if either else {}
    return left, "x-demanded" in schema


def _declare(operation: dict[str, Any], route: Any, method: str, *, standard: bool) -> None:
    answers = operation["responses"]
    if 422 not in route.responses:
        answers.pop("422", None)  # FastAPI's own
    followed = _followed(route)
    for status, answer in answers.items():
        for content in answer.get("content", {}).values():
            restore_nulls(content)
        if status.startswith("2") and followed:
            answer["headers"] = followed | answer.get("headers", {})
    whatever = answers.pop("default", {}).get("headers", {})
    for name in whatever:
        for answer in answers.values():
            answer.setdefault("headers", {})[name] = header(name)
    refusal = _standard if standard else _problem
    named = {status for status, said in route.responses.items() if said == {}}
    for status in named:
        del answers[str(status)]
    for status in sorted(refusals(operation, route, method) | named):
        if standard or whatever:
            said = refusal(status)
            said["headers"] = said.get("headers", {}) | {name: header(name, required=False) for name in whatever}
        else:
            said = {"$ref": f"#/components/responses/{_name(status)}"}
        answers.setdefault(str(status), said)
    answers["default"] = refusal(None)


def _followed(route: Any) -> dict[str, Any]:
    """The headers of success that follow from what the route depends on."""
    calls = set(dependencies_of(route.dependant))
    by_call = {page_request: "Link", keyed_request: "Idempotency-Replayed"}
    return {name: header(name, required=False) for call, name in by_call.items() if call in calls}


def refusals(operation: dict[str, Any], route: Any, method: str) -> set[int]:
    """The statuses, of those in `REFUSALS`, that follow from what the route depends on and takes."""
    calls = set(dependencies_of(route.dependant))
    media = set(operation.get("requestBody", {}).get("content", ()))
    changes = method not in SAFE_METHODS
    edits = bool(calls & {expected_version, read_version})
    may = {
        400: bool(media),
        401: authenticated in calls,
        403: any(isinstance(call, Needs) for call in calls) or (changes and authenticated in calls),
        404: "{" in route.path_format,
        408: bool(media),
        409: changes and (session_of_caller in calls or keyed_request in calls),
        412: edits,
        413: bool(media),
        415: bool(media - _FORMS),
        422: bool(media or operation.get("parameters")),
        428: edits,
        429: bool(media) or bool(_TAKE_TURNS.intersection(calls)),
        503: True,
    }
    return {status for status, so in may.items() if so}


def dependencies_of(dependant: Any) -> Iterator[Any]:
    """Everything that a route depends on, at whatever remove."""
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from dependencies_of(dependency)


def _name(status: int) -> str:
    return HTTPStatus(status).phrase.title().replace(" ", "")


def _problem(status: int | None) -> dict[str, Any]:
    return _refusal(status, "application/problem+json", {"$ref": "#/components/schemas/Problem"})


def _standard(status: int | None) -> dict[str, Any]:
    return _refusal(status, "application/json", {"type": "object"})


def _refusal(status: int | None, media: str, schema: dict[str, Any]) -> dict[str, Any]:
    """None stands for whatever else a use case may say."""
    said = "The request was not carried out" if status is None else REFUSALS[status]
    sent = {name: header(name, required=required) for name, required in _SENT_WITH.get(status, {}).items()}
    return {"description": said, "content": {media: {"schema": schema}}} | ({"headers": sent} if sent else {})


_SENT_WITH: dict[int | None, dict[str, bool]] = {
    401: {"WWW-Authenticate": True},
    429: {"Retry-After": True},
    503: {"Retry-After": False},
}
"""The headers of a refusal, and whether each is always there."""

PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "RFC 9457: what is wrong, where, and what to do about it",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "which kind of problem; for programs"},
        "title": {"type": "string", "description": "the kind in words, the same each time"},
        "status": {"type": "integer", "description": "the HTTP status"},
        "detail": {"type": "string", "description": "what is wrong this time, and what to do about it"},
        "request_id": {"type": "string", "description": "finds the request in the logs: name it when you ask for help"},
        "errors": {
            "type": "array",
            "description": "the places where something is wrong; absent where it is the request as a whole",
            "items": {
                "type": "object",
                "description": "One place of the request. What is in the way there is named by further members, as "
                "`review_id`; no id stands in the words, which are for people",
                "required": ["pointer", "detail"],
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "a JSON Pointer (RFC 6901) into the part that `in` names; where that is absent, "
                        "a place in the body or the name of a parameter. Empty: the whole",
                    },
                    "in": {
                        "type": "string",
                        "enum": ["body", "path", "query", "header", "cookie"],
                        "description": "the part of the request",
                    },
                    "detail": {"type": "string", "description": "what is wrong there and what would be right"},
                    "code": {
                        "type": "string",
                        "description": "which reason it is, for programs that say it in words of their own: `missing`, "
                        "`text_too_long`, `greater_than_equal`, …; more may come",
                    },
                    "limits": {
                        "type": "object",
                        "description": "the limits that the value broke: `max_length`, `ge` (at least), …",
                        "additionalProperties": {"type": ["number", "string"]},
                    },
                },
            },
        },
    },
}
