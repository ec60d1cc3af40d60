"""At a gate: expand, adjust or sunset. What was known then is kept."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from coaching.pilots.queries.gates import GateRecord, add_gate
from coaching.pilots.queries.teachers import TeacherRecord, find_teachers, set_ended, set_teachers
from coaching.pilots.queries.waves import Decision, WaveRecord, add_wave, set_decided
from coaching.pilots.rules.verdicts import decision_problem, foreign_reasons
from coaching.pilots.rules.waves import DECIDED
from coaching.pilots.schemas.gates import GateBody
from coaching.pilots.schemas.pilots import Deciding
from coaching.pilots.usecases.evidence import find_evidence
from coaching.pilots.usecases.planning import judged_gate, lock_wave_for, require_pilot, require_wave
from shared.auth.callers import Caller
from shared.contracts.coaching import WaveAdjusted, WaveExpanded, WaveSunset
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid
from shared.events.event import Event
from shared.events.outbox import publish
from shared.values.calendar import day_of


async def decide(
    session: Transaction, caller: Caller, pilot_id: UUID, wave: int, sent: Deciding, expected: str, now: datetime
) -> WaveRecord:
    """Decides at a wave's gate; unless it is sunset, the next wave is there to be planned."""
    pilot = await require_pilot(session, pilot_id, now, lock=True)
    record = await lock_wave_for(session, pilot_id, wave, "decide", expected)
    if errors := [*_faults(sent)]:
        raise Invalid("This is no decision yet; see errors.", errors=errors)
    found = await find_evidence(session, pilot, record, now)
    if problem := decision_problem(sent.outcome, sent.reasons, found.judged):
        raise Conflict(problem)
    today = day_of(now, pilot.district_zone)
    decision = Decision(
        state=DECIDED[sent.outcome],
        day=today,
        at=now,
        by=caller.subject,
        reasons=list(dict.fromkeys(sent.reasons)),
        words=sent.words,
        learned=sent.learned,
        share=sent.share,
        evidence=found.now.model_dump(mode="json"),
    )
    await set_decided(session, record, decision)
    await set_ended(session, pilot_id, wave, today)
    if sent.outcome != "sunset":
        await _begin_next(session, caller, record, now)
    decided = await require_wave(session, pilot_id, wave)
    await publish(session, caller.district_id, decided_event(decided))
    return decided


def decided_event(record: WaveRecord) -> Event:
    """Returns the event that a wave was decided; the same whenever it is told."""
    if record.decided_on is None:
        raise ValueError("the wave is not decided")
    if record.state == "sunset":
        return WaveSunset(
            pilot_id=record.pilot_id,
            wave=record.wave,
            reasons=tuple(record.reasons),
            share=record.share,
            decided_on=record.decided_on,
        )
    kind = WaveExpanded if record.state == "expanded" else WaveAdjusted
    return kind(pilot_id=record.pilot_id, wave=record.wave, next_wave=record.wave + 1, decided_on=record.decided_on)


def _faults(sent: Deciding) -> Iterator[dict[str, str]]:
    for place, allowed in foreign_reasons(sent.outcome, sent.reasons):
        detail = f"This is no reason to {sent.outcome}: name some of {', '.join(allowed)}."
        yield {"pointer": f"/reasons/{place}", "detail": detail}
    if sent.outcome == "sunset" and sent.learned is None:
        yield {"pointer": "/learned", "detail": "Say what was learned: it is what stays of a pilot that ends."}
    if sent.outcome != "sunset" and sent.learned is not None:
        yield {"pointer": "/learned", "detail": "What was learned is written down at a sunset: write it into words."}
    if sent.outcome != "sunset" and sent.share:
        yield {"pointer": "/share", "detail": "Only what was learned of a sunset is shared: leave it out."}


async def _begin_next(session: Transaction, caller: Caller, record: WaveRecord, now: datetime) -> None:
    """Adds the wave that follows, in the same schools, with the same teachers to be asked anew and the same measures;
    what was so before it, what is predicted and when it is decided are its own.
    """
    number, of = record.wave + 1, caller.district_id
    await add_wave(session, of, record.pilot_id, number, record.wave, record.school_ids)
    _, gate = await judged_gate(session, record)
    content = blank(gate).model_dump(mode="json")
    await add_gate(session, of, record.pilot_id, number, GateRecord(1, content, now, caller.subject))
    asked = [
        TeacherRecord(one.person_id, one.school_id, "none")
        for one in await find_teachers(session, record.pilot_id, record.wave)
        if one.opt_in != "no"
    ]
    await set_teachers(session, of, record.pilot_id, number, asked)


def blank(gate: GateBody) -> GateBody:
    """Returns a gate with the same measures and thresholds, of which the rest is still to be written."""
    anew = {"baseline": None, "predicted": None}
    return gate.model_copy(
        update={
            "prediction": None,
            "decides_on": None,
            "signals": [one.model_copy(update=anew) for one in gate.signals],
            "guardrails": [one.model_copy(update=anew) for one in gate.guardrails],
        }
    )
