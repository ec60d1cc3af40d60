"""Drafts: begun from JSON, from a sheet or from a published version, saved with their problems, thrown away.

All of it happens behind the lock of the instrument, so of two at once one comes second and sees what the first did.
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from pydantic import ValidationError

from readiness.instruments.queries.instruments import (
    LockedInstrument,
    add_instrument,
    count_revision,
    delete_instrument,
    lock_instrument,
)
from readiness.instruments.queries.offers import find_offer_of
from readiness.instruments.queries.versions import (
    InstrumentVersion,
    add_version,
    delete_draft,
    find_draft,
    find_last_published,
    find_version_state,
    set_draft,
)
from readiness.instruments.rules.instrument import Instrument, Origin
from readiness.instruments.rules.sheet import SheetImport, instrument_from_sheet
from readiness.instruments.schemas.content import InstrumentContent, content_of, instrument_of
from readiness.instruments.usecases.read_instrument import NO_DRAFT, NO_INSTRUMENT, require_draft
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Malformed, NotFound, invalid
from shared.http.editing import ensure_current
from shared.sheets.reading import LineProblem, UnreadableSheet
from shared.values.ids import new_id

MOST_LINES = 20_000
UNKNOWN_ORIGIN = "there is no such published version of yours or offered to you; leave the origin out"


@dataclass(frozen=True, slots=True)
class ImportedDraft:
    """The draft that was made of a sheet, and what is wrong with the sheet."""

    draft: InstrumentVersion
    sheet: SheetImport


async def create_instrument(
    session: Transaction, caller: Caller, content: InstrumentContent, now: datetime
) -> InstrumentVersion:
    """Creates an instrument whose first version is this draft.

    Raises a 422 where its origin is no version that the district can read.
    """
    instrument = await asyncio.to_thread(instrument_of, content)
    if instrument.origin is not None and not await _is_readable(session, instrument.origin):
        raise invalid("/origin", UNKNOWN_ORIGIN)
    return await add_draft_instrument(session, caller, instrument, now)


async def import_sheet(session: Transaction, caller: Caller, raw: bytes, now: datetime) -> ImportedDraft:
    """Creates an instrument whose first version is a draft of what can be read of the sheet.

    Raises a 400 where the file as a whole cannot be read.
    """
    if raw.count(b"\n") + raw.count(b"\r") > 2 * MOST_LINES:
        raise Malformed(f"This sheet has more than {MOST_LINES} lines. Nothing was kept.")
    try:
        sheet = await asyncio.to_thread(instrument_from_sheet, raw)
    except UnreadableSheet as error:
        raise Malformed(f"This sheet cannot be read: {error}. Nothing was kept.") from error
    draft = sheet.draft
    try:
        await asyncio.to_thread(content_of, draft)
    except ValidationError as error:
        first = error.errors()[0]
        place = "".join(f"/{step}" for step in first["loc"])
        raise Malformed(f"This sheet holds what no instrument can: {place}: {first['msg']}.") from error
    if draft.origin is not None and not await _is_readable(session, draft.origin):
        draft = replace(draft, origin=None)
        found = LineProblem(sheet.first_line, "origin", f"left out: {UNKNOWN_ORIGIN}", refused=False)
        sheet = replace(sheet, draft=draft, problems=(found, *sheet.problems))
    return ImportedDraft(await add_draft_instrument(session, caller, draft, now), sheet)


async def begin_draft(session: Transaction, caller: Caller, instrument_id: UUID, now: datetime) -> InstrumentVersion:
    """Makes a draft of the last published version. Raises a 409 where there is a draft already."""
    locked = await require_lock(session, instrument_id)
    if await find_draft(session, instrument_id) is not None:
        raise Conflict("The instrument has a draft already; there is one at a time. Edit it, or delete it first.")
    last = await find_last_published(session, instrument_id)
    if last is None:
        raise NotFound(NO_DRAFT)
    # What was only reworded in the last version says nothing of the next.
    content = replace(last.content, editorial=frozenset())
    await add_version(
        session,
        caller.district_id,
        instrument_id,
        locked.newest + 1,
        content,
        "draft",
        revision=await count_revision(session, instrument_id),
        at=now,
        by=caller.subject,
    )
    return await require_draft(session, instrument_id)


async def save_draft(
    session: Transaction, caller: Caller, instrument_id: UUID, content: InstrumentContent, expected: str, now: datetime
) -> InstrumentVersion:
    """Replaces what the draft says.

    Raises a 409 where there is no draft, perhaps because it has been published, a 412 where it was edited meanwhile,
    and a 422 for another origin.
    """
    instrument = await asyncio.to_thread(instrument_of, content)
    locked = await require_lock(session, instrument_id)
    draft = await require_locked_draft(session, locked)
    ensure_current(expected, draft.record.revision)
    if instrument.origin is not None and instrument.origin != locked.origin:
        raise invalid("/origin", "where an instrument was taken from never changes; send it as it is, or leave it out")
    revision = await count_revision(session, instrument_id)
    await set_draft(session, instrument_id, instrument, revision=revision, at=now, by=caller.subject)
    return await require_draft(session, instrument_id)


async def discard_draft(session: Transaction, instrument_id: UUID, expected: str) -> None:
    """Deletes the draft, and with it an instrument that was never published. Raises a 404, and a 412."""
    locked = await require_lock(session, instrument_id)
    draft = await require_draft(session, instrument_id)
    ensure_current(expected, draft.record.revision)
    await delete_draft(session, instrument_id)
    if locked.newest == 1:
        await delete_instrument(session, instrument_id)
    else:
        await count_revision(session, instrument_id)


async def add_draft_instrument(
    session: Transaction, caller: Caller, instrument: Instrument, now: datetime
) -> InstrumentVersion:
    """Adds an instrument of which there is only this draft."""
    instrument_id = new_id()
    await add_instrument(
        session, caller.district_id, instrument_id, instrument.origin, adopted=False, at=now, by=caller.subject
    )
    await add_version(
        session, caller.district_id, instrument_id, 1, instrument, "draft", revision=1, at=now, by=caller.subject
    )
    return await require_draft(session, instrument_id)


async def require_lock(session: Transaction, instrument_id: UUID) -> LockedInstrument:
    """Returns the instrument, which nobody else changes until the commit. Raises a 404."""
    locked = await lock_instrument(session, instrument_id)
    if locked is None:
        raise NotFound(NO_INSTRUMENT)
    return locked


async def require_locked_draft(session: Transaction, locked: LockedInstrument) -> InstrumentVersion:
    """Returns the draft of an instrument that is to be changed. Raises a 409 where there is none."""
    draft = await find_draft(session, locked.instrument_id)
    if draft is None:
        raise Conflict(
            f"The instrument has no draft: version {locked.newest} was published, and what is published never changes. "
            "POST to the draft makes another one of it."
        )
    return draft


async def _is_readable(session: Transaction, origin: Origin) -> bool:
    state = await find_version_state(session, origin.instrument_id, origin.version)
    if state is not None:
        return state != "draft"
    return await find_offer_of(session, origin.instrument_id, origin.version) is not None
