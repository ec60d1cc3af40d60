"""Where the pages are. Everything a page shows comes from the same views as the read API."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from dashboards.asking import Zone
from dashboards.pages.render import assets, page
from dashboards.pages.route import PageRoute, Reader, head, problem_page
from dashboards.pages.words import WEIGHT
from dashboards.rules.levels import LEVELS
from dashboards.sharing import Counted
from dashboards.usecases import views
from shared.auth.dependencies import Public
from shared.errors import NotFound, Problem
from shared.http.session import Session

MOST_SHOWN = 1500
"""Items on a learner's page; of larger frameworks it shows the topics in which something has been shown."""


router = APIRouter(route_class=PageRoute, include_in_schema=False)


def error_page(request: Request, problem: Problem) -> Response | None:
    """What a browser is shown that asked for an address of nothing, or when we fail; None for programs, which get the
    problem document, as beneath the read API everybody does.
    """
    of_the_api = f"{request.url.path}/".startswith("/dashboards/")
    return (
        None if of_the_api or not _prefers_pages(request.headers.get("accept", "")) else problem_page(request, problem)
    )


def _prefers_pages(accept: str) -> bool:
    """Whether HTML is asked for by name, and more than JSON is."""
    weights = {"text/html": 0.0, "application/json": 0.0, "application/problem+json": 0.0}
    for part in accept[:1000].split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((p.removeprefix("q=") for p in parameters if p.startswith("q=")), "1")
        if media in weights and WEIGHT.fullmatch(weight):
            weights[media] = float(weight)
    return weights.pop("text/html") > max(weights.values())


@router.get("/", response_class=Response)
async def home(request: Request, caller: Reader, session: Session) -> Response:
    """To where this person's day starts."""
    if caller.role in ("leader", "operator", "system"):
        return RedirectResponse("/district", 303)
    if caller.role == "learner" and caller.person_id is not None:
        return RedirectResponse(f"/learners/{caller.person_id}", 303)
    classes, learners = await views.own_people(session, caller)
    if caller.role == "educator" and len(classes) == 1:
        return RedirectResponse(f"/classes/{classes[0].class_id}", 303)
    if caller.role == "family" and len(learners) == 1:
        return RedirectResponse(f"/learners/{learners[0]}", 303)
    if caller.role == "educator":
        learners = []
    names = await views.names(session, caller, learners)
    return page(request, "home.html", {"caller": caller, "classes": classes, "learners": _named(learners, names)})


@router.get("/sign-in", response_class=Response, dependencies=[Public])
async def sign_in(
    request: Request,
    next: Annotated[str, Query(max_length=2000)] = "/",
    failed: Annotated[str | None, Query(max_length=20)] = None,
) -> Response:
    return page(request, "sign_in.html", {"next": _local(next), "failed": failed})


@router.get("/password", response_class=Response, dependencies=[Public])
async def password(
    request: Request,
    next: Annotated[str, Query(max_length=2000)] = "/",
    failed: Annotated[str | None, Query(max_length=20)] = None,
) -> Response:
    """Where a one-time password leads, and whoever wants another."""
    return page(request, "password.html", {"next": _local(next), "failed": failed})


def _local(path: str) -> str:
    """A path of ours, or the start page."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


@router.get("/learners/{learner_id}", response_class=Response)
async def learner(request: Request, caller: Reader, zone: Zone, session: Session, learner_id: UUID) -> Response:
    after = await head(session, caller)
    view = await views.learner(session, caller, learner_id)
    names = await views.names(session, caller, [learner_id])
    large = view.total > MOST_SHOWN
    areas = [
        (area, [topic for topic in area.topics if topic.shown or not large])
        for area in view.areas
        if area.shown or not large
    ]
    return page(
        request,
        "learner.html",
        {"caller": caller, "view": view, "name": names.get(learner_id), "levels": LEVELS, "after": after,
         "areas": areas, "large": large, "stream": f"learner_id={learner_id}", "zone": zone},
    )  # fmt: skip


@router.get("/classes/{class_id}", response_class=Response)
async def school_class(request: Request, caller: Reader, session: Session, class_id: UUID) -> Response:
    after = await head(session, caller)
    view = await views.school_class(session, caller, class_id)
    names = await views.names(session, caller, [row.learner_id for row in view.learners])
    rows = sorted(view.learners, key=lambda row: (names.get(row.learner_id, "~"), row.learner_id))
    return page(
        request,
        "class.html",
        {"caller": caller, "view": view, "rows": rows, "names": names, "after": after,
         "stream": f"class_id={class_id}"},
    )  # fmt: skip


@router.get("/schools/{organisation_id}", response_class=Response)
async def school(
    request: Request, caller: Reader, session: Session, organisation_id: UUID, counted: Counted
) -> Response:
    after = await head(session, caller)
    view = await views.school(session, caller, organisation_id, counted)
    return page(
        request,
        "group.html",
        {"caller": caller, "view": view, "name": view.name, "classes": view.classes, "schools": [], "after": after,
         "stream": f"organisation_id={organisation_id}"},
    )  # fmt: skip


@router.get("/district", response_class=Response)
async def district(request: Request, caller: Reader, session: Session, counted: Counted) -> Response:
    after = await head(session, caller)
    view = await views.district(session, caller, counted)
    return page(
        request,
        "group.html",
        {"caller": caller, "view": view, "name": view.name, "classes": [], "schools": view.schools, "after": after,
         "stream": ""},
    )  # fmt: skip


@router.get("/network", response_class=Response)
async def network(request: Request, caller: Reader, session: Session) -> Response:
    view = await views.network(session, caller)
    return page(request, "network.html", {"caller": caller, "view": view})


@router.get("/verify", response_class=Response, dependencies=[Public])
async def verify(request: Request) -> Response:
    """For anybody who was given a credential. The page's script asks competency itself, which bounds what one may ask
    by the address that asks.
    """
    return page(request, "verify.html", {})


@router.get("/static/{digest}/{name}", response_class=Response, dependencies=[Public])
async def static(digest: str, name: str) -> Response:
    asset = assets().find(digest, name)
    if asset is None:
        raise NotFound("There is nothing at this address.")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(asset.content, headers=headers, media_type=asset.media_type)


def _named(ids: list[UUID], names: dict[UUID, str]) -> list[tuple[UUID, str | None]]:
    return sorted(((i, names.get(i)) for i in ids), key=lambda pair: (pair[1] or "~", pair[0]))
