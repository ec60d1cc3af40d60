"""A learner's map of a framework, and why one item of it stands where it stands."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from dashboards.amendments.client import MayAsk
from dashboards.common.dependencies import PositionBefore
from dashboards.common.pages.route import PageRoute
from dashboards.frameworks.queries.browse import Framework
from dashboards.kit.charts.chart import Chart
from dashboards.kit.charts.pace import PacePoint, pace_line
from dashboards.kit.localisation import Localisation
from dashboards.learners import answers
from dashboards.learners.client import Explained, FiguresOfMap, LookedAt, PastResults
from dashboards.learners.usecases.map import view_branch, view_item, view_map
from dashboards.progress.rules.levels import LEVELS, Level, level_of
from dashboards.reviews.client import OfItem
from dashboards.roster.dependencies import Page
from dashboards.roster.usecases.names import names_of

router = APIRouter(prefix="/learners/{learner_id}", route_class=PageRoute, include_in_schema=False)


@router.get("/map", response_class=Response)
async def learner_map(
    after: PositionBefore,
    figures: FiguresOfMap,
    page: Page,
    learner_id: UUID,
    framework: UUID | None = None,
    at: UUID | None = None,
) -> Response:
    """The learner's levels over a framework's tree, what is ready next, and the pacing line."""
    view = await view_map(page.session, page.caller, learner_id, framework, at)
    if framework is None and view.framework is not None:
        return RedirectResponse(f"/learners/{learner_id}/map?framework={view.framework.framework_id}", 303)
    names = await names_of(page.session, page.caller, [learner_id])
    context = {
        "view": view, "name": names.get(learner_id), "levels": LEVELS, "after": after,
        "stream": f"learner_id={learner_id}", "remote": figures, "line": _pace_line(page.l10n, figures.pace.answer),
    }  # fmt: skip
    return page.render("learners/map.html", context)


def _pace_line(l10n: Localisation, pace: answers.Pace | None) -> Chart | None:
    """None where there is nothing to draw: of one week, or of a plan that has not begun."""
    weeks = pace.line.weeks if pace and pace.line else []
    if pace is None or pace.as_of is None or len(weeks) < 2 or all(week.achieved is None for week in weeks):
        return None
    return pace_line(l10n, "pace-line", [PacePoint(w.ends_on, w.planned, w.achieved) for w in weeks], pace.as_of)


@router.get("/map/{framework_id}/branches/{item_id}", response_class=Response)
async def branch(page: Page, learner_id: UUID, framework_id: UUID, item_id: UUID) -> Response:
    """What hangs from a heading, for the map on the page to put in its place."""
    nodes = await view_branch(page.session, page.caller, learner_id, framework_id, item_id)
    context = {"learner_id": learner_id, "framework_id": framework_id, "nodes": nodes}
    return page.render("learners/map_branch.html", context)


@router.get("/items/{item_id}", response_class=Response)
async def explain(
    after: PositionBefore,
    at: LookedAt,
    explained: Explained,
    remembered: PastResults,
    may_ask: MayAsk,
    reviews: OfItem,
    page: Page,
    learner_id: UUID,
    item_id: UUID,
) -> Response:
    """Why the learner's mastery of an item is what it is, was, or was held to be."""
    view = await view_item(page.session, page.caller, learner_id, item_id)
    names = await names_of(page.session, page.caller, [learner_id])
    why = explained.answer
    level = view.level if why is None else _level_of(why, view.framework)
    context = {
        "view": view, "name": names.get(learner_id), "learner_id": learner_id, "why": why,
        "away": explained.away, "remembered": remembered, "at": at, "level": level, "after": after,
        "stream": f"learner_id={learner_id}", "may_ask": may_ask, "reviews": reviews,
    }  # fmt: skip
    return page.render("learners/item.html", context)


def _level_of(why: answers.Explanation, framework: Framework) -> Level:
    result, policy = why.result, why.policy
    minimum, mastery = framework.scale_minimum, framework.mastery_score
    if policy is not None:
        minimum, mastery = policy.scale_minimum, policy.mastery
    return level_of(result.score, mastered=result.mastered, minimum=minimum, mastery_score=mastery)
