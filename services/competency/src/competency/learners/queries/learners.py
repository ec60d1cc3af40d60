"""Learners: announced by rostering, locked for a write, found by the ids that the district's systems have for them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Scalar, Transaction

Pair = tuple[UUID, UUID]
"""A learner and an item."""


class IdentifiedLearner(NamedTuple):
    """The learner whom a system of the district knows by this id."""

    source: str
    sourced_id: str
    learner_id: UUID


_ANNOUNCE = Command("""
insert into learner as l (district_id, learner_id, announced)
select cast(:district_id as uuid), id, true from unnest(cast(:ids as uuid[])) as id order by id
on conflict (district_id, learner_id) do update set announced = true where not l.announced
""")
# All of them or none: what is locked while others are still to be made would be held out of turn.
_LOCK = Scalar(
    """
select learner_id from learner where learner_id = any(cast(:ids as uuid[]))
  and (select count(*) from learner where learner_id = any(cast(:ids as uuid[]))) = cardinality(cast(:ids as uuid[]))
order by learner_id for update
""",
    UUID,
)
_MAKE_AND_LOCK = Command("""
insert into learner as l (district_id, learner_id)
select cast(:district_id as uuid), id from unnest(cast(:ids as uuid[])) as id order by id
on conflict (district_id, learner_id) do update set announced = l.announced
""")
_BY_SOURCE = Query(
    """
select i.source, i.sourced_id, i.learner_id from learner_identifier i
join unnest(cast(:sources as text[]), cast(:sourced_ids as text[])) as w(source, sourced_id)
  on w.source = i.source and w.sourced_id = i.sourced_id
""",
    IdentifiedLearner,
)


async def save_announced(session: Transaction, district_id: UUID, ids: Sequence[UUID]) -> None:
    """Stores that rostering has told of these learners."""
    await _ANNOUNCE.run(session, district_id=district_id, ids=list(ids))


async def lock_learners(session: Transaction, district_id: UUID, ids: Iterable[UUID]) -> None:
    """Locks these learners' rows, in one order for everybody, and makes those that we had not heard of.

    A statement of its own: one that locked and read at once would read what was there before it waited.
    """
    wanted = sorted(set(ids))
    found = await _LOCK.all(session, ids=wanted)
    if len(found) < len(wanted):
        await _MAKE_AND_LOCK.run(session, district_id=district_id, ids=wanted)


async def learners_by_source(session: Transaction, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """Returns the learners that these sources and sourced ids name, where they name one."""
    rows = await _BY_SOURCE.all(session, sources=[w[0] for w in wanted], sourced_ids=[w[1] for w in wanted])
    return {(row.source, row.sourced_id): row.learner_id for row in rows}
