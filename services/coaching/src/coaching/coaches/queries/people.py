"""What the roster says of a district's people, and which of them coached as students, in SQL."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Scalar, Transaction


class ToldPerson(NamedTuple):
    """A person of whom rostering tells now whether they are a learner; None where they are there no more."""

    person_id: UUID
    learner: bool | None


class ChangedPerson(NamedTuple):
    """A person who is a learner from now on, or is none any more."""

    person_id: UUID
    learner: bool


_KEY = "hashtextextended('roster ' || cast(cast(:district_id as uuid) as text), 11)"
_HOLD = Command(f"select pg_advisory_xact_lock_shared({_KEY})")
_LOCK = Command(f"select pg_advisory_xact_lock({_KEY})")
_IS_LEARNER = Scalar("select p.learner from rostered_person p where p.person_id = :person_id", bool)
_LEARNERS = Scalar(
    "select p.person_id from rostered_person p where p.person_id = any(cast(:people as uuid[])) and p.learner", UUID
)
_AS_STUDENT = Scalar(
    "select c.coach_id from coach c where c.person_id = :person_id and c.kind = 'student' order by c.coach_id", UUID
)
_SAVE = Query(
    """
    with told as (
      select t.person_id, t.learner
      from unnest(cast(:people as uuid[]), cast(:learners as boolean[])) as t(person_id, learner)
    ), before as (
      select p.person_id, p.learner from rostered_person p join told t on t.person_id = p.person_id
      where p.district_id = :district_id
    ), gone as (
      delete from rostered_person p using told t
      where p.district_id = :district_id and p.person_id = t.person_id and t.learner is null
    ), kept as (
      insert into rostered_person as known (district_id, person_id, learner, told_at)
      select cast(:district_id as uuid), t.person_id, t.learner, :now from told t where t.learner is not null
      on conflict (district_id, person_id) do update set learner = excluded.learner, told_at = excluded.told_at
      where known.learner <> excluded.learner
    )
    select t.person_id, coalesce(t.learner, false) as learner from told t
    left join before b on b.person_id = t.person_id
    where coalesce(t.learner, false) <> coalesce(b.learner, false)
    order by t.person_id
    """,
    ChangedPerson,
)


async def hold_roster(session: Transaction, district_id: UUID) -> None:
    """Has nothing that the roster says of the district's people be written until the commit."""
    await _HOLD.run(session, district_id=district_id)


async def lock_roster(session: Transaction, district_id: UUID) -> None:
    """Waits for whoever holds the roster, and has nobody join by it until the commit."""
    await _LOCK.run(session, district_id=district_id)


async def is_rostered_learner(session: Transaction, person_id: UUID) -> bool | None:
    """Returns whether rostering knows this person of the session's district as a learner; None of whom it knows not."""
    return await _IS_LEARNER.get(session, person_id=person_id)


async def find_rostered_learners(session: Transaction, people: Collection[UUID]) -> frozenset[UUID]:
    """Returns those of these people whom rostering knows as learners of the session's district."""
    return frozenset(await _LEARNERS.all(session, people=list(people)))


async def find_coaches_as_student(session: Transaction, person_id: UUID) -> list[UUID]:
    """Returns the coaches that this person is or was as a student."""
    return await _AS_STUDENT.all(session, person_id=person_id)


async def save_people(
    session: Transaction, district_id: UUID, told: Collection[ToldPerson], now: datetime
) -> list[ChangedPerson]:
    """Stores what rostering tells of people; returns those who are learners now and were not, and the other way."""
    return await _SAVE.all(
        session,
        district_id=district_id,
        people=[one.person_id for one in told],
        learners=[one.learner for one in told],
        now=now,
    )
