"""The keys that sign access tokens, in SQL."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.query import Command, Query, Scalar
from shared.values.json_types import JsonObject


class SealedKey(NamedTuple):
    """A signing key's private half, encrypted."""

    key_id: str
    sealed: bytes


_ADD = Command("""
insert into signing_key (key_id, public, sealed, signs_from)
values (:key_id, cast(:public as jsonb), :sealed, :signs_from)
""")
_PUBLISHED = Scalar("select public from signing_key order by signs_from desc, key_id", JsonObject)
_SIGNING = Query(
    "select key_id, sealed from signing_key where signs_from <= :now order by signs_from desc, key_id desc limit 1",
    SealedKey,
)
_NEWEST = Scalar("select max(signs_from) from signing_key", datetime)
_DELETE_SUPERSEDED = Command("""
delete from signing_key k
where exists (select from signing_key s where s.signs_from > k.signs_from and s.signs_from < :before)
""")


async def insert_key(session: AsyncSession, key_id: str, public: str, sealed: bytes, signs_from: datetime) -> None:
    """Adds a key; `public` is its public half as JSON."""
    await _ADD.run(session, key_id=key_id, public=public, sealed=sealed, signs_from=signs_from)


async def find_public_keys(session: AsyncSession) -> list[JsonObject]:
    """Returns the public half of every key, newest first: each a JSON Web Key, whose members depend on its kind."""
    return await _PUBLISHED.all(session)


async def find_signing_key(session: AsyncSession, now: datetime) -> SealedKey | None:
    """Returns the key that signs now."""
    return await _SIGNING.first(session, now=now)


async def newest_key_signs_from(session: AsyncSession) -> datetime | None:
    """Returns from when on the newest key signs; None when there is no key."""
    return await _NEWEST.get(session)


async def delete_superseded_keys(session: AsyncSession, before: datetime) -> None:
    """Deletes every key whose successor has signed since before that moment."""
    await _DELETE_SUPERSEDED.run(session, before=before)
