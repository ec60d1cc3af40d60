"""Playlists as they are sent and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from resources.common.schemas import Answer, Body
from resources.playlists import examples
from resources.playlists.rules.given import GivenBy
from resources.playlists.rules.leads import Why
from resources.playlists.rules.positions import EntryState
from shared.http.examples import example
from shared.http.fields import line, prose

Title = Annotated[str, line(200)]
Words = Annotated[str, prose(2_000)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1, strict=True)]


class NewPlaylist(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.NEW_PLAYLIST))

    title: Title
    words: Words | None = Field(default=None, description="what it is for, to whoever goes through it")


class PlaylistChange(Body):
    """What is left out stays."""

    model_config = ConfigDict(json_schema_extra=example(examples.PLAYLIST_CHANGE))

    title: Title | None = None
    words: Words | None = None


class NewEntry(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.NEW_ENTRY))

    resource_id: UUID = Field(description="an item of the library that your district may see")
    version: Version | None = Field(default=None, description="the version that is given; none: the newest")
    after: UUID | None = Field(
        default=None, description="the entry that it comes after; null: as the first; left out: at the end"
    )


class EntryMove(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.MOVE))

    after: UUID | None = Field(description="the entry that it comes after; null: to the front")


class PlaylistGifts(Body):
    """To whom a playlist is given, of those whom the caller may see."""

    model_config = ConfigDict(json_schema_extra=example(examples.GIFTS))

    learner_ids: Annotated[list[UUID], Field(max_length=500)]
    class_ids: Annotated[list[UUID], Field(max_length=100)]


class GiftsShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.GIFTS))

    learner_ids: list[UUID]
    class_ids: list[UUID]


class PlaylistListed(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.LISTED))

    playlist_id: UUID
    revision: int = Field(description="what the ETag stands for")
    title: str
    words: str | None
    maker_id: UUID | None = Field(description="who made it; none: a system of the district's")
    created_at: datetime
    changed_at: datetime
    entry_count: int


class Opens(Answer):
    """A version of an item to open."""

    resource_id: UUID
    version: int
    title: str | None
    instead_of: UUID | None = Field(description="the retired item of the entry, whose successor this is")
    retired: bool = Field(description="whether it is offered no more, and nothing has taken its place")


class ClosedShown(Answer):
    """Why there is nothing to open."""

    resource_id: UUID
    why: Why
    reason: str | None = Field(description="what its district says of it where it was taken down")


class EntryShown(Answer):
    """An entry, and what it leads to today: either something to open, or why there is nothing."""

    entry_id: UUID
    resource_id: UUID
    version: int | None = Field(description="the version that it is pinned to; none: it follows the newest")
    opens: Opens | None
    closed: ClosedShown | None


class PlaylistShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.PLAYLIST))

    playlist_id: UUID
    revision: int = Field(description="what the ETag stands for")
    title: str
    words: str | None
    maker_id: UUID | None = Field(description="who made it; none: a system of the district's")
    created_at: datetime
    changed_at: datetime
    entries: list[EntryShown]


class GivenPlaylistShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.GIVEN))

    playlist_id: UUID
    title: str
    words: str | None
    given_by: GivenBy = Field(description="by what the learner has it")
    entry_count: int


class LearnerEntry(EntryShown):
    state: EntryState


class LearnerPlaylistShown(Answer):
    """Where a learner is in a playlist."""

    model_config = ConfigDict(json_schema_extra=example(examples.LEARNER_PLAYLIST))

    playlist_id: UUID
    learner_id: UUID
    title: str
    words: str | None
    given_by: GivenBy | None = Field(description="by what the learner has it; none: they have it no more")
    entries: list[LearnerEntry]
    done: int = Field(description="how many of those to do are done")
    to_do: int = Field(description="how many entries can be opened today")
    next_entry: UUID | None = Field(description="what comes next; none: nothing is left to do")
