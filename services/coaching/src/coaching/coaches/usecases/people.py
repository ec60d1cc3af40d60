"""What is known of a district's people besides what they coach as: whether they are learners."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from coaching.coaches.followers import LEARNERS_TOLD, LearnersTold
from coaching.coaches.queries.attestations import find_attestations
from coaching.coaches.queries.coaches import lock_present_of
from coaching.coaches.queries.people import (
    ChangedPerson,
    ToldPerson,
    find_coaches_as_student,
    is_rostered_learner,
    lock_roster,
    save_people,
)
from coaching.coaches.rules.people import Doubt, KnownPerson, doubt
from coaching.coaches.usecases.standings import tell_standing
from shared.contracts.rostering import PersonChanged
from shared.db.query import Transaction
from shared.events.event import Received
from shared.values.calendar import day_of


async def find_doubt(session: Transaction, person_id: UUID, today: date, *, student: bool) -> Doubt | None:
    """Returns why a person of the session's district cannot be taken for an adult. `student` says whether they took
    part as a student other than as a coach.
    """
    learner = await is_rostered_learner(session, person_id)
    coached = await find_coaches_as_student(session, person_id)
    attested = await find_attestations(session, coached)
    known = KnownPerson(
        rostered=None if learner is None else "learner" if learner else "other",
        student=student or bool(coached),
        attested=[one for of_coach in attested.values() for one in of_coach],
    )
    return doubt(known, today)


async def record_people(session: Transaction, events: Sequence[Received[PersonChanged]]) -> None:
    """Keeps who of a district is a learner by the roster. Staff who are one are suspended at once."""
    district_id, now = events[0].district_id, events[-1].applied_at
    newest = {event.data.person_id: event.data for event in events}
    told = [
        ToldPerson(one.person_id, "learner" in one.roles if one.active and one.roles else None)
        for _, one in sorted(newest.items())
    ]
    await lock_roster(session, district_id)
    await _tell(session, district_id, await save_people(session, district_id, told, now), now)


async def _tell(session: Transaction, district_id: UUID, changed: Sequence[ChangedPerson], now: datetime) -> None:
    if not changed:
        return
    for coach in await lock_present_of(session, district_id, [one.person_id for one in changed]):
        await tell_standing(session, coach, day_of(now, coach.district_zone), now)
    for learners in (True, False):
        people = [one.person_id for one in changed if one.learner is learners]
        if people:
            await LEARNERS_TOLD.notify(session, LearnersTold(district_id, people, learners, now))
