"""Notes of meetings, as they come in and are shown."""

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.common.schemas import Answer, Body, Words
from coaching.meetings import examples
from coaching.meetings.rules.notes import Visibility
from shared.http.examples import example


class VisibilityShown(Answer):
    visibility: Visibility
    who_reads: str


class BeforeWriting(Answer):
    """Who would read a note, for whoever is about to write one."""

    model_config = ConfigDict(json_schema_extra=example(examples.BEFORE_WRITING))

    notice: str
    visibilities: list[VisibilityShown] = Field(description="from the narrowest to the widest")


class NewNote(Body):
    """What somebody writes of a meeting. Who reads it is said with it, and never becomes more afterwards."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_NOTE))

    visibility: Visibility
    other_id: UUID | None = Field(default=None, description="of a pair only: the member who reads it besides you")
    words: Words


class NoteChange(Body):
    """What is left out stays. A note may be shown to fewer people, never to more."""

    model_config = ConfigDict(json_schema_extra=example(examples.NOTE_CHANGE))

    visibility: Visibility | None = None
    other_id: UUID | None = Field(default=None, description="with the visibility of a pair")
    words: Words | None = None


class NoteStanding(Answer):
    """A note, folded: its words are read one note at a time, when somebody opens it."""

    model_config = ConfigDict(json_schema_extra=example(examples.FOLDED_NOTE))

    note_id: UUID
    meeting_id: UUID
    visibility: Visibility
    other_id: UUID | None
    own: bool = Field(description="whether you wrote it")
    written_at: datetime
    changed_at: datetime


class NoteShown(NoteStanding):
    """A note that was opened."""

    model_config = ConfigDict(json_schema_extra=example(examples.NOTE))

    words: str


class NoteVersionShown(Answer):
    """The words that a note had."""

    model_config = ConfigDict(json_schema_extra=example(examples.NOTE_VERSION))

    version: int
    visibility: Visibility
    words: str
    written_at: datetime


class ConcernFromNote(Body):
    """Why a note makes you fear for somebody's safety."""

    model_config = ConfigDict(json_schema_extra=example(examples.CONCERN_FROM_NOTE))

    words: Words = Field(description="read by your district's safeguarding people, with the note as it is now")


class AttachedNote(Answer):
    """A note as it was when a concern was raised from it."""

    model_config = ConfigDict(json_schema_extra=example(examples.ATTACHED_NOTE))

    note_id: UUID
    meeting_id: UUID
    words: str
    written_at: datetime
    attached_at: datetime
