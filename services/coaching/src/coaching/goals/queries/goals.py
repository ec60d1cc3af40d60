"""Goals and what was published of them, in SQL."""

import json
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.goals.rules.goals import GoalKind, GoalState, Outcome
from shared.db.query import Command, Query, Transaction
from shared.values.json_types import JsonArray


class GoalRecord(NamedTuple):
    """A goal as it is being written, and when it was published last."""

    district_id: UUID
    goal_id: UUID
    kind: GoalKind
    words: str
    state: GoalState
    edited: bool
    version: int
    published_version: int | None
    created_at: datetime
    ended_on: date | None
    end_words: str | None
    set_on: date | None
    due_on: date | None


class GoalVersionRecord(NamedTuple):
    """What was published of a goal."""

    goal_id: UUID
    version: int
    kind: GoalKind
    words: str
    indicators: JsonArray
    due_on: date
    set_on: date
    set_at: datetime


_SELECT = """
select g.district_id, g.goal_id, g.kind, g.words, g.state, g.edited, g.version, g.published_version, g.created_at,
  g.ended_on, g.end_words, v.set_on, v.due_on
from goal g
left join goal_version v
  on v.district_id = g.district_id and v.goal_id = g.goal_id and v.version = g.published_version
"""
_ADD = Command("""
insert into goal (district_id, goal_id, kind, words, state, edited, created_at, created_by)
values (:district_id, :goal_id, :kind, :words, 'draft', true, :at, :by)
""")
_FIND = Query(f"{_SELECT} where g.goal_id = :goal_id", GoalRecord)
_LOCK = Query(f"{_SELECT} where g.goal_id = :goal_id for no key update of g", GoalRecord)
_PAGE = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or g.goal_id > cast(:after as uuid))
      and (cast(:state as text) is null or g.state = cast(:state as text))
      and (cast(:kind as text) is null or g.kind = cast(:kind as text))
    order by g.goal_id limit :limit
    """,
    GoalRecord,
)
_CHANGE = Command("""
update goal set kind = :kind, words = :words, edited = true, version = version + 1 where goal_id = :goal_id
""")
_TOUCH = Command("update goal set edited = true, version = version + 1 where goal_id = :goal_id")
_PUBLISH = Command("""
update goal set state = 'published', edited = false, published_version = :published, version = version + 1
where goal_id = :goal_id
""")
_END = Command("""
update goal set state = :state, ended_on = :day, ended_at = :at, ended_by = :by, end_words = :words,
  version = version + 1
where goal_id = :goal_id
""")
_ADD_VERSION = Command("""
insert into goal_version (district_id, goal_id, version, kind, words, indicators, due_on, set_on, set_at, set_by)
values (:district_id, :goal_id, :version, :kind, :words, cast(:indicators as jsonb), :due_on, :set_on, :at, :by)
""")
_VERSION = """
select v.goal_id, v.version, v.kind, v.words, v.indicators, v.due_on, v.set_on, v.set_at from goal_version v
"""
_VERSIONS = Query(
    f"""
    {_VERSION}
    where v.goal_id = :goal_id and (cast(:before as bigint) is null or v.version < cast(:before as bigint))
    order by v.version desc limit :limit
    """,
    GoalVersionRecord,
)
_PUBLISHED = Query(
    f"""
    {_VERSION}
    join goal g on g.district_id = v.district_id and g.goal_id = v.goal_id and g.published_version = v.version
    where g.state in ('published', 'reached')
      and (cast(:after as uuid) is null or v.goal_id > cast(:after as uuid))
    order by v.goal_id limit :limit
    """,
    GoalVersionRecord,
)
_NEWEST = Query(f"{_VERSION} where v.goal_id = :goal_id order by v.version desc limit 1", GoalVersionRecord)
_LOCK_TOLD = Query(
    f"""
    {_SELECT} where g.district_id = :district_id and g.published_version is not null
    order by g.goal_id for no key update of g
    """,
    GoalRecord,
)


async def add_goal(
    session: Transaction, district_id: UUID, goal_id: UUID, kind: GoalKind, words: str, *, at: datetime, by: str
) -> None:
    await _ADD.run(session, district_id=district_id, goal_id=goal_id, kind=kind, words=words, at=at, by=by)


async def find_goal(session: Transaction, goal_id: UUID, *, lock: bool = False) -> GoalRecord | None:
    return await (_LOCK if lock else _FIND).first(session, goal_id=goal_id)


async def page_of_goals(
    session: Transaction, after: UUID | None, state: GoalState | None, kind: GoalKind | None, limit: int
) -> list[GoalRecord]:
    return await _PAGE.all(session, after=after, state=state, kind=kind, limit=limit)


async def set_goal(session: Transaction, goal_id: UUID, kind: GoalKind, words: str) -> None:
    await _CHANGE.run(session, goal_id=goal_id, kind=kind, words=words)


async def touch_goal(session: Transaction, goal_id: UUID) -> None:
    """Stores that something of a goal's indicators differs from what was published."""
    await _TOUCH.run(session, goal_id=goal_id)


async def add_goal_version(session: Transaction, district_id: UUID, new: GoalVersionRecord, by: str) -> None:
    """Stores what is published, as the newest."""
    await _ADD_VERSION.run(
        session,
        district_id=district_id,
        goal_id=new.goal_id,
        version=new.version,
        kind=new.kind,
        words=new.words,
        indicators=json.dumps(new.indicators),
        due_on=new.due_on,
        set_on=new.set_on,
        at=new.set_at,
        by=by,
    )
    await _PUBLISH.run(session, goal_id=new.goal_id, published=new.version)


async def set_ended(
    session: Transaction, goal_id: UUID, outcome: Outcome, words: str, *, day: date, at: datetime, by: str
) -> None:
    await _END.run(session, goal_id=goal_id, state=outcome, words=words, day=day, at=at, by=by)


async def page_of_versions(
    session: Transaction, goal_id: UUID, before: int | None, limit: int
) -> list[GoalVersionRecord]:
    """Returns what was published of a goal, the newest first."""
    return await _VERSIONS.all(session, goal_id=goal_id, before=before, limit=limit)


async def page_of_published(session: Transaction, after: UUID | None, limit: int) -> list[GoalVersionRecord]:
    """Returns what is published of the goals that the district pursues or has reached."""
    return await _PUBLISHED.all(session, after=after, limit=limit)


async def find_newest_version(session: Transaction, goal_id: UUID) -> GoalVersionRecord | None:
    return await _NEWEST.first(session, goal_id=goal_id)


async def lock_told_goals(session: Transaction, district_id: UUID) -> list[GoalRecord]:
    """Returns the goals that were ever published; none of them changes until the commit."""
    return await _LOCK_TOLD.all(session, district_id=district_id)
