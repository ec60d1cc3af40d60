"""By what a goal is measured: indicators are added and changed, and their values entered and corrected."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.goals import client as asking
from dashboards.coaching.goals.answers import Goal
from dashboards.coaching.goals.client import GOALS, OneIndicator, indicator_path
from dashboards.coaching.goals.drawing import indicator_chart
from dashboards.coaching.goals.pages.goals import WRITERS, goal_of_path
from dashboards.coaching.goals.pages.showing import shown
from dashboards.coaching.goals.usecases.read_forms import change_of, indicator_of, measurement_of
from dashboards.common.dependencies import FOLLOWED
from dashboards.common.pages.route import PageRoute
from dashboards.common.queries.reader import Reader
from dashboards.frameworks.queries.browse import list_frameworks
from dashboards.readiness.client import Tagged
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.errors import NotFound

PREFIX = "/district-goals/{goal_id}/indicators"
router = APIRouter(prefix=PREFIX, route_class=PageRoute, include_in_schema=False)


async def _add(client: Coaching, goal_id: UUID, fields: TypedFields) -> Sending:
    path = f"{GOALS}/{goal_id}/indicators"
    return Sending(fields, await asking.add(client, fields, path, indicator_of(fields)))


async def _indicator(client: Coaching, goal_id: UUID, indicator_id: UUID) -> OneIndicator:
    return await asking.indicator(client, goal_id, indicator_id)


async def _measured(client: Coaching, goal_id: UUID, indicator_id: UUID) -> OneIndicator:
    return await asking.measured(client, goal_id, indicator_id)


async def _with_measurement(client: Coaching, goal_id: UUID, indicator_id: UUID, measurement_id: UUID) -> OneIndicator:
    """The indicator, which has this measurement: where all of them were read and it is none of them, there is none."""
    one = await asking.measured(client, goal_id, indicator_id)
    told = one.told.answer
    if told is not None and told.next is None and all(each.measurement_id != measurement_id for each in told.items):
        raise NotFound("The indicator has no such measurement.")
    return one


async def _change(client: Coaching, goal_id: UUID, indicator_id: UUID, fields: TypedFields) -> Sending:
    path = indicator_path(goal_id, indicator_id)
    return Sending(fields, await asking.change(client, fields, path, change_of(fields)))


async def _retire(client: Coaching, goal_id: UUID, indicator_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.turn(client, fields, f"{indicator_path(goal_id, indicator_id)}/retire"))


async def _measure(client: Coaching, goal_id: UUID, indicator_id: UUID, fields: TypedFields) -> Sending:
    path = f"{indicator_path(goal_id, indicator_id)}/measurements"
    return Sending(fields, await asking.add(client, fields, path, measurement_of(fields)))


async def _correct(
    client: Coaching, goal_id: UUID, indicator_id: UUID, measurement_id: UUID, fields: TypedFields
) -> Sending:
    path = f"{indicator_path(goal_id, indicator_id)}/measurements/{measurement_id}"
    if fields.words("how") == "void":
        return Sending(fields, await asking.add(client, fields, f"{path}/void", None))
    return Sending(fields, await asking.add(client, fields, f"{path}/correct", measurement_of(fields, with_day=False)))


@router.get("/new", response_class=Response, dependencies=WRITERS)
async def new_indicator(found: Annotated[Tagged[Goal], Depends(goal_of_path)], page: Page) -> Response:
    return await _new(page, found, Sending())


@router.post("/new", response_class=Response, dependencies=WRITERS)
async def add_indicator(
    sending: Annotated[Sending, Depends(_add)],
    found: Annotated[Tagged[Goal], Depends(goal_of_path)],
    goal_id: UUID,
    page: Page,
) -> Response:
    return await _new(page, found, sending) if sending.failed else RedirectResponse(f"/district-goals/{goal_id}", 303)


@router.get("/{indicator_id}", response_class=Response, dependencies=FOLLOWED)
async def indicator(one: Annotated[OneIndicator, Depends(_measured)], page: Page) -> Response:
    return _of_indicator(page, "indicator.html", one, Sending())


@router.post("/{indicator_id}", response_class=Response, dependencies=WRITERS)
async def measure_indicator(
    sending: Annotated[Sending, Depends(_measure)],
    one: Annotated[OneIndicator, Depends(_measured)],
    goal_id: UUID,
    indicator_id: UUID,
    page: Page,
) -> Response:
    return _of_indicator(page, "indicator.html", one, sending) if sending.failed else _to(goal_id, indicator_id)


@router.get("/{indicator_id}/change", response_class=Response, dependencies=WRITERS)
async def changing_indicator(one: Annotated[OneIndicator, Depends(_indicator)], page: Page) -> Response:
    return _of_indicator(page, "change_indicator.html", one, Sending())


@router.post("/{indicator_id}/change", response_class=Response, dependencies=WRITERS)
async def change_indicator(
    sending: Annotated[Sending, Depends(_change)],
    one: Annotated[OneIndicator, Depends(_indicator)],
    goal_id: UUID,
    indicator_id: UUID,
    page: Page,
) -> Response:
    return _of_indicator(page, "change_indicator.html", one, sending) if sending.failed else _to(goal_id, indicator_id)


@router.post("/{indicator_id}/retire", response_class=Response, dependencies=WRITERS)
async def retire_indicator(
    sending: Annotated[Sending, Depends(_retire)],
    one: Annotated[OneIndicator, Depends(_indicator)],
    goal_id: UUID,
    page: Page,
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/district-goals/{goal_id}", 303)
    return _of_indicator(page, "change_indicator.html", one, sending)


@router.get("/{indicator_id}/measurements/{measurement_id}", response_class=Response, dependencies=WRITERS)
async def correcting(
    one: Annotated[OneIndicator, Depends(_with_measurement)], measurement_id: UUID, page: Page
) -> Response:
    return _of_indicator(page, "correct.html", one, Sending(), measurement_id=measurement_id)


@router.post("/{indicator_id}/measurements/{measurement_id}", response_class=Response, dependencies=WRITERS)
async def correct_measurement(
    sending: Annotated[Sending, Depends(_correct)],
    one: Annotated[OneIndicator, Depends(_with_measurement)],
    goal_id: UUID,
    indicator_id: UUID,
    measurement_id: UUID,
    page: Page,
) -> Response:
    if not sending.failed:
        return _to(goal_id, indicator_id)
    return _of_indicator(page, "correct.html", one, sending, measurement_id=measurement_id)


async def _new(page: PageOfCaller, found: Tagged[Goal], sending: Sending) -> Response:
    reader = await Reader.live(page.session, page.caller.district_id)
    frameworks = [(str(one.framework_id), one.title) for one in await list_frameworks(reader)]
    context = {"goal": found.answer, "frameworks": frameworks}
    return shown(page, "new_indicator.html", sending, context, away=found.answer is None)


def _of_indicator(page: PageOfCaller, template: str, one: OneIndicator, sending: Sending, **more: Any) -> Response:
    found = one.found.answer
    context = {
        "goal": one.goal.answer, "indicator": found, "etag": one.found.etag, "told": one.told.answer,
        "chart": None if found is None else indicator_chart(page.l10n, found, one.points),
    }  # fmt: skip
    return shown(page, template, sending, context | more, away=one.away)


def _to(goal_id: UUID, indicator_id: UUID) -> Response:
    return RedirectResponse(f"/district-goals/{goal_id}/indicators/{indicator_id}", 303)
