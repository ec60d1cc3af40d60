"""Criteria after an edition of their framework: the children that it has in them now."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from competency.frameworks.rules.framework import Placed
from competency.mastery.queries.criteria import CriterionVersion, NewCriterion, add_criteria, criteria_in_force
from competency.mastery.usecases.criteria import ensure_no_cycle
from competency.mastery.usecases.recalculate import recalculate_framework
from shared.db.query import Transaction

_BY_EDITION = "the framework's edition"


async def sync_criteria(
    session: Transaction, district_id: UUID, framework_id: UUID, edition: int, placed: Sequence[Placed]
) -> None:
    """Makes another version of each criterion whose children are others in this edition; what is retired is no child
    any more, and a criterion that has none left is withdrawn. The roll-ups are determined anew in the background.
    """
    below: dict[UUID | None, list[UUID]] = defaultdict(list)
    for place in placed:
        below[place.parent].append(place.item.identifier)
    in_use = {place.item.identifier for place in placed}
    added = []
    for criterion in await criteria_in_force(session, framework_id):
        item_id = criterion.item_id
        children = below[item_id] if criterion.of_tree else [child for child in criterion.children if child in in_use]
        if item_id not in in_use:
            children = []
        if children != criterion.children:
            added.append(_next(criterion, edition, children))
    if not added:
        return
    rests_on = {one.item_id: () if one.withdrawn else tuple(one.terms.children) for one in added}
    await ensure_no_cycle(session, framework_id, rests_on)
    await add_criteria(session, district_id, framework_id, added)
    await recalculate_framework(session, district_id, framework_id)


def _next(criterion: CriterionVersion, edition: int, children: list[UUID]) -> NewCriterion:
    """Returns the version with these children, or the withdrawal where there are none."""
    least, weights = criterion.least, criterion.weights
    if weights is not None:
        weighed = dict(zip(criterion.children, weights, strict=True))
        weights = [weighed.get(child, Decimal(1)) for child in children]
    terms = criterion.terms._replace(least=least and max(1, min(least, len(children))))
    if children:
        terms = terms._replace(children=children, weights=weights)
    return NewCriterion(
        criterion.item_id, criterion.version + 1, terms, _BY_EDITION, withdrawn=not children, edition=edition
    )
