"""What items are found by, written in SQL: of the session's own district's items, each behind the lock of its item."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from resources.searches.rules.entries import FORM, Entry
from shared.db.query import Command, Query, Transaction


class UnreadItem(NamedTuple):
    """An offered item whose words are not those of its newest version, or are made by other rules than ours."""

    owner_id: UUID
    item_id: UUID


_TARGETS = """
coalesce((
  select array_agg(distinct every.target order by every.target) from (
    with recursive above (item_id) as (
      select cast(substr(said, 6) as uuid) from unnest({aligned_to}) said
      where said ~ '^item/[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$'
      union
      select f.parent_id from above join framework_item f on f.district_id = {owner_id} and f.item_id = above.item_id
      where f.parent_id is not null)
    select 'item/' || item_id as target from above union select unnest({aligned_to})) every), '{{}}')
"""
_OF_SENT = _TARGETS.format(aligned_to="cast(:aligned_to as text[])", owner_id="cast(:owner_id as uuid)")
_KEY = "hashtextextended('frameworks ' || cast(cast(:district_id as uuid) as text), 12)"
_HOLD = Command(f"select pg_advisory_xact_lock_shared({_KEY})")
_LOCK = Command(f"select pg_advisory_xact_lock({_KEY})")
_SET_ENTRY = Command(f"""
insert into search_entry (item_id, version, owner_id, seen_by, item_kind, language, grade_bands, licences, adaptable_by,
  aligned_to, targets)
values (:item_id, :version, :owner_id, :seen_by, :item_kind, :language, :grade_bands, :licences, :adaptable_by,
  :aligned_to, {_OF_SENT})
on conflict (item_id) do update set version = excluded.version, seen_by = excluded.seen_by,
  item_kind = excluded.item_kind, language = excluded.language, grade_bands = excluded.grade_bands,
  licences = excluded.licences, adaptable_by = excluded.adaptable_by, aligned_to = excluded.aligned_to,
  targets = excluded.targets
""")  # noqa: S608
_SET_WORDS = Command("""
insert into search_words (item_id, form, version, stemmer, lexemes, spelled)
values (:item_id, :form, :version, :stemmer,
  setweight(to_tsvector(cast(cast(:stemmer as text) as regconfig), :title), 'A')
  || setweight(to_tsvector(cast(cast(:stemmer as text) as regconfig), :description), 'B')
  || setweight(to_tsvector(cast(cast(:stemmer as text) as regconfig), :rest), 'C'), :spelled)
on conflict (item_id) do update set form = excluded.form, version = excluded.version, stemmer = excluded.stemmer,
  lexemes = excluded.lexemes, spelled = excluded.spelled
""")
_REMOVE_WORDS = Command("delete from search_words where item_id = :item_id")
_REMOVE_ENTRY = Command("delete from search_entry where item_id = :item_id and owner_id = :owner_id")
_UNREAD = Query(
    """
    select p.owner_id, p.item_id from published_version p left join search_words w on w.item_id = p.item_id
    where p.latest and p.standing = 'offered'
      and (w.form, w.version) is distinct from (cast(:form as bigint), p.version)
    order by p.owner_id, p.item_id limit :limit
    """,
    UnreadItem,
)
_SET_PARENTS = Command("""
insert into framework_item (district_id, item_id, parent_id)
select :district_id, said.item_id, said.parent_id
from unnest(cast(:item_ids as uuid[]), cast(:parent_ids as uuid[])) said (item_id, parent_id)
on conflict (district_id, item_id) do update set parent_id = excluded.parent_id
""")
_RAISE_TARGETS = Command(f"""
update search_entry e set targets = {_TARGETS.format(aligned_to="e.aligned_to", owner_id="e.owner_id")}
where e.owner_id = :district_id and e.targets && cast(:targets as text[])
""")  # noqa: S608


async def set_entry(
    session: Transaction, owner_id: UUID, item_id: UUID, version: int, seen_by: str, entry: Entry
) -> None:
    """Has an item be found by this from now on, and by what is above it: no framework changes meanwhile."""
    await _HOLD.run(session, district_id=owner_id)
    await _SET_ENTRY.run(
        session,
        item_id=item_id,
        version=version,
        owner_id=owner_id,
        seen_by=seen_by,
        item_kind=entry.kind,
        language=entry.language,
        grade_bands=entry.grade_bands,
        licences=entry.licences,
        adaptable_by=entry.adaptable_by,
        aligned_to=entry.targets,
    )
    await _SET_WORDS.run(
        session,
        item_id=item_id,
        form=FORM,
        version=version,
        stemmer=entry.stemmer,
        title=entry.title,
        description=entry.description,
        rest=entry.rest,
        spelled=entry.spelled,
    )


async def remove_entry(session: Transaction, owner_id: UUID, item_id: UUID) -> None:
    """Has an item be found no more."""
    if await _REMOVE_ENTRY.run(session, item_id=item_id, owner_id=owner_id):
        await _REMOVE_WORDS.run(session, item_id=item_id)


async def find_unread(session: Transaction, limit: int) -> list[UnreadItem]:
    """Returns offered items of all districts that are not found by what they say now."""
    return await _UNREAD.all(session, form=FORM, limit=limit)


async def set_parents(
    session: Transaction, district_id: UUID, parents: Mapping[UUID, UUID | None], targets: Sequence[str]
) -> None:
    """Keeps what is above these items of a district's framework, which are `targets` in entries, and has its own items
    that are aligned to any of them be found by that too.
    """
    await _LOCK.run(session, district_id=district_id)
    await _SET_PARENTS.run(session, district_id=district_id, item_ids=list(parents), parent_ids=list(parents.values()))
    await _RAISE_TARGETS.run(session, district_id=district_id, targets=targets)
