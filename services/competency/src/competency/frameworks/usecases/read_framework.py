"""Reading frameworks: as they stand, their items and editions, what their import mended, how editions differ."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from competency.frameworks.queries import frameworks as queries
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
)
from shared.errors import NotFound

NO_FRAMEWORK = "This district has no such framework."


def framework_out(row: Any) -> FrameworkOut:
    return FrameworkOut(
        framework_id=row.framework_id,
        edition=row.edition,
        title=row.title,
        items=row.items,
        scale_minimum=row.scale_minimum,
        scale_maximum=row.scale_maximum,
        mastery_score=row.mastery_score,
        state=row.state,
        licence=row.licence,
        defects_mended=row.defects,
    )


def item_out(row: Any) -> ItemOut:
    return ItemOut(**{name: getattr(row, name) for name in ItemOut.model_fields})


async def read_row(session: AsyncSession, framework_id: UUID) -> Row[Any]:
    """The framework's row with its counts. Raises a 404."""
    rows = await queries.frameworks(session, only=framework_id, limit=1)
    if not rows:
        raise NotFound(NO_FRAMEWORK)
    return rows[0]


async def list_frameworks(session: AsyncSession, after: tuple[UUID] | None, limit: int) -> Sequence[Row[Any]]:
    """Rows of the district's frameworks behind the cursor `[framework_id]`."""
    return await queries.frameworks(session, after=after[0] if after else None, limit=limit)


async def list_items(
    session: AsyncSession, framework_id: UUID, after: tuple[int, UUID] | None, limit: int, *, retired: bool
) -> Sequence[Row[Any]]:
    """Rows of the framework's items in reading order, behind the cursor `[position, item_id]`."""
    await read_row(session, framework_id)
    return await queries.items(session, framework_id, after, limit, retired=retired)


async def read_item(session: AsyncSession, framework_id: UUID, item_id: UUID) -> ItemOut:
    """Raises a 404 for an item of another framework too."""
    row = await queries.item(session, item_id)
    if row is None or row.framework_id != framework_id:
        raise NotFound("This framework has no such item.")
    return item_out(row)


async def list_editions(session: AsyncSession, framework_id: UUID) -> list[EditionOut]:
    """Every edition, the newest first."""
    await read_row(session, framework_id)
    rows = await queries.editions(session, framework_id)
    return [EditionOut(**row._mapping) for row in rows]


async def read_edition(session: AsyncSession, framework_id: UUID, edition: int) -> Row[Any]:
    """Raises a 404, which says whether it is the framework or the edition that is not there."""
    newest = (await read_row(session, framework_id)).edition
    row = await queries.edition(session, framework_id, edition)
    if row is None:
        raise NotFound(f"The framework has no edition {edition}; the newest is {newest}.")
    return row


async def read_defects(session: AsyncSession, framework_id: UUID, edition: int | None) -> DefectReport:
    """What the import of an edition, of the newest unless told, had to mend."""
    newest = await read_row(session, framework_id)
    row = await read_edition(session, framework_id, edition or newest.edition)
    return DefectReport(
        framework_id=framework_id,
        edition=row.edition,
        title=row.package["CFDocument"]["title"],
        imported_at=row.imported_at,
        by_code=by_code(row.defects),
        defects=[DefectOut(**defect) for defect in row.defects],
    )


async def compare_editions(session: AsyncSession, framework_id: UUID, old: int, new: int) -> DiffOut:
    """What became of the framework between two of its editions."""
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
    return [FieldChangeOut(field=c.field, old=plain(c.old), new=plain(c.new)) for c in changes]


def plain(value: object) -> Any:
    """A field of a framework as JSON has it."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
