"""A learner's map of a framework, and why one item of it stands where it stands."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from dashboards.asking import Explained, LookedAt, Pace, Ready, Remembered
from dashboards.pages.render import page
from dashboards.pages.route import PageRoute, Reader, head
from dashboards.rules.levels import LEVELS, level_of
from dashboards.rules.pacing import drawn
from dashboards.usecases import browse, map, views
from shared.session import Session

router = APIRouter(prefix="/learners/{learner_id}", route_class=PageRoute, include_in_schema=False)


@router.get("/map", response_class=Response)
async def learner_map(
    request: Request,
    caller: Reader,
    ready: Ready,
    pace: Pace,
    session: Session,
    learner_id: UUID,
    framework: UUID | None = None,
    at: UUID | None = None,
) -> Response:
    """The learner's levels over a framework's tree, what is ready next, and the pacing line."""
    after = await head(session, caller)
    view = await map.learner_map(session, caller, learner_id, framework, at)
    names = await views.names(session, caller, [learner_id])
    ids = ready.answer.items_named if ready.answer else []
    context = {
        "caller": caller, "view": view, "name": names.get(learner_id), "levels": LEVELS, "after": after,
        "stream": f"learner_id={learner_id}", "ready": ready, "pace": pace,
        "line": drawn(pace.answer.line.weeks) if pace.answer and pace.answer.line else None,
        "known": await browse.named(session, caller, ids),
    }  # fmt: skip
    return page(request, "map.html", context)


@router.get("/map/{framework_id}/branches/{item_id}", response_class=Response)
async def branch(
    request: Request, caller: Reader, session: Session, learner_id: UUID, framework_id: UUID, item_id: UUID
) -> Response:
    """What hangs from a heading, for the map on the page to put in its place."""
    nodes = await map.branch(session, caller, learner_id, framework_id, item_id)
    return page(request, "map_branch.html", {"learner_id": learner_id, "framework_id": framework_id, "nodes": nodes})


@router.get("/items/{item_id}", response_class=Response)
async def explain(
    request: Request,
    caller: Reader,
    at: LookedAt,
    explained: Explained,
    remembered: Remembered,
    session: Session,
    learner_id: UUID,
    item_id: UUID,
) -> Response:
    """Why the learner's mastery of an item is what it is, was, or was held to be."""
    after = await head(session, caller)
    view = await map.placed(session, caller, learner_id, item_id)
    names = await views.names(session, caller, [learner_id])
    why = explained.answer
    level = view.level
    if why is not None:
        policy, result = why.policy, why.result
        level = level_of(
            result.score, mastered=result.mastered, minimum=policy.scale_minimum, mastery_score=policy.mastery
        )
    context = {
        "caller": caller, "view": view, "name": names.get(learner_id), "learner_id": learner_id, "why": why,
        "away": explained.away, "remembered": remembered, "at": at, "level": level, "after": after,
        "stream": f"learner_id={learner_id}",
    }  # fmt: skip
    return page(request, "explain.html", context)
