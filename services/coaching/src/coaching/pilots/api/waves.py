"""`/coaching/v1/pilots/{pilot_id}/waves`: who, where, why these first; and how a wave goes on."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Reader, Writer
from coaching.pilots.api.parameters import PREFIX, WaveNumber
from coaching.pilots.api.showing import show_wave, wave_shape
from coaching.pilots.queries.waves import page_of_waves
from coaching.pilots.schemas.pilots import Deciding, WavePlan, WaveShown
from coaching.pilots.usecases import deciding, planning
from shared.http.context import Now
from shared.http.editing import ExpectedVersion
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix=f"{PREFIX}/{{pilot_id}}/waves", tags=["waves"])


@router.get("")
async def list_waves(
    pilot_id: UUID, _: Reader, session: Session, paging: Paging, now: Now, response: Response
) -> Page[WaveShown]:
    """List the waves of a pilot.

    Lists a pilot's waves in their order, each with its gate and what was decided at it.
    """
    pilot = await planning.require_pilot(session, pilot_id, now)
    found = await page_of_waves(session, pilot_id, paging.single_key(int), paging.limit + 1)
    shapes = {one.wave: await wave_shape(session, one, pilot, now) for one in found}
    return paging.page(response, found, lambda one: shapes[one.wave], lambda one: [one.wave])


@router.get("/{wave}", responses=sends("ETag"))
async def get_wave(
    pilot_id: UUID, wave: WaveNumber, _: Reader, session: Session, now: Now, response: Response
) -> WaveShown:
    """Get a wave.

    Answers a wave with who is asked, as counts, the gate by which it is judged, and how that was edited since.
    """
    return await show_wave(session, await planning.require_wave(session, pilot_id, wave), now, response)


@router.patch("/{wave}", responses=sends("ETag"))
async def change_wave(
    pilot_id: UUID,
    wave: WaveNumber,
    body: WavePlan,
    _: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> WaveShown:
    """Change the plan of a wave.

    Changes where a draft is to be tried, from when on, and why these are first. What is left out stays.
    """
    return await show_wave(session, await planning.plan(session, pilot_id, wave, body, expected), now, response)


@router.post("/{wave}/lock", responses=sends("ETag"))
async def lock_gate(
    pilot_id: UUID,
    wave: WaveNumber,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> WaveShown:
    """Lock a wave's plan and gate.

    Locks by what a wave is judged, before it begins. What is missing or cannot be reached is named; later edits of the
    gate stand beside, and judge nothing.
    """
    locked = await planning.lock_gate(session, caller, pilot_id, wave, expected, now)
    return await show_wave(session, locked, now, response)


@router.post("/{wave}/open", responses=sends("ETag"))
async def open_wave(
    pilot_id: UUID,
    wave: WaveNumber,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> WaveShown:
    """Open a wave that is locked.

    Begins a wave today with all teachers who said yes, of whom none takes part in another open wave.
    """
    return await show_wave(
        session, await planning.open_wave(session, caller, pilot_id, wave, expected, now), now, response
    )


@router.post("/{wave}/decide", responses=sends("ETag"))
async def decide_wave(
    pilot_id: UUID,
    wave: WaveNumber,
    body: Deciding,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> WaveShown:
    """Decide at a wave's gate.

    Expands, adjusts or sunsets, with reasons. What was known then is kept; expanding and adjusting add the next wave as
    a draft, and a sunset keeps what was learned.
    """
    decided = await deciding.decide(session, caller, pilot_id, wave, body, expected, now)
    return await show_wave(session, decided, now, response)
