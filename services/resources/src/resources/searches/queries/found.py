"""What is found, in SQL. Words are looked up without row-level security, which keeps them from their indexes; what they
find is told as far as `search_entry`, which has it, shows it to the session's district.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from resources.searches.rules.search import LITTLE, Filters, Search
from resources.searches.rules.words import Sought
from shared.db.query import Query, Scalar, Transaction


class Way(StrEnum):
    """How is searched: for all that there is, for words, or also for what is spelled nearly so."""

    ALL = "all"
    WORDS = "words"
    NEARLY = "nearly"


class FoundRecord(NamedTuple):
    """An item that is found, in its newest version. A larger `rank` comes first. `nearly`: it has words that are
    spelled nearly so.
    """

    item_id: UUID
    version: int
    owner_id: UUID
    seen_by: str
    title: str
    item_kind: str
    description: str | None
    language: str
    grade_band: str | None
    licences: list[str]
    published_at: datetime
    rank: int
    nearly: bool


class CountRecord(NamedTuple):
    """How many items are found with this value of a facet, whatever the search says of that facet itself."""

    facet: str
    value: str
    items: int


_QUERY = """
(select plainto_tsquery('english', :english) as english, plainto_tsquery('spanish', :spanish) as spanish,
  plainto_tsquery('simple', :simple) as simple) q
"""
_OF_ITS_LANGUAGE = "case w.stemmer when 'english' then q.english when 'spanish' then q.spanish else q.simple end"
_HAS_WORDS = f"(w.lexemes @@ (q.english || q.spanish || q.simple) and w.lexemes @@ {_OF_ITS_LANGUAGE})"
_WORDS = f"""
select w.item_id, cast(1000000 * (1 + ts_rank(w.lexemes, {_OF_ITS_LANGUAGE})) as bigint) as rank, false as nearly
from {_QUERY}, search_words w where {_HAS_WORDS}
"""  # noqa: S608
_SPELLED_NEARLY = f"""
select w.item_id, cast(1000 * (select min(word_similarity(one, w.spelled)) from unnest(cast(:spellings as text[])) one)
  as bigint) as rank, true as nearly
from {_QUERY}, search_words w
where cast(:longest as text) <% w.spelled and not {_HAS_WORDS}
  and not exists (select from unnest(cast(:spellings as text[])) one where not one <% w.spelled)
"""  # noqa: S608
_FROM = {
    Way.ALL: "search_entry e cross join (select cast(0 as bigint) as rank, false as nearly) f",
    Way.WORDS: f"({_WORDS}) f join search_entry e on e.item_id = f.item_id",
    Way.NEARLY: f"({_WORDS} union all {_SPELLED_NEARLY}) f join search_entry e on e.item_id = f.item_id",
}
_AUDIENCE = """
case when e.owner_id = cast(:district_id as uuid) then 'own'
  when e.owner_id in (
    select case when a.discloser_id = cast(:district_id as uuid) then a.recipient_id else a.discloser_id end
    from sharing_agreement a
    where a.state = 'active' and cast(:district_id as uuid) in (a.discloser_id, a.recipient_id)) then 'partner'
  else 'anonymous' end
"""
_ADAPTS = f"({_AUDIENCE} = any (e.adaptable_by))"
_HOLDS = {
    "kind": "(cast(:kind as text) is null or e.item_kind = cast(:kind as text))",
    "language": "(cast(:language as text) is null or e.language = cast(:language as text))",
    "grade_band": "(cast(:grade_band as text) is null or cast(:grade_band as text) = any (e.grade_bands))",
    "licence": "(cast(:licence as text) is null or cast(:licence as text) = any (e.licences))",
    "may_adapt": f"(cast(:may_adapt as boolean) is null or cast(:may_adapt as boolean) = {_ADAPTS})",
    "owner_id": "(cast(:owner_id as uuid) is null or e.owner_id = cast(:owner_id as uuid))",
    "target": "(cast(:target as text) is null or cast(:target as text) = any (e.targets))",
}
"""What each filter asks."""
_ONE_VALUE = {
    "kind": "e.item_kind",
    "language": "e.language",
    "may_adapt": f"cast({_ADAPTS} as text)",
    "owner_id": "cast(e.owner_id as text)",
}
_VALUES = {"grade_band": "e.grade_bands", "licence": "e.licences", "target": "e.targets"}
"""Which value of each facet an item has, or which values."""
MOST_VALUES = 100
ALL_ITEMS = "items"
"""The facet that counts all that is found."""

_PAGE = {
    way: Query(
        f"""
        select p.item_id, p.version, p.owner_id, p.seen_by, p.content ->> 'title' as title,
          p.content ->> 'kind' as item_kind, p.content ->> 'description' as description,
          p.content ->> 'language' as language, p.content ->> 'grade_band' as grade_band, page.licences,
          p.published_at, page.rank, page.nearly
        from (
          select e.item_id, e.version, e.licences, f.rank, f.nearly from {_FROM[way]}
          where {" and ".join(_HOLDS.values())} and (cast(:after_rank as bigint) is null
            or f.rank < cast(:after_rank as bigint)
            or (f.rank = cast(:after_rank as bigint) and e.item_id > cast(:after_id as uuid)))
          order by f.rank desc, e.item_id limit :limit) page
        join published_version p on p.item_id = page.item_id and p.version = page.version
        order by page.rank desc, page.item_id
        """,  # noqa: S608
        FoundRecord,
    )
    for way in Way
}
_FACTS = ", ".join(
    [f"{asks} as in_{name}" for name, asks in _HOLDS.items()]
    + [f"{value} as of_{name}" for name, value in (_ONE_VALUE | _VALUES).items()]
)
_COUNTED = " union all ".join(
    f"""
    select '{name}' as facet, {f"of_{name}" if name in _ONE_VALUE else "value"} as value, count(*) as items
    from found{"" if name in _ONE_VALUE else f", unnest(of_{name}) value"}
    where {" and ".join(f"in_{other}" for other in _HOLDS if other != name)} group by 2
    """  # noqa: S608
    for name in _HOLDS
)
_COUNTS = {
    way: Query(
        f"""
        with found as materialized (select {_FACTS} from {_FROM[way]}),
        placed as (
          select facet, value, items, row_number() over (partition by facet order by items desc, value) as place
          from ({_COUNTED}) counted)
        select '{ALL_ITEMS}' as facet, '' as value, count(*) as items from found
        where {" and ".join(f"in_{name}" for name in _HOLDS)}
        union all
        (select facet, value, items from placed where place <= {MOST_VALUES} order by facet, place)
        """,  # noqa: S608
        CountRecord,
    )
    for way in Way
}
_UNKNOWN = {
    way: Scalar(
        f"""
        select e.item_id from {_FROM[way]}
        where {" and ".join(_HOLDS.values())} and not exists (
          select from known_item k
          where k.district_id = cast(:district_id as uuid) and k.reader = :reader and k.item_id = e.item_id)
        order by f.rank desc, e.item_id limit :limit
        """,  # noqa: S608
        UUID,
    )
    for way in (Way.ALL, Way.WORDS)
}
_HAVE_WORDS = Scalar(
    f"select count(*) from (select from {_FROM[Way.WORDS]} limit :limit) had",  # noqa: S608
    int,
)
_COMPARE_SPELLING = Scalar("select set_config('pg_trgm.word_similarity_threshold', '0.5', true)", str)
"""As near as a word with two letters exchanged; it counts for this transaction."""


async def choose_way(session: Transaction, sought: Sought | None) -> Way:
    """Returns how to search: where the session sees little that has the words themselves, also by their spelling."""
    if sought is None:
        return Way.ALL
    have = await _HAVE_WORDS.one(session, limit=LITTLE, **_stemmed(sought))
    return Way.WORDS if have >= LITTLE else Way.NEARLY


async def find_page(
    session: Transaction,
    district_id: UUID | None,
    search: Search,
    way: Way,
    after: tuple[int, UUID] | None,
    limit: int,
) -> list[FoundRecord]:
    """Returns what is found, in order of rank, then id: to a district or, without one, to anybody."""
    rank, item_id = after or (None, None)
    asked = await _asked(session, district_id, search, way)
    return await _PAGE[way].all(session, **asked, after_rank=rank, after_id=item_id, limit=limit)


async def count_found(session: Transaction, district_id: UUID | None, search: Search, way: Way) -> list[CountRecord]:
    """Returns how many items are found, as the facet `ALL_ITEMS`, and how many with each value of every facet: the most
    frequent first, `MOST_VALUES` of each at most.
    """
    return await _COUNTS[way].all(session, **await _asked(session, district_id, search, way))


async def find_unknown(session: Transaction, district_id: UUID, search: Search, reader: str, limit: int) -> list[UUID]:
    """Returns what is found by the words themselves and was not told to the reader: the best first."""
    way = Way.ALL if search.sought is None else Way.WORDS
    asked = await _asked(session, district_id, search, way)
    return await _UNKNOWN[way].all(session, **asked, reader=reader, limit=limit)


async def _asked(session: Transaction, district_id: UUID | None, search: Search, way: Way) -> dict[str, Any]:
    asked = {"district_id": district_id} | _filtered(search.filters)
    if search.sought is None:
        return asked
    if way is Way.NEARLY:
        await _COMPARE_SPELLING.one(session)
        spellings = search.sought.spellings
        asked |= {"spellings": spellings, "longest": spellings[0]}
    return asked | _stemmed(search.sought)


def _stemmed(sought: Sought) -> dict[str, str]:
    return {"english": sought.english, "spanish": sought.spanish, "simple": sought.simple}


def _filtered(filters: Filters) -> dict[str, Any]:
    return {name: getattr(filters, name) for name in _HOLDS}
