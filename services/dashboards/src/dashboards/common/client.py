"""What only another service knows, asked for the person who looks (ADR 0019): here of competency.

Routes take what it answers as dependencies, and before their `Page`, which holds the session: nobody holds a connection
of ours while another service makes up its mind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

import structlog
from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError

from dashboards.common.dependencies import Viewer
from shared.errors import Conflict, NotAllowed, NotFound
from shared.http.context import Kept
from shared.http.peers import ServiceClient, ServiceUnavailable

log = structlog.get_logger(__name__)

Answer = TypeVar("Answer", bound=BaseModel)

COMPETENCY = Kept[ServiceClient]("competency")

LEARNERS = "/competency/v1/learners"


@dataclass(frozen=True, slots=True)
class RemoteResult(Generic[Answer]):
    """An answer; or none, because the service is `away` or has nothing to say about it to this caller."""

    answer: Answer | None = None
    away: bool = False


class PeerClient:
    """Another service, for the person who asks for a page. `name` is what our log calls it."""

    name: str

    def __init__(self, request: Request, peer: ServiceClient) -> None:
        self._request, self._peer = request, peer

    async def fetch(
        self, kind: type[Answer], path: str, parameters: Mapping[str, str] | None = None
    ) -> RemoteResult[Answer]:
        """Raises the problem that the service answers with; a 404 is passed through."""
        try:
            return RemoteResult(kind.model_validate(await self._peer.get(self._request, path, parameters)))
        except (ServiceUnavailable, ValidationError) as error:
            log.warning("peer.away", service=self.name, path=path, error=repr(error)[:300])
            return RemoteResult(away=True)

    async def fetch_optional(
        self, kind: type[Answer], path: str, parameters: Mapping[str, str] | None = None
    ) -> RemoteResult[Answer]:
        """The same for what stands beside a page's own matter: a refusal leaves it out."""
        try:
            return await self.fetch(kind, path, parameters)
        except (NotFound, NotAllowed, Conflict):
            return RemoteResult()


class CompetencyClient(PeerClient):
    name = "competency"


async def _competency(request: Request, _: Viewer) -> CompetencyClient:
    """Whoever may not see our pages makes us ask nobody."""
    return CompetencyClient(request, COMPETENCY.of(request))


Competency = Annotated[CompetencyClient, Depends(_competency)]
