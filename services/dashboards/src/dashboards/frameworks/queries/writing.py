"""Frameworks and items whose state has changed."""

from collections.abc import Sequence
from uuid import UUID

from shared.db.query import Command, Transaction

_REVISE = Command("""
update framework f set edition = i.edition, state = i.state, items = i.items
from unnest(cast(:frameworks as uuid[]), cast(:editions as int[]), cast(:states as text[]), cast(:items as int[]))
  as i(framework_id, edition, state, items)
where f.generation = :generation and f.district_id = :district_id and f.framework_id = i.framework_id
""")


_RETIRE = Command("""
update item set active = false
where generation = :generation and district_id = :district_id and item_id = any(cast(:ids as uuid[]))
""")


async def revise_frameworks(
    session: Transaction, generation: int, district_id: UUID, revised: Sequence[tuple[UUID, int, str, int]]
) -> None:
    """Rows of (framework, edition, state, items), each framework once."""
    frameworks, editions, states, items = zip(*revised, strict=True)
    await _REVISE.run(
        session, generation=generation, district_id=district_id, frameworks=list(frameworks),
        editions=list(editions), states=list(states), items=list(items),
    )  # fmt: skip


async def retire_items(session: Transaction, generation: int, district_id: UUID, ids: Sequence[UUID]) -> None:
    await _RETIRE.run(session, generation=generation, district_id=district_id, ids=list(ids))
