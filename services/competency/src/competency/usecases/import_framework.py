"""Importing a framework: a CASE package in, an edition of the framework kept, readers told.

The same package again changes nothing. A package that differs is the next edition: its items are brought up to date,
those it no longer has are retired, never deleted, for evidence may point at them.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.queries import frameworks as queries
from competency.rules import case_export
from competency.rules.case_import import read_package
from competency.rules.case_text import NotJson, UnreadablePackage
from competency.rules.framework import Framework, Placed, outline
from competency.rules.scales import Scale
from competency.schemas import DefectOut, FrameworkOut, ImportReport
from competency.usecases.recalculate import recalculate_framework
from shared.contracts.competency import FrameworkPublished, ItemPublished
from shared.errors import Invalid, Malformed, NotFound, invalid
from shared.events import Event, publish

STATEMENT_LIMIT = 1000
"""Characters of a statement that travel in an event; the whole of it stays here."""


async def import_framework(
    session: AsyncSession, district_id: UUID, raw: bytes, scale: Scale, *, base_url: str
) -> ImportReport:
    """Keep the package as the framework's newest edition. Raises a 400 for what is no JSON, a 422
    that says where for what is no package.
    """
    framework, package = await asyncio.to_thread(_read, raw, base_url)
    framework_id = framework.document.identifier
    values = {
        "title": framework.document.title,
        "scale_minimum": scale.minimum,
        "scale_maximum": scale.maximum,
        "mastery_score": scale.mastery,
    }
    fingerprint = hashlib.sha256(f"{_written(scale)}\n".encode() + raw).hexdigest()
    current = await queries.lock_framework(session, district_id, framework_id, values)
    latest = await queries.edition(session, framework_id, current.edition)
    if latest is not None and latest.fingerprint == fingerprint:
        return _report(framework, current.edition, scale, changed=False)
    edition = current.edition + 1
    await queries.add_edition(
        session,
        district_id,
        framework_id,
        edition,
        package=package,
        fingerprint=fingerprint,
        defects=[asdict(defect) for defect in framework.warnings],
        values=values,
    )
    if current.edition and scale != Scale(current.scale_minimum, current.scale_maximum, current.mastery_score):
        await recalculate_framework(session, district_id, framework_id, datetime.now(UTC))
    placed = outline(framework)
    await _put_items(session, district_id, framework, edition, placed, base_url)
    await publish(session, district_id, *_events(framework, edition, scale, placed))
    return _report(framework, edition, scale, changed=True)


def _written(scale: Scale) -> str:
    # As it has been written from the first release on: a package imported then is still the same one.
    return f"Scale(minimum={scale.minimum!r}, maximum={scale.maximum!r}, mastery={scale.mastery!r})"


def _read(raw: bytes, base_url: str) -> tuple[Framework, dict[str, object]]:
    """Read and write the package: pure work of up to seconds, and so done in a thread."""
    try:
        framework = read_package(raw)
    except UnreadablePackage as error:
        kind = Malformed if isinstance(error, NotJson) else Invalid
        raise kind(
            "This is not a CASE package that can be read; nothing was kept.",
            errors=[{"pointer": error.pointer, "detail": error.reason}],
        ) from error
    return framework, case_export.package(framework, base_url)


async def _put_items(
    session: AsyncSession, district_id: UUID, framework: Framework, edition: int, placed: list[Placed], base_url: str
) -> None:
    rows: list[tuple[UUID, UUID | None, int, Mapping[str, Any]]] = [
        (p.item.identifier, p.parent, p.position, case_export.item(p.item, framework.document, base_url))
        for p in placed
    ]
    written = await queries.put_items(session, district_id, framework.document.identifier, edition, rows)
    foreign = [p.item for p in placed if p.item.identifier not in written]
    if foreign:
        raise invalid(
            f"/CFItems/{foreign[0].identifier}",
            f"{len(foreign)} items of this package belong to another framework of this district already.",
        )


def _events(framework: Framework, edition: int, scale: Scale, placed: list[Placed]) -> list[Event]:
    framework_id = framework.document.identifier
    published: list[Event] = [
        FrameworkPublished(
            framework_id=framework_id,
            title=framework.document.title,
            edition=edition,
            items=len(placed),
            scale_minimum=scale.minimum,
            scale_maximum=scale.maximum,
            mastery_score=scale.mastery,
        )
    ]
    published += [
        ItemPublished(
            framework_id=framework_id,
            item_id=p.item.identifier,
            edition=edition,
            statement=(p.item.abbreviated_statement or p.item.full_statement)[:STATEMENT_LIMIT],
            coding_scheme=p.item.human_coding_scheme,
            kind=p.item.item_type,
            parent_id=p.parent,
            position=p.position,
        )
        for p in placed
    ]
    return published


def _report(framework: Framework, edition: int, scale: Scale, *, changed: bool) -> ImportReport:
    return ImportReport(
        framework_id=framework.document.identifier,
        edition=edition,
        title=framework.document.title,
        items=len(framework.items),
        associations=len(framework.associations),
        scale_minimum=scale.minimum,
        scale_maximum=scale.maximum,
        mastery_score=scale.mastery,
        changed=changed,
        defects=[DefectOut(**asdict(defect)) for defect in framework.warnings],
    )


def scale_of(minimum: Decimal, maximum: Decimal, mastery: Decimal) -> Scale:
    """The scale evidence on the framework is scored in. Raises a 422 where its points are out of order."""
    try:
        return Scale(minimum, maximum, mastery)
    except ValueError as error:
        raise invalid("/mastery_score", str(error)) from error


def framework_out(row: Any) -> FrameworkOut:
    return FrameworkOut(
        framework_id=row.framework_id,
        edition=row.edition,
        title=row.title,
        items=row.items,
        scale_minimum=row.scale_minimum,
        scale_maximum=row.scale_maximum,
        mastery_score=row.mastery_score,
    )


async def read_framework(session: AsyncSession, framework_id: UUID) -> FrameworkOut:
    rows = await queries.frameworks(session, only=framework_id, limit=1)
    if not rows:
        raise NotFound("This district has no such framework.")
    return framework_out(rows[0])


async def read_package_of(session: AsyncSession, framework_id: UUID) -> dict[str, Any]:
    package = await queries.package(session, framework_id)
    if package is None:
        raise NotFound("This district has no such framework.")
    return package


async def read_item(session: AsyncSession, item_id: UUID) -> dict[str, Any]:
    item = await queries.item(session, item_id)
    if item is None:
        raise NotFound("This district has no such item.")
    return item


async def list_frameworks(session: AsyncSession, after: tuple[UUID] | None, limit: int) -> Sequence[Any]:
    """Rows of the district's frameworks behind the cursor `[framework_id]`."""
    return await queries.frameworks(session, after=after[0] if after else None, limit=limit)
