"""A framework from a spreadsheet: the lines that can be read become its items, the others are named."""

import asyncio
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from competency.common.scales import Scale
from competency.frameworks.queries.frameworks import FrameworkRecord, lock_framework, lock_or_add_framework
from competency.frameworks.rules.diff import diff_editions
from competency.frameworks.rules.framework import Document, Framework
from competency.frameworks.rules.life import FrameworkState
from competency.frameworks.rules.sheet import SheetImport, framework_from_sheet
from competency.frameworks.schemas.frameworks import LineProblemOut, SheetReport
from competency.frameworks.usecases.read_framework import NO_FRAMEWORK, framework_out, read_framework
from competency.frameworks.usecases.save_framework import prepare_in_thread, read_edition_framework, save_framework
from shared.db.query import Transaction
from shared.errors import Malformed, NotFound
from shared.sheets.reading import UnreadableSheet

_SHEETS = UUID("3c6a2f0e-52a5-4f6b-9b0d-7a1e0c8d4b52")
"""The identifier of a sheet's framework follows from the district and the title under this; never change it."""

MAX_LINES = 50_000
"""A line of a few bytes becomes an item of a few thousand: this bounds what a small file can ask for."""


async def import_sheet(
    session: Transaction,
    district_id: UUID,
    raw: bytes,
    now: datetime,
    *,
    title: str,
    creator: str,
    framework_id: UUID | None,
    scale: Scale,
    state: FrameworkState,
    base_url: str,
) -> SheetReport:
    """Stores the sheet as the newest edition of the framework of its title, or of `framework_id`, or as a new one.

    Raises a 400 for a file that cannot be read, a 404 where `framework_id` is none of this district's.
    """
    if raw.count(b"\n") + raw.count(b"\r") > 2 * MAX_LINES:
        raise Malformed(f"This sheet has more than {MAX_LINES} lines; divide the framework. Nothing was kept.")
    if framework_id is None:
        identifier = uuid5(_SHEETS, f"{district_id}\n{title}")
        document = Document(identifier=identifier, last_change=now, creator=creator, title=title)
    else:
        document = replace(await _lock_document(session, framework_id), title=title, creator=creator, last_change=now)
    sheet = await _read_sheet(raw, document)
    current = await lock_or_add_framework(
        session, district_id, document.identifier, title=title, scale=scale, state=state
    )
    before = None
    if current.edition:
        before = await read_edition_framework(session, document.identifier, current.edition)
    was = {item.identifier for item in before.items} if before else set()
    framework = await _unless_same(current, before, sheet.framework, scale)
    if framework is not None:
        prepared = await prepare_in_thread(framework, base_url)
        await save_framework(session, current, prepared, scale, publish_all=True)
    removed = len(was - {item.identifier for item in sheet.framework.items})
    return await _report(session, document.identifier, sheet, changed=framework is not None, removed=removed)


async def _read_sheet(raw: bytes, document: Document) -> SheetImport:
    try:
        sheet = await asyncio.to_thread(framework_from_sheet, raw, document)
    except UnreadableSheet as error:
        raise Malformed(f"This sheet cannot be read: {error}. Nothing was kept.") from error
    if sheet.read > MAX_LINES:
        raise Malformed(f"This sheet has more than {MAX_LINES} items; divide the framework. Nothing was kept.")
    return sheet


async def _lock_document(session: Transaction, framework_id: UUID) -> Document:
    known = await lock_framework(session, framework_id)
    if known is None:
        raise NotFound(NO_FRAMEWORK)
    return (await read_edition_framework(session, framework_id, known.edition)).document


async def _unless_same(
    current: FrameworkRecord, before: Framework | None, framework: Framework, scale: Scale
) -> Framework | None:
    """Returns the framework, in which what has not changed keeps its time of change; None where nothing has changed."""
    if before is None:
        return framework
    found = await asyncio.to_thread(diff_editions, before, framework)
    if found.empty and current.scale == scale:
        return None
    was = {item.identifier: item for item in before.items}
    items = []
    for item in framework.items:
        old = was.get(item.identifier)
        as_then = replace(item, last_change=old.last_change, uri=old.uri) if old else item
        items.append(as_then if as_then == old else item)
    return replace(framework, items=tuple(items))


async def _report(
    session: Transaction, framework_id: UUID, sheet: SheetImport, *, changed: bool, removed: int
) -> SheetReport:
    out = framework_out(await read_framework(session, framework_id))
    problems = [
        LineProblemOut(line=p.line, column=p.column, problem=p.problem, refused=p.refused) for p in sheet.problems
    ]
    refused = sum(problem.refused for problem in problems)
    return SheetReport(**out.model_dump(), changed=changed, removed=removed, refused=refused, problems=problems)
