"""Published versions in SQL, as far as the session may see them: row-level security says whose, by their audience."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from resources.items.rules.content import Content
from resources.items.rules.states import Standing
from resources.items.schemas.content import from_stored, stored
from resources.items.schemas.credits import Owed, stored_credits
from resources.licences.rules.effective import Audience
from shared.db.query import Command, Query, Transaction
from shared.values.json_types import JsonArray, JsonObject


class PublishedRecord(NamedTuple):
    """A published version; `content` is None where it was taken down or recalled."""

    item_id: UUID
    version: int
    owner_id: UUID
    latest: bool
    seen_by: str
    standing: str
    because: str | None
    successor_id: UUID | None
    stands_since: datetime
    content: JsonObject | None
    content_hash: str
    changes: str | None
    published_at: datetime
    credits: JsonArray
    withheld: bool

    @property
    def stands(self) -> Standing:
        """How it stands for its readers: what holds parts of something that was recalled is recalled with it."""
        return Standing.RECALLED if self.withheld else Standing(self.standing)

    def said(self) -> Content | None:
        return None if self.content is None else from_stored(self.content)


_COLUMNS = """
p.item_id, p.version, p.owner_id, p.latest, p.seen_by, p.standing, p.because, p.successor_id, p.stands_since, p.content,
p.content_hash, p.changes, p.published_at, p.credits, p.withheld
"""
_SELECT = f"select {_COLUMNS} from published_version p"  # noqa: S608
_VERSION = Query(f"{_SELECT} where p.item_id = :item_id and p.version = :version", PublishedRecord)
_NEWEST = Query(f"{_SELECT} where p.item_id = :item_id order by p.version desc limit 1", PublishedRecord)
_NEWEST_OF = Query(
    f"""
    select distinct on (p.item_id) {_COLUMNS} from published_version p
    where p.item_id = any(cast(:item_ids as uuid[])) order by p.item_id, p.version desc
    """,  # noqa: S608
    PublishedRecord,
)
_VERSIONS = Query(
    f"""
    {_SELECT}
    where p.item_id = :item_id and (cast(:before as bigint) is null or p.version < cast(:before as bigint))
    order by p.version desc limit :limit
    """,
    PublishedRecord,
)
_LIST = Query(
    f"""
    {_SELECT}
    where p.latest and p.standing = 'offered' and not p.withheld
      and (cast(:after as uuid) is null or p.item_id > cast(:after as uuid))
      and (cast(:owner_id as uuid) is null or p.owner_id = cast(:owner_id as uuid))
    order by p.item_id limit :limit
    """,
    PublishedRecord,
)
_OUTDATE = Command("""
update published_version
set latest = false, standing = 'offered', because = null, successor_id = null, stands_since = :at, stands_by = :by
where item_id = :item_id and owner_id = :owner_id
""")
_ADD = Command("""
insert into published_version (item_id, version, owner_id, latest, seen_by, standing, stands_since, stands_by, content,
  content_hash, changes, published_at, credits)
values (:item_id, :version, :owner_id, true, :seen_by, 'offered', :at, :by, cast(:content as jsonb), :content_hash,
  :changes, :at, cast(:credits as jsonb))
""")
_SET_STANDING = Command("""
update published_version
set standing = :standing, because = :because, successor_id = :successor_id, stands_since = :at, stands_by = :by,
  content = case when cast(:keeps as boolean) then content end
where item_id = :item_id and owner_id = :owner_id
""")


async def find_published(session: Transaction, item_id: UUID, version: int) -> PublishedRecord | None:
    return await _VERSION.first(session, item_id=item_id, version=version)


async def find_newest(session: Transaction, item_id: UUID) -> PublishedRecord | None:
    """Returns the newest version that the session may see: where a newer one has a narrower audience, an older one."""
    return await _NEWEST.first(session, item_id=item_id)


async def find_newest_of(session: Transaction, item_ids: Sequence[UUID]) -> dict[UUID, PublishedRecord]:
    """Returns the same of each of these items that the session may see, by id."""
    return {one.item_id: one for one in await _NEWEST_OF.all(session, item_ids=item_ids)}


async def find_published_versions(
    session: Transaction, item_id: UUID, before: int | None, limit: int
) -> list[PublishedRecord]:
    """Returns the versions that the session may see, newest first."""
    return await _VERSIONS.all(session, item_id=item_id, before=before, limit=limit)


async def find_offered(
    session: Transaction, after: UUID | None, owner_id: UUID | None, limit: int
) -> list[PublishedRecord]:
    """Returns the newest versions of the items that are offered, by id; with an owner, of that district's."""
    return await _LIST.all(session, after=after, owner_id=owner_id, limit=limit)


async def add_published(
    session: Transaction,
    owner_id: UUID,
    item_id: UUID,
    version: int,
    content: Content,
    seen_by: Audience,
    credits: Sequence[Owed],
    *,
    content_hash: str,
    changes: str | None,
    at: datetime,
    by: str,
) -> None:
    """Adds the newest published version of an item, all of which are offered from now on, also where it was retired."""
    await _OUTDATE.run(session, item_id=item_id, owner_id=owner_id, at=at, by=by)
    await _ADD.run(
        session,
        item_id=item_id,
        version=version,
        owner_id=owner_id,
        seen_by=seen_by,
        content=stored(content),
        credits=stored_credits(credits),
        content_hash=content_hash,
        changes=changes,
        at=at,
        by=by,
    )


async def set_standing(
    session: Transaction,
    owner_id: UUID,
    item_id: UUID,
    standing: Standing,
    *,
    because: str | None,
    successor_id: UUID | None,
    keeps: bool,
    at: datetime,
    by: str,
) -> None:
    """Says of all versions of an item how it stands; unless it `keeps` what they say, it is gone from there."""
    await _SET_STANDING.run(
        session,
        item_id=item_id,
        owner_id=owner_id,
        standing=standing,
        because=because,
        successor_id=successor_id,
        keeps=keeps,
        at=at,
        by=by,
    )
