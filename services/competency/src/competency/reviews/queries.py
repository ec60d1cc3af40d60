"""Requests for a review, and every move of each."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.learners.queries.visibility import VISIBILITY
from competency.reviews.models import Review, ReviewMove
from shared.db.query import columns

_ADD = text("""
insert into review (district_id, review_id, learner_id, item_id, state, words, artefacts, asked_at, since, evidence,
                    remind_at, moves)
values (:district_id, :review_id, :learner_id, :item_id, :state, :words, cast(:artefacts as jsonb), :asked_at, :since,
        '{}', :remind_at, 0)
""")
_SAVE = text("""
update review set state = :state, words = :words, artefacts = cast(:artefacts as jsonb), asked_at = :asked_at,
  since = :since, taken_by = cast(:taken_by as uuid), answer = :answer, evidence = cast(:evidence as uuid[]),
  reminded_at = cast(:reminded_at as timestamptz), remind_at = cast(:remind_at as timestamptz)
where review_id = :review_id
""")
_MOVE = text("""
with counted as (
  update review set moves = moves + 1 where review_id = :review_id returning moves
)
insert into review_move (district_id, review_id, number, move, state, at, subject, person_id, words)
select :district_id, :review_id, moves, :move, :state, :at, :subject, cast(:person_id as uuid), :words from counted
""")
_ONE = text(f"select {columns(Review)} from review where review_id = :review_id")  # noqa: S608
_OPEN = text(f"""
select {columns(Review)} from review where learner_id = any(cast(:learners as uuid[]))
  and state in ('asked', 'taken', 'returned')
order by learner_id, review_id
""")  # noqa: S608
_EVER = text("select distinct learner_id from review where learner_id = any(cast(:learners as uuid[]))")
_MOVES = text(f"select {columns(ReviewMove)} from review_move where review_id = :review_id order by number")  # noqa: S608
_SEEN = f"""
(cast(:learners as uuid[]) is null or r.learner_id = any(cast(:learners as uuid[])))
  and (cast(:class_id as uuid) is null or r.learner_id in (
    select e.person_id from enrolment e
    where e.class_id = :class_id and e.role = 'learner' and {VISIBILITY.enrolment_counts("e")}))
  and (cast(:item_id as uuid) is null or r.item_id = :item_id)
"""  # noqa: S608
_INBOX = text(f"""
select {columns(Review, "r")} from review r
where {_SEEN} and (r.state = 'asked' or (r.state = 'taken' and r.taken_by = :person_id))
  and (cast(:taken as boolean) is null or (r.state = 'taken', r.asked_at, r.review_id) >
    (cast(:taken as boolean), cast(:asked_at as timestamptz), cast(:after as uuid)))
order by r.state = 'taken', r.asked_at, r.review_id limit :limit
""")  # noqa: S608
_LIST = text(f"""
select {columns(Review, "r")} from review r
where {_SEEN} and (cast(:state as text) is null or r.state = :state)
  and (cast(:asked_at as timestamptz) is null or (r.asked_at, r.review_id) >
    (cast(:asked_at as timestamptz), cast(:after as uuid)))
order by r.asked_at, r.review_id limit :limit
""")  # noqa: S608
_COUNTS = text(f"""
select count(*) filter (where r.state = 'asked') as waiting,
  count(*) filter (where r.state = 'asked' and r.asked_at <= statement_timestamp() - make_interval(days => :days))
    as late,
  count(*) filter (where r.state = 'taken' and r.taken_by = cast(:person_id as uuid)) as taken
from review r where {_SEEN} and r.state in ('asked', 'taken')
""")  # noqa: S608
_DUE = text("""
select district_id, learner_id from review where remind_at <= statement_timestamp()
order by remind_at, review_id limit :limit
""")
_DUE_OF = text(f"""
select {columns(Review)} from review where learner_id = any(cast(:learners as uuid[]))
  and remind_at <= statement_timestamp()
order by review_id
""")  # noqa: S608
_LOOK_AGAIN = text("""
update review set remind_at = statement_timestamp() where state in ('asked', 'taken', 'returned')
""")


async def add(session: AsyncSession, artefacts: Any, **columns: Any) -> None:
    await session.execute(_ADD, columns | {"artefacts": json.dumps(artefacts)})


async def save(session: AsyncSession, artefacts: Any, **columns: Any) -> None:
    await session.execute(_SAVE, columns | {"artefacts": json.dumps(artefacts)})


async def add_move(session: AsyncSession, **columns: Any) -> None:
    await session.execute(_MOVE, columns)


async def one(session: AsyncSession, review_id: UUID) -> Row[Any] | None:
    return (await session.execute(_ONE, {"review_id": review_id})).one_or_none()


async def open_of(session: AsyncSession, learners: Sequence[UUID]) -> Sequence[Row[Any]]:
    """The open requests of these learners."""
    return (await session.execute(_OPEN, {"learners": list(learners)})).all()


async def ever_asked(session: AsyncSession, learners: Sequence[UUID]) -> set[UUID]:
    """Those of these learners who have asked for a review, whatever became of it."""
    return set(await session.scalars(_EVER, {"learners": list(learners)}))


async def moves(session: AsyncSession, review_id: UUID) -> Sequence[Row[Any]]:
    return (await session.execute(_MOVES, {"review_id": review_id})).all()


async def inbox(
    session: AsyncSession, person_id: UUID, after: tuple[bool, datetime, UUID] | None, limit: int, **seen: Any
) -> Sequence[Row[Any]]:
    """What nobody has taken, who asked first first, and then what this person has."""
    taken, asked_at, review_id = after or (None, None, None)
    parameters = {"person_id": person_id, "taken": taken, "asked_at": asked_at, "after": review_id, "limit": limit}
    return (await session.execute(_INBOX, parameters | seen)).all()


async def listed(
    session: AsyncSession, state: str | None, after: tuple[datetime, UUID] | None, limit: int, **seen: Any
) -> Sequence[Row[Any]]:
    asked_at, review_id = after or (None, None)
    parameters = {"state": state, "asked_at": asked_at, "after": review_id, "limit": limit}
    return (await session.execute(_LIST, parameters | seen)).all()


async def counts(session: AsyncSession, person_id: UUID | None, days: int, **seen: Any) -> Row[Any]:
    """How many wait, of these how many for `days` or longer, and how many this person has taken."""
    return (await session.execute(_COUNTS, {"person_id": person_id, "days": days, **seen})).one()


async def due(session: AsyncSession, limit: int) -> Sequence[Row[Any]]:
    """Learners of any district of whose requests somebody is to be reminded."""
    return (await session.execute(_DUE, {"limit": limit})).all()


async def due_of(session: AsyncSession, learners: Sequence[UUID]) -> Sequence[Row[Any]]:
    return (await session.execute(_DUE_OF, {"learners": list(learners)})).all()


async def look_again(session: AsyncSession) -> None:
    """Whom to remind when is to be reckoned anew, of all open requests of the district."""
    await session.execute(_LOOK_AGAIN)
