"""How a wave is shown."""

from datetime import datetime
from typing import get_args

from fastapi import Response

from coaching.pilots.queries.gates import GateRecord, find_gate, find_last_gate
from coaching.pilots.queries.pilots import PilotRecord
from coaching.pilots.queries.teachers import count_teachers
from coaching.pilots.queries.waves import WaveRecord
from coaching.pilots.rules.waves import DECIDED, Outcome
from coaching.pilots.schemas.gates import GateVersion
from coaching.pilots.schemas.pilots import DecisionShown, TeacherCountsShown, WaveShown
from coaching.pilots.usecases.planning import require_pilot
from shared.db.query import Transaction
from shared.http.editing import etag
from shared.values.calendar import day_of

_OUTCOMES: dict[str, Outcome] = {DECIDED[one]: one for one in get_args(Outcome)}


async def show_wave(session: Transaction, record: WaveRecord, now: datetime, response: Response) -> WaveShown:
    """Returns a wave as it is shown, and sends its ETag."""
    response.headers["ETag"] = etag(record.version)
    return await wave_shape(session, record, await require_pilot(session, record.pilot_id, now), now)


async def wave_shape(session: Transaction, record: WaveRecord, pilot: PilotRecord, now: datetime) -> WaveShown:
    last = await find_last_gate(session, record.pilot_id, record.wave)
    judged = last
    if record.judged_gate is not None:
        judged = await find_gate(session, record.pilot_id, record.wave, record.judged_gate)
    edited = None if last is None or judged is None or last.gate == judged.gate else last
    undecided = record.state in ("locked", "open") and record.decides_on is not None
    return WaveShown(
        pilot_id=record.pilot_id,
        wave=record.wave,
        predecessor=record.predecessor,
        state=record.state,
        why_these_first=record.why_these_first,
        starts_on=record.starts_on,
        school_ids=record.school_ids,
        teachers=TeacherCountsShown.model_validate(await count_teachers(session, record.pilot_id, record.wave)),
        gate=None if judged is None else gate_shape(judged, record),
        edited_gate=None if edited is None else gate_shape(edited, record),
        decides_on=record.decides_on,
        past_gate=undecided and record.decides_on is not None and record.decides_on < day_of(now, pilot.district_zone),
        locked_at=record.locked_at,
        opened_on=record.opened_on,
        decision=decision_shape(record),
    )


def gate_shape(found: GateRecord, of: WaveRecord) -> GateVersion:
    return GateVersion.model_validate(
        {
            "version": found.gate,
            "judged": found.gate == of.judged_gate,
            "written_at": found.written_at,
            "written_by": found.written_by,
            "gate": found.content,
        }
    )


def decision_shape(record: WaveRecord) -> DecisionShown | None:
    if record.decided_on is None:
        return None
    return DecisionShown.model_validate(
        {
            "outcome": _OUTCOMES[record.state],
            "decided_on": record.decided_on,
            "decided_at": record.decided_at,
            "decided_by": record.decided_by,
            "reasons": record.reasons,
            "words": record.decision_words,
            "learned": record.learned,
            "share": record.share,
            "next_wave": None if record.state == "sunset" else record.wave + 1,
        }
    )
