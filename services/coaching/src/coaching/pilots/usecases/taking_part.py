"""Who is asked to take part in a wave, and what they say."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from coaching.coaches.queries.people import find_rostered_learners
from coaching.pilots.queries.pilots import PilotRecord
from coaching.pilots.queries.teachers import (
    TeacherRecord,
    find_in_other_waves,
    find_teacher,
    find_teachers,
    set_answer,
    set_teachers,
    take_turns,
)
from coaching.pilots.queries.waves import WaveRecord, set_edited
from coaching.pilots.rules.waves import OptIn, may_answer
from coaching.pilots.schemas.pilots import TeachersAsked
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotFound
from shared.values.calendar import day_of
from shared.values.ids import is_learner_of

NO_TEACHER = "Rostering knows this person as a learner: ask a teacher, or correct the roster first."


async def ask(session: Transaction, caller: Caller, record: WaveRecord, sent: TeachersAsked, person_key: bytes) -> None:
    """Stores who is asked in a wave that is planned, in place of those before; but who opted out stays."""
    known = {one.person_id: one.opt_in for one in await find_teachers(session, record.pilot_id, record.wave)}
    learners = await find_rostered_learners(session, [one.person_id for one in sent.teachers])
    errors: list[dict[str, str]] = []
    asked: dict[UUID, TeacherRecord] = {}
    for place, one in enumerate(sent.teachers):
        at = f"/teachers/{place}"
        if not is_learner_of(one.person_id, caller.district_id, person_key):
            detail = "There is no person with this id. Give the id that rostering gave."
            errors.append({"pointer": f"{at}/person_id", "detail": detail})
        if one.person_id in learners:
            errors.append({"pointer": f"{at}/person_id", "detail": NO_TEACHER})
        if one.person_id in asked:
            errors.append({"pointer": f"{at}/person_id", "detail": "They are named twice: name everybody once."})
        if one.school_id not in record.school_ids:
            detail = "The wave does not name this school: name it there first."
            errors.append({"pointer": f"{at}/school_id", "detail": detail})
        said = one.opt_in or known.get(one.person_id, "none")
        asked[one.person_id] = TeacherRecord(one.person_id, one.school_id, said)
    if errors:
        raise Invalid("These teachers cannot be asked; see errors.", errors=errors)
    await set_teachers(session, caller.district_id, record.pilot_id, record.wave, list(asked.values()))
    await set_edited(session, record.pilot_id, record.wave)


async def answer(
    session: Transaction,
    caller: Caller,
    pilot: PilotRecord,
    record: WaveRecord,
    person_id: UUID,
    says: OptIn,
    now: datetime,
) -> TeacherRecord:
    """Stores what somebody says who is asked. In an open wave they take part from today on, or no more."""
    before = await find_teacher(session, record.pilot_id, record.wave, person_id)
    if before is None:
        raise NotFound("Nobody of this id is asked to take part in this wave.")
    if not may_answer(before.opt_in, says, record.state):
        raise Conflict("In an open wave nobody comes back who opted out, and no answer is taken back: ask them again "
                       "in the next wave.")  # fmt: skip
    after = before._replace(opt_in=says)
    if record.state != "open" or says == before.opt_in:
        started_on = ended_on = None
    else:
        today = day_of(now, pilot.district_zone)
        started_on, ended_on = (today, None) if says == "yes" else (None, today if before.opt_in == "yes" else None)
    if started_on is not None:
        await ensure_in_no_other_wave(session, caller.district_id, record.pilot_id, record.wave, [person_id])
    if says != before.opt_in:
        await set_answer(session, record.pilot_id, record.wave, after, started_on=started_on, ended_on=ended_on)
        await set_edited(session, record.pilot_id, record.wave)
    return after


async def ensure_in_no_other_wave(
    session: Transaction, district_id: UUID, pilot_id: UUID, wave: int, people: Sequence[UUID]
) -> None:
    """Raises a Conflict where somebody takes part in another open wave; nobody of the district begins meanwhile."""
    await take_turns(session, district_id)
    elsewhere = await find_in_other_waves(session, pilot_id, wave, people)
    if elsewhere:
        errors = [{"pointer": f"/teachers/{one}", "detail": "Takes part in another open wave."} for one in elsewhere]
        raise Conflict(
            "Waves of the same teachers must not overlap, for nobody could say which of them worked: wait until the "
            "other is decided, or leave these teachers out; see errors.",
            errors=errors,
        )
