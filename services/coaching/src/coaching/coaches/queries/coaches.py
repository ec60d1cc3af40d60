"""Coaches, in SQL."""

import json
from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.rules.attestations import CountsAs, Kind
from coaching.coaches.rules.standing import Standing, State
from shared.db.query import Command, Query, Scalar, Transaction
from shared.roster.calendars import zone_of
from shared.values.calendar import day_in
from shared.values.json_types import JsonArray, JsonObject


class CoachRecord(NamedTuple):
    """A coach as stored, with the zone of the district's calendar. `told_...` is what was last published, and
    `learner_since` since when it is known that they are a learner by the roster; None where they are none.
    """

    district_id: UUID
    coach_id: UUID
    kind: Kind
    person_id: UUID
    skills: JsonArray
    languages: list[str]
    time_zone: str
    availability: JsonArray
    weekly_capacity: int
    allowed_times: JsonObject | None
    joined_on: date
    joined_at: datetime
    left_on: date | None
    left_at: datetime | None
    version: int
    told_state: State
    told_reasons: list[str]
    told_since: date
    district_zone: str
    learner_since: datetime | None

    @property
    def counts_as(self) -> CountsAs:
        """As what rules judge them."""
        return "learner" if self.kind == "staff" and self.learner_since is not None else self.kind


_COLUMNS = f"""
c.district_id, c.coach_id, c.kind, c.person_id, c.skills, c.languages, c.time_zone, c.availability, c.weekly_capacity,
c.allowed_times, c.joined_on, c.joined_at, c.left_on, c.left_at, c.version, c.told_state, c.told_reasons, c.told_since,
{zone_of("c.district_id")} as district_zone,
(select r.told_at from rostered_person r
  where r.district_id = c.district_id and r.person_id = c.person_id and r.learner) as learner_since
"""  # noqa: S608
_SELECT = f"select {_COLUMNS} from coach c"  # noqa: S608
_TODAY = day_in("cast(:now as timestamptz)", zone_of("c.district_id"))
_ADD = Scalar(
    """
    insert into coach (district_id, coach_id, kind, person_id, skills, languages, time_zone, availability,
      weekly_capacity, allowed_times, joined_on, joined_at, joined_by, told_state, told_reasons, told_since, told_on,
      told_until)
    values (:district_id, :coach_id, :kind, :person_id, cast(:skills as jsonb), cast(:languages as text[]), :time_zone,
      cast(:availability as jsonb), :weekly_capacity, cast(:allowed_times as jsonb), cast(:day as date), :now, :by,
      :told_state, cast(:told_reasons as text[]), cast(:day as date), cast(:day as date), :told_until)
    on conflict (district_id, person_id) where left_on is null do nothing returning true
    """,
    bool,
)
_FIND = Query(f"{_SELECT} where c.coach_id = :coach_id", CoachRecord)
_LOCK = Query(f"{_SELECT} where c.coach_id = :coach_id for no key update of c", CoachRecord)
_OF_IDS = Query(f"{_SELECT} where c.coach_id = any(cast(:ids as uuid[])) order by c.coach_id", CoachRecord)
_OF_PERSON = Query(
    f"{_SELECT} where c.person_id = :person_id and c.left_on is null for no key update of c", CoachRecord
)
_LOCK_OF_IDS = Query(
    f"{_SELECT} where c.coach_id = any(cast(:ids as uuid[])) order by c.coach_id for no key update of c", CoachRecord
)
_LOCK_OF_PEOPLE = Scalar(
    """
    select c.coach_id from coach c where c.person_id = any(cast(:people as uuid[])) and c.left_on is null
    order by c.coach_id for no key update of c
    """,
    UUID,
)
_LIST = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or c.coach_id > cast(:after as uuid))
      and (cast(:kind as text) is null or c.kind = cast(:kind as text))
    order by c.coach_id limit :limit
    """,
    CoachRecord,
)
_CHANGE = Command("""
update coach set skills = cast(:skills as jsonb), languages = cast(:languages as text[]), time_zone = :time_zone,
  availability = cast(:availability as jsonb), weekly_capacity = :weekly_capacity,
  allowed_times = cast(:allowed_times as jsonb), version = version + 1
where coach_id = :coach_id
""")
_LEAVE = Command("""
update coach set left_on = :day, left_at = :now, left_by = :by, version = version + 1
where coach_id = :coach_id and left_on is null
""")
_SET_TOLD = Command("""
update coach set told_state = :state, told_reasons = cast(:reasons as text[]), told_since = :since, told_on = :day,
  told_until = :until
where coach_id = :coach_id
""")
# A worker sees the coaches of every district. A calendar may go back a day when its zone is changed.
_DUE = Query(
    f"""
    {_SELECT}
    where c.left_on is null and (c.told_until < {_TODAY} or c.told_on > {_TODAY})
    order by c.coach_id limit :limit for no key update of c
    """,
    CoachRecord,
)
_PRESENT = Query(f"{_SELECT} where c.district_id = :district_id and c.left_on is null order by c.coach_id", CoachRecord)
_LOCK_OF_DISTRICT = Query(
    f"""
    {_SELECT}
    where c.district_id = :district_id and c.left_on is null and c.person_id = any(cast(:people as uuid[]))
    order by c.coach_id for no key update of c
    """,
    CoachRecord,
)
_LOCK_ALL = Query(f"{_SELECT} where c.district_id = :district_id order by c.coach_id for share of c", CoachRecord)


async def add_coach(session: Transaction, new: CoachRecord, by: str, until: date | None) -> bool:
    """Returns whether they were added: nobody is a coach twice at a time."""
    added = await _ADD.get(
        session,
        district_id=new.district_id,
        coach_id=new.coach_id,
        kind=new.kind,
        person_id=new.person_id,
        skills=json.dumps(new.skills),
        languages=new.languages,
        time_zone=new.time_zone,
        availability=json.dumps(new.availability),
        weekly_capacity=new.weekly_capacity,
        allowed_times=_as_json(new.allowed_times),
        day=new.joined_on,
        now=new.joined_at,
        by=by,
        told_state=new.told_state,
        told_reasons=new.told_reasons,
        told_until=until,
    )
    return added is True


async def find_coach(session: Transaction, coach_id: UUID, *, lock: bool = False) -> CoachRecord | None:
    return await (_LOCK if lock else _FIND).first(session, coach_id=coach_id)


async def lock_coach_of(session: Transaction, person_id: UUID) -> CoachRecord | None:
    """Returns the coach that this person of the district is at present, locked."""
    return await _OF_PERSON.first(session, person_id=person_id)


async def find_coaches(session: Transaction, ids: Collection[UUID]) -> list[CoachRecord]:
    """Returns those of these who are the district's coaches, or were."""
    return await _OF_IDS.all(session, ids=list(ids))


async def lock_coaches(session: Transaction, ids: Collection[UUID]) -> list[CoachRecord]:
    """The same, locked: no meeting is planned with them until the commit."""
    return await _LOCK_OF_IDS.all(session, ids=list(ids))


async def hold_coaches_of(session: Transaction, people: Collection[UUID]) -> None:
    """Locks likewise the coaches that these people of the session's district are at present."""
    await _LOCK_OF_PEOPLE.all(session, people=list(people))


async def page_of_coaches(session: Transaction, after: UUID | None, kind: Kind | None, limit: int) -> list[CoachRecord]:
    return await _LIST.all(session, after=after, kind=kind, limit=limit)


async def set_coach(session: Transaction, changed: CoachRecord) -> None:
    """Stores what a coach offers."""
    await _CHANGE.run(
        session,
        coach_id=changed.coach_id,
        skills=json.dumps(changed.skills),
        languages=changed.languages,
        time_zone=changed.time_zone,
        availability=json.dumps(changed.availability),
        weekly_capacity=changed.weekly_capacity,
        allowed_times=_as_json(changed.allowed_times),
    )


async def set_left(session: Transaction, coach_id: UUID, day: date, now: datetime, by: str) -> None:
    await _LEAVE.run(session, coach_id=coach_id, day=day, now=now, by=by)


async def set_told(session: Transaction, coach_id: UUID, told: Standing, since: date, day: date) -> None:
    """Stores how a coach stands on this day, as it was published, and since when."""
    await _SET_TOLD.run(
        session,
        coach_id=coach_id,
        state=told.state,
        reasons=list(told.reasons),
        since=since,
        day=day,
        until=told.until,
    )


async def lock_due_coaches(session: Transaction, now: datetime, limit: int) -> list[CoachRecord]:
    """Returns, locked, those whose standing has not been looked at for their district's day, of all districts."""
    return await _DUE.all(session, now=now, limit=limit)


async def find_present_coaches(session: Transaction, district_id: UUID) -> list[CoachRecord]:
    """Returns those of the district who have not left."""
    return await _PRESENT.all(session, district_id=district_id)


async def lock_present_of(session: Transaction, district_id: UUID, people: Collection[UUID]) -> list[CoachRecord]:
    """Returns the coaches that these people of the district are at present, locked."""
    return await _LOCK_OF_DISTRICT.all(session, district_id=district_id, people=list(people))


async def lock_all_coaches(session: Transaction, district_id: UUID) -> list[CoachRecord]:
    """Returns all coaches of the district, those who left too; none of them changes until the commit."""
    return await _LOCK_ALL.all(session, district_id=district_id)


def _as_json(value: JsonObject | None) -> str | None:
    return None if value is None else json.dumps(value)
