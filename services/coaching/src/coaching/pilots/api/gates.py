"""`/coaching/v1/pilots/{pilot_id}/waves/{wave}/gate`: by what a wave is judged, and what it comes to."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Reader, Writer
from coaching.pilots.api.parameters import WAVE, WaveNumber
from coaching.pilots.api.showing import decision_shape, gate_shape, show_wave
from coaching.pilots.queries.gates import page_of_gates
from coaching.pilots.schemas.gates import GateBody, GateVersion
from coaching.pilots.schemas.measurements import GateEvidence
from coaching.pilots.schemas.pilots import WaveShown
from coaching.pilots.usecases import planning
from coaching.pilots.usecases.evidence import find_evidence
from shared.http.context import Now
from shared.http.editing import ExpectedVersion
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix=f"{WAVE}/gate", tags=["gates"])


@router.get("")
async def get_gate(
    pilot_id: UUID, wave: WaveNumber, _: Reader, session: Session, now: Now, response: Response
) -> GateEvidence:
    """Get what a gate comes to.

    Answers all that is known at the gate of a wave that has begun: prediction beside result, each signal and guardrail,
    the exposure, who takes part, and, once it is decided, what was known then beside what is known now.
    """
    record = await planning.require_wave(session, pilot_id, wave)
    found = await find_evidence(session, await planning.require_pilot(session, pilot_id, now), record, now)
    return GateEvidence(
        pilot_id=pilot_id,
        wave=wave,
        then=found.then,
        now=found.now,
        by_edited_gate=found.by_edited_gate,
        corrections_since=found.corrections_since,
        decision=decision_shape(record),
    )


@router.put("", responses=sends("ETag"))
async def set_gate(
    pilot_id: UUID,
    wave: WaveNumber,
    body: GateBody,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> WaveShown:
    """Write a wave's gate.

    Keeps the next version of a gate. What is null is still to be written before the gate is locked; once it is, a
    version stands beside the locked one, by which alone the wave is judged.
    """
    written = await planning.write_gate(session, caller, pilot_id, wave, body, expected, now)
    return await show_wave(session, written, now, response)


@router.get("/versions")
async def list_gate_versions(
    pilot_id: UUID, wave: WaveNumber, _: Reader, session: Session, paging: Paging, response: Response
) -> Page[GateVersion]:
    """List the versions of a gate.

    Lists all that was ever written as the gate of a wave, the oldest first, and says by which the wave is judged.
    """
    record = await planning.require_wave(session, pilot_id, wave)
    found = await page_of_gates(session, pilot_id, wave, paging.single_key(int), paging.limit + 1)
    return paging.page(response, found, lambda one: gate_shape(one, record), lambda one: [one.gate])
