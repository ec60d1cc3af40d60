"""The district's goals: what everybody reads, and what leaders write, publish and end."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.goals import client as asking
from dashboards.coaching.goals.answers import Cry, Goal
from dashboards.coaching.goals.client import GOALS, Listed, OneGoal, Published
from dashboards.coaching.goals.drawing import indicator_chart
from dashboards.coaching.goals.pages.showing import shown
from dashboards.coaching.goals.usecases.read_forms import end_of, goal_of
from dashboards.common.dependencies import FOLLOWED
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Tagged
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.auth.dependencies import needs

router = APIRouter(route_class=PageRoute, include_in_schema=False)

WRITERS = [needs("coaching.write")]
State = Annotated[Literal["draft", "published", "reached", "closed", "dropped", ""], Query()]
After = Annotated[str, Query(max_length=400)]


async def _published(client: Coaching) -> Published:
    return await asking.published(client)


async def _listed(client: Coaching, state: State = "", after: After = "") -> Listed:
    return await asking.listed(client, state, after)


async def _cry(client: Coaching) -> Tagged[Cry]:
    return await asking.cry(client)


async def _send_cry(client: Coaching, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.send_cry(client, fields))


async def _add(client: Coaching, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.add(client, fields, GOALS, goal_of(fields)))


async def goal_of_path(client: Coaching, goal_id: UUID) -> Tagged[Goal]:
    return await asking.goal(client, goal_id)


async def _with_indicators(client: Coaching, goal_id: UUID) -> OneGoal:
    return await asking.with_indicators(client, goal_id)


async def _change(client: Coaching, goal_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.change(client, fields, f"{GOALS}/{goal_id}", goal_of(fields)))


async def _publish(client: Coaching, goal_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.turn(client, fields, f"{GOALS}/{goal_id}/publish"))


async def _end(client: Coaching, goal_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.turn(client, fields, f"{GOALS}/{goal_id}/end", end_of(fields)))


@router.get("/our-goals", response_class=Response, dependencies=FOLLOWED)
async def our_goals(seen: Annotated[Published, Depends(_published)], page: Page) -> Response:
    """What the district wants to reach, for everybody who is of it."""
    return shown(page, "our_goals.html", Sending(), {"seen": seen})


@router.get("/district-goals", response_class=Response, dependencies=FOLLOWED)
async def goals(found: Annotated[Listed, Depends(_listed)], page: Page, state: State = "") -> Response:
    return shown(page, "goals.html", Sending(), {"seen": found.published, "found": found.goals, "state": state})


@router.get("/district-goals/rallying-cry", response_class=Response, dependencies=WRITERS)
async def rallying_cry(cry: Annotated[Tagged[Cry], Depends(_cry)], page: Page) -> Response:
    return _cry_form(page, cry, Sending())


@router.post("/district-goals/rallying-cry", response_class=Response, dependencies=WRITERS)
async def set_rallying_cry(
    sending: Annotated[Sending, Depends(_send_cry)], cry: Annotated[Tagged[Cry], Depends(_cry)], page: Page
) -> Response:
    return _cry_form(page, cry, sending) if sending.failed else RedirectResponse("/district-goals", 303)


@router.get("/district-goals/new", response_class=Response, dependencies=WRITERS)
async def new_goal(page: Page) -> Response:
    return shown(page, "goal_form.html", Sending(), {"goal": None, "etag": ""})


@router.post("/district-goals/new", response_class=Response, dependencies=WRITERS)
async def add_goal(sending: Annotated[Sending, Depends(_add)], page: Page) -> Response:
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(f"/district-goals/{sending.outcome.said['goal_id']}", 303)
    return shown(page, "goal_form.html", sending, {"goal": None, "etag": ""})


@router.get("/district-goals/{goal_id}", response_class=Response, dependencies=FOLLOWED)
async def goal(one: Annotated[OneGoal, Depends(_with_indicators)], page: Page) -> Response:
    return _goal(page, one, Sending())


@router.get("/district-goals/{goal_id}/change", response_class=Response, dependencies=WRITERS)
async def changing_goal(found: Annotated[Tagged[Goal], Depends(goal_of_path)], page: Page) -> Response:
    return _form(page, "goal_form.html", found, Sending())


@router.post("/district-goals/{goal_id}/change", response_class=Response, dependencies=WRITERS)
async def change_goal(
    sending: Annotated[Sending, Depends(_change)],
    found: Annotated[Tagged[Goal], Depends(goal_of_path)],
    goal_id: UUID,
    page: Page,
) -> Response:
    return _form(page, "goal_form.html", found, sending) if sending.failed else _to(goal_id)


@router.get("/district-goals/{goal_id}/end", response_class=Response, dependencies=WRITERS)
async def ending_goal(found: Annotated[Tagged[Goal], Depends(goal_of_path)], page: Page) -> Response:
    return _form(page, "end.html", found, Sending())


@router.post("/district-goals/{goal_id}/end", response_class=Response, dependencies=WRITERS)
async def end_goal(
    sending: Annotated[Sending, Depends(_end)],
    found: Annotated[Tagged[Goal], Depends(goal_of_path)],
    goal_id: UUID,
    page: Page,
) -> Response:
    return _form(page, "end.html", found, sending) if sending.failed else _to(goal_id)


@router.post("/district-goals/{goal_id}/publish", response_class=Response, dependencies=WRITERS)
async def publish_goal(
    sending: Annotated[Sending, Depends(_publish)],
    one: Annotated[OneGoal, Depends(_with_indicators)],
    goal_id: UUID,
    page: Page,
) -> Response:
    return _goal(page, one, sending) if sending.failed else _to(goal_id)


def _goal(page: PageOfCaller, one: OneGoal, sending: Sending) -> Response:
    charts = [indicator_chart(page.l10n, of, points) for of, points in zip(one.indicators, one.points, strict=True)]
    context = {
        "goal": one.found.answer, "etag": one.found.etag, "indicators": list(zip(one.indicators, charts, strict=True)),
        "away": one.away or one.found.answer is None,
    }  # fmt: skip
    return shown(page, "goal.html", sending, context, away=one.found.answer is None)


def _cry_form(page: PageOfCaller, cry: Tagged[Cry], sending: Sending) -> Response:
    return shown(page, "rallying_cry.html", sending, {"cry": cry.answer, "etag": cry.etag}, away=cry.answer is None)


def _form(page: PageOfCaller, template: str, found: Tagged[Goal], sending: Sending) -> Response:
    return shown(page, template, sending, {"goal": found.answer, "etag": found.etag}, away=found.answer is None)


def _to(goal_id: UUID) -> Response:
    return RedirectResponse(f"/district-goals/{goal_id}", 303)
