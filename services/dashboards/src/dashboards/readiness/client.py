"""Readiness, for the person who asks for a page (ADR 0019). Its forms need no script: what was typed comes to us, and
we send it on under the same person's token, so that readiness decides what they may change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar

import structlog
from fastapi import Depends, Request
from pydantic import ValidationError

from dashboards.common.answers import Listing
from dashboards.common.client import Answer, PeerClient, RemoteResult
from dashboards.common.dependencies import Viewer
from dashboards.readiness.refusals import Said, refusals
from shared.errors import NotAllowed, NotFound, NotSignedIn
from shared.http.context import Kept
from shared.http.peers import PeerRequest, ServiceClient, ServiceUnavailable

log = structlog.get_logger(__name__)

READINESS = Kept[ServiceClient]("readiness")
API = "/readiness/v1"

_ON_A_PAGE = "100"
_MOST_PAGES = 20
_RAISED = (NotSignedIn, NotAllowed, NotFound)
_Listing = TypeVar("_Listing", bound=Listing[Any])  # of whatever a list is of


@dataclass(frozen=True, slots=True)
class Tagged(Generic[Answer]):
    """An answer with the version that it shows, for the one who changes it."""

    answer: Answer | None = None
    etag: str = ""
    away: bool = False


@dataclass(frozen=True, slots=True)
class Asked(Generic[Answer]):
    """An answer; or why there is none now, by the name of the problem and in readiness' own words, which are English;
    or none of it, because it is away.
    """

    answer: Answer | None = None
    refused: str = ""
    problem: str = ""

    @property
    def away(self) -> bool:
        return self.answer is None and not self.refused


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change. With status 0 nobody can tell: readiness was away, or too busy. `location` is where
    that is which was made.
    """

    status: int = 0
    said: Any = None  # JSON
    errors: Mapping[str, Said] = field(default_factory=dict)
    location: str = ""

    @property
    def done(self) -> bool:
        return 200 <= self.status < 300

    @property
    def conflict(self) -> bool:
        """Something else stands there by now, or it can no longer be changed."""
        return self.status in (409, 412)

    @property
    def detail(self) -> str:
        """What readiness says about its refusal as a whole; English."""
        return _detail(self.said)


class ReadinessClient(PeerClient):
    """`private` is what stands in our log and trace in place of a path that must not."""

    name = "readiness"

    def __init__(self, request: Request, peer: ServiceClient, *, as_caller: bool = True) -> None:
        super().__init__(request, peer)
        self._as_caller = as_caller

    async def fetch_tagged(
        self,
        kind: type[Answer],
        path: str,
        parameters: Mapping[str, str] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        private: str | None = None,
    ) -> Tagged[Answer]:
        """An answer with its ETag. Raises the problem that readiness answers with."""
        asked = PeerRequest("GET", path, parameters or {}, None, headers or {}, private, self._as_caller)
        try:
            answer = await self._peer.send(self._request, asked)
            if answer.status != 200 and (refusal := answer.refusal) is not None:
                raise refusal
            return Tagged(kind.model_validate(answer.said), answer.headers.get("etag", ""))
        except (ServiceUnavailable, ValidationError) as error:
            log.warning("peer.away", service=self.name, path=private or path, error=type(error).__name__)
            return Tagged(away=True)

    async def ask(self, kind: type[Answer], path: str, parameters: Mapping[str, str] | None = None) -> Asked[Answer]:
        """What may not be there yet: a 409 is no problem here. Raises every other one."""
        asked = PeerRequest("GET", path, parameters or {}, None, {}, None, self._as_caller)
        try:
            answer = await self._peer.send(self._request, asked)
            if answer.status == 409:
                return Asked(refused=_detail(answer.said) or "It is not there yet.", problem=_problem(answer.said))
            if (refusal := answer.refusal) is not None:
                raise refusal
            return Asked(kind.model_validate(answer.said))
        except (ServiceUnavailable, ValidationError) as error:
            log.warning("peer.away", service=self.name, path=path, error=type(error).__name__)
            return Asked()

    async def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        parameters: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        private: str | None = None,
    ) -> Outcome:
        """Sends a change. What is not there, not allowed or needs signing in is raised; all else is told."""
        asked = PeerRequest(method, path, parameters or {}, body, headers or {}, private, self._as_caller)
        try:
            answer = await self._peer.send(self._request, asked)
        except ServiceUnavailable:
            log.warning("peer.away", service=self.name, path=private or path)
            return Outcome()
        if isinstance(answer.refusal, _RAISED):
            raise answer.refusal
        if answer.status == 429:
            return Outcome()
        errors = answer.said.get("errors") if isinstance(answer.said, dict) else None
        location = answer.headers.get("location", "")
        return Outcome(answer.status, answer.said, refusals(self._request, body, errors), location)


def paged(after: str = "", **narrowed: str) -> dict[str, str]:
    """The parameters of a page of a list: behind which position, and what narrows it."""
    asked = {"after": after, **narrowed}
    return {"limit": _ON_A_PAGE} | {name: value for name, value in asked.items() if value}


async def fetch_all(
    client: PeerClient, kind: type[_Listing], path: str, *, optional: bool = False, **narrowed: str
) -> RemoteResult[_Listing]:
    """A list, `narrowed` by parameters, from its first page to its last; none of it where a page cannot be read. Where
    it is `optional`, a refusal leaves it out.
    """
    fetch = client.fetch_optional if optional else client.fetch
    items: list[Any] = []
    after = ""
    for _ in range(_MOST_PAGES):
        found = await fetch(kind, path, paged(after, **narrowed))
        if found.answer is None:
            return found
        items += found.answer.items
        after = found.answer.next or ""
        if not after:
            break
    return RemoteResult(kind(items=items))


def _detail(said: Any) -> str:
    return str(said.get("detail") or "") if isinstance(said, dict) else ""


def _problem(said: Any) -> str:
    """The name of a problem: the last part of its type (RFC 9457)."""
    return str(said.get("type") or "").rpartition("/")[2] if isinstance(said, dict) else ""


async def _readiness(request: Request, _: Viewer) -> ReadinessClient:
    """Whoever may not see our pages makes us ask nobody."""
    return ReadinessClient(request, READINESS.of(request))


async def _readiness_for_raters(request: Request) -> ReadinessClient:
    return ReadinessClient(request, READINESS.of(request), as_caller=False)


Readiness = Annotated[ReadinessClient, Depends(_readiness)]
ReadinessForRaters = Annotated[ReadinessClient, Depends(_readiness_for_raters)]
"""For who is not signed in, and holds a personal link instead."""
