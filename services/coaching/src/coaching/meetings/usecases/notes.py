"""Notes of meetings: written with who reads them, read by nobody else, and never evidence about a person."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.schemas.concerns import NewConcern
from coaching.coaches.usecases.concerns import Raised, raise_concern, read_concern
from coaching.engagements.followers import ContentDue
from coaching.engagements.queries.members import MemberRecord
from coaching.engagements.rules.closure import Content
from coaching.engagements.rules.members import is_member_on
from coaching.meetings.queries.engagements import find_handed_over, find_memberships, find_named_members
from coaching.meetings.queries.meetings import MeetingRecord, find_meeting
from coaching.meetings.queries.notes import (
    AttachedNote,
    NoteRecord,
    NoteVersion,
    add_note,
    attach_note,
    count_notes,
    destroy_notes,
    find_attached,
    find_note,
    find_notes,
    page_of_versions,
    read_words,
    set_note,
)
from coaching.meetings.rules.notes import VISIBILITIES, Note, Reader, Visibility, may_read, validate_narrowing
from coaching.meetings.schemas.notes import ConcernFromNote, NewNote, NoteChange
from coaching.meetings.usecases.reading import no_such_meeting
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound, invalid
from shared.http.editing import ensure_current
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of
from shared.values.ids import new_id

CONTENT: dict[Visibility, Content] = {
    "private": "private_notes",
    "pair": "pair_notes",
    "team": "team_notes",
    "district": "district_notes",
}
"""By which names handovers and the days of destruction mean notes."""
MOST_NOTES = 200


class OpenedNote(NamedTuple):
    """A note, what it says, and whether the reader wrote it."""

    record: NoteRecord
    words: str
    own: bool


class FoldedNote(NamedTuple):
    """A note that the reader may open."""

    record: NoteRecord
    own: bool


class _Audience(NamedTuple):
    """Who asks for the notes of an engagement."""

    caller: Caller
    memberships: Sequence[MemberRecord]
    handed_over: frozenset[Visibility]

    @property
    def member_ids(self) -> frozenset[UUID]:
        return frozenset(one.member_id for one in self.memberships)


def no_such_note() -> NotFound:
    return NotFound("There is no such note.")


async def write(session: Transaction, caller: Caller, meeting_id: UUID, new: NewNote, now: datetime) -> FoldedNote:
    """Keeps what a member of the engagement writes of one of its meetings."""
    meeting = await _require_meeting(session, meeting_id)
    audience = await _audience(session, caller, meeting.engagement_id, now)
    if caller.person_id is None or not audience.memberships:
        raise no_such_meeting()
    await _ensure_other(session, meeting, audience, new.visibility, new.other_id, now)
    if await count_notes(session, meeting_id) >= MOST_NOTES:
        raise Conflict("This meeting has as many notes as one may have: go on in one that you wrote.")
    record = NoteRecord(
        note_id=new_id(),
        meeting_id=meeting_id,
        engagement_id=meeting.engagement_id,
        host_id=meeting.host_id,
        partner_id=meeting.partner_id,
        district_id=caller.district_id,
        person_id=caller.person_id,
        visibility=new.visibility,
        first_visibility=new.visibility,
        other_id=new.other_id,
        version=1,
        written_at=now,
        written_on=day_of(now, await find_zone(session, caller.district_id)),
        changed_at=now,
    )
    await add_note(session, record, new.words)
    return FoldedNote(record, own=True)


async def list_notes(
    session: Transaction, caller: Caller, meeting_id: UUID, after: UUID | None, limit: int, now: datetime
) -> list[FoldedNote]:
    """Returns those notes of a meeting that the caller may open. Raises NotFound for whoever has no part in it."""
    meeting = await _require_meeting(session, meeting_id)
    audience = await _audience(session, caller, meeting.engagement_id, now)
    found = [
        FoldedNote(one, _is_own(one, caller))
        for one in await find_notes(session, meeting_id)
        if _may_read(one, audience)
    ]
    if not found and not audience.memberships and "coaching.read" not in caller.scopes:
        raise no_such_meeting()
    return [one for one in found if after is None or one.record.note_id > after][:limit]


async def open_note(session: Transaction, caller: Caller, meeting_id: UUID, note_id: UUID, now: datetime) -> OpenedNote:
    """Returns a note with its words. Raises NotFound for whoever may not read it, as if there were none."""
    record = await _require_readable(session, caller, meeting_id, note_id, now)
    return OpenedNote(record, await read_words(session, note_id), _is_own(record, caller))


async def change(
    session: Transaction,
    caller: Caller,
    meeting_id: UUID,
    note_id: UUID,
    sent: NoteChange,
    expected: str,
    now: datetime,
) -> OpenedNote:
    """Changes a note of the caller's: other words, or fewer readers."""
    before = await _require_own(session, caller, meeting_id, note_id, lock=True)
    ensure_current(expected, before.version)
    visibility, other_id = before.visibility, before.other_id
    if sent.visibility is not None and sent.visibility != before.visibility:
        if problem := validate_narrowing(before.visibility, sent.visibility):
            raise Conflict(problem)
        visibility, other_id = sent.visibility, sent.other_id
        meeting = await _require_meeting(session, meeting_id)
        audience = await _audience(session, caller, before.engagement_id, now)
        await _ensure_other(session, meeting, audience, visibility, other_id, now, written_on=before.written_on)
    elif sent.other_id is not None and sent.other_id != before.other_id:
        raise invalid("/other_id", "Who reads a note of a pair stays: write another note for somebody else.")
    words = sent.words if sent.words is not None else await read_words(session, note_id)
    changed = before._replace(visibility=visibility, other_id=other_id, version=before.version + 1, changed_at=now)
    await set_note(session, changed, words)
    return OpenedNote(changed, words, own=True)


async def list_versions(
    session: Transaction, caller: Caller, meeting_id: UUID, note_id: UUID, after: int | None, limit: int
) -> list[NoteVersion]:
    """Returns what a note of the caller's was."""
    await _require_own(session, caller, meeting_id, note_id)
    return await page_of_versions(session, note_id, after, limit)


async def raise_from(
    session: Transaction, caller: Caller, meeting_id: UUID, note_id: UUID, sent: ConcernFromNote, now: datetime
) -> Raised:
    """Raises a concern to which a note is attached as it is now, whatever its visibility. Its author never reads it."""
    opened = await open_note(session, caller, meeting_id, note_id, now)
    authors = [opened.record.person_id] if opened.record.district_id == caller.district_id else []
    raised = await raise_concern(session, caller, NewConcern(words=sent.words), now, authors)
    await attach_note(session, caller.district_id, raised.concern.concern_id, opened.record, opened.words, now)
    return raised


async def list_attached(session: Transaction, caller: Caller, concern_id: UUID) -> list[AttachedNote]:
    """Returns what is attached to a concern, for the people who are named to read it."""
    await read_concern(session, caller, concern_id)
    return await find_attached(session, concern_id)


async def on_content_due(session: Transaction, change: ContentDue) -> None:
    """Destroys the notes whose day has come."""
    for visibility in VISIBILITIES:
        if CONTENT[visibility] == change.content:
            change.destroyed += await destroy_notes(session, change.engagement_id, change.district_id, visibility)


async def _require_meeting(session: Transaction, meeting_id: UUID) -> MeetingRecord:
    meeting = await find_meeting(session, meeting_id)
    if meeting is None:
        raise no_such_meeting()
    return meeting


async def _require_readable(
    session: Transaction, caller: Caller, meeting_id: UUID, note_id: UUID, now: datetime
) -> NoteRecord:
    record = await find_note(session, meeting_id, note_id)
    if record is None or not _may_read(record, await _audience(session, caller, record.engagement_id, now)):
        raise no_such_note()
    return record


async def _require_own(
    session: Transaction, caller: Caller, meeting_id: UUID, note_id: UUID, *, lock: bool = False
) -> NoteRecord:
    record = await find_note(session, meeting_id, note_id, lock=lock)
    if record is None or not _is_own(record, caller):
        raise no_such_note()
    return record


async def _audience(session: Transaction, caller: Caller, engagement_id: UUID, now: datetime) -> _Audience:
    if caller.person_id is None:
        return _Audience(caller, [], handed_over=frozenset())
    today = day_of(now, await find_zone(session, caller.district_id))
    found = await find_memberships(session, engagement_id, caller.district_id, caller.person_id)
    own = [one for one in found if is_member_on(one.since, one.left_on, today)]
    ids = [one.member_id for one in own]
    handed = await find_handed_over(session, engagement_id, ids)
    return _Audience(caller, own, frozenset(one for one in VISIBILITIES if CONTENT[one] in handed))


def _may_read(record: NoteRecord, audience: _Audience) -> bool:
    note = Note(record.visibility, record.first_visibility, record.district_id, record.person_id, record.other_id)
    reader = Reader(
        district_id=audience.caller.district_id,
        person_id=audience.caller.person_id,
        reads_district="coaching.read" in audience.caller.scopes,
        member_ids=audience.member_ids,
        from_the_start=any(is_member_on(one.since, one.left_on, record.written_on) for one in audience.memberships),
        handed_over=audience.handed_over,
    )
    return may_read(note, reader)


def _is_own(record: NoteRecord, caller: Caller) -> bool:
    return (record.district_id, record.person_id) == (caller.district_id, caller.person_id)


async def _ensure_other(
    session: Transaction,
    meeting: MeetingRecord,
    audience: _Audience,
    visibility: Visibility,
    other_id: UUID | None,
    now: datetime,
    *,
    written_on: date | None = None,
) -> None:
    """Raises Invalid where a note of a pair names nobody who could read it, or another note names somebody. One that is
    narrowed was written on a day: who joined later could not read it, and is not shown it.
    """
    if visibility != "pair":
        if other_id is not None:
            raise invalid("/other_id", "Only a note of a pair names another reader: leave this out.")
        return
    if other_id is None:
        raise invalid("/other_id", "Name the member who reads it besides you.")
    if other_id in audience.member_ids:
        raise invalid("/other_id", "That is you: name the other of the pair.")
    today = day_of(now, meeting.host_zone)
    other = (await find_named_members(session, meeting.engagement_id, [other_id])).get(other_id)
    if other is None or not is_member_on(other.since, other.left_on, today):
        raise invalid("/other_id", "The engagement has no such member today: name one who is.")
    if written_on is not None and not is_member_on(other.since, other.left_on, written_on):
        raise invalid(
            "/other_id", "They joined after this was written: name one who was a member, or write them a note."
        )
