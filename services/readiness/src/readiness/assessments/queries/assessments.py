"""Assessments and the roles that they ask, in SQL."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple
from uuid import UUID

from readiness.assessments.rules.participation import Band, PickedBy
from readiness.assessments.rules.window import closing_day
from readiness.common.rules.roles import Role
from shared.db.query import Command, Query, Transaction
from shared.roster.calendars import zone_of
from shared.values.calendar import day_in

State = Literal["planned", "open", "closed"]
Level = Literal["district", "site"]


class AssessmentRecord(NamedTuple):
    """An assessment as it is stored, with the zone of its district's calendar."""

    district_id: UUID
    assessment_id: UUID
    instrument_id: UUID
    instrument_version: int
    title: str
    level: Level
    site_id: UUID | None
    opens_on: date
    closes_on: date
    reminder_marks: list[int]
    reminder_days_apart: int
    reminded_on: date | None
    state: State
    opened_at: datetime | None
    closed_at: datetime | None
    version: int
    time_zone: str

    @property
    def closed_on(self) -> date | None:
        """The last day on which answers were taken; None until it is closed."""
        return None if self.closed_at is None else closing_day(self.closes_on, self.closed_at, self.time_zone)


class PopulationRecord(NamedTuple):
    """A role that is asked, with its band as last counted."""

    assessment_id: UUID
    role: Role
    population: int
    picked_by: PickedBy
    counted_on: date | None
    counted_invited: int | None
    band: Band | None


class CountedRole(NamedTuple):
    """How many of a role were invited, and how many of them submitted before a day."""

    role: Role
    population: int
    picked_by: PickedBy
    invited: int
    submitted: int


_COLUMNS = f"""
a.district_id, a.assessment_id, a.instrument_id, a.instrument_version, a.title, a.level, a.site_id, a.opens_on,
a.closes_on, a.reminder_marks, a.reminder_days_apart, a.reminded_on, a.state, a.opened_at, a.closed_at, a.version,
{zone_of("a.district_id")} as time_zone
"""
_SELECT = f"select {_COLUMNS} from assessment a"  # noqa: S608
_TODAY = day_in("cast(:now as timestamptz)", zone_of("a.district_id"))
_ADD = Command("""
insert into assessment (district_id, assessment_id, instrument_id, instrument_version, title, level, site_id, opens_on,
  closes_on, reminder_marks, reminder_days_apart, state, created_at, created_by)
values (:district_id, :assessment_id, :instrument_id, :instrument_version, :title, :level, :site_id, :opens_on,
  :closes_on, cast(:reminder_marks as bigint[]), :reminder_days_apart, 'planned', :created_at, :created_by)
""")
_FIND = Query(f"{_SELECT} where a.assessment_id = :assessment_id", AssessmentRecord)
_LOCK = Query(f"{_SELECT} where a.assessment_id = :assessment_id for no key update of a", AssessmentRecord)
_LIST = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or a.assessment_id > cast(:after as uuid))
      and (cast(:state as text) is null or a.state = cast(:state as text))
    order by a.assessment_id limit :limit
    """,
    AssessmentRecord,
)
# A worker sees every district's assessments, and tells those of one.
_LOCK_TOLD = Query(
    f"{_SELECT} where a.district_id = :district_id and a.state <> 'planned' order by a.assessment_id for share of a",
    AssessmentRecord,
)
_CHANGE = Command("""
update assessment set title = :title, opens_on = :opens_on, closes_on = :closes_on,
  reminder_marks = cast(:reminder_marks as bigint[]), reminder_days_apart = :reminder_days_apart, version = version + 1
where assessment_id = :assessment_id
""")
_OPEN = Command("""
update assessment set state = 'open', opens_on = :opens_on, opened_at = :now, version = version + 1
where assessment_id = :assessment_id and state = 'planned'
""")
_CLOSE = Command("""
update assessment set state = 'closed', closed_at = :now, closing_trace = :trace, version = version + 1
where assessment_id = :assessment_id and state = 'open'
""")
# The jobs wait for saves under way: who passed over what is locked would come too late where raters never pause.
_DUE = Query(
    f"""
    {_SELECT}
    where (a.state = 'planned' and a.opens_on <= {_TODAY}) or (a.state = 'open' and a.closes_on < {_TODAY})
    order by a.assessment_id limit :limit for no key update of a
    """,
    AssessmentRecord,
)
_TO_COUNT = Query(
    f"""
    {_SELECT}
    where a.state = 'open' and exists (
      select from assessment_population p
      where p.district_id = a.district_id and p.assessment_id = a.assessment_id
        and p.counted_on is distinct from {_TODAY})
    order by a.assessment_id limit :limit for no key update of a
    """,  # noqa: S608
    AssessmentRecord,
)
_TO_REMIND = Query(
    f"""
    {_SELECT}
    where a.state = 'open' and a.reminded_on is distinct from {_TODAY}
      and (cast(:after as uuid) is null or a.assessment_id > cast(:after as uuid))
    order by a.assessment_id limit :limit for no key update of a
    """,
    AssessmentRecord,
)
_SET_REMINDED = Command("update assessment set reminded_on = :day where assessment_id = :assessment_id")
_SET_POPULATION = Command("""
insert into assessment_population (district_id, assessment_id, role, population, picked_by)
select cast(:district_id as uuid), cast(:assessment_id as uuid), p.role, p.population, p.picked_by
from unnest(cast(:roles as text[]), cast(:populations as bigint[]), cast(:pickers as text[]))
  as p(role, population, picked_by)
on conflict (district_id, assessment_id, role) do update
set population = excluded.population, picked_by = excluded.picked_by
""")
_DROP_POPULATION = Command("""
delete from assessment_population where assessment_id = :assessment_id and role <> all(cast(:kept as text[]))
""")
_POPULATIONS = Query(
    """
    select p.assessment_id, p.role, p.population, p.picked_by, p.counted_on, p.counted_invited, p.band
    from assessment_population p where p.assessment_id = any(cast(:ids as uuid[])) order by p.assessment_id, p.role
    """,
    PopulationRecord,
)
# A revoked invitation counts where it was answered.
_COUNTS = Query(
    """
    select p.role, p.population, p.picked_by,
      (select count(*) from invitation i where i.district_id = p.district_id and i.assessment_id = p.assessment_id
         and i.role = p.role and (i.state <> 'revoked' or i.submitted_on is not null)) as invited,
      (select count(*) from invitation i where i.district_id = p.district_id and i.assessment_id = p.assessment_id
         and i.role = p.role and i.submitted_on < :before) as submitted
    from assessment_population p
    where p.district_id = :district_id and p.assessment_id = :assessment_id order by p.role
    """,
    CountedRole,
)
_SET_BAND = Command("""
update assessment_population set counted_on = :day, counted_invited = :invited, band = :band
where district_id = :district_id and assessment_id = :assessment_id and role = :role
""")


async def add_assessment(session: Transaction, new: AssessmentRecord, created_at: datetime, created_by: str) -> None:
    await _ADD.run(
        session,
        district_id=new.district_id,
        assessment_id=new.assessment_id,
        instrument_id=new.instrument_id,
        instrument_version=new.instrument_version,
        title=new.title,
        level=new.level,
        site_id=new.site_id,
        opens_on=new.opens_on,
        closes_on=new.closes_on,
        reminder_marks=new.reminder_marks,
        reminder_days_apart=new.reminder_days_apart,
        created_at=created_at,
        created_by=created_by,
    )


async def find_assessment(session: Transaction, assessment_id: UUID, *, lock: bool = False) -> AssessmentRecord | None:
    return await (_LOCK if lock else _FIND).first(session, assessment_id=assessment_id)


async def find_assessments(
    session: Transaction, after: UUID | None, state: State | None, limit: int
) -> list[AssessmentRecord]:
    return await _LIST.all(session, after=after, state=state, limit=limit)


async def lock_told_assessments(session: Transaction, district_id: UUID) -> list[AssessmentRecord]:
    """Returns the district's assessments that were ever opened; none of them opens or closes until the commit."""
    return await _LOCK_TOLD.all(session, district_id=district_id)


async def set_assessment(session: Transaction, changed: AssessmentRecord) -> None:
    """Stores what may be edited."""
    await _CHANGE.run(
        session,
        assessment_id=changed.assessment_id,
        title=changed.title,
        opens_on=changed.opens_on,
        closes_on=changed.closes_on,
        reminder_marks=changed.reminder_marks,
        reminder_days_apart=changed.reminder_days_apart,
    )


async def set_open(session: Transaction, assessment_id: UUID, opens_on: date, now: datetime) -> None:
    await _OPEN.run(session, assessment_id=assessment_id, opens_on=opens_on, now=now)


async def set_closed(session: Transaction, assessment_id: UUID, now: datetime, trace: str | None) -> None:
    await _CLOSE.run(session, assessment_id=assessment_id, now=now, trace=trace)


async def find_due_assessments(session: Transaction, now: datetime, limit: int) -> list[AssessmentRecord]:
    """Returns, locked, those whose first day has come and those whose last is over, of all districts."""
    return await _DUE.all(session, now=now, limit=limit)


async def find_uncounted_assessments(session: Transaction, now: datetime, limit: int) -> list[AssessmentRecord]:
    """Returns, locked, the open ones whose board was not counted on their district's day."""
    return await _TO_COUNT.all(session, now=now, limit=limit)


async def find_assessments_to_remind(
    session: Transaction, now: datetime, after: UUID | None, limit: int
) -> list[AssessmentRecord]:
    """Returns, locked, the open ones that sent no reminder on their district's day."""
    return await _TO_REMIND.all(session, now=now, after=after, limit=limit)


async def set_reminded(session: Transaction, assessment_id: UUID, day: date) -> None:
    await _SET_REMINDED.run(session, assessment_id=assessment_id, day=day)


async def set_populations(
    session: Transaction, district_id: UUID, assessment_id: UUID, asked: Sequence[tuple[Role, int, PickedBy]]
) -> None:
    """Stores which roles are asked, and no others; what was counted of them stays."""
    await _DROP_POPULATION.run(session, assessment_id=assessment_id, kept=[role for role, _, _ in asked])
    await _SET_POPULATION.run(
        session,
        district_id=district_id,
        assessment_id=assessment_id,
        roles=[role for role, _, _ in asked],
        populations=[population for _, population, _ in asked],
        pickers=[picked_by for _, _, picked_by in asked],
    )


async def find_populations(session: Transaction, ids: Collection[UUID]) -> dict[UUID, list[PopulationRecord]]:
    """Returns the roles that each of these assessments asks."""
    found: dict[UUID, list[PopulationRecord]] = {one: [] for one in ids}
    for row in await _POPULATIONS.all(session, ids=list(ids)):
        found[row.assessment_id].append(row)
    return found


async def count_roles(session: Transaction, record: AssessmentRecord, before: date) -> list[CountedRole]:
    """Returns how many of each role were invited, and how many submitted before this day."""
    return await _COUNTS.all(session, district_id=record.district_id, assessment_id=record.assessment_id, before=before)


async def set_band(
    session: Transaction, record: AssessmentRecord, counted: CountedRole, band: Band | None, day: date
) -> None:
    await _SET_BAND.run(
        session,
        district_id=record.district_id,
        assessment_id=record.assessment_id,
        role=counted.role,
        invited=counted.invited,
        band=band,
        day=day,
    )
