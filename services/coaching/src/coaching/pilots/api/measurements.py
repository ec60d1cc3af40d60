"""`/coaching/v1/pilots/{pilot_id}/waves/{wave}/measurements`: what is measured, and what is corrected."""

from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Reader, Writer
from coaching.common.usecases import read_minimum_group
from coaching.pilots.api.parameters import WAVE, WaveNumber
from coaching.pilots.queries.measurements import MeasurementRecord, page_of_measurements
from coaching.pilots.queries.waves import WaveRecord
from coaching.pilots.schemas.gates import GateBody
from coaching.pilots.schemas.measurements import MeasurementShown, NewMeasurement
from coaching.pilots.usecases import measuring, planning
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix=f"{WAVE}/measurements", tags=["measurements"])


@router.post("", status_code=201, response_model=MeasurementShown)
async def record_wave_measurement(
    pilot_id: UUID, wave: WaveNumber, new: NewMeasurement, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Record a measurement.

    Keeps a value of a signal or a guardrail on a day of an open wave, or a correction that stands beside an earlier
    one; corrections are taken after the decision, too, and change nothing of it.
    """

    async def act() -> Answer:
        pilot = await planning.require_pilot(session, pilot_id, now)
        record = await planning.require_wave(session, pilot_id, wave, lock=True)
        made = await measuring.measure(session, caller, pilot, record, new, now)
        _, gate = await planning.judged_gate(session, record)
        return created(_shape(made, record, gate, await read_minimum_group(session, caller.district_id)))

    return await once(session, keyed, act)


@router.get("")
async def list_wave_measurements(
    pilot_id: UUID, wave: WaveNumber, caller: Reader, session: Session, paging: Paging, response: Response
) -> Page[MeasurementShown]:
    """List what was measured in a wave.

    Lists all measurements in the order in which they were told, those that were corrected included. Values of too few
    people are left out, and of schools those too from which such a one could be worked out.
    """
    record = await planning.require_wave(session, pilot_id, wave)
    found = await page_of_measurements(session, pilot_id, wave, paging.single_key(UUID), paging.limit + 1)
    minimum = await read_minimum_group(session, caller.district_id)
    gate = GateBody() if not found else (await planning.judged_gate(session, record))[1]
    return paging.page(
        response, found, lambda one: _shape(one, record, gate, minimum), lambda one: [one.measurement_id]
    )


def _shape(one: MeasurementRecord, record: WaveRecord, gate: GateBody, minimum: int) -> MeasurementShown:
    shown = measuring.visible(one, minimum)
    peek = record.opened_on is None or one.measured_on < record.opened_on + timedelta(days=gate.minimum_days or 0)
    return MeasurementShown.model_validate(
        {
            "measurement_id": one.measurement_id,
            "measure": one.measure,
            "measured_on": one.measured_on,
            "value": one.value if shown.value else None,
            "n": one.n,
            "too_few": not shown.value,
            "judgeable": not peek,
            "schools": [
                school | ({} if visible else {"value": None})
                for school, visible in zip(one.schools, shown.schools, strict=False)
            ],
            "source": one.source,
            "corrects": one.corrects,
            "corrected_by": one.corrected_by,
            "told_at": one.told_at,
            "after_decision": record.decided_at is not None and one.told_at > record.decided_at,
        }
    )
