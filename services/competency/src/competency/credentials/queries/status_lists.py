"""Reads and writes the lists of what was revoked."""

from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Transaction


class OpenStatusList(NamedTuple):
    """A list that takes new credentials; `entered` of them have a place in it."""

    list_id: UUID
    number: int
    secret: bytes
    entered: int


class StatusListRecord(NamedTuple):
    """What a list says; `decoys` of its places are set and are nobody's."""

    list_id: UUID
    secret: bytes
    decoys: int
    bits: bytes


_NEWEST = Query(
    """
select list_id, number, secret, entered from status_list where purpose = :purpose
order by number desc limit 1 for update
""",
    OpenStatusList,
)
_ONE = Query("select list_id, secret, decoys, bits from status_list where list_id = :list_id", StatusListRecord)
_LOCK = Query(
    "select list_id, secret, decoys, bits from status_list where list_id = :list_id for update", StatusListRecord
)
_ADD = Query(
    """
insert into status_list (district_id, list_id, purpose, number, secret, decoys, bits)
values (:district_id, :list_id, :purpose, :number, :secret, :decoys, :bits)
returning list_id, number, secret, entered
""",
    OpenStatusList,
)
_ENTER = Command("update status_list set entered = entered + :count where list_id = :list_id")
_SAVE_BITS = Command("update status_list set bits = :bits, decoys = :decoys where list_id = :list_id")


async def lock_newest_status_list(session: Transaction, purpose: str) -> OpenStatusList | None:
    """Returns the list that takes new credentials, locked; None where the district has none."""
    return await _NEWEST.first(session, purpose=purpose)


async def find_status_list(session: Transaction, list_id: UUID) -> StatusListRecord | None:
    return await _ONE.first(session, list_id=list_id)


async def lock_status_list(session: Transaction, list_id: UUID) -> StatusListRecord | None:
    return await _LOCK.first(session, list_id=list_id)


async def add_status_list(
    session: Transaction,
    district_id: UUID,
    list_id: UUID,
    *,
    purpose: str,
    number: int,
    secret: bytes,
    decoys: int,
    bits: bytes,
) -> OpenStatusList:
    return await _ADD.one(
        session,
        district_id=district_id,
        list_id=list_id,
        purpose=purpose,
        number=number,
        secret=secret,
        decoys=decoys,
        bits=bits,
    )


async def enter_credentials(session: Transaction, list_id: UUID, count: int) -> None:
    """Records that so many more credentials have a place in the list."""
    await _ENTER.run(session, list_id=list_id, count=count)


async def save_bits(session: Transaction, list_id: UUID, bits: bytes, decoys: int) -> None:
    """Stores what the list says from now on."""
    await _SAVE_BITS.run(session, list_id=list_id, bits=bits, decoys=decoys)
