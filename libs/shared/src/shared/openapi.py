"""The OpenAPI document of a service: what each operation takes and gives, and with what it may refuse.

Refusals are read off the route, from what it depends on, so that no author need repeat them: a route that needs a scope
may answer 401 and 403, one with an id in its path 404, and so on. `default` stands for all that a use case may say
beside. What a route declares itself (`responses=`) stays as it is.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from shared.auth import Needs, authenticated
from shared.editing import expected_version
from shared.errors import SAFE_METHODS
from shared.idempotency import keyed_request
from shared.session import published_by, session_of_caller, untenanted_session

_FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}

_TAKE_TURNS = {authenticated, session_of_caller, untenanted_session, published_by}

REFUSALS: dict[int, str] = {
    400: "The body cannot be read",
    401: "There is no access token, or it is not valid here",
    403: "The token lacks the scope that this needs, or a change did not come from our own pages",
    404: "It is absent, or another district's: the two are not told apart",
    408: "The body came too slowly",
    409: "It clashes with what is there",
    412: "It has been edited since you read it: the ETag is another now",
    413: "The body is larger than this takes",
    415: "The body is of another media type than this takes",
    422: "Readable, but not acceptable; `errors` names the places",
    428: "If-Match is missing",
    429: "Too many requests of this caller, or too much of its district at once; Retry-After says when to come again",
    503: "The database cannot be reached, or the request took too long. Nothing was changed, unless the type is "
    "`outcome-unknown`: the detail then says how to find out",
}
"""What each status means, the same on every route."""


def document(app: FastAPI) -> dict[str, Any]:
    """The document, made once. Under a standard's own path (`Service.error_bodies`) the standard's body is named."""
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, routes=app.routes)
        components = schema.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        schemas.pop("HTTPValidationError", None)
        schemas.pop("ValidationError", None)
        schemas["Problem"] = PROBLEM_SCHEMA
        components["responses"] = {_name(status): _problem(meaning) for status, meaning in REFUSALS.items()}
        standards = tuple(app.state.service.error_bodies)
        for route in routes_of(app):
            for method in route.methods if route.include_in_schema else ():
                operation = schema["paths"][route.path_format][method.lower()]
                _declare(operation, route, method, standard=route.path_format.startswith(standards))
        app.openapi_schema = schema
    return app.openapi_schema


def _declare(operation: dict[str, Any], route: Any, method: str, *, standard: bool) -> None:
    answers = operation["responses"]
    if 422 not in route.responses:
        answers.pop("422", None)  # FastAPI's own
    for status in sorted(refusals(operation, route, method)):
        said = _standard(REFUSALS[status]) if standard else {"$ref": f"#/components/responses/{_name(status)}"}
        answers.setdefault(str(status), said)
    answers["default"] = _standard("The request was not carried out") if standard else _problem(
        "A problem: the request was not carried out"
    )  # fmt: skip


def refusals(operation: dict[str, Any], route: Any, method: str) -> set[int]:
    """The statuses, of those in `REFUSALS`, that follow from what the route depends on and takes."""
    calls = set(dependencies_of(route.dependant))
    media = set(operation.get("requestBody", {}).get("content", ()))
    changes = method not in SAFE_METHODS
    may = {
        400: bool(media),
        401: authenticated in calls,
        403: any(isinstance(call, Needs) for call in calls) or (changes and authenticated in calls),
        404: "{" in route.path_format,
        408: bool(media),
        409: changes and (session_of_caller in calls or keyed_request in calls),
        412: expected_version in calls,
        413: bool(media),
        415: bool(media - _FORMS),
        422: bool(media or operation.get("parameters")),
        428: expected_version in calls,
        429: bool(media) or bool(_TAKE_TURNS.intersection(calls)),
        503: True,
    }
    return {status for status, so in may.items() if so}


def routes_of(app: FastAPI) -> Iterator[Any]:
    """Every API route with what it inherits from the routers that include it; has the attributes of an `APIRoute`."""
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute):
            yield route


def dependencies_of(dependant: Any) -> Iterator[Any]:
    """Everything that a route depends on, at whatever remove."""
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from dependencies_of(dependency)


def _name(status: int) -> str:
    return HTTPStatus(status).phrase.title().replace(" ", "")


def _problem(description: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": description, "content": content}


def _standard(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": {"type": "object"}}}}


PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "RFC 9457: what is wrong, where, and what to do about it",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "description": "One place of the request. What is in the way there is named by further members, as "
                "`review_id`; no id stands in the words, which are for people",
                "required": ["pointer", "detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "in": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
