"""A wave is planned, its teachers asked, its gate written and locked; then it is opened."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.pilots import client as asking
from dashboards.coaching.pilots.answers import Teacher
from dashboards.coaching.pilots.client import OneWave
from dashboards.coaching.pilots.pages.showing import of_wave
from dashboards.coaching.pilots.usecases.read_forms import (
    BLANK,
    KINDS,
    asked_by_school,
    gate_of,
    plan_of,
    rows_of,
    standing_rows,
    teachers_of,
)
from dashboards.common.dependencies import FOLLOWED
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.forms import Fields, Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.usecases.names import names_of
from shared.auth.dependencies import needs
from shared.http.fields import WHOLE

router = APIRouter(prefix="/pilots/{pilot_id}/waves/{wave}", route_class=PageRoute, include_in_schema=False)

WaveNumber = Annotated[int, Path(ge=1, le=999_999_999), WHOLE]
Asked = list[Teacher] | None


async def one_wave(client: Coaching, pilot_id: UUID, wave: WaveNumber) -> OneWave:
    return await asking.wave(client, pilot_id, wave)


async def _teachers(client: Coaching, pilot_id: UUID, wave: WaveNumber) -> Asked:
    return await asking.teachers(client, pilot_id, wave)


async def _plan(client: Coaching, pilot_id: UUID, wave: WaveNumber, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.change(client, pilot_id, wave, fields, plan_of(fields)))


async def _ask(
    client: Coaching, one: Annotated[OneWave, Depends(one_wave)], pilot_id: UUID, wave: WaveNumber, fields: TypedFields
) -> Sending:
    schools = one.found.answer.school_ids if one.found.answer else []
    return Sending(fields, await asking.put(client, pilot_id, wave, "teachers", fields, teachers_of(fields, schools)))


async def _answer(client: Coaching, pilot_id: UUID, wave: WaveNumber, teacher_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.answer(client, pilot_id, wave, teacher_id, fields.words("opt_in") or "none"))


async def _write_gate(client: Coaching, pilot_id: UUID, wave: WaveNumber, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.put(client, pilot_id, wave, "gate", fields, gate_of(fields)))


async def _turn(
    client: Coaching, pilot_id: UUID, wave: WaveNumber, how: Literal["lock", "open"], fields: TypedFields
) -> Sending:
    return Sending(fields, await asking.turn(client, pilot_id, wave, fields, how, None))


One = Annotated[OneWave, Depends(one_wave)]
WhoIsAsked = Annotated[Asked, Depends(_teachers)]


@router.get("", response_class=Response, dependencies=FOLLOWED)
async def wave_page(one: One, page: Page) -> Response:
    return await of_wave(page, "wave.html", Sending(), one)


@router.get("/plan", response_class=Response, dependencies=[needs("coaching.write")])
async def plan_form(one: One, page: Page) -> Response:
    return await of_wave(page, "plan.html", Sending(), one)


@router.post("/plan", response_class=Response, dependencies=[needs("coaching.write")])
async def change_plan(sending: Annotated[Sending, Depends(_plan)], one: One, page: Page) -> Response:
    return await _after(page, "plan.html", sending, one)


@router.get("/teachers", response_class=Response, dependencies=[needs("coaching.write")])
async def teachers_form(one: One, asked: WhoIsAsked, page: Page) -> Response:
    return await of_wave(page, "teachers.html", Sending(), one, **await _who(page, one, asked))


@router.post("/teachers", response_class=Response, dependencies=[needs("coaching.write")])
async def ask_teachers(sending: Annotated[Sending, Depends(_ask)], one: One, asked: WhoIsAsked, page: Page) -> Response:
    return await _after(page, "teachers.html", sending, one, to="/teachers", **await _who(page, one, asked))


@router.post("/teachers/{teacher_id}", response_class=Response, dependencies=[needs("coaching.write")])
async def record_answer(
    sending: Annotated[Sending, Depends(_answer)], one: One, asked: WhoIsAsked, page: Page, teacher_id: UUID
) -> Response:
    more = await _who(page, one, asked)
    return await _after(page, "teachers.html", sending, one, to=f"/teachers#{teacher_id}", **more)


@router.get("/gate-form", response_class=Response, dependencies=[needs("coaching.write")])
async def gate_form(one: One, page: Page) -> Response:
    return await of_wave(page, "gate_form.html", Sending(), one, **_rows(one, None))


@router.post("/gate-form", response_class=Response, dependencies=[needs("coaching.write")])
async def write_gate(
    sending: Annotated[Sending, Depends(_write_gate)], one: One, page: Page, fields: TypedFields
) -> Response:
    to = "/gate-form" if fields.get("do") == "more" else ""
    return await _after(page, "gate_form.html", sending, one, to=to, **_rows(one, fields))


@router.post("/{how}", response_class=Response, dependencies=[needs("coaching.write")])
async def turn_wave(
    sending: Annotated[Sending, Depends(_turn)],
    one: One,
    page: Page,
    how: Literal["lock", "open"],  # noqa: ARG001 - of the path
) -> Response:
    """Locks its gate, or opens it."""
    return await _after(page, "wave.html", sending, one)


async def _after(
    page: PageOfCaller, template: str, sending: Sending, one: OneWave, *, to: str = "", **more: Any
) -> Response:
    """Goes on to the wave, or to a part of it, where the form was taken; else shows the form again."""
    wave = one.found.answer
    if sending.outcome is not None and sending.outcome.done and wave is not None:
        return RedirectResponse(f"/pilots/{wave.pilot_id}/waves/{wave.wave}{to}", 303)
    return await of_wave(page, template, sending, one, **more)


async def _who(page: PageOfCaller, one: OneWave, asked: Asked) -> dict[str, Any]:
    """Who is asked, with names where they are known, and the same as lines of ids."""
    names = await names_of(page.session, page.caller, [each.person_id for each in asked or []])
    schools = one.found.answer.school_ids if one.found.answer else []
    named = sorted(asked or [], key=lambda each: names.get(each.person_id, "").casefold())
    return {
        "asked": named,
        "names": names,
        "lines": asked_by_school(asked or [], schools),
        "readable": asked is not None,
    }


def _rows(one: OneWave, fields: Fields | None) -> dict[str, Any]:
    """The measures of the form, as they were typed or as they stand, newest version first; and a row for another."""
    wave = one.found.answer
    version = None if wave is None else wave.edited_gate or wave.gate
    gate = None if version is None else version.gate
    rows = {kind: standing_rows(gate, kind) if fields is None else rows_of(fields, kind) for kind in KINDS}
    return {"gate": gate, "rows": {kind: [*some, BLANK] for kind, some in rows.items()}}
