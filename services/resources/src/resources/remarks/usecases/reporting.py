"""Whoever reads an item reports what is wrong with it, and the curators of its district answer."""

from datetime import datetime
from uuid import UUID

from resources.common.usecases import reader_of
from resources.items.usecases.curating import ensure_curator
from resources.remarks.queries.reports import (
    Answered,
    Report,
    add_report,
    count_open,
    find_received,
    list_received,
    lock_received,
    lock_reporter,
    set_report,
)
from resources.remarks.rules.reports import CLOSED, MOST_OPEN, REPORT_MOVES, About, ReportState
from resources.remarks.usecases.reading import require_shown
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound
from shared.http.editing import ensure_current
from shared.values.ids import new_id

NO_REPORT = "There is no such report about an item of your district's."
TOO_MANY = f"You have {MOST_OPEN} reports that are not closed, the most there may be: wait until they are answered."


async def report_item(
    session: Transaction, caller: Caller, item_id: UUID, version: int, about: About, words: str, now: datetime
) -> Report:
    """Reports what is wrong with a version to its district. Raises a 404, and a 409 where the caller has reported so
    much that was not closed yet.
    """
    found = await require_shown(session, caller, item_id, version)
    reporter, content = reader_of(caller), found.said()
    await lock_reporter(session, reporter)
    if await count_open(session, caller.district_id, reporter) >= MOST_OPEN:
        raise Conflict(TOO_MANY)
    new = Report(
        report_id=new_id(),
        item_id=item_id,
        version=version,
        title=content.title if content is not None else None,
        owner_id=found.owner_id,
        reporter_id=caller.district_id,
        reporter=reporter,
        about=about,
        words=words,
        state=ReportState.OPEN,
        revision=1,
        answers=(),
        made_at=now,
        changed_at=now,
    )
    await add_report(session, new, caller.subject)
    return new


async def read_received(
    session: Transaction, caller: Caller, after: UUID | None, state: ReportState | None, limit: int
) -> list[Report]:
    """Returns the reports about the district's items, oldest first, to its curators. Raises a 403 for others."""
    await ensure_curator(session, caller)
    return await list_received(session, caller.district_id, after, state, limit)


async def require_received(session: Transaction, caller: Caller, report_id: UUID) -> Report:
    """Returns a report about an item of the district's, to its curators. Raises a 403 for others, and a 404."""
    await ensure_curator(session, caller)
    found = await find_received(session, caller.district_id, report_id)
    if found is None:
        raise NotFound(NO_REPORT)
    return found


async def answer(
    session: Transaction, caller: Caller, report_id: UUID, to: ReportState, words: str, expected: str, now: datetime
) -> Report:
    """Answers whoever reported, and has the report stand so from now on; earlier answers stay. Raises a 403 unless a
    curator asks, a 404, a 409 where it is closed, and a 412.
    """
    await ensure_curator(session, caller)
    found = await lock_received(session, caller.district_id, report_id)
    if found is None:
        raise NotFound(NO_REPORT)
    ensure_current(expected, found.revision)
    if to not in REPORT_MOVES[found.state]:
        raise Conflict(CLOSED)
    answered = found._replace(state=to, answers=(*found.answers, Answered(to, words, now)))
    return await set_report(session, answered, at=now, by=caller.subject)
