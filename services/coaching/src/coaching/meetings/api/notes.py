"""`/coaching/v1/meetings/{meeting_id}/notes`: what is written of a meeting, for whom its author chose.

No operation lists notes by person, and no scope opens one but membership, and `coaching.read` where the author has
shown it to their district: what is written in coaching is not for evaluating anybody.
"""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.coaches.schemas.concerns import ConcernRaised
from coaching.common.api import Anybody, Safeguarding
from coaching.meetings.queries.notes import NoteRecord
from coaching.meetings.rules.notes import NOTICE, VISIBILITIES, WHO_READS
from coaching.meetings.schemas.notes import (
    AttachedNote,
    BeforeWriting,
    ConcernFromNote,
    NewNote,
    NoteChange,
    NoteShown,
    NoteStanding,
    NoteVersionShown,
    VisibilityShown,
)
from coaching.meetings.usecases import notes as usecases
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

PREFIX = "/coaching/v1/meetings/{meeting_id}"
router = APIRouter(prefix=PREFIX, tags=["notes"])
concerns = APIRouter(prefix="/coaching/v1/concerns/{concern_id}/notes", tags=["concerns"])


@router.get("/note-visibilities")
async def list_note_visibilities(meeting_id: UUID, caller: Anybody, session: Session, now: Now) -> BeforeWriting:
    """Get who would read a note.

    Answers, before the first word, who reads a note of each visibility, and what overrides it.
    """
    await usecases.list_notes(session, caller, meeting_id, None, 1, now)
    shown = [VisibilityShown(visibility=one, who_reads=WHO_READS[one]) for one in VISIBILITIES]
    return BeforeWriting(notice=NOTICE, visibilities=shown)


@router.post(
    "/notes",
    status_code=201,
    response_model=NoteStanding,
    responses=sends("Location", "ETag", status=201) | refuses(409),
)
async def add_note(
    meeting_id: UUID, new: NewNote, caller: Anybody, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Write a note.

    Keeps a note of a meeting for those whom you choose with it: yourself, one other, the team, or your district as
    well. It is never shown to more people afterwards. The answer repeats no words.
    """

    async def act() -> Answer:
        made = await usecases.write(session, caller, meeting_id, new, now)
        where = f"/coaching/v1/meetings/{meeting_id}/notes/{made.record.note_id}"
        return created(_folded(made), location=where, etag=etag(made.record.version))

    return await once(session, keyed, act)


@router.get("/notes")
async def list_notes(
    meeting_id: UUID, caller: Anybody, session: Session, paging: Paging, response: Response, now: Now
) -> Page[NoteStanding]:
    """List the notes of a meeting.

    Lists those notes of a meeting that you may open, folded: their words are shown when you open one.
    """
    after = paging.single_key(UUID)
    found = await usecases.list_notes(session, caller, meeting_id, after, paging.limit + 1, now)
    return paging.page(response, found, _folded, lambda one: [one.record.note_id])


@router.get("/notes/{note_id}", responses=sends("ETag"))
async def get_note(
    meeting_id: UUID, note_id: UUID, caller: Anybody, session: Session, now: Now, response: Response
) -> NoteShown:
    """Open a note.

    Answers a note with its words. To everybody whom its author did not choose there is none.
    """
    return _opened(await usecases.open_note(session, caller, meeting_id, note_id, now), response)


@router.patch("/notes/{note_id}", responses=sends("ETag") | refuses(409))
async def change_note(
    meeting_id: UUID,
    note_id: UUID,
    body: NoteChange,
    caller: Anybody,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> NoteShown:
    """Change a note of yours.

    Gives your note other words, or shows it to fewer people. What it said before stays for you.
    """
    return _opened(await usecases.change(session, caller, meeting_id, note_id, body, expected, now), response)


@router.get("/notes/{note_id}/versions")
async def list_note_versions(
    meeting_id: UUID, note_id: UUID, caller: Anybody, session: Session, paging: Paging, response: Response
) -> Page[NoteVersionShown]:
    """List what a note of yours said.

    Lists all that your note said, the first words first: for you alone.
    """
    after = paging.single_key(int)
    found = await usecases.list_versions(session, caller, meeting_id, note_id, after, paging.limit + 1)
    return paging.page(response, found, NoteVersionShown.model_validate, lambda one: [one.version])


@router.post(
    "/notes/{note_id}/concern",
    status_code=201,
    response_model=ConcernRaised,
    responses=sends("Location", status=201),
)
async def raise_concern_from_note(
    meeting_id: UUID, note_id: UUID, body: ConcernFromNote, caller: Anybody, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Raise a concern from a note.

    Raises a concern to which a note is attached as it is now, whoever else may read it: the people whom your district
    has named read both.
    """

    async def act() -> Answer:
        raised = await usecases.raise_from(session, caller, meeting_id, note_id, body, now)
        shown = ConcernRaised(**raised.concern._asdict(), readers=raised.readers)
        return created(shown, location=f"/coaching/v1/my-concerns/{raised.concern.concern_id}")

    return await once(session, keyed, act)


@concerns.get("")
async def list_notes_of_concern(
    concern_id: UUID, caller: Safeguarding, session: Session, paging: Paging, response: Response
) -> Page[AttachedNote]:
    """List the notes that are attached to a concern.

    Lists notes with their words as they were when the concern was raised from them, for those who are named to read it.
    """
    found = await usecases.list_attached(session, caller, concern_id)
    after = paging.single_key(UUID)
    rest = [one for one in found if after is None or one.note_id > after][: paging.limit + 1]
    return paging.page(response, rest, AttachedNote.model_validate, lambda one: [one.note_id])


def _folded(note: usecases.FoldedNote) -> NoteStanding:
    return NoteStanding(**_fields(note.record), own=note.own)


def _opened(note: usecases.OpenedNote, response: Response) -> NoteShown:
    response.headers["ETag"] = etag(note.record.version)
    return NoteShown(**_fields(note.record), own=note.own, words=note.words)


def _fields(record: NoteRecord) -> dict[str, object]:
    return {
        "note_id": record.note_id,
        "meeting_id": record.meeting_id,
        "visibility": record.visibility,
        "other_id": record.other_id,
        "written_at": record.written_at,
        "changed_at": record.changed_at,
    }
