"""The log of what was heard and is counted, in SQL: of each thing the last word, in whatever order it came."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Scalar, Transaction


class Fact(NamedTuple):
    """Something that is counted, by one word of its publisher's."""

    kind: str
    source_id: UUID
    part: int
    figure: int
    happened_on: date
    incarnation: int
    sequence: int


class MasteryFact(NamedTuple):
    """How a learner stands in an item, by one word of its publisher's; `mastered_since` is None where it is not
    mastered.
    """

    learner_id: UUID
    item_id: UUID
    mastered_since: datetime | None
    incarnation: int
    sequence: int


_KEEP = Command("""
insert into counted_fact (district_id, kind, source_id, part, figure, happened_on, incarnation, sequence)
select cast(:district_id as uuid), kind, source_id, part, figure, happened_on, incarnation, sequence
from unnest(cast(:kinds as text[]), cast(:sources as uuid[]), cast(:parts as bigint[]), cast(:figures as bigint[]),
  cast(:days as date[]), cast(:incarnations as bigint[]), cast(:sequences as bigint[]))
  as f(kind, source_id, part, figure, happened_on, incarnation, sequence)
order by kind, source_id, part
on conflict (district_id, kind, source_id, part) do update set figure = excluded.figure,
  happened_on = excluded.happened_on, incarnation = excluded.incarnation, sequence = excluded.sequence
where (excluded.incarnation, excluded.sequence) > (counted_fact.incarnation, counted_fact.sequence)
""")
_WATCHES = Scalar(
    """
    select exists (select from indicator i where i.district_id = :district_id and i.item_id is not null)
      or exists (select from indicator i where i.district_id = :district_id and i.framework_id is not null)
    """,
    bool,
)
# An item that nobody has told of yet may be of a framework that is watched: its key is another, and may be late.
_IS_WATCHED = """
(exists (select from indicator i where i.district_id = :district_id and i.item_id = f.item_id)
  or exists (select from indicator i join known_item k
    on k.district_id = i.district_id and k.framework_id = i.framework_id
    where i.district_id = :district_id and k.item_id = f.item_id)
  or (exists (select from indicator i where i.district_id = :district_id and i.framework_id is not null)
    and not exists (select from known_item k where k.district_id = :district_id and k.item_id = f.item_id)))
"""
_KEEP_MASTERY = Command(f"""
insert into watched_mastery (district_id, learner_id, item_id, mastered_since, incarnation, sequence)
select cast(:district_id as uuid), learner_id, item_id, mastered_since, incarnation, sequence
from unnest(cast(:learners as uuid[]), cast(:items as uuid[]), cast(:sinces as timestamptz[]),
  cast(:incarnations as bigint[]), cast(:sequences as bigint[]))
  as f(learner_id, item_id, mastered_since, incarnation, sequence)
where {_IS_WATCHED}
order by learner_id, item_id
on conflict (district_id, learner_id, item_id) do update set mastered_since = excluded.mastered_since,
  incarnation = excluded.incarnation, sequence = excluded.sequence
where (excluded.incarnation, excluded.sequence) > (watched_mastery.incarnation, watched_mastery.sequence)
""")  # noqa: S608
_FORGET_OTHERS = Command("""
update watched_mastery w set mastered_since = null, incarnation = :incarnation, sequence = :sequence
where w.district_id = :district_id and w.learner_id = :learner_id and w.item_id <> all(cast(:items as uuid[]))
  and (w.incarnation, w.sequence) < (cast(:incarnation as bigint), cast(:sequence as bigint))
""")
_KEEP_ITEMS = Command("""
insert into known_item (district_id, item_id, framework_id)
select cast(:district_id as uuid), item_id, framework_id
from unnest(cast(:items as uuid[]), cast(:frameworks as uuid[])) as f(item_id, framework_id)
order by item_id
on conflict do nothing
""")


async def keep_facts(session: Transaction, district_id: UUID, facts: Sequence[Fact]) -> None:
    """Stores the last word of each thing that is counted."""
    newest: dict[tuple[str, UUID, int], Fact] = {}
    for one in facts:
        before = newest.get((one.kind, one.source_id, one.part))
        if before is None or (one.incarnation, one.sequence) > (before.incarnation, before.sequence):
            newest[one.kind, one.source_id, one.part] = one
    kept = list(newest.values())
    await _KEEP.run(
        session,
        district_id=district_id,
        kinds=[one.kind for one in kept],
        sources=[one.source_id for one in kept],
        parts=[one.part for one in kept],
        figures=[one.figure for one in kept],
        days=[one.happened_on for one in kept],
        incarnations=[one.incarnation for one in kept],
        sequences=[one.sequence for one in kept],
    )


async def watches_mastery(session: Transaction, district_id: UUID) -> bool:
    """Returns whether an indicator of the district counts what learners master."""
    return await _WATCHES.one(session, district_id=district_id)


async def keep_mastery(session: Transaction, district_id: UUID, facts: Sequence[MasteryFact]) -> None:
    """Stores how learners stand in those items that an indicator watches."""
    newest: dict[tuple[UUID, UUID], MasteryFact] = {}
    for one in facts:
        before = newest.get((one.learner_id, one.item_id))
        if before is None or (one.incarnation, one.sequence) > (before.incarnation, before.sequence):
            newest[one.learner_id, one.item_id] = one
    kept = list(newest.values())
    await _KEEP_MASTERY.run(
        session,
        district_id=district_id,
        learners=[one.learner_id for one in kept],
        items=[one.item_id for one in kept],
        sinces=[one.mastered_since for one in kept],
        incarnations=[one.incarnation for one in kept],
        sequences=[one.sequence for one in kept],
    )


async def forget_other_items(
    session: Transaction, district_id: UUID, learner_id: UUID, items: Sequence[UUID], incarnation: int, sequence: int
) -> None:
    """Stores that of a learner nothing is mastered but what is among these items."""
    await _FORGET_OTHERS.run(
        session,
        district_id=district_id,
        learner_id=learner_id,
        items=list(items),
        incarnation=incarnation,
        sequence=sequence,
    )


async def keep_items(session: Transaction, district_id: UUID, items: dict[UUID, UUID]) -> None:
    """Stores of which framework items are. An item never changes its framework."""
    await _KEEP_ITEMS.run(session, district_id=district_id, items=list(items), frameworks=list(items.values()))
