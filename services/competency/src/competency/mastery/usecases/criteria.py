"""Criteria of items that are made of parts: set, withdrawn, read. What they say is brought about in the background, as
with policies, and by every write from now on.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from competency.common.cycles import Cycle, bottom_up
from competency.common.scales import Scale, validate_score
from competency.frameworks.queries.frameworks import find_framework, lock_framework
from competency.frameworks.queries.items import ItemRecord, find_item
from competency.mastery.queries.criteria import (
    CriterionTerms,
    CriterionVersion,
    NewCriterion,
    add_criteria,
    children_of,
    criteria_in_force,
    criterion_on,
    criterion_versions,
    find_criterion,
    named_items,
)
from competency.mastery.schemas.criteria import CriterionChildOut, CriterionIn, CriterionOut
from competency.mastery.usecases.recalculate import recalculate_criterion
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound, invalid
from shared.http.editing import ensure_current

NO_CRITERION = "No criterion is laid down of this item: its own evidence decides."
_NO_ITEM = "This district has no such item."


async def set_criterion(
    session: Transaction, district_id: UUID, item_id: UUID, expected: str, wanted: CriterionIn, *, set_by: str
) -> CriterionVersion:
    """Stores the item's next version, in force at once. Raises a 422 for what cannot be met, and names the path where
    an item would be determined by itself.
    """
    item, scale, newest = await _locked(session, item_id, expected)
    if not item.active:
        raise Conflict("The item is retired: nobody can master it any more.")
    terms = await _terms(session, item, scale, wanted)
    if newest is not None and not newest.withdrawn and newest.terms == terms:
        return newest
    await ensure_no_cycle(session, item.framework_id, {item_id: terms.children})
    (added,) = await add_criteria(
        session, district_id, item.framework_id, [NewCriterion(item_id, _next_version(newest), terms, set_by)]
    )
    await recalculate_criterion(session, district_id, item_id)
    return added


async def withdraw_criterion(
    session: Transaction, district_id: UUID, item_id: UUID, expected: str, *, withdrawn_by: str
) -> None:
    """From now on the item's own evidence decides again."""
    item, _, newest = await _locked(session, item_id, expected)
    if newest is None or newest.withdrawn:
        raise NotFound(NO_CRITERION)
    withdrawal = NewCriterion(item_id, _next_version(newest), newest.terms, withdrawn_by, withdrawn=True)
    await add_criteria(session, district_id, item.framework_id, [withdrawal])
    await recalculate_criterion(session, district_id, item_id)


async def _locked(
    session: Transaction, item_id: UUID, expected: str
) -> tuple[ItemRecord, Scale, CriterionVersion | None]:
    """Locks the item's framework; returns the item, the scale, and the newest version of the item's criterion."""
    item = await find_item(session, item_id)
    framework = item and await lock_framework(session, item.framework_id)
    if item is None or framework is None:
        raise NotFound(_NO_ITEM)
    newest = await find_criterion(session, item_id)
    ensure_current(expected, newest.version if newest else 0)
    scale = Scale(framework.scale_minimum, framework.scale_maximum, framework.mastery_score)
    return item, scale, newest


def _next_version(newest: CriterionVersion | None) -> int:
    return 1 + (newest.version if newest else 0)


async def _terms(session: Transaction, item: ItemRecord, scale: Scale, wanted: CriterionIn) -> CriterionTerms:
    """Returns what is wanted as it is stored. Raises a 422 for what cannot be met or does not fit together."""
    if wanted.children is None:
        children = await children_of(session, item.framework_id, item.item_id)
        if not children:
            raise invalid("/children", "The item has no children in its framework: name those that it is made of.")
    else:
        children = [child.item_id for child in wanted.children]
        await _ensure_children(session, item.framework_id, children)
    if wanted.mastery is not None and (problem := validate_score(wanted.mastery, scale)):
        raise invalid("/mastery", problem)
    given = [child.weight for child in wanted.children or ()]
    weights = None
    if wanted.rule == "weighted":
        weights = [weight or Decimal(1) for weight in given] or [Decimal(1)] * len(children)
    elif any(given) or wanted.mastery is not None:
        raise invalid("/rule", "Only the rule weighted has weights and a mastery level of its mean.")
    try:
        criterion_on(scale, wanted.rule, children, wanted.least, weights, wanted.mastery)
    except ValueError as error:
        least = wanted.rule == "at_least" or wanted.least is not None
        raise invalid("/least" if least else "/children", str(error)) from error
    return CriterionTerms(wanted.rule, wanted.least, children, weights, wanted.mastery, wanted.children is None)


async def _ensure_children(session: Transaction, framework_id: UUID, children: Sequence[UUID]) -> None:
    """Raises a 422 for a child that is no item of the framework in use."""
    known = await named_items(session, children)
    for n, child in enumerate(children):
        found = known.get(child)
        if found is None or found.framework_id != framework_id or not found.active:
            raise invalid(
                f"/children/{n}/item_id", "No item of this framework in use: children share its scale with the parent."
            )


async def ensure_no_cycle(session: Transaction, framework_id: UUID, others: Mapping[UUID, Sequence[UUID]]) -> None:
    """Raises a 422 that names the path where, with these children in the place of those in force, an item would be
    determined by itself.
    """
    now = {one.item_id: one.children for one in await criteria_in_force(session, framework_id)}
    try:
        bottom_up({**now, **others})
    except Cycle as cycle:
        path = [step for step in cycle.path if isinstance(step, UUID)]
        names = await named_items(session, path)
        words = [names[step].coding_scheme or names[step].statement[:60] for step in path]
        raise invalid("/children", f"The item would be determined by itself: {Cycle(words)}.") from cycle


async def read_criterion(session: Transaction, item_id: UUID) -> CriterionVersion:
    """Returns the criterion in force. Raises a 404 where the item has none."""
    await _ensure_item(session, item_id)
    newest = await find_criterion(session, item_id)
    if newest is None or newest.withdrawn:
        raise NotFound(NO_CRITERION)
    return newest


async def list_versions(session: Transaction, item_id: UUID, after: int | None, limit: int) -> list[CriterionVersion]:
    """Returns every criterion that the item has had, behind this version."""
    await _ensure_item(session, item_id)
    return await criterion_versions(session, item_id, after, limit)


async def _ensure_item(session: Transaction, item_id: UUID) -> None:
    if await find_item(session, item_id) is None:
        raise NotFound(_NO_ITEM)


async def list_criteria(
    session: Transaction, framework_id: UUID, after: UUID | None, limit: int
) -> list[CriterionVersion]:
    """Returns the criteria in force in the framework, behind this item."""
    if await find_framework(session, framework_id) is None:
        raise NotFound("This district has no such framework.")
    return await criteria_in_force(session, framework_id, after, limit)


def criterion_out(version: CriterionVersion) -> CriterionOut:
    """Returns the version as it goes out."""
    weights: Sequence[Decimal | None] = version.weights or [None] * len(version.children)
    children = [CriterionChildOut(item_id=c, weight=w) for c, w in zip(version.children, weights, strict=True)]
    return CriterionOut(
        item_id=version.item_id,
        framework_id=version.framework_id,
        version=version.version,
        rule=version.rule,
        least=version.least,
        mastery=version.mastery,
        of_tree=version.of_tree,
        children=children,
        withdrawn=version.withdrawn,
        edition=version.edition,
        laid_by=version.laid_by,
        laid_at=version.laid_at,
    )
