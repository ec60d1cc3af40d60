"""The pages of a learner, a class, a school and the district. Each shows what the read API answers, with names."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from dashboards.common.dependencies import Viewer, Zone, stream_position
from dashboards.common.pages.render import page
from dashboards.common.pages.route import PageRoute
from dashboards.progress.dependencies import Counted
from dashboards.progress.rules.levels import LEVELS
from dashboards.progress.usecases.class_view import view_class
from dashboards.progress.usecases.group_views import view_district, view_school
from dashboards.progress.usecases.learner_view import view_learner
from dashboards.roster.usecases.names import names_of, who_is
from shared.http.session import Session

MOST_SHOWN = 1500
"""Items on a learner's page; of larger frameworks it shows the topics in which something has been shown."""

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/learners/{learner_id}", response_class=Response)
async def learner(request: Request, caller: Viewer, zone: Zone, session: Session, learner_id: UUID) -> Response:
    after = await stream_position(session, caller)
    view = await view_learner(session, caller, learner_id)
    names = await names_of(session, caller, [learner_id])
    large = view.total > MOST_SHOWN
    areas = [
        (area, [topic for topic in area.topics if topic.shown or not large])
        for area in view.areas
        if area.shown or not large
    ]
    return page(
        request,
        "progress/learner.html",
        {"caller": caller, "who": await who_is(session, caller),
         "view": view, "name": names.get(learner_id), "levels": LEVELS, "after": after,
         "areas": areas, "large": large, "stream": f"learner_id={learner_id}", "zone": zone},
    )  # fmt: skip


@router.get("/classes/{class_id}", response_class=Response)
async def school_class(request: Request, caller: Viewer, session: Session, class_id: UUID) -> Response:
    after = await stream_position(session, caller)
    view = await view_class(session, caller, class_id)
    names = await names_of(session, caller, [row.learner_id for row in view.learners])
    rows = sorted(view.learners, key=lambda row: (names.get(row.learner_id, "~"), row.learner_id))
    return page(
        request,
        "progress/class.html",
        {"caller": caller, "who": await who_is(session, caller),
         "view": view, "rows": rows, "names": names, "after": after,
         "stream": f"class_id={class_id}"},
    )  # fmt: skip


@router.get("/schools/{organisation_id}", response_class=Response)
async def school(
    request: Request, caller: Viewer, session: Session, organisation_id: UUID, counted: Counted
) -> Response:
    after = await stream_position(session, caller)
    view = await view_school(session, caller, organisation_id, counted)
    return page(
        request,
        "progress/group.html",
        {"caller": caller, "who": await who_is(session, caller),
         "view": view, "name": view.name, "classes": view.classes, "schools": [], "after": after,
         "stream": f"organisation_id={organisation_id}"},
    )  # fmt: skip


@router.get("/district", response_class=Response)
async def district(request: Request, caller: Viewer, session: Session, counted: Counted) -> Response:
    after = await stream_position(session, caller)
    view = await view_district(session, caller, counted)
    return page(
        request,
        "progress/group.html",
        {"caller": caller, "who": await who_is(session, caller),
         "view": view, "name": view.name, "classes": [], "schools": view.schools, "after": after,
         "stream": ""},
    )  # fmt: skip
