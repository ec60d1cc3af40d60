"""Writing a framework here: begun as a draft, its document and items edited, adopted, deprecated.

Whoever edits says which version they have read; the framework is one resource, items and all, with one ETag.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from competency.common.scales import Level, Scale
from competency.frameworks.followers import FRAMEWORK_MOVED, FrameworkMoved
from competency.frameworks.queries import case as case_queries
from competency.frameworks.queries import frameworks as queries
from competency.frameworks.rules import edit as framework_edit
from competency.frameworks.rules import prerequisites as framework_prerequisites
from competency.frameworks.rules.case.licence import openness
from competency.frameworks.rules.edit import EditRefused
from competency.frameworks.rules.framework import Framework, outline
from competency.frameworks.rules.life import FrameworkState, refuse_delete, refuse_edit, refuse_move
from competency.frameworks.schemas.frameworks import ItemOut, RemovedOut
from competency.frameworks.usecases.import_framework import lock
from competency.frameworks.usecases.keep_framework import Kept, current_framework, keep, prepared, published
from competency.frameworks.usecases.read_framework import NO_FRAMEWORK, read_item
from shared.contracts.competency import FrameworkRevised
from shared.errors import Conflict, NotFound, invalid
from shared.events import publish
from shared.http.editing import refuse_stale

Edit = Callable[[Framework, datetime], Framework]


@dataclass(frozen=True, slots=True)
class Place:
    """Under which parent, and before which sibling."""

    parent: UUID | None
    before: UUID | None


async def begin_framework(
    session: AsyncSession, district_id: UUID, fields: Mapping[str, Any], scale: Scale, *, base_url: str
) -> UUID:
    """A framework without items, as a draft; returns its identifier."""
    now, said = datetime.now(UTC), dict(fields)
    framework = framework_edit.new_framework(uuid4(), said.pop("title"), said.pop("creator"), now)
    framework = framework_edit.change_document(framework, said, now)
    await keep_new(session, district_id, framework, scale, base_url=base_url)
    return framework.document.identifier


async def keep_new(
    session: AsyncSession, district_id: UUID, framework: Framework, scale: Scale, *, base_url: str
) -> None:
    """Keep a framework that nobody has yet, as a draft."""
    ready = await prepared(framework, base_url)
    current = await lock(session, district_id, framework, scale, FrameworkState.DRAFT)
    await keep(session, current, ready, scale)


async def change_framework(
    session: AsyncSession, framework_id: UUID, expected: str, fields: Mapping[str, Any], *, base_url: str
) -> None:
    """With other fields of its document."""
    await _edit(
        session, framework_id, expected, lambda f, now: framework_edit.change_document(f, fields, now), base_url
    )


async def add_item(
    session: AsyncSession, framework_id: UUID, fields: Mapping[str, Any], place: Place, *, base_url: str
) -> tuple[ItemOut, int]:
    """With one item more; returns it, and the framework's version. None is asked for: nobody's edit is overwritten."""
    item_id = uuid4()

    def edit(framework: Framework, now: datetime) -> Framework:
        return framework_edit.add_item(framework, item_id, fields, parent=place.parent, before=place.before, when=now)

    kept = await _edit(session, framework_id, "*", edit, base_url)
    return await read_item(session, framework_id, item_id), kept.version


async def change_item(
    session: AsyncSession, framework_id: UUID, item_id: UUID, expected: str, fields: Mapping[str, Any], *, base_url: str
) -> tuple[ItemOut, int]:
    """With other fields of the item."""
    await read_item(session, framework_id, item_id)
    kept = await _edit(
        session, framework_id, expected, lambda f, now: framework_edit.change_item(f, item_id, fields, now), base_url
    )
    return await read_item(session, framework_id, item_id), kept.version


async def move_item(
    session: AsyncSession, framework_id: UUID, item_id: UUID, expected: str, place: Place, *, base_url: str
) -> tuple[ItemOut, int]:
    """With the item, and all that hangs on it, in another place."""
    await read_item(session, framework_id, item_id)

    def edit(framework: Framework, now: datetime) -> Framework:
        return framework_edit.move_item(framework, item_id, parent=place.parent, before=place.before, when=now)

    kept = await _edit(session, framework_id, expected, edit, base_url)
    return await read_item(session, framework_id, item_id), kept.version


async def set_prerequisites(
    session: AsyncSession, framework_id: UUID, item_id: UUID, expected: str, earlier: Sequence[UUID], *, base_url: str
) -> int:
    """With these items directly before it; returns the framework's version."""
    await read_item(session, framework_id, item_id)

    def edit(framework: Framework, now: datetime) -> Framework:
        return framework_prerequisites.set_prerequisites(framework, item_id, earlier, now)

    return (await _edit(session, framework_id, expected, edit, base_url)).version


async def name_levels(
    session: AsyncSession, framework_id: UUID, expected: str, levels: Sequence[tuple[str, Decimal]]
) -> int:
    """With names for points of its scale; returns the framework's version. What was determined stays as it is."""
    current = await locked(session, framework_id, expected)
    scale = _scale(current)
    try:
        Scale(scale.minimum, scale.maximum, scale.mastery, tuple(Level(label, value) for label, value in levels))
    except ValueError as error:
        raise invalid("/levels", str(error)) from error
    named = [{"label": label, "value": str(value)} for label, value in levels]
    return await queries.name_levels(session, framework_id, named)


async def remove_item(
    session: AsyncSession, framework_id: UUID, item_id: UUID, expected: str, *, base_url: str
) -> RemovedOut:
    """Retired where learners may have been measured by it; of a draft, without evidence, deleted."""
    await read_item(session, framework_id, item_id)
    current = await locked(session, framework_id, expected)
    evidence = await queries.has_evidence(session, item_id)
    kept = await _edit(session, framework_id, expected, lambda f, _: framework_edit.without_item(f, item_id), base_url)
    stays = refuse_delete(FrameworkState(current.state), evidence=evidence) is not None
    return RemovedOut(item_id=item_id, outcome="retired" if stays else "deleted", version=kept.version)


async def adopt(session: AsyncSession, framework_id: UUID, expected: str) -> None:
    """From now on learners are measured by it, and readers hear of it with every item."""
    current, framework = await _moved(session, framework_id, expected, FrameworkState.ADOPTED)
    placed = outline(framework)
    scale = _scale(current)
    told = {place.item.identifier for place in placed}
    await publish(session, current.district_id, *published(framework, current.edition, scale, placed, told))


async def deprecate(session: AsyncSession, framework_id: UUID, expected: str) -> None:
    """It takes no more evidence; what there is stays."""
    current, framework = await _moved(session, framework_id, expected, FrameworkState.DEPRECATED)
    if current.state == FrameworkState.DRAFT:
        return
    revised = FrameworkRevised(
        framework_id=framework_id, edition=current.edition, state="deprecated", items=len(framework.items)
    )
    await publish(session, current.district_id, revised)


async def _moved(
    session: AsyncSession, framework_id: UUID, expected: str, to: FrameworkState
) -> tuple[Row[Any], Framework]:
    current = await locked(session, framework_id, expected)
    framework = await current_framework(session, framework_id, current.edition)
    if problem := refuse_move(FrameworkState(current.state), to, len(framework.items)):
        raise Conflict(f"Not done: {problem}.")
    licence = openness(framework, to)
    await queries.set_state(session, framework_id, to, licence)
    await case_queries.set_licence(session, current.district_id, framework_id, licence)
    await FRAMEWORK_MOVED.notify(session, FrameworkMoved(current.district_id, framework_id))
    return current, framework


async def locked(session: AsyncSession, framework_id: UUID, expected: str) -> Row[Any]:
    """The framework's row, locked. Raises a 404, or a 412 where it is another version."""
    current = await queries.lock_known(session, framework_id)
    if current is None:
        raise NotFound(NO_FRAMEWORK)
    refuse_stale(expected, current.version)
    return current


async def _edit(session: AsyncSession, framework_id: UUID, expected: str, edit: Edit, base_url: str) -> Kept:
    current = await locked(session, framework_id, expected)
    if problem := refuse_edit(FrameworkState(current.state)):
        raise Conflict(f"Not done: {problem}.")
    framework = await current_framework(session, framework_id, current.edition)
    try:
        edited = await asyncio.to_thread(edit, framework, datetime.now(UTC))
    except EditRefused as refused:
        raise invalid(f"/{refused.field}", refused.reason) from refused
    if edited is framework:
        return Kept(current.edition, current.version)
    return await keep(session, current, await prepared(edited, base_url), _scale(current))


def _scale(current: Row[Any]) -> Scale:
    return Scale(current.scale_minimum, current.scale_maximum, current.mastery_score)
