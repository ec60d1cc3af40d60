"""Where the gallery is: nowhere, unless the setting `gallery` says so."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from dashboards.common.dependencies import InContext
from dashboards.common.pages.render import localisation, page
from dashboards.common.pages.route import PageRoute
from dashboards.gallery import samples
from shared.auth.dependencies import Public
from shared.errors import Conflict, Invalid, NotFound
from shared.http.fields import WHOLE, Flag, line, prose

ZONE = "America/Chicago"
"""Of the made-up district."""
_LEAST_WORDS = 10


async def _shown(context: InContext) -> None:
    if not context.settings.gallery:
        raise NotFound("There is nothing at this address.")


pages = APIRouter(
    prefix="/gallery", route_class=PageRoute, include_in_schema=False, dependencies=[Depends(_shown), Public]
)
answers = APIRouter(prefix="/gallery", include_in_schema=False, dependencies=[Depends(_shown), Public])
"""What the forms of the gallery are sent to. It keeps nothing."""


@pages.get("", response_class=Response)
async def index(request: Request) -> Response:
    return page(request, "gallery/index.html", _context(request))


@pages.get("/{part}", response_class=Response)
async def part(request: Request, part: str) -> Response:
    """One part, in all the states that it has."""
    context = _context(request)
    if part not in dict(context["parts"]):
        raise NotFound("There is nothing at this address.")
    l10n = context["l10n"]
    context |= samples.shown(l10n, part, request.url.path, request.query_params)
    return page(request, f"gallery/{part}.html", context | {"part": part, "title": dict(context["parts"])[part]})


def _context(request: Request) -> dict[str, Any]:
    l10n = localisation(request, ZONE)
    return {"l10n": l10n, "who": samples.who(l10n), "parts": samples.parts(l10n)}


class Thought(BaseModel):
    """What the gallery's form sends."""

    model_config = ConfigDict(extra="forbid")

    words: Annotated[str, prose(4000)]
    area: Annotated[str, line(20)]
    stars: Annotated[int, Field(ge=1, le=5), WHOLE] | None = None
    shared: Flag = False


@answers.post("/thoughts", status_code=201)
async def take(thought: Thought) -> Mapping[str, bool]:
    """Takes what is long enough; whoever writes "conflict" gets one."""
    if "conflict" in thought.words.lower():
        raise Conflict("Somebody has changed it meanwhile.")
    if len(thought.words) < _LEAST_WORDS:
        few = f"Say it in {_LEAST_WORDS} letters or more."
        raise Invalid("The thought was not taken.", errors=[{"pointer": "/words", "detail": few}])
    return {"taken": True}


@answers.post("/files", status_code=201)
async def take_file(request: Request) -> Mapping[str, int]:
    """Reads a file and forgets it."""
    return {"bytes": sum([len(chunk) async for chunk in request.stream()])}
