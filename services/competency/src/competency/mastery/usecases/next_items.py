"""What a learner may turn to next, and what stands before the rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from competency.common.as_of import NOW, AsOf
from competency.mastery.queries.criteria import NamedItem, named_items
from competency.mastery.queries.prerequisites import (
    Behind,
    Candidate,
    adopted_frameworks,
    candidates,
    items_in_use,
    precedes,
)
from competency.mastery.rules.prerequisites import prerequisites, waits_for
from competency.mastery.schemas.criteria import NextItem, NextOut
from competency.mastery.usecases.read_mastery import read_mastery
from shared.db.query import Transaction
from shared.errors import NotFound

State = Literal["ready", "blocked"]
_CHUNK, _KEPT = 200, 64


@dataclass(frozen=True)
class Next:
    """An item not mastered, and the items that must be mastered before it."""

    item: Candidate
    waits_for: tuple[UUID, ...]


async def next_items(
    session: Transaction,
    district_id: UUID,
    learner_id: UUID,
    behind: Behind | None,
    limit: int,
    *,
    framework_id: UUID | None = None,
    state: State | None = None,
    as_of: AsOf = NOW,
) -> list[NextOut]:
    """Returns up to `limit` items behind the cursor `[framework_id, position, item_id]`, in reading order: by what the
    learner has mastered (by then), in the frameworks as they are now.
    """
    frameworks = await adopted_frameworks(session, framework_id)
    if framework_id is not None and not frameworks:
        raise NotFound("This district has no such framework in use.")
    mastery = await read_mastery(session, learner_id, as_of=as_of)
    mastered = {row.item_id for row in mastery.mastery if row.mastered}
    before: dict[UUID, tuple[UUID, ...]] = {}
    for each, version in frameworks.items():
        before |= await _before(session, district_id, each, version)
    found: list[Next] = []
    while len(found) < limit:
        rows = await candidates(session, list(frameworks), mastered=list(mastered), behind=behind, limit=_CHUNK)
        for row in rows:
            missing = waits_for(row.item_id, before, mastered)
            if state is None or (state == "blocked") == bool(missing):
                found.append(Next(row, missing))
        if len(rows) < _CHUNK:
            break
        behind = (rows[-1].framework_id, rows[-1].position, rows[-1].item_id)
    return await _outs(session, found[:limit])


_ready_made: dict[tuple[UUID, UUID, int], dict[UUID, tuple[UUID, ...]]] = {}


async def _before(
    session: Transaction, district_id: UUID, framework_id: UUID, version: int
) -> dict[UUID, tuple[UUID, ...]]:
    """What comes directly before each item of a framework: kept ready, for a large one takes a tenth of a second."""
    key = (district_id, framework_id, version)
    if key not in _ready_made:
        pairs = await precedes(session, district_id, [framework_id])
        ends = {end: one for end in {end for pair in pairs for end in pair} if (one := _uuid(end)) is not None}
        known = await items_in_use(session, [framework_id], list(ends.values())) if ends else set()
        found = prerequisites(pairs, [end for end, one in ends.items() if one in known])
        _ready_made[key] = {ends[later]: tuple(ends[one] for one in earlier) for later, earlier in found.items()}
        while len(_ready_made) > _KEPT:
            del _ready_made[next(iter(_ready_made))]
    return _ready_made[key]


def _uuid(end: str) -> UUID | None:
    """An end outside the package may be named by anything."""
    try:
        return UUID(end)
    except ValueError:
        return None


async def _outs(session: Transaction, found: Iterable[Next]) -> list[NextOut]:
    found = list(found)
    names = await named_items(session, {one for each in found for one in each.waits_for})
    return [
        NextOut(
            item_id=each.item.item_id,
            statement=each.item.statement,
            coding_scheme=each.item.coding_scheme,
            framework_id=each.item.framework_id,
            position=each.item.position,
            state="blocked" if each.waits_for else "ready",
            blocked_by=[_named(names[one]) for one in each.waits_for],
        )
        for each in found
    ]


def _named(item: NamedItem) -> NextItem:
    return NextItem(item_id=item.item_id, statement=item.statement, coding_scheme=item.coding_scheme)
