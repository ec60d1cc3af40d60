"""The pieces of uploads in SQL."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Scalar, Transaction


class Piece(NamedTuple):
    """Bytes of an upload in the store; `first` is the place in the file of the first of them."""

    piece_id: UUID
    first: int
    size: int


class LeftPiece(NamedTuple):
    """A piece that no upload waits for."""

    district_id: UUID
    upload_id: UUID
    piece_id: UUID


_BEGIN = Command("""
insert into upload_piece (district_id, piece_id, upload_id, first, begun_at)
values (:district_id, :piece_id, :upload_id, :first, :now)
""")
_COUNT = Command("update upload_piece set size = :size where piece_id = :piece_id")
_COUNTED = Query(
    """
    select p.piece_id, p.first, p.size from upload_piece p
    where p.upload_id = :upload_id and p.size is not null order by p.first
    """,
    Piece,
)
_DROP = Command("delete from upload_piece where piece_id = :piece_id and size is null")
_FORGET = Command("delete from upload_piece where piece_id = any(cast(:pieces as uuid[]))")
# What counts waits as long as its upload does, however old it is; what does not may still be coming.
_LEFT = Query(
    """
    select p.district_id, p.upload_id, p.piece_id from upload_piece p
    join upload u on u.district_id = p.district_id and u.upload_id = p.upload_id
    where (p.size is null and p.begun_at < :before) or (p.size is not null and u.ended_at is not null)
    order by p.begun_at limit :limit
    """,
    LeftPiece,
)
_KNOWN = Scalar("select p.piece_id from upload_piece p where p.piece_id = any(cast(:pieces as uuid[]))", UUID)


async def begin_piece(
    session: Transaction, district_id: UUID, upload_id: UUID, piece_id: UUID, first: int, now: datetime
) -> None:
    await _BEGIN.run(session, district_id=district_id, upload_id=upload_id, piece_id=piece_id, first=first, now=now)


async def count_piece(session: Transaction, piece_id: UUID, size: int) -> bool:
    """From now on its bytes are a part of the upload; returns False where it was collected meanwhile."""
    return await _COUNT.run(session, piece_id=piece_id, size=size) == 1


async def find_pieces(session: Transaction, upload_id: UUID) -> list[Piece]:
    """Returns the pieces that count, in the order of the file."""
    return await _COUNTED.all(session, upload_id=upload_id)


async def drop_piece(session: Transaction, piece_id: UUID) -> None:
    """Forgets a piece that does not count; one that does after all stays."""
    await _DROP.run(session, piece_id=piece_id)


async def forget_pieces(session: Transaction, pieces: list[UUID]) -> None:
    await _FORGET.run(session, pieces=pieces)


async def find_left(session: Transaction, before: datetime, limit: int) -> list[LeftPiece]:
    """Returns pieces, of all districts, that no upload waits for: those of uploads that have ended, and those that were
    begun before then and have not come to count.
    """
    return await _LEFT.all(session, before=before, limit=limit)


async def find_known(session: Transaction, pieces: list[UUID]) -> frozenset[UUID]:
    """Returns which of these pieces, of whatever district, have a row."""
    return frozenset(await _KNOWN.all(session, pieces=pieces))
