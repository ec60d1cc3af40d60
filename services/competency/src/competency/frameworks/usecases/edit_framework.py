"""Authoring a framework: created as a draft, its document and items edited, adopted, deprecated.

Every edit names the version that it is based on: a framework and its items are one resource with one ETag.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from competency.common.scales import Level, Scale
from competency.frameworks.followers import FRAMEWORK_STATE_CHANGED, FrameworkStateChanged
from competency.frameworks.queries.case import set_licence
from competency.frameworks.queries.frameworks import (
    FrameworkRecord,
    lock_framework,
    lock_or_add_framework,
    set_framework_state,
    set_level_names,
)
from competency.frameworks.queries.items import has_evidence
from competency.frameworks.rules import edit as framework_edit
from competency.frameworks.rules import prerequisites as framework_prerequisites
from competency.frameworks.rules.case.licence import openness
from competency.frameworks.rules.edit import EditRefused
from competency.frameworks.rules.framework import FieldValues, Framework, outline
from competency.frameworks.rules.life import (
    FrameworkState,
    validate_deletion,
    validate_edit,
    validate_state_change,
)
from competency.frameworks.schemas.frameworks import ItemOut, RemovedOut
from competency.frameworks.usecases.read_framework import NO_FRAMEWORK, read_item
from competency.frameworks.usecases.save_framework import (
    SavedEdition,
    edition_events,
    prepare_in_thread,
    read_edition_framework,
    save_framework,
)
from shared.contracts.competency import FrameworkRevised
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound, invalid
from shared.events import publish
from shared.http.editing import ensure_current
from shared.values.clock import Clock

Edit = Callable[[Framework], Framework]
"""Made once the framework is locked: the moment that it asks a clock for is later than that of the edit before."""


@dataclass(frozen=True, slots=True)
class ItemPosition:
    """Under which parent an item is, None at the top, and before which sibling, None as the last."""

    parent: UUID | None
    before: UUID | None


async def create_framework(
    session: Transaction, district_id: UUID, fields: FieldValues, scale: Scale, now: datetime, *, base_url: str
) -> UUID:
    """Creates a framework without items, as a draft; returns its identifier."""
    values = dict(fields)
    framework = framework_edit.new_framework(uuid4(), values.pop("title"), values.pop("creator"), now)
    framework = framework_edit.change_document(framework, values, now)
    await save_new_framework(session, district_id, framework, scale, base_url=base_url)
    return framework.document.identifier


async def save_new_framework(
    session: Transaction, district_id: UUID, framework: Framework, scale: Scale, *, base_url: str
) -> None:
    """Stores a framework that is new to the district, as a draft."""
    prepared = await prepare_in_thread(framework, base_url)
    title = framework.document.title
    current = await lock_or_add_framework(
        session, district_id, prepared.framework_id, title=title, scale=scale, state=FrameworkState.DRAFT
    )
    await save_framework(session, current, prepared, scale)


async def change_framework(
    session: Transaction, framework_id: UUID, expected: str, fields: FieldValues, clock: Clock, *, base_url: str
) -> None:
    """Changes fields of the framework's document."""
    await _edit(session, framework_id, expected, lambda f: framework_edit.change_document(f, fields, clock()), base_url)


async def add_item(
    session: Transaction,
    framework_id: UUID,
    fields: FieldValues,
    position: ItemPosition,
    clock: Clock,
    *,
    base_url: str,
) -> tuple[ItemOut, int]:
    """Adds an item; returns it, and the framework's version. No version is expected: nobody's edit is overwritten."""
    item_id = uuid4()

    def edit(framework: Framework) -> Framework:
        return framework_edit.add_item(
            framework, item_id, fields, parent=position.parent, before=position.before, when=clock()
        )

    saved = await _edit(session, framework_id, "*", edit, base_url)
    return await read_item(session, framework_id, item_id), saved.version


async def change_item(
    session: Transaction,
    framework_id: UUID,
    item_id: UUID,
    expected: str,
    fields: FieldValues,
    clock: Clock,
    *,
    base_url: str,
) -> tuple[ItemOut, int]:
    """Changes fields of the item; returns it, and the framework's version."""
    await read_item(session, framework_id, item_id)
    saved = await _edit(
        session, framework_id, expected, lambda f: framework_edit.change_item(f, item_id, fields, clock()), base_url
    )
    return await read_item(session, framework_id, item_id), saved.version


async def move_item(
    session: Transaction,
    framework_id: UUID,
    item_id: UUID,
    expected: str,
    position: ItemPosition,
    clock: Clock,
    *,
    base_url: str,
) -> tuple[ItemOut, int]:
    """Moves the item, with all that is below it; returns it, and the framework's version."""
    await read_item(session, framework_id, item_id)

    def edit(framework: Framework) -> Framework:
        return framework_edit.move_item(
            framework, item_id, parent=position.parent, before=position.before, when=clock()
        )

    saved = await _edit(session, framework_id, expected, edit, base_url)
    return await read_item(session, framework_id, item_id), saved.version


async def set_prerequisites(
    session: Transaction,
    framework_id: UUID,
    item_id: UUID,
    expected: str,
    earlier: Sequence[UUID],
    clock: Clock,
    *,
    base_url: str,
) -> int:
    """Sets the items that come directly before this one; returns the framework's version."""
    await read_item(session, framework_id, item_id)

    def edit(framework: Framework) -> Framework:
        return framework_prerequisites.set_prerequisites(framework, item_id, earlier, clock())

    return (await _edit(session, framework_id, expected, edit, base_url)).version


async def name_levels(
    session: Transaction, framework_id: UUID, expected: str, levels: Sequence[tuple[str, Decimal]]
) -> int:
    """Names points of the framework's scale; returns the framework's version. Existing results stay as they are."""
    scale = (await lock_version(session, framework_id, expected)).scale
    try:
        Scale(scale.minimum, scale.maximum, scale.mastery, tuple(Level(label, value) for label, value in levels))
    except ValueError as error:
        raise invalid("/levels", str(error)) from error
    named = [{"label": label, "value": str(value)} for label, value in levels]
    return await set_level_names(session, framework_id, named)


async def remove_item(
    session: Transaction, framework_id: UUID, item_id: UUID, expected: str, *, base_url: str
) -> RemovedOut:
    """Retires the item where learners may have been measured by it, else deletes it: from a draft, without evidence."""
    await read_item(session, framework_id, item_id)
    current = await lock_version(session, framework_id, expected)
    evidence = await has_evidence(session, item_id)
    saved = await _edit(session, framework_id, expected, lambda f: framework_edit.without_item(f, item_id), base_url)
    stays = validate_deletion(FrameworkState(current.state), evidence=evidence) is not None
    return RemovedOut(item_id=item_id, outcome="retired" if stays else "deleted", version=saved.version)


async def adopt(session: Transaction, framework_id: UUID, expected: str) -> None:
    """Puts the framework into use, and publishes it with all of its items."""
    current, framework = await _change_state(session, framework_id, expected, FrameworkState.ADOPTED)
    placed = outline(framework)
    items = {place.item.identifier for place in placed}
    events = edition_events(framework, current.edition, current.scale, placed, items)
    await publish(session, current.district_id, *events)


async def deprecate(session: Transaction, framework_id: UUID, expected: str) -> None:
    """Takes the framework out of use: it takes no more evidence, and existing evidence stays."""
    current, framework = await _change_state(session, framework_id, expected, FrameworkState.DEPRECATED)
    if FrameworkState(current.state) is FrameworkState.DRAFT:
        return
    revised = FrameworkRevised(
        framework_id=framework_id, edition=current.edition, state="deprecated", items=len(framework.items)
    )
    await publish(session, current.district_id, revised)


async def _change_state(
    session: Transaction, framework_id: UUID, expected: str, to: FrameworkState
) -> tuple[FrameworkRecord, Framework]:
    current = await lock_version(session, framework_id, expected)
    framework = await read_edition_framework(session, framework_id, current.edition)
    if problem := validate_state_change(FrameworkState(current.state), to, len(framework.items)):
        raise Conflict(f"Not done: {problem}.")
    licence = openness(framework, to)
    await set_framework_state(session, framework_id, to, licence)
    await set_licence(session, current.district_id, framework_id, licence)
    await FRAMEWORK_STATE_CHANGED.notify(session, FrameworkStateChanged(current.district_id, framework_id))
    return current, framework


async def lock_version(session: Transaction, framework_id: UUID, expected: str) -> FrameworkRecord:
    """Returns the framework's row, locked. Raises a 404, or a 412 where it is another version."""
    current = await lock_framework(session, framework_id)
    if current is None:
        raise NotFound(NO_FRAMEWORK)
    ensure_current(expected, current.version)
    return current


async def _edit(session: Transaction, framework_id: UUID, expected: str, edit: Edit, base_url: str) -> SavedEdition:
    current = await lock_version(session, framework_id, expected)
    if problem := validate_edit(FrameworkState(current.state)):
        raise Conflict(f"Not done: {problem}.")
    framework = await read_edition_framework(session, framework_id, current.edition)
    try:
        edited = await asyncio.to_thread(edit, framework)
    except EditRefused as refused:
        raise invalid(f"/{refused.field}", refused.reason) from refused
    if edited is framework:
        return SavedEdition(current.edition, current.version)
    return await save_framework(session, current, await prepare_in_thread(edited, base_url), current.scale)
