"""A framework from a spreadsheet: the lines that can be read become its items, the others are named."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from competency.common.scales import Scale
from competency.common.sheet import UnreadableSheet
from competency.frameworks.queries import frameworks as queries
from competency.frameworks.rules.diff import diff_editions
from competency.frameworks.rules.framework import Document, Framework
from competency.frameworks.rules.life import FrameworkState
from competency.frameworks.rules.sheet import SheetImport, framework_from_sheet
from competency.frameworks.schemas.frameworks import LineProblemOut, SheetReport
from competency.frameworks.usecases.import_framework import lock
from competency.frameworks.usecases.keep_framework import current_framework, keep, prepared
from competency.frameworks.usecases.read_framework import NO_FRAMEWORK, framework_out, read_row
from shared.errors import Malformed, NotFound

_SHEETS = UUID("3c6a2f0e-52a5-4f6b-9b0d-7a1e0c8d4b52")
"""The identifier of a sheet's framework follows from the district and the title under this; never change it."""

MAX_LINES = 50_000
"""A line of a few bytes becomes an item of a few thousand: this bounds what a small file can ask for."""


async def import_sheet(
    session: AsyncSession,
    district_id: UUID,
    raw: bytes,
    *,
    title: str,
    creator: str,
    framework_id: UUID | None,
    scale: Scale,
    state: FrameworkState,
    base_url: str,
) -> SheetReport:
    """The sheet as the newest edition of the framework it was before, or of `framework_id`, or as a new one.

    Raises a 400 for a file that cannot be read, a 404 where `framework_id` is none of this district's.
    """
    if raw.count(b"\n") + raw.count(b"\r") > 2 * MAX_LINES:
        raise Malformed(f"This sheet has more than {MAX_LINES} lines; divide the framework. Nothing was kept.")
    now = datetime.now(UTC)
    if framework_id is None:
        identifier = uuid5(_SHEETS, f"{district_id}\n{title}")
        document = Document(identifier=identifier, last_change=now, creator=creator, title=title)
    else:
        document = replace(await _lock_document(session, framework_id), title=title, creator=creator, last_change=now)
    try:
        sheet = await asyncio.to_thread(framework_from_sheet, raw, document)
    except UnreadableSheet as error:
        raise Malformed(f"This sheet cannot be read: {error}. Nothing was kept.") from error
    if sheet.read > MAX_LINES:
        raise Malformed(f"This sheet has more than {MAX_LINES} items; divide the framework. Nothing was kept.")
    current = await lock(session, district_id, sheet.framework, scale, state)
    before = await current_framework(session, document.identifier, current.edition) if current.edition else None
    was = {item.identifier for item in before.items} if before else set()
    framework = await _unless_same(current, before, sheet.framework, scale)
    if framework is not None:
        await keep(session, current, await prepared(framework, base_url), scale, tell_all=True)
    removed = len(was - {item.identifier for item in sheet.framework.items})
    return await _report(session, document.identifier, sheet, changed=framework is not None, removed=removed)


async def _lock_document(session: AsyncSession, framework_id: UUID) -> Document:
    known = await queries.lock_known(session, framework_id)
    if known is None:
        raise NotFound(NO_FRAMEWORK)
    return (await current_framework(session, framework_id, known.edition)).document


async def _unless_same(
    current: Row[Any], before: Framework | None, framework: Framework, scale: Scale
) -> Framework | None:
    """The framework, with what it says as before keeping its moment of change; None where all is as before."""
    if before is None:
        return framework
    same_scale = (current.scale_minimum, current.scale_maximum, current.mastery_score) == (
        scale.minimum,
        scale.maximum,
        scale.mastery,
    )
    found = await asyncio.to_thread(diff_editions, before, framework)
    if found.empty and same_scale:
        return None
    was = {item.identifier: item for item in before.items}
    items = []
    for item in framework.items:
        old = was.get(item.identifier)
        as_then = replace(item, last_change=old.last_change, uri=old.uri) if old else item
        items.append(as_then if as_then == old else item)
    return replace(framework, items=tuple(items))


async def _report(
    session: AsyncSession, framework_id: UUID, sheet: SheetImport, *, changed: bool, removed: int
) -> SheetReport:
    out = framework_out(await read_row(session, framework_id))
    problems = [
        LineProblemOut(line=p.line, column=p.column, problem=p.problem, refused=p.refused) for p in sheet.problems
    ]
    refused = sum(problem.refused for problem in problems)
    return SheetReport(**out.model_dump(), changed=changed, removed=removed, refused=refused, problems=problems)
