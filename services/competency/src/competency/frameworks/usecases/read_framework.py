"""Reading frameworks: as they stand, their items and editions, what their import repaired, how editions differ."""

import asyncio
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from competency.frameworks.queries.editions import EditionRecord, find_edition, find_editions
from competency.frameworks.queries.frameworks import FrameworkSummary, find_framework
from competency.frameworks.queries.items import ItemRecord, find_item
from competency.frameworks.rules.case.importing import framework_from
from competency.frameworks.rules.case.report import by_code
from competency.frameworks.rules.diff import Diff, FieldChange, diff_editions
from competency.frameworks.rules.diff import ItemChange as ItemDifference
from competency.frameworks.rules.framework import Item
from competency.frameworks.schemas.frameworks import (
    DefectOut,
    DefectReport,
    DiffOut,
    EditionOut,
    FieldChangeOut,
    FrameworkOut,
    ItemChangeOut,
    ItemNamed,
    ItemOut,
    JsonValue,
)
from shared.db.query import Transaction
from shared.errors import NotFound

NO_FRAMEWORK = "This district has no such framework."


def framework_out(framework: FrameworkSummary) -> FrameworkOut:
    """Returns the framework as it goes out."""
    return FrameworkOut(
        framework_id=framework.framework_id,
        edition=framework.edition,
        title=framework.title,
        items=framework.items,
        scale_minimum=framework.scale_minimum,
        scale_maximum=framework.scale_maximum,
        mastery_score=framework.mastery_score,
        state=framework.state,
        licence=framework.licence,
        defects_mended=framework.defects,
    )


def item_out(item: ItemRecord) -> ItemOut:
    """Returns the item as it goes out."""
    return ItemOut(
        item_id=item.item_id,
        framework_id=item.framework_id,
        edition=item.edition,
        active=item.active,
        parent_id=item.parent_id,
        position=item.position,
        record=item.record,
    )


async def read_framework(session: Transaction, framework_id: UUID) -> FrameworkSummary:
    """Returns the framework with its counts. Raises a 404."""
    found = await find_framework(session, framework_id)
    if found is None:
        raise NotFound(NO_FRAMEWORK)
    return found


async def read_item(session: Transaction, framework_id: UUID, item_id: UUID) -> ItemOut:
    """Returns the item. Raises a 404 for an item of another framework too."""
    item = await find_item(session, item_id)
    if item is None or item.framework_id != framework_id:
        raise NotFound("This framework has no such item.")
    return item_out(item)


async def read_editions(session: Transaction, framework_id: UUID) -> list[EditionOut]:
    """Returns every edition, the newest first. Raises a 404."""
    await read_framework(session, framework_id)
    return [EditionOut(**edition._asdict()) for edition in await find_editions(session, framework_id)]


async def read_edition(session: Transaction, framework_id: UUID, edition: int) -> EditionRecord:
    """Returns the edition. Raises a 404, which says whether the framework or the edition is missing."""
    newest = (await read_framework(session, framework_id)).edition
    found = await find_edition(session, framework_id, edition)
    if found is None:
        raise NotFound(f"The framework has no edition {edition}; the newest is {newest}.")
    return found


async def read_defects(session: Transaction, framework_id: UUID, edition: int | None) -> DefectReport:
    """Returns what the import of an edition, the newest unless one is named, had to repair."""
    newest = await read_framework(session, framework_id)
    found = await read_edition(session, framework_id, edition or newest.edition)
    return DefectReport(
        framework_id=framework_id,
        edition=found.edition,
        title=found.package["CFDocument"]["title"],
        imported_at=found.imported_at,
        by_code=by_code(found.defects),
        defects=[DefectOut(**defect) for defect in found.defects],
    )


async def compare_editions(session: Transaction, framework_id: UUID, old: int, new: int) -> DiffOut:
    """Returns what changed in the framework between two of its editions."""
    packages = [(await read_edition(session, framework_id, number)).package for number in (old, new)]
    found = await asyncio.to_thread(lambda: diff_editions(*map(framework_from, packages)))
    return _diff_out(found, framework_id, old, new)


def _diff_out(found: Diff, framework_id: UUID, old: int, new: int) -> DiffOut:
    return DiffOut(
        framework_id=framework_id,
        old_edition=old,
        new_edition=new,
        document=field_changes(found.document),
        added=[named(item) for item in found.added],
        removed=[named(item) for item in found.removed],
        changed=[_item_change(change) for change in found.changed],
        same=len(found.same),
        associations_added=len(found.links_added),
        associations_removed=len(found.links_removed),
    )


def named(item: Item) -> ItemNamed:
    """Returns the item by its id, statement and code."""
    return ItemNamed(item_id=item.identifier, statement=item.full_statement, coding_scheme=item.human_coding_scheme)


def _item_change(change: ItemDifference) -> ItemChangeOut:
    move = change.move
    return ItemChangeOut(
        item_id=change.new.identifier,
        old_item_id=change.old.identifier,
        statement=change.new.full_statement,
        coding_scheme=change.new.human_coding_scheme,
        fields=field_changes(change.fields),
        moved=move is not None,
        old_parent=move.old_parent if move else None,
        new_parent=move.new_parent if move else None,
    )


def field_changes(changes: Iterable[FieldChange]) -> list[FieldChangeOut]:
    """Returns the changes as they go out."""
    return [FieldChangeOut(field=c.field, old=as_json(c.old), new=as_json(c.new)) for c in changes]


def as_json(value: object) -> JsonValue:
    """Returns the value of a framework's field as JSON has it."""
    if is_dataclass(value):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [as_json(one) for one in value]
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
