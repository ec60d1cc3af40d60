"""The gate: all that is known, what was known then, measuring, and deciding."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.pilots import client as asking
from dashboards.coaching.pilots.client import OneWave
from dashboards.coaching.pilots.drawing import run_chart
from dashboards.coaching.pilots.pages.showing import of_wave
from dashboards.coaching.pilots.pages.waves import WaveNumber
from dashboards.coaching.pilots.usecases.read_forms import decision_of, measurement_of
from dashboards.common.dependencies import FOLLOWED
from dashboards.common.pages.route import PageRoute
from dashboards.kit.charts.chart import Chart
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.auth.dependencies import needs

router = APIRouter(prefix="/pilots/{pilot_id}/waves/{wave}", route_class=PageRoute, include_in_schema=False)


async def _gate(client: Coaching, pilot_id: UUID, wave: WaveNumber) -> OneWave:
    return await asking.gate(client, pilot_id, wave)


async def _decide(client: Coaching, pilot_id: UUID, wave: WaveNumber, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.turn(client, pilot_id, wave, fields, "decide", decision_of(fields)))


async def _measure(client: Coaching, pilot_id: UUID, wave: WaveNumber, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.measure(client, pilot_id, wave, fields, measurement_of(fields)))


One = Annotated[OneWave, Depends(_gate)]


@router.get("/gate", response_class=Response, dependencies=FOLLOWED)
async def gate(one: One, page: Page) -> Response:
    return await _shown(page, one, Sending())


@router.post("/gate", response_class=Response, dependencies=[needs("coaching.write")])
async def decide(sending: Annotated[Sending, Depends(_decide)], one: One, page: Page) -> Response:
    return await _after(page, one, sending, "deciding")


@router.post("/measurements", response_class=Response, dependencies=[needs("coaching.write")])
async def measure(sending: Annotated[Sending, Depends(_measure)], one: One, page: Page) -> Response:
    return await _after(page, one, sending, "measuring")


async def _after(page: PageOfCaller, one: OneWave, sending: Sending, form: str) -> Response:
    wave = one.found.answer
    if sending.outcome is not None and sending.outcome.done and wave is not None:
        return RedirectResponse(f"/pilots/{wave.pilot_id}/waves/{wave.wave}/gate", 303)
    return await _shown(page, one, sending, form)


async def _shown(page: PageOfCaller, one: OneWave, sending: Sending, form: str = "") -> Response:
    """`form` is the one that was sent."""
    more: dict[str, Any] = {
        "evidence": one.evidence.answer, "asked": one.evidence, "measured": one.measurements, "form": form,
        "charts": _charts(page, one),
    }  # fmt: skip
    return await of_wave(page, "gate.html", sending, one, **more)


def _charts(page: PageOfCaller, one: OneWave) -> list[Chart]:
    found, wave = one.evidence.answer, one.found.answer
    if found is None or wave is None or wave.opened_on is None:
        return []
    until = wave.decides_on or found.now.on
    measures = (*found.now.signals, *found.now.guardrails)
    return [
        run_chart(page.l10n, f"measure-{place}", each, one.measurements, wave.opened_on, until)
        for place, each in enumerate(measures)
    ]
