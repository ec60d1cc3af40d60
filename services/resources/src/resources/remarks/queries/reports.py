"""Reports that something is wrong with a published item, in SQL: each of the two districts sees the same row."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import TypeAdapter

from resources.remarks.rules.reports import About, ReportState
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonArray


class Answered(NamedTuple):
    """What the curators said, and how the report stood from then on."""

    state: ReportState
    words: str
    answered_at: datetime


_ANSWERS = TypeAdapter(tuple[Answered, ...])


class StoredReport(NamedTuple):
    report_id: UUID
    item_id: UUID
    version: int
    title: str | None
    owner_id: UUID
    reporter_id: UUID
    reporter: str
    about: str
    words: str
    state: str
    revision: int
    answers: JsonArray
    made_at: datetime
    changed_at: datetime


class Report(NamedTuple):
    """A report. `title` is the item's, None where it is not shown any more; `reporter_id` is a district."""

    report_id: UUID
    item_id: UUID
    version: int
    title: str | None
    owner_id: UUID
    reporter_id: UUID
    reporter: str
    about: About
    words: str
    state: ReportState
    revision: int
    answers: tuple[Answered, ...]
    made_at: datetime
    changed_at: datetime


_SELECT = """
select r.report_id, r.item_id, r.version, p.content ->> 'title' as title, r.owner_id, r.reporter_id, r.reporter,
  r.about, r.words, r.state, r.revision, r.answers, r.made_at, r.changed_at
from item_report r left join published_version p on p.item_id = r.item_id and p.version = r.version
"""
_RECEIVED = Query(f"{_SELECT} where r.report_id = :report_id and r.owner_id = :owner_id", StoredReport)
_LOCK = Scalar("select revision from item_report where report_id = :report_id and owner_id = :owner_id for update", int)
_LIST_RECEIVED = Query(
    f"""
    {_SELECT}
    where r.owner_id = :owner_id and (cast(:after as uuid) is null or r.report_id > cast(:after as uuid))
      and (cast(:state as text) is null or r.state = cast(:state as text))
    order by r.report_id limit :limit
    """,
    StoredReport,
)
_LIST_MADE = Query(
    f"""
    {_SELECT}
    where r.reporter_id = :reporter_id and r.reporter = :reporter
      and (cast(:before as uuid) is null or r.report_id < cast(:before as uuid))
      and (cast(:item_id as uuid) is null or r.item_id = cast(:item_id as uuid))
    order by r.report_id desc limit :limit
    """,
    StoredReport,
)
_LOCK_REPORTER = Command("select pg_advisory_xact_lock(hashtextextended('reports ' || cast(:reporter as text), 11))")
_COUNT_OPEN = Scalar(
    """
    select count(*) from item_report
    where reporter_id = :reporter_id and reporter = :reporter and state <> 'closed'
    """,
    int,
)
_ADD = Command("""
insert into item_report (report_id, item_id, version, owner_id, reporter_id, reporter, about, words, state, revision,
  answers, made_at, changed_at, changed_by)
values (:report_id, :item_id, :version, :owner_id, :reporter_id, :reporter, :about, :words, 'open', 1, '[]', :at, :at,
  :by)
""")
_SET = Scalar(
    """
    update item_report set state = :state, answers = cast(:answers as jsonb), revision = revision + 1,
      changed_at = :at, changed_by = :by
    where report_id = :report_id returning revision
    """,
    int,
)


async def find_received(session: Transaction, owner_id: UUID, report_id: UUID) -> Report | None:
    """Returns a report about an item of the session's district."""
    found = await _RECEIVED.first(session, owner_id=owner_id, report_id=report_id)
    return None if found is None else _made(found)


async def lock_received(session: Transaction, owner_id: UUID, report_id: UUID) -> Report | None:
    """Returns such a report, which nobody else changes until the commit."""
    if await _LOCK.get(session, owner_id=owner_id, report_id=report_id) is None:
        return None
    return await find_received(session, owner_id, report_id)


async def list_received(
    session: Transaction, owner_id: UUID, after: UUID | None, state: ReportState | None, limit: int
) -> list[Report]:
    """Returns the reports about a district's items, the oldest first: ids grow with time."""
    found = await _LIST_RECEIVED.all(session, owner_id=owner_id, after=after, state=state, limit=limit)
    return [_made(one) for one in found]


async def list_made(
    session: Transaction, reporter_id: UUID, reporter: str, before: UUID | None, item_id: UUID | None, limit: int
) -> list[Report]:
    """Returns what somebody has reported, the newest first; with an item, about that alone."""
    found = await _LIST_MADE.all(
        session, reporter_id=reporter_id, reporter=reporter, before=before, item_id=item_id, limit=limit
    )
    return [_made(one) for one in found]


async def lock_reporter(session: Transaction, reporter: str) -> None:
    """Has this reader's reports made one after the other until the commit, so that they can be counted."""
    await _LOCK_REPORTER.run(session, reporter=reporter)


async def count_open(session: Transaction, reporter_id: UUID, reporter: str) -> int:
    """Returns how many reports of a reader are not closed yet."""
    return await _COUNT_OPEN.one(session, reporter_id=reporter_id, reporter=reporter)


async def add_report(session: Transaction, new: Report, by: str) -> None:
    await _ADD.run(
        session,
        report_id=new.report_id,
        item_id=new.item_id,
        version=new.version,
        owner_id=new.owner_id,
        reporter_id=new.reporter_id,
        reporter=new.reporter,
        about=new.about,
        words=new.words,
        at=new.made_at,
        by=by,
    )


async def set_report(session: Transaction, now: Report, *, at: datetime, by: str) -> Report:
    """Stores how a report stands and returns it."""
    revision = await _SET.one(
        session, report_id=now.report_id, state=now.state, answers=_stored(now.answers), at=at, by=by
    )
    return now._replace(revision=revision, changed_at=at)


def _stored(answers: Sequence[Answered]) -> str:
    return json.dumps([one._asdict() | {"answered_at": one.answered_at.isoformat()} for one in answers])


def _made(row: StoredReport) -> Report:
    read = {
        "about": About(row.about), "state": ReportState(row.state), "answers": _ANSWERS.validate_python(row.answers),
    }  # fmt: skip
    return Report(**{**row._asdict(), **read})
