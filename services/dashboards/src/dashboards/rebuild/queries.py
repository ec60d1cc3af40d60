"""Comparing, swapping and clearing away generations."""

from typing import NamedTuple
from uuid import UUID

from dashboards.common.models import DistrictPosition, ReadModel
from dashboards.frameworks.models import Item
from dashboards.models import READ_MODELS
from dashboards.progress.models import LearnerMastery
from dashboards.stream.models import CoachingNews, GapNews, LearnerNews
from shared.db.query import Command, Query, Scalar, Transaction

_OF_THE_STREAM = (DistrictPosition, LearnerNews, GapNews, CoachingNews)
"""What tells open streams of changes, and nothing of how things stand: a rebuild writes none of it."""
_COMPARED = tuple(model for model in READ_MODELS if model not in _OF_THE_STREAM)

_BEFORE = ("generation", "district_id")
_NOT_SAID: dict[type[ReadModel], tuple[str, ...]] = {LearnerMastery: ("position",), Item: ("words", "active")}
"""Where a row lies in a stream, and what follows from other columns."""
_SAYS_SOMETHING: dict[type[ReadModel], str] = {
    LearnerMastery: " and (score is not null or mastered)",
    Item: " and active",
}


class Fingerprint(NamedTuple):
    """Of a read model: how many rows a district has, and a sum of their hashes."""

    model: str
    rows: int
    sum: str


class PartitionOffset(NamedTuple):
    """Where a consumer goes on reading."""

    topic: str
    partition: int
    next_offset: int


def _fingerprint(model: type[ReadModel]) -> str:
    own = [c.name for c in model.__table__.columns if c.name not in (*_NOT_SAID.get(model, ()), *_BEFORE)]
    said = _SAYS_SOMETHING.get(model, "")
    # Rows are hashed each and the hashes added up: no order, no memory, and one statement a table.
    return f"""
select '{model.__tablename__}' as model, count(*) as rows,
  coalesce(sum(('x' || left(md5(row({", ".join(own)})::text), 15))::bit(60)::bigint::numeric), 0)::text as sum
from {model.__tablename__} where generation = :generation and district_id = :district_id{said}
"""  # noqa: S608 - names of our own tables and columns


_FINGERPRINT = Query(" union all ".join(_fingerprint(model) for model in _COMPARED), Fingerprint)
_REMOVE = {
    model: Command(f"""
delete from {model.__tablename__} where ctid = any(array(
  select ctid from {model.__tablename__} where generation = :generation and district_id = :district_id limit :batch))
""")  # noqa: S608
    for model in READ_MODELS
}
_DISTRICTS = Scalar(
    "select distinct district_id from consumer_key where consumer = :consumer and epoch <= :epoch", UUID
)
_LOCK_OFFSETS = Query(
    """
select topic, partition, next_offset from consumer_offset where consumer = :consumer and epoch = :epoch
order by topic, partition for update
""",
    PartitionOffset,
)
_DELETE_OFFSETS = Command("delete from consumer_offset where consumer = :consumer and epoch = :epoch")
_OFFSETS = Query(
    """
select topic, partition, next_offset from consumer_offset where consumer = :consumer and epoch = :epoch
""",
    PartitionOffset,
)
_SEEN = Scalar("select count(*) from consumer_inbox where consumer = :consumer and epoch = :epoch", int)
_PARKED = Scalar(
    """
select count(*) from consumer_key where consumer = :consumer and epoch = :epoch and parked is not null
""",
    int,
)
_CLEAR = [
    Command(f"delete from {table} where consumer = :consumer and epoch = :epoch")  # noqa: S608
    for table in ("consumer_offset", "consumer_inbox", "consumer_key", "consumer_parked", "consumer_undecodable")
]

Offsets = dict[tuple[str, int], int]


async def fingerprint(session: Transaction, generation: int, district_id: UUID) -> dict[str, str]:
    """Per read model, how many rows the district has and a sum of their hashes, whatever generation and position.

    Mastery that says nothing (no score, not mastered) is as good as absent, and so is a retired item: a log that starts
    after it lacks it.
    """
    rows = await _FINGERPRINT.all(session, generation=generation, district_id=district_id)
    return {row.model: f"{row.rows}:{row.sum}" for row in rows}


async def remove_some(
    session: Transaction, model: type[ReadModel], generation: int, district_id: UUID, *, batch: int
) -> int:
    return await _REMOVE[model].run(session, generation=generation, district_id=district_id, batch=batch)


async def districts(session: Transaction, consumer: str, epoch: int) -> list[UUID]:
    """Every district that the consumer has heard of, up to this epoch."""
    return sorted(await _DISTRICTS.all(session, consumer=consumer, epoch=epoch))


async def offsets(session: Transaction, consumer: str, epoch: int, *, lock: bool = False) -> Offsets:
    rows = await (_LOCK_OFFSETS if lock else _OFFSETS).all(session, consumer=consumer, epoch=epoch)
    return {(row.topic, row.partition): row.next_offset for row in rows}


async def delete_offsets(session: Transaction, consumer: str, epoch: int) -> None:
    await _DELETE_OFFSETS.run(session, consumer=consumer, epoch=epoch)


async def parked_keys(session: Transaction, consumer: str, epoch: int) -> int:
    return await _PARKED.one(session, consumer=consumer, epoch=epoch)


async def clear_ledger(session: Transaction, consumer: str, epoch: int) -> None:
    """Forget what the consumer remembered in an epoch that is over."""
    for statement in _CLEAR:
        await statement.run(session, consumer=consumer, epoch=epoch)


async def records_seen(session: Transaction, consumer: str, epoch: int) -> int:
    """How many different records the consumer has taken in, in an epoch."""
    return await _SEEN.one(session, consumer=consumer, epoch=epoch)
