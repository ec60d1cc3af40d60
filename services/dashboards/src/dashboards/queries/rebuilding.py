"""Comparing, swapping and clearing away generations."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.models import READ_MODELS, DistrictPosition, Item, LearnerMastery, LearnerNews, ReadModel

_OF_THE_STREAM = (DistrictPosition, LearnerNews)
"""What tells open streams of changes, and nothing of how things stand: a rebuild writes none of it."""
_COMPARED = tuple(model for model in READ_MODELS if model not in _OF_THE_STREAM)

_BEFORE = ("generation", "district_id")
_NOT_SAID: dict[type[ReadModel], tuple[str, ...]] = {LearnerMastery: ("position",), Item: ("words", "active")}
"""Where a row lies in a stream, and what follows from other columns."""
_SAYS_SOMETHING: dict[type[ReadModel], str] = {
    LearnerMastery: " and (score is not null or mastered)",
    Item: " and active",
}


def _fingerprint(model: type[ReadModel]) -> str:
    own = [c.name for c in model.__table__.columns if c.name not in (*_NOT_SAID.get(model, ()), *_BEFORE)]
    said = _SAYS_SOMETHING.get(model, "")
    # Rows are hashed each and the hashes added up: no order, no memory, and one statement a table.
    return f"""
select '{model.__tablename__}' as model, count(*) as rows,
  coalesce(sum(('x' || left(md5(row({", ".join(own)})::text), 15))::bit(60)::bigint::numeric), 0)::text as sum
from {model.__tablename__} where generation = :generation and district_id = :district_id{said}
"""  # noqa: S608 - names of our own tables and columns


_FINGERPRINT = text(" union all ".join(_fingerprint(model) for model in _COMPARED))
_REMOVE = {
    model: text(f"""
delete from {model.__tablename__} where ctid = any(array(
  select ctid from {model.__tablename__} where generation = :generation and district_id = :district_id limit :batch))
""")  # noqa: S608
    for model in READ_MODELS
}
_DISTRICTS = text("select distinct district_id from consumer_key where consumer = :consumer and epoch <= :epoch")
_LOCK_OFFSETS = text("""
select topic, partition, next_offset from consumer_offset where consumer = :consumer and epoch = :epoch
order by topic, partition for update
""")
_DELETE_OFFSETS = text("delete from consumer_offset where consumer = :consumer and epoch = :epoch")
_OFFSETS = text("""
select topic, partition, next_offset from consumer_offset where consumer = :consumer and epoch = :epoch
""")
_SEEN = text("select count(*) from consumer_inbox where consumer = :consumer and epoch = :epoch")
_PARKED = text("""
select count(*) from consumer_key where consumer = :consumer and epoch = :epoch and parked is not null
""")
_CLEAR = [
    text(f"delete from {table} where consumer = :consumer and epoch = :epoch")  # noqa: S608
    for table in ("consumer_offset", "consumer_inbox", "consumer_key", "consumer_parked", "consumer_undecodable")
]

Offsets = dict[tuple[str, int], int]


async def fingerprint(session: AsyncSession, generation: int, district_id: UUID) -> dict[str, str]:
    """Per read model, how many rows the district has and a sum of their hashes, whatever generation and position.

    Mastery that says nothing (no score, not mastered) is as good as absent, and so is a retired item: a log that starts
    after it lacks it.
    """
    rows = await session.execute(_FINGERPRINT, {"generation": generation, "district_id": district_id})
    return {row.model: f"{row.rows}:{row.sum}" for row in rows}


async def remove_some(
    session: AsyncSession, model: type[ReadModel], generation: int, district_id: UUID, *, batch: int
) -> int:
    result = await session.execute(
        _REMOVE[model], {"generation": generation, "district_id": district_id, "batch": batch}
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


async def districts(session: AsyncSession, consumer: str, epoch: int) -> list[UUID]:
    """Every district that the consumer has heard of, up to this epoch."""
    return sorted(await session.scalars(_DISTRICTS, {"consumer": consumer, "epoch": epoch}))


async def offsets(session: AsyncSession, consumer: str, epoch: int, *, lock: bool = False) -> Offsets:
    rows = await session.execute(_LOCK_OFFSETS if lock else _OFFSETS, {"consumer": consumer, "epoch": epoch})
    return {(row.topic, row.partition): row.next_offset for row in rows}


async def delete_offsets(session: AsyncSession, consumer: str, epoch: int) -> None:
    await session.execute(_DELETE_OFFSETS, {"consumer": consumer, "epoch": epoch})


async def parked_keys(session: AsyncSession, consumer: str, epoch: int) -> int:
    return int(await session.scalar(_PARKED, {"consumer": consumer, "epoch": epoch}) or 0)


async def clear_ledger(session: AsyncSession, consumer: str, epoch: int) -> None:
    """Forget what the consumer remembered in an epoch that is over."""
    for statement in _CLEAR:
        await session.execute(statement, {"consumer": consumer, "epoch": epoch})


async def records_seen(session: AsyncSession, consumer: str, epoch: int) -> int:
    """How many different records the consumer has taken in, in an epoch."""
    return int(await session.scalar(_SEEN, {"consumer": consumer, "epoch": epoch}) or 0)
