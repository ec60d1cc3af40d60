"""What a gate comes to: worked out whenever it is read, and kept as it was when it was decided."""

from datetime import date, datetime
from typing import NamedTuple

from coaching.common.usecases import read_minimum_group
from coaching.pilots.queries.gates import GateRecord, find_last_gate
from coaching.pilots.queries.measurements import MeasurementRecord, find_measurements
from coaching.pilots.queries.pilots import PilotRecord
from coaching.pilots.queries.teachers import TeacherCounts, count_teachers
from coaching.pilots.queries.waves import WaveRecord
from coaching.pilots.rules.verdicts import Evidence, Judged, Measured, exposure_of, judge
from coaching.pilots.schemas.gates import GateBody, MeasureBody, rule_of
from coaching.pilots.schemas.measurements import EvidenceShown, ExposureShown, GuardrailShown, SignalShown
from coaching.pilots.schemas.pilots import TeacherCountsShown
from coaching.pilots.usecases.planning import judged_gate
from shared.db.query import Transaction
from shared.errors import Conflict
from shared.values.calendar import day_of


class FoundEvidence(NamedTuple):
    """The evidence of a wave now, what was kept of it, and how it would be by the gate as it was edited."""

    then: EvidenceShown | None
    now: EvidenceShown
    by_edited_gate: EvidenceShown | None
    corrections_since: int
    judged: Evidence


class _Known(NamedTuple):
    """What is known of a wave now."""

    opened_on: date
    day: date
    at: datetime
    teachers: TeacherCounts
    measurements: list[MeasurementRecord]
    minimum_group: int


async def find_evidence(session: Transaction, pilot: PilotRecord, record: WaveRecord, now: datetime) -> FoundEvidence:
    """Returns all that is known at a gate. Raises a Conflict where the wave has not begun."""
    if record.opened_on is None:
        raise Conflict("This wave has not begun, so that there is no evidence yet: lock its gate and open it.")
    today = day_of(now, pilot.district_zone)
    known = _Known(
        opened_on=record.opened_on,
        day=min(today, record.decided_on or today),
        at=now,
        teachers=await count_teachers(session, record.pilot_id, record.wave),
        measurements=await find_measurements(session, record.pilot_id, record.wave),
        minimum_group=await read_minimum_group(session, pilot.district_id),
    )
    locked, gate = await judged_gate(session, record)
    judged = _judge(gate, known)
    last = await find_last_gate(session, record.pilot_id, record.wave)
    edited = None if last is None or last.gate == locked.gate else _by_edited(last, known)
    since = [one for one in known.measurements if record.decided_at is not None and one.told_at > record.decided_at]
    return FoundEvidence(
        then=None if record.evidence is None else EvidenceShown.model_validate(record.evidence),
        now=_shown(locked.gate, gate, judged, known),
        by_edited_gate=edited,
        corrections_since=len(since),
        judged=judged,
    )


def _by_edited(edited: GateRecord, known: _Known) -> EvidenceShown:
    gate = GateBody.model_validate(edited.content)
    return _shown(edited.gate, gate, _judge(gate, known), known)


def _judge(gate: GateBody, known: _Known) -> Evidence:
    rule = rule_of(gate)
    exposure = exposure_of(rule, known.opened_on, known.teachers.yes, known.day)
    measured = [
        Measured(one.measure, one.measured_on, one.value, one.n)
        for one in known.measurements
        if one.corrected_by is None
    ]
    return judge(rule, exposure, measured, known.minimum_group)


def _shown(version: int, gate: GateBody, found: Evidence, known: _Known) -> EvidenceShown:
    exposure = found.exposure
    return EvidenceShown(
        known_at=known.at,
        on=known.day,
        gate_version=version,
        minimum_group=known.minimum_group,
        verdict=found.verdict,
        exposure=ExposureShown(
            days=exposure.days,
            teachers=exposure.teachers,
            minimum_days=gate.minimum_days,
            minimum_teachers=gate.minimum_teachers,
            judgeable_from=exposure.judgeable_from,
            reached=exposure.reached,
        ),
        teachers=TeacherCountsShown.model_validate(known.teachers),
        signals=[
            SignalShown.model_validate(_measure(body, one.judged) | {"weight": body.weight, "state": one.state})
            for body, one in zip(gate.signals, found.signals, strict=True)
        ],
        guardrails=[
            GuardrailShown.model_validate(_measure(body, one.judged) | {"state": one.state, "broken_on": one.broken_on})
            for body, one in zip(gate.guardrails, found.guardrails, strict=True)
        ],
        weight=found.weight,
        weight_reached=found.weight_reached,
    )


def _measure(body: MeasureBody, judged: Judged) -> dict[str, object]:
    return {
        "key": body.key,
        "title": body.title,
        "unit": body.unit,
        "direction": body.direction,
        "lowest": body.lowest,
        "highest": body.highest,
        "baseline": None if body.baseline is None else body.baseline.value,
        "predicted": body.predicted,
        "threshold": body.threshold,
        "value": judged.value,
        "n": judged.n,
        "on": judged.on,
        "progress": judged.progress,
        "as_predicted": judged.as_predicted,
    }
