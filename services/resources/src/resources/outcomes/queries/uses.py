"""Uses of resources in the session's district, in SQL."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Query, Scalar, Transaction
from shared.values.ids import new_id


class NewUse(NamedTuple):
    """A use that is to be recorded; `learner_id` is whose work or plan it is, where it is one learner's."""

    kind: str
    used_in: UUID
    learner_id: UUID | None
    item_id: UUID
    version: int
    used_on: date


class UseRecord(NamedTuple):
    use_id: UUID
    kind: str
    used_in: UUID
    learner_id: UUID | None
    item_id: UUID
    version: int
    used_on: date


class WhereUsed(NamedTuple):
    """What has used a resource, on how many days; or a playlist in which it is, which is no use by itself."""

    kind: str
    used_in: UUID
    title: str | None
    version: int | None
    first_on: date | None
    last_on: date | None
    times: int


_COLUMNS = "use_id, kind, used_in, learner_id, item_id, version, used_on"
# What an alignment names is an item only where it is the id of one.
_ALIGNED = """
coalesce((
  select jsonb_agg(distinct jsonb_build_object('edition_id', a ->> 'edition_id', 'item_id', lower(a ->> 'target')))
  from jsonb_array_elements(p.content -> 'alignments') a
  where a ->> 'to' = 'item' and a ->> 'target' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'), '[]')
"""
_ADD = Query(
    f"""
    insert into use (district_id, use_id, kind, used_in, learner_id, item_id, version, used_on, aligned, recorded_at,
      recorded_by)
    select cast(:district_id as uuid), u.use_id, u.kind, u.used_in, u.learner_id, u.item_id, u.version, u.used_on,
      {_ALIGNED}, cast(:at as timestamptz), cast(:by as text)
    from unnest(cast(:use_ids as uuid[]), cast(:kinds as text[]), cast(:used_ins as uuid[]),
      cast(:learners as uuid[]), cast(:items as uuid[]), cast(:versions as bigint[]), cast(:days as date[]))
      as u(use_id, kind, used_in, learner_id, item_id, version, used_on)
    join published_version p on p.item_id = u.item_id and p.version = u.version
    order by u.item_id, u.kind, u.used_in, u.used_on
    on conflict do nothing
    returning {_COLUMNS}
    """,  # noqa: S608
    UseRecord,
)
_SAME = Query(
    f"""
    select {_COLUMNS} from use
    where item_id = :item_id and kind = :kind and used_in = :used_in and used_on = :used_on
    """,  # noqa: S608
    UseRecord,
)
_ALL = Query(
    f"select {_COLUMNS} from use where district_id = :district_id order by use_id",  # noqa: S608
    UseRecord,
)
_WHERE_USED = Query(
    """
    with found as (
      select u.kind, u.used_in, cast(null as text) as title, max(u.version) as version, min(u.used_on) as first_on,
        max(u.used_on) as last_on, cast(count(*) as int) as times
      from use u
      where u.item_id = :item_id
        and (:all or u.kind in ('meeting', 'action')
          or (u.kind = 'class' and u.used_in = any(cast(:classes as uuid[])))
          or u.learner_id = any(cast(:learners as uuid[])))
      group by u.kind, u.used_in
      union all
      select 'playlist', l.playlist_id, l.title, null, null, null, 0
      from playlist l
      where l.entries @> jsonb_build_array(jsonb_build_object('resource_id', cast(:item_id as text))))
    select kind, used_in, title, version, first_on, last_on, times from found
    where cast(:after_kind as text) is null or (kind, used_in) > (cast(:after_kind as text), cast(:after_id as uuid))
    order by kind, used_in limit :limit
    """,
    WhereUsed,
)
_IS_USED = Scalar("select exists (select from use where item_id = :item_id)", bool)


async def add_uses(
    session: Transaction, district_id: UUID, uses: Sequence[NewUse], *, at: datetime, by: str
) -> list[UseRecord]:
    """Records uses of versions that the session may see, with what these are aligned to; returns those that were not
    known. A use of a day is known once.
    """
    return await _ADD.all(
        session,
        district_id=district_id,
        use_ids=[new_id() for _ in uses],
        kinds=[one.kind for one in uses],
        used_ins=[one.used_in for one in uses],
        learners=[one.learner_id for one in uses],
        items=[one.item_id for one in uses],
        versions=[one.version for one in uses],
        days=[one.used_on for one in uses],
        at=at,
        by=by,
    )


async def find_same_use(session: Transaction, use: NewUse) -> UseRecord | None:
    """Returns the use of the same resource by the same on the same day."""
    return await _SAME.first(session, item_id=use.item_id, kind=use.kind, used_in=use.used_in, used_on=use.used_on)


async def find_where_used(
    session: Transaction,
    item_id: UUID,
    classes: Collection[UUID],
    learners: Collection[UUID] | None,
    after: tuple[str, UUID] | None,
    limit: int,
) -> list[WhereUsed]:
    """Returns where a resource is used, by kind and id: of classes and learners those named; `learners` None: all."""
    after_kind, after_id = after or (None, None)
    return await _WHERE_USED.all(
        session,
        item_id=item_id,
        all=learners is None,
        classes=sorted(classes),
        learners=sorted(learners or ()),
        after_kind=after_kind,
        after_id=after_id,
        limit=limit,
    )


async def is_used(session: Transaction, item_id: UUID) -> bool:
    """Returns whether the district has ever used a resource."""
    return await _IS_USED.one(session, item_id=item_id)


async def find_all_uses(session: Transaction, district_id: UUID) -> list[UseRecord]:
    """Returns all uses of a district's. None is ever changed, so that nothing has to be locked."""
    return await _ALL.all(session, district_id=district_id)
