"""Criteria of items that are made of parts: laid down, withdrawn, read. What they say is brought about in the
background, as with policies, and by every write from now on.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from competency.common.cycles import Cycle, bottom_up
from competency.common.scales import Scale, validate_score
from competency.frameworks.queries.frameworks import find_framework, lock_framework
from competency.frameworks.queries.items import find_item
from competency.mastery.queries import criteria as queries
from competency.mastery.rules.criteria import Criterion
from competency.mastery.schemas.criteria import CriterionChildOut, CriterionIn, CriterionOut
from competency.mastery.usecases.recalculate import recalculate_criterion
from shared.errors import Conflict, NotFound, invalid
from shared.http.editing import refuse_stale

NO_CRITERION = "No criterion is laid down of this item: its own evidence decides."


async def lay_criterion(
    session: AsyncSession, district_id: UUID, item_id: UUID, expected: str, wanted: CriterionIn, *, laid_by: str
) -> CriterionOut:
    """The item's next version, in force at once. Raises a 422 for what cannot be met, and names the path where an item
    would be determined by itself.
    """
    item, framework, newest = await _locked(session, item_id, expected)
    if not item.active:
        raise Conflict("The item is retired: nobody can master it any more.")
    values = await _values(session, item, framework, wanted)
    if newest is not None and not newest.withdrawn and all(getattr(newest, k) == v for k, v in values.items()):
        return criterion_out(newest)
    await refuse_cycle(session, item.framework_id, {item_id: values["children"]})
    (row,) = await queries.lay(
        session, [_version(district_id, item, newest) | values | {"withdrawn": False, "laid_by": laid_by}]
    )
    await recalculate_criterion(session, district_id, item_id, datetime.now(UTC))
    return criterion_out(row)


async def withdraw_criterion(
    session: AsyncSession, district_id: UUID, item_id: UUID, expected: str, *, laid_by: str
) -> None:
    """From now on the item's own evidence decides again."""
    item, _, newest = await _locked(session, item_id, expected)
    if newest is None or newest.withdrawn:
        raise NotFound(NO_CRITERION)
    same = {name: getattr(newest, name) for name in ("rule", "least", "children", "weights", "mastery", "of_tree")}
    values = _version(district_id, item, newest) | same | {"withdrawn": True, "laid_by": laid_by}
    await queries.lay(session, [values])
    await recalculate_criterion(session, district_id, item_id, datetime.now(UTC))


async def _locked(session: AsyncSession, item_id: UUID, expected: str) -> tuple[Any, Any, Any | None]:
    """The item, its framework's row, locked, and the newest version of its criterion."""
    item = await find_item(session, item_id)
    framework = item and await lock_framework(session, item.framework_id)
    if item is None or framework is None:
        raise NotFound("This district has no such item.")
    newest = await queries.version(session, item_id)
    refuse_stale(expected, newest.version if newest else 0)
    return item, framework, newest


async def _values(session: AsyncSession, item: Any, framework: Row[Any], wanted: CriterionIn) -> dict[str, Any]:
    if wanted.children is None:
        children = await queries.children(session, item.framework_id, item.item_id)
        if not children:
            raise invalid("/children", "The item has no children in its framework: name those that it is made of.")
    else:
        children = [child.item_id for child in wanted.children]
        await _refuse_children(session, item, children)
    scale = Scale(framework.scale_minimum, framework.scale_maximum, framework.mastery_score)
    if wanted.mastery is not None and (problem := validate_score(wanted.mastery, scale)):
        raise invalid("/mastery", problem)
    given = [child.weight for child in wanted.children or ()]
    weights = None
    if wanted.rule == "weighted":
        weights = [weight or Decimal(1) for weight in given] or [Decimal(1)] * len(children)
    elif any(given) or wanted.mastery is not None:
        raise invalid("/rule", "Only the rule weighted has weights and a mastery level of its mean.")
    values = {
        "rule": wanted.rule, "least": wanted.least, "children": children, "weights": weights,
        "mastery": wanted.mastery, "of_tree": wanted.children is None,
    }  # fmt: skip
    try:
        _criterion(values, framework)
    except ValueError as error:
        said = wanted.rule == "at_least" or wanted.least is not None
        raise invalid("/least" if said else "/children", str(error)) from error
    return values


async def _refuse_children(session: AsyncSession, item: Any, children: Sequence[UUID]) -> None:
    known = await queries.named(session, children)
    for n, child in enumerate(children):
        found = known.get(child)
        if found is None or found.framework_id != item.framework_id or not found.active:
            raise invalid(
                f"/children/{n}/item_id", "No item of this framework in use: children share its scale with the parent."
            )


def _criterion(values: Mapping[str, Any], framework: Any) -> Criterion[UUID]:
    weights = values["weights"]
    mastery = None if weights is None else values["mastery"]
    return Criterion(
        rule=values["rule"],
        children=tuple(values["children"]),
        least=values["least"],
        weights=None if weights is None else tuple(weights),
        mastery=framework.mastery_score if weights is not None and mastery is None else mastery,
    )


def _version(district_id: UUID, item: Any, newest: Any | None) -> dict[str, Any]:
    return {
        "district_id": district_id,
        "item_id": item.item_id,
        "framework_id": item.framework_id,
        "version": 1 + (newest.version if newest else 0),
        "edition": None,
    }


async def refuse_cycle(session: AsyncSession, framework_id: UUID, others: Mapping[UUID, Sequence[UUID]]) -> None:
    """Raises a 422 that names the path where, with these children in the place of those in force, an item would be
    determined by itself.
    """
    now = {row.item_id: row.children for row in await queries.newest(session, framework_id)}
    try:
        bottom_up({**now, **others})
    except Cycle as cycle:
        path = [step for step in cycle.path if isinstance(step, UUID)]
        names = await queries.named(session, path)
        words = [names[step].coding_scheme or names[step].statement[:60] for step in path]
        raise invalid("/children", f"The item would be determined by itself: {Cycle(words)}.") from cycle


async def read_criterion(session: AsyncSession, item_id: UUID) -> CriterionOut:
    if await find_item(session, item_id) is None:
        raise NotFound("This district has no such item.")
    newest = await queries.version(session, item_id)
    if newest is None or newest.withdrawn:
        raise NotFound(NO_CRITERION)
    return criterion_out(newest)


async def list_versions(
    session: AsyncSession, item_id: UUID, after: tuple[int] | None, limit: int
) -> Sequence[Row[Any]]:
    """Rows of all that was ever laid down of the item, behind the cursor `[version]`."""
    if await find_item(session, item_id) is None:
        raise NotFound("This district has no such item.")
    return await queries.versions(session, item_id, after[0] if after else None, limit)


async def list_criteria(
    session: AsyncSession, framework_id: UUID, after: tuple[UUID] | None, limit: int
) -> Sequence[Row[Any]]:
    """Rows of the criteria in force in the framework, behind the cursor `[item_id]`."""
    if await find_framework(session, framework_id) is None:
        raise NotFound("This district has no such framework.")
    return await queries.of_framework(session, framework_id, after[0] if after else None, limit)


def criterion_out(row: Any) -> CriterionOut:
    weights = row.weights or [None] * len(row.children)
    children = [CriterionChildOut(item_id=c, weight=w) for c, w in zip(row.children, weights, strict=True)]
    names = [name for name in CriterionOut.model_fields if name != "children"]
    return CriterionOut.model_validate({**{name: getattr(row, name) for name in names}, "children": children})
