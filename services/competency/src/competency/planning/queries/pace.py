"""The pace of learners as it was computed last, and what was set of it by hand."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple
from uuid import UUID

from competency.district.rules import Basis
from competency.learners.queries.learners import Pair
from competency.learners.queries.visibility import VISIBILITY
from competency.planning.models import LearnerPace, PaceSetting
from competency.planning.rules.pace import Status
from shared.contracts.competency import PaceState
from shared.db.query import Command, Query, Transaction, columns

StoredHand = dict[str, str | None]
"""What was set by hand, as JSON."""


class MasteredDay(NamedTuple):
    """Since which day of the district's calendar a learner has mastered an item."""

    learner_id: UUID
    item_id: UUID
    day: date


class StoredSetting(NamedTuple):
    """What somebody set of a learner's pace by hand."""

    district_id: UUID
    setting_id: UUID
    learner_id: UUID
    status: Status | None
    set_by: UUID
    subject: str
    set_on: date
    set_at: datetime
    until: date
    words: str | None


class StoredPace(NamedTuple):
    """A learner's pace as it was computed last."""

    district_id: UUID
    learner_id: UUID
    plan_id: UUID | None
    as_of: date
    status: Status | None
    basis: Basis | None
    hand: StoredHand | None
    shortfall: Decimal
    total: int
    achieved: int
    due: int
    due_mastered: int
    early: int
    since: datetime
    reckoned_at: datetime
    due_at: datetime | None


class LearnerDue(NamedTuple):
    """A learner whose pace is to be computed anew."""

    district_id: UUID
    learner_id: UUID


class LearnerOfClass(NamedTuple):
    """A learner of a class with their pace, where there is one. By `place`, `beyond` and id they are in order."""

    learner_id: UUID
    plan_id: UUID | None
    as_of: date | None
    status: Status | None
    basis: Basis | None
    hand: StoredHand | None
    total: int | None
    achieved: int | None
    due: int | None
    due_mastered: int | None
    early: int | None
    shortfall: Decimal | None
    since: datetime | None
    place: int
    beyond: Decimal


class StatusCount(NamedTuple):
    """How many learners of a class have this status; "none": nothing can be said of them."""

    status: Literal["behind", "on", "ahead", "none"]
    learners: int


_MARK_ALL_DUE = Command("update learner_pace set due_at = '-infinity' where due_at is distinct from '-infinity'")
_MASTERED = Query(
    """
select learner_id, item_id, cast(mastered_since at time zone cast(:zone as text) as date) as day from mastery
where learner_id = any(cast(:learners as uuid[])) and item_id = any(cast(:items as uuid[]))
  and mastered_since is not null
""",
    MasteredDay,
)
_LATEST_SETTINGS = Query(
    f"""
select distinct on (learner_id) {columns(PaceSetting)} from pace_setting
  where learner_id = any(cast(:learners as uuid[]))
order by learner_id, set_at desc, setting_id desc
""",  # noqa: S608
    StoredSetting,
)
_SETTINGS_UNTIL = Query(
    f"""
select {columns(PaceSetting)} from pace_setting where learner_id = :learner_id
  and (cast(:known as timestamptz) is null or set_at <= cast(:known as timestamptz))
order by set_at, setting_id
""",  # noqa: S608
    StoredSetting,
)
_SETTINGS = Query(
    f"""
select {columns(PaceSetting)} from pace_setting where learner_id = :learner_id
  and (cast(:after as uuid) is null or setting_id < cast(:after as uuid))
order by setting_id desc limit :limit
""",  # noqa: S608
    StoredSetting,
)
_INSERT_SETTING = Command("""
insert into pace_setting (district_id, setting_id, learner_id, status, set_by, subject, set_on, set_at, until, words)
values (:district_id, :setting_id, :learner_id, :status, :set_by, :subject, :set_on, :set_at, :until, :words)
""")
_STORED = Query(
    f"""
select {columns(LearnerPace)} from learner_pace where learner_id = any(cast(:learners as uuid[]))
  order by learner_id
""",  # noqa: S608
    StoredPace,
)
_SAVE = Command("""
insert into learner_pace as p (district_id, learner_id, plan_id, as_of, status, basis, hand, shortfall, total,
                               achieved, due, due_mastered, early, since, reckoned_at, due_at)
values (:district_id, :learner_id, :plan_id, :as_of, :status, :basis, cast(:hand as jsonb), :shortfall, :total,
        :achieved, :due, :due_mastered, :early, :now, :now,
        cast(cast(:due_on as date) as timestamp) at time zone cast(:zone as text))
on conflict (district_id, learner_id) do update set plan_id = excluded.plan_id, as_of = excluded.as_of,
  status = excluded.status, basis = excluded.basis, hand = excluded.hand, shortfall = excluded.shortfall,
  total = excluded.total, achieved = excluded.achieved, due = excluded.due, due_mastered = excluded.due_mastered,
  early = excluded.early, reckoned_at = excluded.reckoned_at, due_at = excluded.due_at,
  since = case when p.status is distinct from excluded.status then excluded.since else p.since end
""")
_DUE = Query(
    """
select district_id, learner_id from learner_pace where due_at <= statement_timestamp()
order by due_at, district_id, learner_id limit :limit
""",
    LearnerDue,
)
_PLACE = """case p.status when 'behind' then 0 when 'on' then 1 when 'ahead' then 2 else 3 end"""
_CLASS = Query(
    f"""
select learner_id, plan_id, as_of, status, basis, hand, total, achieved, due, due_mastered, early, shortfall, since,
  place, beyond
from (
  select m.learner_id, p.plan_id, p.as_of, p.status, p.basis, p.hand, p.total, p.achieved, p.due, p.due_mastered,
    p.early, p.shortfall, p.since, {_PLACE} as place, coalesce(-p.shortfall, 0) as beyond
  from (select distinct e.person_id as learner_id from enrolment e
        where e.class_id = :class_id and e.role = 'learner' and {VISIBILITY.enrolment_counts("e")}) m
  left join learner_pace p on p.learner_id = m.learner_id
) c
where cast(:place as bigint) is null or (c.place, c.beyond, c.learner_id) >
  (cast(:place as bigint), cast(:beyond as numeric), cast(:after as uuid))
order by c.place, c.beyond, c.learner_id limit :limit
""",  # noqa: S608
    LearnerOfClass,
)
_CLASS_COUNTS = Query(
    f"""
select coalesce(p.status, 'none') as status, count(*) as learners
from (select distinct e.person_id as learner_id from enrolment e
      where e.class_id = :class_id and e.role = 'learner' and {VISIBILITY.enrolment_counts("e")}) m
left join learner_pace p on p.learner_id = m.learner_id group by 1
""",  # noqa: S608
    StatusCount,
)


async def mark_all_paces_due(session: Transaction) -> None:
    """Has the pace of everybody in this district computed anew."""
    await _MARK_ALL_DUE.run(session)


async def mastered_days(
    session: Transaction, learners: Sequence[UUID], items: Iterable[UUID], zone: str
) -> dict[Pair, date]:
    """Returns since which day of the district's calendar each of these learners has mastered each of these items."""
    rows = await _MASTERED.all(session, learners=list(learners), items=sorted(set(items)), zone=zone)
    return {(row.learner_id, row.item_id): row.day for row in rows}


async def latest_settings(session: Transaction, learners: Sequence[UUID]) -> dict[UUID, StoredSetting]:
    """Returns what was set by hand last, by learner."""
    return {row.learner_id: row for row in await _LATEST_SETTINGS.all(session, learners=list(learners))}


async def settings_until(session: Transaction, learner_id: UUID, known: datetime | None) -> list[StoredSetting]:
    """Returns all that had been set by hand by then, in its order."""
    return await _SETTINGS_UNTIL.all(session, learner_id=learner_id, known=known)


async def settings_of_learner(
    session: Transaction, learner_id: UUID, after: UUID | None, limit: int
) -> list[StoredSetting]:
    """Returns what was ever set by hand behind this setting, the newest first."""
    return await _SETTINGS.all(session, learner_id=learner_id, after=after, limit=limit)


async def insert_setting(session: Transaction, setting: StoredSetting) -> None:
    """Stores what somebody set by hand."""
    await _INSERT_SETTING.run(session, **setting._asdict())


async def stored_paces(session: Transaction, learners: Sequence[UUID]) -> dict[UUID, StoredPace]:
    """Returns the pace of these learners as it was computed last, where there is one."""
    return {row.learner_id: row for row in await _STORED.all(session, learners=list(learners))}


async def save_pace(
    session: Transaction,
    district_id: UUID,
    learner_id: UUID,
    state: PaceState,
    *,
    hand: str | None,
    due_on: date | None,
    zone: str,
    now: datetime,
) -> None:
    """Stores the pace that was computed; `hand` is JSON. It is due again when the day `due_on` begins in the zone."""
    await _SAVE.run(
        session,
        **state.model_dump(exclude={"set_by", "until"}),
        district_id=district_id,
        learner_id=learner_id,
        hand=hand,
        due_on=due_on,
        zone=zone,
        now=now,
    )


async def learners_due(session: Transaction, limit: int) -> list[LearnerDue]:
    """Returns learners of any district whose pace is to be computed anew."""
    return await _DUE.all(session, limit=limit)


async def learners_of_class_by_pace(
    session: Transaction, class_id: UUID, after: tuple[int, Decimal, UUID] | None, limit: int
) -> list[LearnerOfClass]:
    """Returns the learners of a class behind `(place, beyond, learner_id)`, who is farthest behind first."""
    place, beyond, learner_id = after or (None, None, None)
    return await _CLASS.all(session, class_id=class_id, place=place, beyond=beyond, after=learner_id, limit=limit)


async def count_by_status(session: Transaction, class_id: UUID) -> dict[str, int]:
    """Returns how many learners of the class have each status; "none": of whom nothing can be said."""
    return {row.status: row.learners for row in await _CLASS_COUNTS.all(session, class_id=class_id)}
