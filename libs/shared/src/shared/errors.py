"""Errors as RFC 9457 problem documents: what is wrong, where, and what to do about it.

A `Problem` is raised anywhere below a route and becomes the answer. Under a standard's own base path the standard's
body is sent instead: a service registers a writer for that path (`Service.error_bodies`).
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from shared.telemetry import request_id

PROBLEM_TYPES = "https://trellis.example/problems/"

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Problem(Exception):
    """An answer that is not success. Subclass it, or raise one of the subclasses here with a detail."""

    status: int = 500
    slug: str = "internal"
    title: str | None = None  # HTTP's own for the status, where it has one

    def __init__(
        self,
        detail: str,
        *,
        errors: list[dict[str, Any]] | None = None,
        headers: Mapping[str, str] | None = None,
    ):
        super().__init__(detail)
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})

    def body(self) -> dict[str, Any]:
        document: dict[str, Any] = {
            "type": PROBLEM_TYPES + self.slug,
            "title": self.title or HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            document["errors"] = self.errors
        if (current := request_id.get()) is not None:
            document["request_id"] = current
        return document


class Malformed(Problem):
    status, slug = 400, "malformed"


class NotSignedIn(Problem):
    status, slug = 401, "not-signed-in"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": 'Bearer realm="trellis"'})


class NotAllowed(Problem):
    status, slug = 403, "not-allowed"


class NotFound(Problem):
    """Absent, or another district's: the two must not be told apart."""

    status, slug = 404, "not-found"


class Conflict(Problem):
    status, slug = 409, "conflict"


class EditedMeanwhile(Problem):
    status, slug = 412, "edited-meanwhile"


class TooLarge(Problem):
    status, slug = 413, "too-large"


class WrongMediaType(Problem):
    status, slug = 415, "wrong-media-type"


class Invalid(Problem):
    """Well-formed, but not acceptable; `errors` names the places: `{"pointer": "/score", "detail": "..."}`."""

    status, slug = 422, "invalid"


class PreconditionMissing(Problem):
    status, slug = 428, "precondition-missing"


class TooManyRequests(Problem):
    status, slug = 429, "too-many-requests"

    def __init__(self, detail: str, *, retry_after: float) -> None:
        super().__init__(detail, headers={"Retry-After": str(max(1, round(retry_after)))})


class Unavailable(Problem):
    status, slug = 503, "unavailable"

    def __init__(
        self, detail: str = "The service cannot reach its database. Nothing was changed; try again shortly."
    ) -> None:
        super().__init__(detail, headers={"Retry-After": "2"})


class OutcomeUnknown(Problem):
    """It was carried out, or not at all, and we cannot tell which. There is no `Retry-After`: whoever obeyed that
    without a key might do it twice.
    """

    status, slug = 503, "outcome-unknown"

    def __init__(self, why: str = "The connection to the database was lost while your change was being kept.") -> None:
        super().__init__(
            f"{why} It was carried out, or not at all. If it came with an Idempotency-Key or an id of your own, send "
            "the very same request again: it has one effect. If not, read first whether it is there."
        )


def invalid(pointer: str, detail: str) -> Invalid:
    """One field that is not acceptable."""
    return Invalid("The request is not acceptable; see errors.", errors=[{"pointer": pointer, "detail": detail}])
