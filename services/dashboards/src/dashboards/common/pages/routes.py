"""Style sheet and scripts, and the page that says what went wrong."""

from fastapi import APIRouter, Request, Response

from dashboards.common.pages.render import assets
from dashboards.common.pages.route import PageRoute, Typed, problem_page
from dashboards.common.pages.translations import WEIGHT
from shared.auth.dependencies import Public
from shared.errors import NotFound, Problem

router = APIRouter(route_class=PageRoute, include_in_schema=False)


def error_page(request: Request, problem: Problem) -> Response | None:
    """What a browser is shown that asked for an address of nothing, or when we fail; None for programs, which get the
    problem document, as beneath the read API everybody does.
    """
    of_the_api = f"{request.url.path}/".startswith("/dashboards/")
    if of_the_api or not _prefers_pages(request.headers.get("accept", "")):
        return None
    return problem_page(request, problem, getattr(request.state, "typed", Typed()))


def _prefers_pages(accept: str) -> bool:
    """Whether HTML is asked for by name, and more than JSON is."""
    weights = {"text/html": 0.0, "application/json": 0.0, "application/problem+json": 0.0}
    for part in accept[:1000].split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((p.removeprefix("q=") for p in parameters if p.startswith("q=")), "1")
        if media in weights and WEIGHT.fullmatch(weight):
            weights[media] = float(weight)
    return weights.pop("text/html") > max(weights.values())


@router.get("/static/{digest}/{name}", response_class=Response, dependencies=[Public])
async def static(digest: str, name: str) -> Response:
    asset = assets().find(digest, name)
    if asset is None:
        raise NotFound("There is nothing at this address.")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(asset.content, headers=headers, media_type=asset.media_type)
