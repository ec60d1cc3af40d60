"""How coaches stand today, and that whoever listens is told when it becomes otherwise."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.followers import STANDING_TOLD, StandingTold
from coaching.coaches.queries.attestations import find_attestations
from coaching.coaches.queries.coaches import CoachRecord, find_coach, lock_due_coaches, set_told
from coaching.coaches.rules.attestations import Attestation, known_at
from coaching.coaches.rules.standing import Standing, State, minority, standing
from shared.contracts.coaching import CoachLeft, CoachReinstated, CoachSuspended
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.errors import NotFound, invalid
from shared.events.event import Event
from shared.events.outbox import publish
from shared.values.calendar import day_of

AT_ONCE = 50


class SeenCoach(NamedTuple):
    """A coach, and how they stand on a day."""

    record: CoachRecord
    standing: Standing
    on: date


async def require_coach(session: Transaction, coach_id: UUID, *, lock: bool = False) -> CoachRecord:
    """Raises NotFound where the session's district has no coach of this id."""
    record = await find_coach(session, coach_id, lock=lock)
    if record is None:
        raise NotFound("There is no such coach.")
    return record


async def with_standing(session: Transaction, records: Sequence[CoachRecord], now: datetime) -> list[SeenCoach]:
    """Returns the coaches with how each stands today."""
    attested = await find_attestations(session, [one.coach_id for one in records])
    return [
        SeenCoach(one, standing(one.counts_as, one.left_on, attested[one.coach_id], today), today)
        for one in records
        for today in [day_of(now, one.district_zone)]
    ]


async def see_coach(session: Transaction, coach_id: UUID, now: datetime) -> SeenCoach:
    """Returns a coach and how they stand today."""
    (seen,) = await with_standing(session, [await require_coach(session, coach_id)], now)
    return seen


async def read_standing(
    session: Transaction, coach_id: UUID, on: date | None, known: datetime | None, now: datetime
) -> SeenCoach:
    """Returns how a coach stood on a day, or will, by what was known at a moment; today, and by what is known now,
    where nothing is said.
    """
    record = await require_coach(session, coach_id)
    day = on or day_of(now, record.district_zone)
    if day < record.joined_on:
        raise invalid("/on", f"They became a coach on {record.joined_on}: ask about that day or a later one.")
    if known is not None and known < record.joined_at:
        raise invalid("/known_at", "Nothing was known of this coach then: ask about a later moment.")
    attested = (await find_attestations(session, [coach_id]))[coach_id]
    left_on = record.left_on
    if known is not None:
        attested = known_at(attested, known)
        left_on = left_on if record.left_at is not None and record.left_at <= known else None
        if record.learner_since is not None and record.learner_since > known:
            record = record._replace(learner_since=None)
    return SeenCoach(record, standing(record.counts_as, left_on, attested, day), day)


async def tell_standing(session: Transaction, record: CoachRecord, day: date, now: datetime) -> SeenCoach:
    """Publishes how a coach stands on this day, where it is otherwise than was published last, and tells whoever
    follows. The coach is locked.
    """
    attested = (await find_attestations(session, [record.coach_id]))[record.coach_id]
    found = standing(record.counts_as, record.left_on, attested, day)
    since = record.told_since
    if (found.state, list(found.reasons)) != (record.told_state, record.told_reasons):
        since = day
        await publish(session, record.district_id, standing_event(record.coach_id, found.state, found.reasons, day))
    await set_told(session, record.coach_id, found, since, day)
    await STANDING_TOLD.notify(session, told_standing(record, found, attested, day, now))
    return SeenCoach(record, found, day)


def told_standing(
    record: CoachRecord, found: Standing, attested: Sequence[Attestation], day: date, now: datetime
) -> StandingTold:
    """Returns what followers are told of a coach who stands so on this day."""
    young = minority(record.counts_as, attested, day)
    return StandingTold(
        district_id=record.district_id,
        coach_id=record.coach_id,
        state=found.state,
        until=found.until,
        minor=young.minor,
        minor_until=young.until,
        on=day,
        now=now,
    )


async def tell_due_standings(session: Transaction, now: datetime) -> bool:
    """Publishes what the day has changed: what expired, what began, who turned 18. Returns whether there is more."""
    due = await lock_due_coaches(session, now, AT_ONCE)
    for record in due:
        await set_tenant(session, record.district_id)
        await tell_standing(session, record, day_of(now, record.district_zone), now)
    return len(due) == AT_ONCE


def standing_event(coach_id: UUID, state: State, reasons: Sequence[str], day: date) -> Event:
    """Returns the event that a coach stands so from this day on; the same whenever it is told."""
    match state:
        case "left":
            return CoachLeft(coach_id=coach_id, left_on=day)
        case "suspended":
            return CoachSuspended(coach_id=coach_id, reasons=tuple(reasons), suspended_on=day)
        case "active":
            return CoachReinstated(coach_id=coach_id, reinstated_on=day)
