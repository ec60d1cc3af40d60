"""Pilots are proposed, and their waves planned, locked and opened."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from coaching.coaches.queries.people import find_rostered_learners
from coaching.common.rules.problems import Problem
from coaching.common.usecases import read_minimum_group
from coaching.pilots.queries.gates import GateRecord, add_gate, find_gate, find_last_gate
from coaching.pilots.queries.pilots import PilotRecord, add_pilot, find_pilot, set_pilot
from coaching.pilots.queries.teachers import count_teachers, find_teachers, set_started
from coaching.pilots.queries.waves import (
    WaveRecord,
    add_wave,
    find_wave,
    set_edited,
    set_locked,
    set_open,
    set_plan,
)
from coaching.pilots.rules.gates import contradictions, lacking, unreachable
from coaching.pilots.rules.waves import Move, validate_move
from coaching.pilots.schemas.gates import GateBody, rule_of
from coaching.pilots.schemas.pilots import NewPilot, PilotChange, WavePlan
from coaching.pilots.usecases.schools import find_school_problems
from coaching.pilots.usecases.taking_part import ensure_in_no_other_wave
from shared.auth.callers import Caller
from shared.contracts.coaching import WaveOpened
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotFound
from shared.events.outbox import publish
from shared.http.editing import ensure_current
from shared.values.calendar import day_of
from shared.values.ids import new_id

NO_GATE = GateBody()


async def propose(session: Transaction, caller: Caller, new: NewPilot, now: datetime) -> PilotRecord:
    """Keeps a pilot, with a first wave that is still to be planned."""
    pilot_id = new_id()
    words = (new.title, new.tried, new.why)
    await add_pilot(session, caller.district_id, pilot_id, words, now, caller.subject)
    await add_wave(session, caller.district_id, pilot_id, 1)
    return await require_pilot(session, pilot_id, now)


async def require_pilot(session: Transaction, pilot_id: UUID, now: datetime, *, lock: bool = False) -> PilotRecord:
    """Raises NotFound where the session's district has no pilot of this id."""
    record = await find_pilot(session, pilot_id, now, lock=lock)
    if record is None:
        raise NotFound("There is no such pilot.")
    return record


async def require_wave(session: Transaction, pilot_id: UUID, wave: int, *, lock: bool = False) -> WaveRecord:
    """Raises NotFound where the session's district has no such wave."""
    record = await find_wave(session, pilot_id, wave, lock=lock)
    if record is None:
        raise NotFound("There is no such wave.")
    return record


async def lock_wave_for(
    session: Transaction, pilot_id: UUID, wave: int, move: Move, expected: str | None = None
) -> WaveRecord:
    """Returns a wave with which this can be done, locked. Raises a Conflict that says why it cannot."""
    record = await require_wave(session, pilot_id, wave, lock=True)
    if expected is not None:
        ensure_current(expected, record.version)
    if problem := validate_move(record.state, move):
        raise Conflict(problem)
    return record


async def change_pilot(
    session: Transaction, pilot_id: UUID, change: PilotChange, expected: str, now: datetime
) -> PilotRecord:
    """Changes the words of a pilot; what is left out stays."""
    before = await require_pilot(session, pilot_id, now, lock=True)
    ensure_current(expected, before.version)
    if before.last_state == "sunset":
        raise Conflict("This pilot was sunset: its words stay as they were. Propose another where you try again.")
    after = before._replace(**change.model_dump(exclude_none=True))
    await set_pilot(session, pilot_id, after.title, after.tried, after.why)
    return await require_pilot(session, pilot_id, now)


async def plan(session: Transaction, pilot_id: UUID, wave: int, change: WavePlan, expected: str) -> WaveRecord:
    """Changes where a wave is, when it is to begin, and why these are first; what is left out stays. Schools that are
    named are looked at; those that it has stay until somebody names them again, or locks its gate.
    """
    before = await lock_wave_for(session, pilot_id, wave, "plan", expected)
    if problems := await find_school_problems(session, change.school_ids or []):
        raise Invalid("A wave cannot be there; see errors.", errors=[one._asdict() for one in problems])
    after = before._replace(**change.model_dump(exclude_none=True))
    await set_plan(session, after._replace(school_ids=list(dict.fromkeys(after.school_ids))))
    return await require_wave(session, pilot_id, wave)


async def write_gate(
    session: Transaction, caller: Caller, pilot_id: UUID, wave: int, sent: GateBody, expected: str, now: datetime
) -> WaveRecord:
    """Keeps another version of a gate. Of a wave that is locked it stands beside the one that judges."""
    record = await require_wave(session, pilot_id, wave, lock=True)
    ensure_current(expected, record.version)
    if problem := validate_move(record.state, "plan" if record.state == "draft" else "amend"):
        raise Conflict(problem)
    minimum = await read_minimum_group(session, caller.district_id)
    if errors := [one._asdict() for one in contradictions(rule_of(sent), minimum)]:
        raise Invalid("No wave can be judged by this gate; see errors.", errors=errors)
    last = await find_last_gate(session, pilot_id, wave)
    version = 1 if last is None else last.gate + 1
    new = GateRecord(version, sent.model_dump(mode="json"), now, caller.subject)
    await add_gate(session, caller.district_id, pilot_id, wave, new)
    await set_edited(session, pilot_id, wave)
    return await require_wave(session, pilot_id, wave)


async def lock_gate(
    session: Transaction, caller: Caller, pilot_id: UUID, wave: int, expected: str, now: datetime
) -> WaveRecord:
    """Locks what a wave is judged by, where it is complete and can be reached."""
    pilot = await require_pilot(session, pilot_id, now)
    record = await lock_wave_for(session, pilot_id, wave, "lock", expected)
    written = await find_last_gate(session, pilot_id, wave)
    gate = NO_GATE if written is None else GateBody.model_validate(written.content)
    today = day_of(now, pilot.district_zone)
    problems = [*await _plan_problems(session, record, today)]
    counts = await count_teachers(session, pilot_id, wave)
    minimum = await read_minimum_group(session, caller.district_id)
    rule = rule_of(gate)
    found = [
        *lacking(rule),
        *contradictions(rule, minimum),
        *unreachable(rule, record.starts_on or today, counts.yes + counts.unanswered),
    ]
    problems += [Problem(f"/gate{one.pointer}", one.detail) for one in found]
    if problems or written is None:
        raise Invalid("This wave cannot be locked yet; see errors.", errors=[one._asdict() for one in problems])
    await set_locked(session, record, written.gate, gate.decides_on, now, caller.subject)
    return await require_wave(session, pilot_id, wave)


async def open_wave(
    session: Transaction, caller: Caller, pilot_id: UUID, wave: int, expected: str, now: datetime
) -> WaveRecord:
    """Begins a wave today, with all who said yes."""
    pilot = await require_pilot(session, pilot_id, now, lock=True)
    record = await lock_wave_for(session, pilot_id, wave, "open", expected)
    taking_part = [one.person_id for one in await find_teachers(session, pilot_id, wave) if one.opt_in == "yes"]
    if not taking_part:
        raise Conflict("Nobody has said yes, so that there is nobody to begin with: record who takes part first.")
    today = day_of(now, pilot.district_zone)
    if record.starts_on is not None and today < record.starts_on:
        raise Conflict(f"This wave was locked to begin on {record.starts_on}: open it on that day or later.")
    await ensure_in_no_other_wave(session, caller.district_id, pilot_id, wave, taking_part)
    counts = await count_teachers(session, pilot_id, wave)
    await set_started(session, pilot_id, wave, today)
    await set_open(session, record, today, (counts.yes, counts.schools), now, caller.subject)
    opened = await require_wave(session, pilot_id, wave)
    await publish(session, caller.district_id, opened_event(opened))
    return opened


def opened_event(record: WaveRecord) -> WaveOpened:
    """Returns the event that a wave has begun; the same whenever it is told."""
    return WaveOpened.model_validate(
        {
            "pilot_id": record.pilot_id,
            "wave": record.wave,
            "teachers": record.told_teachers,
            "schools": record.told_schools,
            "opened_on": record.opened_on,
            "decides_on": record.decides_on,
        }
    )


async def judged_gate(session: Transaction, record: WaveRecord) -> tuple[GateRecord, GateBody]:
    """Returns the gate by which a wave is judged that is locked."""
    found = await find_gate(session, record.pilot_id, record.wave, record.judged_gate or 0)
    if found is None:
        raise Conflict("The gate of this wave is not locked: complete it, lock it and open the wave first.")
    return found, GateBody.model_validate(found.content)


async def _plan_problems(session: Transaction, record: WaveRecord, today: date) -> list[Problem]:
    teachers = await find_teachers(session, record.pilot_id, record.wave)
    asked = [one for one in teachers if one.opt_in != "no"]
    problems = [*_missing_of_plan(record, today), *await find_school_problems(session, record.school_ids)]
    if not asked:
        problems.append(Problem("/teachers", "Nobody is asked to take part: say who."))
    if any(one.school_id not in record.school_ids for one in asked):
        problems.append(
            Problem("/teachers", "Somebody is of a school that the wave does not name: name it, or ask others.")
        )
    if await find_rostered_learners(session, [one.person_id for one in asked]):
        problems.append(
            Problem(
                "/teachers", "Rostering knows somebody who is asked as a learner: ask others, or correct the roster."
            )
        )
    if record.predecessor is not None:
        before = await require_wave(session, record.pilot_id, record.predecessor)
        problems += _size_problems(before, len(asked))
    return problems


def _missing_of_plan(record: WaveRecord, today: date) -> Iterator[Problem]:
    if record.why_these_first is None:
        yield Problem("/why_these_first", "It is not said why these are first: say it, for those who are not.")
    if record.starts_on is None:
        yield Problem("/starts_on", "No day is set on which it is to begin: name one.")
    elif record.starts_on < today:
        yield Problem("/starts_on", "A gate is locked before its wave begins: name today or a later day.")
    if not record.school_ids:
        yield Problem("/school_ids", "No school is named: say where.")


def _size_problems(before: WaveRecord, asked: int) -> Iterator[Problem]:
    told = before.told_teachers or 0
    if before.state == "expanded" and asked <= told:
        yield Problem("/teachers", f"The wave before had {told} teachers and was expanded: ask more than these.")
    if before.state == "adjusted" and asked > told:
        yield Problem("/teachers", f"What was adjusted is tried again no larger: ask {told} teachers at most.")
