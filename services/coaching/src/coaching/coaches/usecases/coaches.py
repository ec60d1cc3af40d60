"""Coaches join, change what they offer, and leave."""

from datetime import date, datetime
from uuid import UUID

from coaching.coaches.followers import COACH_JOINING, STANDING_TOLD, CoachJoining
from coaching.coaches.queries.coaches import CoachRecord, add_coach, page_of_coaches, set_coach, set_left
from coaching.coaches.queries.people import hold_roster
from coaching.coaches.rules.attestations import Kind
from coaching.coaches.rules.people import validate_kind_of
from coaching.coaches.rules.standing import State, standing
from coaching.coaches.rules.terms import USUAL, Terms, WeeklyWindow, Window, validate_terms
from coaching.coaches.schemas.coaches import CoachChange, NewCoach
from coaching.coaches.usecases.people import find_doubt
from coaching.coaches.usecases.standings import (
    SeenCoach,
    require_coach,
    see_coach,
    standing_event,
    tell_standing,
    told_standing,
    with_standing,
)
from shared.auth.callers import Caller
from shared.contracts.coaching import CoachJoined
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, invalid
from shared.events.outbox import publish
from shared.http.editing import ensure_current
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of
from shared.values.ids import is_learner_of, new_id


async def join(session: Transaction, caller: Caller, new: NewCoach, now: datetime, person_key: bytes) -> SeenCoach:
    """Makes somebody a coach, suspended until what is demanded of them is attested."""
    if not is_learner_of(new.person_id, caller.district_id, person_key):
        raise invalid("/person_id", "There is no person with this id. Give the id that rostering gave.")
    zone = await find_zone(session, caller.district_id)
    today = day_of(now, zone)
    await _ensure_kind(session, caller.district_id, new, today)
    begins = standing(new.kind, None, [], today)
    usual = USUAL._asdict() if new.kind == "student" else None
    record = CoachRecord(
        district_id=caller.district_id,
        coach_id=new_id(),
        kind=new.kind,
        person_id=new.person_id,
        skills=[one.model_dump(mode="json") for one in new.skills],
        languages=new.languages,
        time_zone=new.time_zone,
        availability=[one.model_dump() for one in new.availability],
        weekly_capacity=new.weekly_capacity,
        allowed_times=usual if new.allowed_times is None else new.allowed_times.model_dump(),
        joined_on=today,
        joined_at=now,
        left_on=None,
        left_at=None,
        version=1,
        told_state=begins.state,
        told_reasons=list(begins.reasons),
        told_since=today,
        district_zone=zone,
        learner_since=None,
    )
    _ensure_terms(record)
    if not await add_coach(session, record, caller.subject, begins.until):
        raise Conflict("This person is a coach already: change what they offer, or have them leave first.")
    told = standing_event(record.coach_id, begins.state, begins.reasons, today)
    await publish(session, caller.district_id, joined_event(record), told)
    await STANDING_TOLD.notify(session, told_standing(record, begins, [], today, now))
    return SeenCoach(record, begins, today)


async def list_coaches(
    session: Transaction, after: UUID | None, kind: Kind | None, state: State | None, limit: int, now: datetime
) -> list[SeenCoach]:
    """Returns coaches behind one of them, by id. How they stand is nowhere stored, so all are looked at until so many
    stand as is asked.
    """
    found: list[SeenCoach] = []
    while True:
        page = await page_of_coaches(session, after, kind, limit)
        found += [one for one in await with_standing(session, page, now) if state in (None, one.standing.state)]
        if len(page) < limit or len(found) >= limit:
            return found[:limit]
        after = page[-1].coach_id


async def change_coach(
    session: Transaction, coach_id: UUID, change: CoachChange, expected: str, now: datetime
) -> SeenCoach:
    """Changes what a coach offers; what is left out stays."""
    before = await _require_present(session, coach_id, expected)
    sent = change.model_dump(mode="json", exclude_none=True)
    after = before._replace(**sent)
    _ensure_terms(after)
    await set_coach(session, after)
    return await see_coach(session, coach_id, now)


async def leave(session: Transaction, caller: Caller, coach_id: UUID, expected: str, now: datetime) -> SeenCoach:
    """Ends somebody's coaching today. What they did stays; who comes back is another coach."""
    record = await _require_present(session, coach_id, expected)
    today = day_of(now, record.district_zone)
    await set_left(session, coach_id, today, now, caller.subject)
    await tell_standing(session, record._replace(left_on=today), today, now)
    return await see_coach(session, coach_id, now)


def joined_event(record: CoachRecord) -> CoachJoined:
    """Returns the event that somebody is a coach; the same whenever it is told."""
    return CoachJoined(
        coach_id=record.coach_id, kind=record.kind, person_id=record.person_id, joined_on=record.joined_on
    )


async def _ensure_kind(session: Transaction, district_id: UUID, new: NewCoach, today: date) -> None:
    """Raises Invalid where a learner, or who was a student and is not known as an adult, would be staff."""
    if new.kind != "staff":
        return
    await hold_roster(session, district_id)
    joining = CoachJoining(district_id, new.person_id)
    await COACH_JOINING.notify(session, joining)
    found = await find_doubt(session, new.person_id, today, student=joining.student)
    if problem := validate_kind_of(found):
        raise invalid("/kind", problem)


async def _require_present(session: Transaction, coach_id: UUID, expected: str) -> CoachRecord:
    """Returns a coach, locked. Raises a Conflict where they have left."""
    record = await require_coach(session, coach_id, lock=True)
    ensure_current(expected, record.version)
    ensure_present(record)
    return record


def ensure_present(record: CoachRecord) -> None:
    """Raises a Conflict where the coach has left."""
    if record.left_on is not None:
        raise Conflict("This coach has left: nothing of them changes any more. Who comes back joins anew.")


def _ensure_terms(record: CoachRecord) -> None:
    terms = Terms(
        time_zone=record.time_zone,
        availability=[WeeklyWindow(**one) for one in record.availability],
        weekly_capacity=record.weekly_capacity,
        allowed=None if record.allowed_times is None else Window(**record.allowed_times),
    )
    errors = [problem._asdict() for problem in validate_terms(record.kind, terms)]
    if errors:
        raise Invalid("A coach cannot offer this; see errors.", errors=errors)
