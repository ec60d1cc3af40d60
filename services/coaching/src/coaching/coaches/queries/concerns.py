"""Concerns, in SQL. Their words are read by those statements alone that say so."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.rules.concerns import ConcernState, Outcome
from shared.db.query import Command, Query, Scalar, Transaction


class OwnConcern(NamedTuple):
    """A concern as whoever raised it sees it: that it was received, and how it stands."""

    concern_id: UUID
    state: ConcernState
    raised_at: datetime
    acknowledged_at: datetime | None
    closed_at: datetime | None


class ConcernRecord(NamedTuple):
    """A concern as the people see it who keep the district's people safe."""

    concern_id: UUID
    words: str
    coach_ids: list[UUID]
    state: ConcernState
    raised_at: datetime
    raised_by: str
    raised_by_person_id: UUID | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    closed_at: datetime | None
    closed_by: str | None
    outcome: Outcome | None
    outcome_words: str | None
    version: int


class ToldConcern(NamedTuple):
    """What is told of a concern."""

    concern_id: UUID
    raised_on: date


class NewConcern(NamedTuple):
    """What somebody raises. `author_ids` are the district's people who wrote what is attached."""

    concern_id: UUID
    words: str
    coach_ids: list[UUID]
    author_ids: list[UUID]
    raised_at: datetime
    raised_on: date
    raised_by: str
    raised_by_person_id: UUID | None


_ADD = Command("""
insert into concern (district_id, concern_id, words, coach_ids, author_ids, raised_at, raised_on, raised_by,
  raised_by_person_id, state)
values (:district_id, :concern_id, :words, cast(:coach_ids as uuid[]), cast(:author_ids as uuid[]),
  :raised_at, :raised_on, :raised_by, cast(:raised_by_person_id as uuid), 'received')
""")
_OWN = "select c.concern_id, c.state, c.raised_at, c.acknowledged_at, c.closed_at from concern c"
_FIND_OWN = Query(f"{_OWN} where c.concern_id = :concern_id and c.raised_by = :subject", OwnConcern)
_OWN_PAGE = Query(
    f"""
    {_OWN}
    where c.raised_by = :subject and (cast(:after as uuid) is null or c.concern_id > cast(:after as uuid))
    order by c.concern_id limit :limit
    """,
    OwnConcern,
)
_WITH_WORDS = """
select c.concern_id, c.words, c.coach_ids, c.state, c.raised_at, c.raised_by, c.raised_by_person_id, c.acknowledged_at,
  c.acknowledged_by, c.closed_at, c.closed_by, c.outcome, c.outcome_words, c.version
from concern c
"""
# Nobody reads a concern that names them or is about what they wrote, whoever they are.
_NOT_ABOUT_READER = """
:reader <> all(c.author_ids)
  and not exists (select from coach a where a.district_id = c.district_id and a.person_id = :reader
  and a.coach_id = any(c.coach_ids))
"""
_FIND = Query(f"{_WITH_WORDS} where c.concern_id = :concern_id and {_NOT_ABOUT_READER}", ConcernRecord)
_LOCK = Query(
    f"{_WITH_WORDS} where c.concern_id = :concern_id and {_NOT_ABOUT_READER} for no key update of c", ConcernRecord
)
_PAGE = Query(
    f"""
    {_WITH_WORDS}
    where {_NOT_ABOUT_READER} and (cast(:after as uuid) is null or c.concern_id > cast(:after as uuid))
      and (cast(:state as text) is null or c.state = cast(:state as text))
    order by c.concern_id limit :limit
    """,
    ConcernRecord,
)
_ACKNOWLEDGE = Command("""
update concern set state = 'acknowledged', acknowledged_at = :at, acknowledged_by = :by, version = version + 1
where concern_id = :concern_id and state = 'received'
""")
_CLOSE = Command("""
update concern set state = 'closed', closed_at = :at, closed_by = :by, outcome = :outcome, outcome_words = :words,
  version = version + 1
where concern_id = :concern_id and state = 'acknowledged'
""")
_READERS = Scalar(
    """
    select cast(count(*) as int) from unnest(cast(:named as uuid[])) as n(person_id)
    where n.person_id <> all(cast(:author_ids as uuid[]))
      and not exists (select from coach a where a.district_id = :district_id and a.person_id = n.person_id
      and a.coach_id = any(cast(:coach_ids as uuid[])))
    """,
    int,
)
_TOLD = Query(
    "select c.concern_id, c.raised_on from concern c where c.district_id = :district_id order by c.concern_id",
    ToldConcern,
)


async def add_concern(session: Transaction, district_id: UUID, new: NewConcern) -> None:
    await _ADD.run(session, district_id=district_id, **new._asdict())


async def find_own_concern(session: Transaction, concern_id: UUID, subject: str) -> OwnConcern | None:
    return await _FIND_OWN.first(session, concern_id=concern_id, subject=subject)


async def page_of_own_concerns(session: Transaction, subject: str, after: UUID | None, limit: int) -> list[OwnConcern]:
    return await _OWN_PAGE.all(session, subject=subject, after=after, limit=limit)


async def find_concern(
    session: Transaction, concern_id: UUID, reader: UUID, *, lock: bool = False
) -> ConcernRecord | None:
    """Returns a concern with its words; None where it names the reader, or is about what they wrote."""
    return await (_LOCK if lock else _FIND).first(session, concern_id=concern_id, reader=reader)


async def page_of_concerns(
    session: Transaction, reader: UUID, after: UUID | None, state: ConcernState | None, limit: int
) -> list[ConcernRecord]:
    return await _PAGE.all(session, reader=reader, after=after, state=state, limit=limit)


async def set_acknowledged(session: Transaction, concern_id: UUID, at: datetime, by: str) -> None:
    await _ACKNOWLEDGE.run(session, concern_id=concern_id, at=at, by=by)


async def set_closed(
    session: Transaction, concern_id: UUID, outcome: Outcome, words: str, *, at: datetime, by: str
) -> None:
    await _CLOSE.run(session, concern_id=concern_id, outcome=outcome, words=words, at=at, by=by)


async def count_readers(session: Transaction, district_id: UUID, named: list[UUID], raised: NewConcern) -> int:
    """Returns how many of these people read what was raised."""
    return await _READERS.one(
        session, district_id=district_id, named=named, coach_ids=raised.coach_ids, author_ids=raised.author_ids
    )


async def find_told_concerns(session: Transaction, district_id: UUID) -> list[ToldConcern]:
    """Returns every concern that was raised."""
    return await _TOLD.all(session, district_id=district_id)
