"""Calendar feeds and the secrets that open them, in SQL."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Scalar, Transaction


class FeedRecord(NamedTuple):
    """A feed of what one person is to be at."""

    feed_id: UUID
    person_id: UUID
    label: str
    made_at: datetime
    revoked_at: datetime | None


class OpenedFeed(NamedTuple):
    """What a secret opens, before a tenant is known."""

    district_id: UUID
    feed_id: UUID


_SELECT = "select f.feed_id, f.person_id, f.label, f.made_at, f.revoked_at from calendar_feed f"
_ADD = Command("""
insert into calendar_feed (district_id, feed_id, person_id, label, made_at)
values (:district_id, :feed_id, :person_id, :label, :now)
""")
_ADD_LINK = Command("""
insert into calendar_feed_link (digest, district_id, feed_id) values (:digest, :district_id, :feed_id)
""")
_OPEN = Query(
    "select l.district_id, l.feed_id from calendar_feed_link l where l.digest = cast(:digest as bytea)", OpenedFeed
)
_FIND = Query(f"{_SELECT} where f.feed_id = :feed_id", FeedRecord)
_LOCK_OWN = Query(
    f"{_SELECT} where f.feed_id = :feed_id and f.person_id = :person_id for no key update of f", FeedRecord
)
_PAGE = Query(
    f"""
    {_SELECT}
    where f.person_id = :person_id and (cast(:after as uuid) is null or f.feed_id > cast(:after as uuid))
    order by f.feed_id limit :limit
    """,
    FeedRecord,
)
_COUNT = Scalar("select count(*) from calendar_feed f where f.person_id = :person_id and f.revoked_at is null", int)
_REVOKE = Command("update calendar_feed set revoked_at = :now where feed_id = :feed_id and revoked_at is null")
_DELETE_LINK = Command("delete from calendar_feed_link where district_id = :district_id and feed_id = :feed_id")


async def add_feed(session: Transaction, district_id: UUID, new: FeedRecord, digest: bytes) -> None:
    await _ADD.run(
        session,
        district_id=district_id,
        feed_id=new.feed_id,
        person_id=new.person_id,
        label=new.label,
        now=new.made_at,
    )
    await _ADD_LINK.run(session, digest=digest, district_id=district_id, feed_id=new.feed_id)


async def find_opened(session: Transaction, digest: bytes) -> OpenedFeed | None:
    """Returns what this secret opens; in a session of no district."""
    return await _OPEN.first(session, digest=digest)


async def find_feed(session: Transaction, feed_id: UUID) -> FeedRecord | None:
    return await _FIND.first(session, feed_id=feed_id)


async def lock_own_feed(session: Transaction, feed_id: UUID, person_id: UUID) -> FeedRecord | None:
    return await _LOCK_OWN.first(session, feed_id=feed_id, person_id=person_id)


async def page_of_own_feeds(session: Transaction, person_id: UUID, after: UUID | None, limit: int) -> list[FeedRecord]:
    return await _PAGE.all(session, person_id=person_id, after=after, limit=limit)


async def count_feeds(session: Transaction, person_id: UUID) -> int:
    """Returns how many feeds of a person are open."""
    return await _COUNT.one(session, person_id=person_id)


async def set_revoked(session: Transaction, district_id: UUID, feed_id: UUID, now: datetime) -> None:
    """Has the feed's secret open nothing any more."""
    await _REVOKE.run(session, feed_id=feed_id, now=now)
    await _DELETE_LINK.run(session, district_id=district_id, feed_id=feed_id)
