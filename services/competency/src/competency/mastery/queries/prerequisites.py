"""What comes before what in adopted frameworks, and the items that a learner may turn to."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Query, Scalar, Transaction


class AdoptedFramework(NamedTuple):
    """A framework that learners are measured by."""

    framework_id: UUID
    version: int


class Precedes(NamedTuple):
    """An association `precedes`: the origin comes before the destination."""

    origin: str
    destination: str


class Candidate(NamedTuple):
    """An item that a learner has not mastered and can master."""

    item_id: UUID
    framework_id: UUID
    position: int
    coding_scheme: str | None
    statement: str


_FRAMEWORKS = Query(
    """
select framework_id, version from framework where edition > 0 and state = 'adopted'
  and (cast(:only as uuid) is null or framework_id = cast(:only as uuid))
order by framework_id
""",
    AdoptedFramework,
)
# By an index of the `precedes` alone; said of one district, for others' open records may be read.
_PRECEDES = Query(
    """
select origin, destination from case_record
where district_id = cast(:district_id as uuid) and framework_id = any(cast(:frameworks as uuid[]))
  and kind = 'CFAssociations' and record ->> 'associationType' = 'precedes' and active
order by framework_id, position
""",
    Precedes,
)
_CANDIDATES = Query(
    """
select i.item_id, i.framework_id, i.position, i.record ->> 'humanCodingScheme' as coding_scheme,
  coalesce(i.record ->> 'abbreviatedStatement', i.record ->> 'fullStatement') as statement
from item i where i.active and i.framework_id = any(cast(:frameworks as uuid[]))
  and not (i.item_id = any(cast(:mastered as uuid[])))
  and (not i.item_id in (select h.parent_id from item h where h.active and h.parent_id is not null
                         and h.framework_id = any(cast(:frameworks as uuid[])))
    or exists (select from criterion c where c.district_id = i.district_id and c.item_id = i.item_id
               and not c.withdrawn and not exists (
                 select from criterion n where n.district_id = c.district_id and n.item_id = c.item_id
                   and n.version > c.version))
    or exists (select from case_record r where r.district_id = i.district_id and r.framework_id = i.framework_id
               and r.kind = 'CFAssociations' and r.record ->> 'associationType' = 'precedes' and r.active
               and cast(i.item_id as text) in (r.origin, r.destination)))
  and (cast(:after as uuid) is null or (i.framework_id, i.position, i.item_id) >
    (cast(:framework as uuid), cast(:position as bigint), cast(:after as uuid)))
order by i.framework_id, i.position, i.item_id limit cast(:limit as int)
""",
    Candidate,
)
_IN_USE = Scalar(
    """
select item_id from item where active and item_id = any(cast(:ids as uuid[]))
  and framework_id = any(cast(:frameworks as uuid[]))
""",
    UUID,
)

Behind = tuple[UUID, int, UUID]
"""A framework, a position in it, an item."""


async def adopted_frameworks(session: Transaction, only: UUID | None) -> dict[UUID, int]:
    """Returns the frameworks that learners are measured by with their versions, or the one named, where it is one of
    them.
    """
    return {row.framework_id: row.version for row in await _FRAMEWORKS.all(session, only=only)}


async def precedes(session: Transaction, district_id: UUID, frameworks: Sequence[UUID]) -> list[Precedes]:
    """Returns the ends of every `precedes` of these frameworks, in their order."""
    return await _PRECEDES.all(session, district_id=district_id, frameworks=list(frameworks))


async def items_in_use(session: Transaction, frameworks: Sequence[UUID], ids: Sequence[UUID]) -> set[UUID]:
    """Returns those of these items that are in use in these frameworks."""
    return set(await _IN_USE.all(session, frameworks=list(frameworks), ids=list(ids)))


async def candidates(
    session: Transaction,
    frameworks: Sequence[UUID],
    *,
    mastered: Sequence[UUID],
    behind: Behind | None,
    limit: int,
) -> list[Candidate]:
    """Returns items not mastered that somebody can master, in reading order: those without children, those with a
    criterion, and those that `precedes` names.
    """
    framework, position, after = behind or (None, None, None)
    return await _CANDIDATES.all(
        session,
        frameworks=list(frameworks),
        mastered=list(mastered),
        framework=framework,
        position=position,
        after=after,
        limit=limit,
    )
