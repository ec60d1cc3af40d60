"""Notes of meetings, in SQL. Their words are read one note at a time, and by nothing that lists.

There is no statement that finds notes by who wrote them: what is written in coaching is not for evaluating a person.
"""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.meetings.rules.notes import Visibility
from shared.db.query import Command, Query, Scalar, Transaction
from shared.roster.calendars import zone_of
from shared.values.calendar import day_in


class NoteRecord(NamedTuple):
    """A note without its words. `written_on` is the day in its author's district."""

    note_id: UUID
    meeting_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    district_id: UUID
    person_id: UUID
    visibility: Visibility
    first_visibility: Visibility
    other_id: UUID | None
    version: int
    written_at: datetime
    written_on: date
    changed_at: datetime


class NoteVersion(NamedTuple):
    """The words that a note had."""

    version: int
    visibility: Visibility
    words: str
    written_at: datetime


class AttachedNote(NamedTuple):
    """A note as it was when a concern was raised from it."""

    note_id: UUID
    meeting_id: UUID
    words: str
    written_at: datetime
    attached_at: datetime


_WRITTEN_ON = day_in("n.written_at", zone_of("n.district_id"))
_SELECT = f"""
select n.note_id, n.meeting_id, n.engagement_id, n.host_id, n.partner_id, n.district_id, n.person_id, n.visibility,
  n.first_visibility, n.other_id, n.version, n.written_at, {_WRITTEN_ON} as written_on, n.changed_at
from meeting_note n
"""  # noqa: S608
_ADD = Command("""
insert into meeting_note (note_id, meeting_id, engagement_id, host_id, partner_id, district_id, person_id, visibility,
  first_visibility, other_id, words, written_at, changed_at)
values (:note_id, :meeting_id, :engagement_id, :host_id, :partner_id, :district_id, :person_id, :visibility,
  :visibility, :other_id, :words, :now, :now)
""")
_ADD_VERSION = Command("""
insert into meeting_note_version (district_id, note_id, version, visibility, words, written_at)
values (:district_id, :note_id, :version, :visibility, :words, :now)
""")
_OF_MEETING = Query(f"{_SELECT} where n.meeting_id = :meeting_id order by n.note_id", NoteRecord)
_FIND = Query(f"{_SELECT} where n.meeting_id = :meeting_id and n.note_id = :note_id", NoteRecord)
_LOCK = Query(f"{_SELECT} where n.meeting_id = :meeting_id and n.note_id = :note_id for no key update of n", NoteRecord)
_WORDS = Scalar("select n.words from meeting_note n where n.note_id = :note_id", str)
_CHANGE = Command("""
update meeting_note set visibility = :visibility, other_id = :other_id, words = :words, version = :version,
  changed_at = :now
where note_id = :note_id
""")
_VERSIONS = Query(
    """
    select v.version, v.visibility, v.words, v.written_at from meeting_note_version v
    where v.note_id = :note_id and (cast(:after as bigint) is null or v.version > cast(:after as bigint))
    order by v.version limit :limit
    """,
    NoteVersion,
)
_DESTROY = Scalar(
    """
    with gone as (
      delete from meeting_note where engagement_id = :engagement_id and district_id = :district_id
        and visibility = :visibility returning note_id
    ), said as (
      delete from meeting_note_version where district_id = :district_id and note_id in (select note_id from gone)
    )
    select count(*) from gone
    """,
    int,
)
_ATTACH = Command("""
insert into concern_note (district_id, concern_id, note_id, meeting_id, words, written_at, attached_at)
values (:district_id, :concern_id, :note_id, :meeting_id, :words, :written_at, :now)
""")
_ATTACHED = Query(
    """
    select a.note_id, a.meeting_id, a.words, a.written_at, a.attached_at from concern_note a
    where a.concern_id = :concern_id order by a.note_id
    """,
    AttachedNote,
)
_COUNT = Scalar("select count(*) from meeting_note n where n.meeting_id = :meeting_id", int)


async def add_note(session: Transaction, new: NoteRecord, words: str) -> None:
    """Stores a note and its first words."""
    await _ADD.run(
        session,
        note_id=new.note_id,
        meeting_id=new.meeting_id,
        engagement_id=new.engagement_id,
        host_id=new.host_id,
        partner_id=new.partner_id,
        district_id=new.district_id,
        person_id=new.person_id,
        visibility=new.visibility,
        other_id=new.other_id,
        words=words,
        now=new.written_at,
    )
    await _add_version(session, new, words)


async def set_note(session: Transaction, changed: NoteRecord, words: str) -> None:
    """Stores what a note is now; what it was stays for its author."""
    await _CHANGE.run(
        session,
        note_id=changed.note_id,
        visibility=changed.visibility,
        other_id=changed.other_id,
        words=words,
        version=changed.version,
        now=changed.changed_at,
    )
    await _add_version(session, changed, words)


async def _add_version(session: Transaction, note: NoteRecord, words: str) -> None:
    await _ADD_VERSION.run(
        session,
        district_id=note.district_id,
        note_id=note.note_id,
        version=note.version,
        visibility=note.visibility,
        words=words,
        now=note.changed_at,
    )


async def find_notes(session: Transaction, meeting_id: UUID) -> list[NoteRecord]:
    """Returns the notes of a meeting, whoever reads them."""
    return await _OF_MEETING.all(session, meeting_id=meeting_id)


async def find_note(session: Transaction, meeting_id: UUID, note_id: UUID, *, lock: bool = False) -> NoteRecord | None:
    return await (_LOCK if lock else _FIND).first(session, meeting_id=meeting_id, note_id=note_id)


async def read_words(session: Transaction, note_id: UUID) -> str:
    """Returns what a note says. Whoever calls this has made sure that it may be read."""
    return await _WORDS.one(session, note_id=note_id)


async def count_notes(session: Transaction, meeting_id: UUID) -> int:
    return await _COUNT.one(session, meeting_id=meeting_id)


async def page_of_versions(session: Transaction, note_id: UUID, after: int | None, limit: int) -> list[NoteVersion]:
    """Returns what a note was, of the author's district."""
    return await _VERSIONS.all(session, note_id=note_id, after=after, limit=limit)


async def destroy_notes(session: Transaction, engagement_id: UUID, district_id: UUID, visibility: Visibility) -> int:
    """Deletes what a district's people wrote in an engagement with this visibility, with all that it said before;
    returns how many notes there were. What is attached to a concern stays with it.
    """
    return await _DESTROY.one(session, engagement_id=engagement_id, district_id=district_id, visibility=visibility)


async def attach_note(
    session: Transaction, district_id: UUID, concern_id: UUID, note: NoteRecord, words: str, now: datetime
) -> None:
    """Keeps the words of a note as they are now, with a concern."""
    await _ATTACH.run(
        session,
        district_id=district_id,
        concern_id=concern_id,
        note_id=note.note_id,
        meeting_id=note.meeting_id,
        words=words,
        written_at=note.changed_at,
        now=now,
    )


async def find_attached(session: Transaction, concern_id: UUID) -> list[AttachedNote]:
    return await _ATTACHED.all(session, concern_id=concern_id)
