"""Criteria after an edition of their framework: the children that it has in them now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.frameworks.rules.framework import Placed
from competency.mastery.queries import criteria as queries
from competency.mastery.usecases.criteria import refuse_cycle
from competency.mastery.usecases.recalculate import recalculate_framework

_BY_EDITION = "the framework's edition"


async def follow_tree(
    session: AsyncSession, district_id: UUID, framework_id: UUID, edition: int, placed: Sequence[Placed]
) -> None:
    """Another version of each criterion whose children are others in this edition; what is retired is no child any
    more, and a criterion that has none left is withdrawn. The roll-ups are determined anew in the background.
    """
    below: dict[UUID | None, list[UUID]] = defaultdict(list)
    for place in placed:
        below[place.parent].append(place.item.identifier)
    in_use = {place.item.identifier for place in placed}
    laid = []
    for row in await queries.newest(session, framework_id):
        children = below[row.item_id] if row.of_tree else [child for child in row.children if child in in_use]
        if row.item_id not in in_use:
            children = []
        if children != list(row.children):
            laid.append(_next(district_id, edition, row, children))
    if not laid:
        return
    rests_on = {one["item_id"]: () if one["withdrawn"] else tuple(one["children"]) for one in laid}
    await refuse_cycle(session, framework_id, rests_on)
    await queries.lay(session, laid)
    await recalculate_framework(session, district_id, framework_id, datetime.now(UTC))


def _next(district_id: UUID, edition: int, row: Any, children: Sequence[UUID]) -> Mapping[str, Any]:
    weights = None
    if row.weights is not None:
        weighed = dict(zip(row.children, row.weights, strict=True))
        weights = [weighed.get(child, Decimal(1)) for child in children]
    return {
        "district_id": district_id,
        "item_id": row.item_id,
        "framework_id": row.framework_id,
        "version": row.version + 1,
        "rule": row.rule,
        "least": row.least and max(1, min(row.least, len(children))),
        "children": children or list(row.children),
        "weights": weights if children else row.weights,
        "mastery": row.mastery,
        "of_tree": row.of_tree,
        "withdrawn": not children,
        "edition": edition,
        "laid_by": _BY_EDITION,
    }
