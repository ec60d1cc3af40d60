"""Who is asked to take part in a wave, in SQL."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from coaching.pilots.rules.waves import OptIn
from shared.db.query import Command, Query, Scalar, Transaction


class TeacherRecord(NamedTuple):
    """A teacher who is asked, and whether they take part."""

    person_id: UUID
    school_id: UUID
    opt_in: OptIn


class TeacherCounts(NamedTuple):
    """How many are asked: of these say yes, no, or nothing yet. `schools` are of those who say yes."""

    yes: int
    no: int
    unanswered: int
    schools: int


class TeacherInWave(NamedTuple):
    """Somebody who takes part in a wave."""

    pilot_id: UUID
    wave: int
    person_id: UUID


_SELECT = "select t.person_id, t.school_id, t.opt_in from wave_teacher t"
_OF = "t.pilot_id = :pilot_id and t.wave = :wave"
_ADD = Command("""
insert into wave_teacher (district_id, pilot_id, wave, person_id, school_id, opt_in)
select :district_id, :pilot_id, :wave, n.person_id, n.school_id, n.opt_in
from unnest(cast(:people as uuid[]), cast(:schools as uuid[]), cast(:answers as text[]))
  as n(person_id, school_id, opt_in)
on conflict (district_id, pilot_id, wave, person_id) do update set school_id = excluded.school_id,
  opt_in = excluded.opt_in
""")
# Who opted out stays counted, whatever list is sent next.
_REMOVE_OTHERS = Command(f"""
delete from wave_teacher t where {_OF} and t.opt_in <> 'no' and t.person_id <> all(cast(:people as uuid[]))
""")  # noqa: S608
_ALL = Query(f"{_SELECT} where {_OF}", TeacherRecord)
_FIND = Query(
    f"{_SELECT} where {_OF} and t.person_id = :person_id",
    TeacherRecord,
)
_PAGE = Query(
    f"""
    {_SELECT}
    where {_OF} and t.opt_in <> 'no' and (cast(:after as uuid) is null or t.person_id > cast(:after as uuid))
    order by t.person_id limit :limit
    """,
    TeacherRecord,
)
_COUNT = Query(
    f"""
    select count(*) filter (where t.opt_in = 'yes') as yes, count(*) filter (where t.opt_in = 'no') as no,
      count(*) filter (where t.opt_in = 'none') as unanswered,
      count(distinct t.school_id) filter (where t.opt_in = 'yes') as schools
    from wave_teacher t where {_OF}
    """,  # noqa: S608
    TeacherCounts,
)
_ANSWER = Command(f"""
update wave_teacher t set opt_in = :opt_in,
  started_on = coalesce(t.started_on, cast(:started_on as date)), ended_on = cast(:ended_on as date)
where {_OF} and t.person_id = :person_id
""")  # noqa: S608
_ELSEWHERE = Scalar(
    """
    select t.person_id from wave_teacher t
    where t.person_id = any(cast(:people as uuid[])) and t.started_on is not null and t.ended_on is null
      and (t.pilot_id, t.wave) <> (cast(:pilot_id as uuid), cast(:wave as bigint))
    order by t.person_id
    """,
    UUID,
)
_TAKE_TURNS = Command(
    "select pg_advisory_xact_lock(hashtextextended('waves ' || cast(cast(:district_id as uuid) as text), 9))"
)
_START = Command(f"""
update wave_teacher t set started_on = :day where {_OF} and t.opt_in = 'yes'
""")  # noqa: S608
_END = Command(f"""
update wave_teacher t set ended_on = :day where {_OF} and t.started_on is not null and t.ended_on is null
""")  # noqa: S608
_ON = Query(
    """
    select t.pilot_id, t.wave, t.person_id from wave_teacher t
    where t.started_on <= cast(:day as date) and (t.ended_on is null or t.ended_on > cast(:day as date))
    order by t.pilot_id, t.wave, t.person_id
    """,
    TeacherInWave,
)


async def set_teachers(
    session: Transaction, district_id: UUID, pilot_id: UUID, wave: int, teachers: Sequence[TeacherRecord]
) -> None:
    """Stores who is asked, in place of those before; but who opted out stays."""
    people = [one.person_id for one in teachers]
    await _REMOVE_OTHERS.run(session, pilot_id=pilot_id, wave=wave, people=people)
    await _ADD.run(
        session,
        district_id=district_id,
        pilot_id=pilot_id,
        wave=wave,
        people=people,
        schools=[one.school_id for one in teachers],
        answers=[one.opt_in for one in teachers],
    )


async def find_teachers(session: Transaction, pilot_id: UUID, wave: int) -> list[TeacherRecord]:
    """Returns all who are asked, those who opted out too: for rules, never to be shown."""
    return await _ALL.all(session, pilot_id=pilot_id, wave=wave)


async def find_teacher(session: Transaction, pilot_id: UUID, wave: int, person_id: UUID) -> TeacherRecord | None:
    return await _FIND.first(session, pilot_id=pilot_id, wave=wave, person_id=person_id)


async def page_of_teachers(
    session: Transaction, pilot_id: UUID, wave: int, after: UUID | None, limit: int
) -> list[TeacherRecord]:
    """Returns those who are asked but for who opted out, who are counted only."""
    return await _PAGE.all(session, pilot_id=pilot_id, wave=wave, after=after, limit=limit)


async def count_teachers(session: Transaction, pilot_id: UUID, wave: int) -> TeacherCounts:
    return await _COUNT.one(session, pilot_id=pilot_id, wave=wave)


async def set_answer(
    session: Transaction,
    pilot_id: UUID,
    wave: int,
    answered: TeacherRecord,
    *,
    started_on: date | None = None,
    ended_on: date | None = None,
) -> None:
    """Stores what somebody says, and from when on they take part in an open wave, or no more."""
    await _ANSWER.run(
        session,
        pilot_id=pilot_id,
        wave=wave,
        person_id=answered.person_id,
        opt_in=answered.opt_in,
        started_on=started_on,
        ended_on=ended_on,
    )


async def find_in_other_waves(session: Transaction, pilot_id: UUID, wave: int, people: Sequence[UUID]) -> list[UUID]:
    """Returns those of these who take part in another wave."""
    return await _ELSEWHERE.all(session, pilot_id=pilot_id, wave=wave, people=list(people))


async def take_turns(session: Transaction, district_id: UUID) -> None:
    """Nobody else of the district has anybody begin in a wave until the commit."""
    await _TAKE_TURNS.run(session, district_id=district_id)


async def set_started(session: Transaction, pilot_id: UUID, wave: int, day: date) -> None:
    """Stores that all who said yes take part from this day on."""
    await _START.run(session, pilot_id=pilot_id, wave=wave, day=day)


async def set_ended(session: Transaction, pilot_id: UUID, wave: int, day: date) -> None:
    await _END.run(session, pilot_id=pilot_id, wave=wave, day=day)


async def find_teachers_in_waves(session: Transaction, on: date) -> list[TeacherInWave]:
    """Returns who takes part in a wave of the district on a day."""
    return await _ON.all(session, day=on)
