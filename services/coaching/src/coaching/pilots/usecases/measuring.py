"""What is measured in a wave; corrections stand beside."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.common.rules.groups import shown_groups
from coaching.common.rules.problems import Problem
from coaching.pilots.queries.measurements import MeasurementRecord, add_measurement, find_measurement
from coaching.pilots.queries.pilots import PilotRecord
from coaching.pilots.queries.waves import WaveRecord
from coaching.pilots.rules.gates import Measure, value_problem
from coaching.pilots.rules.waves import validate_move
from coaching.pilots.schemas.gates import rule_of
from coaching.pilots.schemas.measurements import NewMeasurement
from coaching.pilots.usecases.planning import judged_gate
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotFound, invalid
from shared.values.calendar import day_of
from shared.values.ids import new_id


class Visible(NamedTuple):
    """What may be shown of a measurement: its value, and of which of its schools."""

    value: bool
    schools: tuple[bool, ...]


async def measure(
    session: Transaction, caller: Caller, pilot: PilotRecord, record: WaveRecord, sent: NewMeasurement, now: datetime
) -> MeasurementRecord:
    """Keeps a value of a measure. The wave is locked."""
    if problem := validate_move(record.state, "measure" if sent.corrects is None else "correct"):
        raise Conflict(problem)
    _, gate = await judged_gate(session, record)
    sources = {one.key: one.source for one in (*gate.signals, *gate.guardrails)}
    rule = rule_of(gate)
    measures = {one.key: one for one in (*rule.signals, *rule.guardrails)}
    if sent.measure not in measures:
        raise invalid("/measure", f"The gate has no such measure: name one of {', '.join(sorted(measures))}.")
    today = day_of(now, pilot.district_zone)
    day = sent.measured_on or today if sent.corrects is None else await _corrected_day(session, record, sent)
    problems = [*_value_problems(measures[sent.measure], sent), *_day_problems(record, day, today)]
    if problems:
        raise Invalid("This was not measured; see errors.", errors=[one._asdict() for one in problems])
    new = MeasurementRecord(
        measurement_id=new_id(),
        pilot_id=record.pilot_id,
        wave=record.wave,
        measure=sent.measure,
        measured_on=day,
        value=sent.value,
        n=sent.n,
        schools=[one.model_dump(mode="json") for one in sent.schools],
        source=sent.source or sources[sent.measure],
        corrects=sent.corrects,
        told_at=now,
        told_by=caller.subject,
        corrected_by=None,
        corrected_at=None,
    )
    if not await add_measurement(session, caller.district_id, new):
        raise Conflict("This measure was measured on that day already: correct that measurement by its id.")
    return new


def visible(record: MeasurementRecord, minimum: int) -> Visible:
    """Returns what of a measurement tells of no single people. Of one that was corrected only the whole is shown: by
    the schools of both, one beside the other, single ones could be worked out.
    """
    ns = [one["n"] for one in record.schools]
    schools = () if record.corrected_by is not None else shown_groups(record.n, ns, minimum)
    return Visible(record.n >= minimum, schools)


async def _corrected_day(session: Transaction, record: WaveRecord, sent: NewMeasurement) -> date:
    """Returns the day of the measurement that is corrected."""
    if sent.corrects is None:
        raise ValueError("nothing is corrected")
    before = await find_measurement(session, record.pilot_id, record.wave, sent.corrects)
    if before is None:
        raise NotFound("There is no such measurement in this wave to correct.")
    if before.corrected_by is not None:
        raise Conflict(f"This measurement was corrected already, by {before.corrected_by}: correct that one.")
    if before.measure != sent.measure:
        raise invalid("/measure", f"The measurement that you correct is of {before.measure}: name that measure.")
    if sent.measured_on not in (None, before.measured_on):
        raise invalid("/measured_on", f"A correction keeps the day, {before.measured_on}: leave it out.")
    return before.measured_on


def _value_problems(measure: Measure, sent: NewMeasurement) -> Iterator[Problem]:
    if problem := value_problem(measure, sent.value):
        yield Problem("/value", problem)
    seen: set[UUID] = set()
    for place, one in enumerate(sent.schools):
        if problem := value_problem(measure, one.value):
            yield Problem(f"/schools/{place}/value", problem)
        if one.school_id in seen:
            yield Problem(f"/schools/{place}/school_id", "This school is named twice: name each once.")
        seen.add(one.school_id)
    if sum(one.n for one in sent.schools) > sent.n:
        yield Problem("/n", "The schools have more people than the whole: write how many there are in all.")


def _day_problems(record: WaveRecord, day: date, today: date) -> Iterator[Problem]:
    if record.opened_on is None or day < record.opened_on:
        yield Problem("/measured_on", f"The wave began on {record.opened_on}: what was before is its baseline.")
    elif day > today:
        yield Problem("/measured_on", f"Today is {today}: nothing is measured ahead.")
