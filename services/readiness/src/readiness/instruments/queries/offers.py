"""Versions that are offered to every district, in SQL."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from readiness.instruments.rules.instrument import Instrument, Origin
from readiness.instruments.schemas.content import instrument_from_stored, stored_content
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonArray, JsonObject


class OfferRecord(NamedTuple):
    """An offered version as lists show it."""

    offer_id: UUID
    owner_id: UUID
    instrument_id: UUID
    version: int
    content_hash: str
    offered_at: datetime
    title: JsonObject
    languages: JsonArray


class StoredOffer(NamedTuple):
    """An offered version as it is stored."""

    offer_id: UUID
    owner_id: UUID
    instrument_id: UUID
    version: int
    content_hash: str
    offered_at: datetime
    title: JsonObject
    languages: JsonArray
    content: JsonObject


class Offer(NamedTuple):
    """An offered version with all that it says."""

    record: OfferRecord
    content: Instrument

    @property
    def origin(self) -> Origin:
        """What an instrument that is taken from it has as its origin."""
        return Origin(self.record.instrument_id, self.record.version)


_COLUMNS = """
offer_id, owner_id, instrument_id, version, content_hash, offered_at, content -> 'title' as title,
content -> 'languages' as languages
"""
_LIST = Query(
    f"""
    select {_COLUMNS} from offered_version
    where (cast(:after as uuid) is null or offer_id > cast(:after as uuid)) order by offer_id limit :limit
    """,  # noqa: S608
    OfferRecord,
)
_OFFER = Query(
    f"select {_COLUMNS}, content from offered_version where offer_id = :offer_id",  # noqa: S608
    StoredOffer,
)
_OF_VERSION = Query(
    f"""
    select {_COLUMNS}, content from offered_version where instrument_id = :instrument_id and version = :version
    """,  # noqa: S608
    StoredOffer,
)
_ADD = Scalar(
    """
    insert into offered_version (offer_id, owner_id, instrument_id, version, content, content_hash, offered_at,
      offered_by)
    values (:offer_id, :owner_id, :instrument_id, :version, cast(:content as jsonb), :content_hash, :at, :by)
    on conflict (owner_id, instrument_id, version) do nothing returning true
    """,
    bool,
)
_DELETE = Command("""
delete from offered_version where owner_id = :owner_id and instrument_id = :instrument_id and version = :version
""")


async def find_offers(session: Transaction, after: UUID | None, limit: int) -> list[OfferRecord]:
    return await _LIST.all(session, after=after, limit=limit)


async def find_offer(session: Transaction, offer_id: UUID) -> Offer | None:
    return _read(await _OFFER.first(session, offer_id=offer_id))


async def find_offer_of(session: Transaction, instrument_id: UUID, version: int) -> Offer | None:
    """Returns the offer of a version of any district's."""
    return _read(await _OF_VERSION.first(session, instrument_id=instrument_id, version=version))


async def add_offer(
    session: Transaction,
    offer_id: UUID,
    owner_id: UUID,
    origin: Origin,
    content: Instrument,
    hashed: str,
    *,
    at: datetime,
    by: str,
) -> bool:
    """Offers a version to every district; returns whether it was not offered before."""
    added = await _ADD.get(
        session,
        offer_id=offer_id,
        owner_id=owner_id,
        instrument_id=origin.instrument_id,
        version=origin.version,
        content=stored_content(content),
        content_hash=hashed,
        at=at,
        by=by,
    )
    return bool(added)


async def delete_offer(session: Transaction, owner_id: UUID, instrument_id: UUID, version: int) -> bool:
    """Takes an offer of this district's back; returns whether there was one."""
    return bool(await _DELETE.run(session, owner_id=owner_id, instrument_id=instrument_id, version=version))


def _read(row: StoredOffer | None) -> Offer | None:
    if row is None:
        return None
    record = OfferRecord._make(row[: len(OfferRecord._fields)])
    return Offer(record, instrument_from_stored(row.content, None))
