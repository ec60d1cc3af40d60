"""Versions of the district's own items in SQL: drafts, and what was published."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from resources.items.rules.content import Content
from resources.items.rules.states import VersionState
from resources.items.schemas.content import from_stored, stored
from shared.db.query import Command, Query, Transaction
from shared.values.json_types import JsonObject


class VersionRecord(NamedTuple):
    """A version without what it says."""

    item_id: UUID
    version: int
    state: str
    revision: int
    content_hash: str | None
    changes: str | None
    changed_at: datetime
    submitted_at: datetime | None
    published_at: datetime | None


class StoredVersion(NamedTuple):
    item_id: UUID
    version: int
    state: str
    revision: int
    content_hash: str | None
    changes: str | None
    changed_at: datetime
    submitted_at: datetime | None
    published_at: datetime | None
    content: JsonObject


class ItemVersion(NamedTuple):
    """A version with what it says."""

    record: VersionRecord
    content: Content

    @property
    def state(self) -> VersionState:
        return VersionState(self.record.state)


_COLUMNS = """
v.item_id, v.version, v.state, v.revision, v.content_hash, v.changes, v.changed_at, v.submitted_at, v.published_at
"""
_WITH_CONTENT = f"select {_COLUMNS}, v.content from item_version v where v.item_id = :item_id"  # noqa: S608
_VERSION = Query(f"{_WITH_CONTENT} and v.version = :version", StoredVersion)
_DRAFT = Query(f"{_WITH_CONTENT} and v.state <> 'published'", StoredVersion)
_LAST_PUBLISHED = Query(f"{_WITH_CONTENT} and v.state = 'published' order by v.version desc limit 1", StoredVersion)
_LIST = Query(
    f"""
    select {_COLUMNS} from item_version v
    where v.item_id = :item_id and (cast(:before as bigint) is null or v.version < cast(:before as bigint))
    order by v.version desc limit :limit
    """,  # noqa: S608
    VersionRecord,
)
_ADD = Command("""
insert into item_version (district_id, item_id, version, state, revision, content, changed_at, changed_by)
values (:district_id, :item_id, :version, 'draft', :revision, cast(:content as jsonb), :at, :by)
""")
_SET_CONTENT = Command("""
update item_version
set content = cast(:content as jsonb), revision = :revision, changed_at = :at, changed_by = :by
where item_id = :item_id and state = 'draft'
""")
_SET_STATE = Command("""
update item_version
set state = cast(:state as text), revision = :revision, changes = :changes,
  submitted_at = case when cast(:state as text) = 'in_review' then cast(:at as timestamptz) end,
  submitted_by = case when cast(:state as text) = 'in_review' then cast(:by as text) end
where item_id = :item_id and state <> 'published'
""")
_PUBLISH = Command("""
update item_version
set state = 'published', revision = :revision, content_hash = :content_hash, published_at = :at, published_by = :by
where item_id = :item_id and state = 'in_review'
""")
_DELETE_DRAFT = Command("delete from item_version where item_id = :item_id and state = 'draft'")


async def find_version(session: Transaction, item_id: UUID, version: int) -> ItemVersion | None:
    """Returns the version, whatever its state; None where the session's district has none."""
    return _read(await _VERSION.first(session, item_id=item_id, version=version))


async def find_draft(session: Transaction, item_id: UUID) -> ItemVersion | None:
    """Returns the version that is not published yet, in review or not."""
    return _read(await _DRAFT.first(session, item_id=item_id))


async def find_last_published(session: Transaction, item_id: UUID) -> ItemVersion | None:
    return _read(await _LAST_PUBLISHED.first(session, item_id=item_id))


async def find_versions(session: Transaction, item_id: UUID, before: int | None, limit: int) -> list[VersionRecord]:
    """Returns the versions, newest first."""
    return await _LIST.all(session, item_id=item_id, before=before, limit=limit)


async def add_draft(
    session: Transaction,
    district_id: UUID,
    item_id: UUID,
    version: int,
    content: Content,
    *,
    revision: int,
    at: datetime,
    by: str,
) -> None:
    await _ADD.run(
        session,
        district_id=district_id,
        item_id=item_id,
        version=version,
        revision=revision,
        content=stored(content),
        at=at,
        by=by,
    )


async def set_draft(
    session: Transaction, item_id: UUID, content: Content, *, revision: int, at: datetime, by: str
) -> None:
    """Stores what the draft says now."""
    await _SET_CONTENT.run(session, item_id=item_id, content=stored(content), revision=revision, at=at, by=by)


async def set_draft_state(
    session: Transaction,
    item_id: UUID,
    state: VersionState,
    changes: str | None,
    *,
    revision: int,
    at: datetime,
    by: str,
) -> None:
    """Sends the draft to review, with what its authors say has changed, or takes it back."""
    await _SET_STATE.run(session, item_id=item_id, state=state, changes=changes, revision=revision, at=at, by=by)


async def set_published(
    session: Transaction, item_id: UUID, content_hash: str, *, revision: int, at: datetime, by: str
) -> None:
    """Publishes what is in review."""
    await _PUBLISH.run(session, item_id=item_id, content_hash=content_hash, revision=revision, at=at, by=by)


async def delete_draft(session: Transaction, item_id: UUID) -> None:
    await _DELETE_DRAFT.run(session, item_id=item_id)


def _read(row: StoredVersion | None) -> ItemVersion | None:
    if row is None:
        return None
    return ItemVersion(VersionRecord._make(row[: len(VersionRecord._fields)]), from_stored(row.content))
