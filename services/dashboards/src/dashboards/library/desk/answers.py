"""What a district makes, as resources says it to its own people."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from dashboards.common.answers import Listing, RemoteAnswer
from dashboards.library.answers import Audience, ItemContent, Standing
from dashboards.library.client import API

FILES = f"{API}/files"
State = Literal["draft", "in_review", "published"]


class OwnItem(RemoteAnswer):
    item_id: UUID
    title: str
    kind: str
    newest: int
    state: State
    latest_published: int | None
    standing: Standing | None
    because: str | None
    successor_id: UUID | None
    seen_by: Audience | None
    changed_at: datetime

    @property
    def is_closed(self) -> bool:
        """Nothing more comes of it."""
        return self.standing in ("taken_down", "recalled")


class OwnItems(Listing[OwnItem]):
    pass


class Problem(RemoteAnswer):
    """What keeps a draft from being published, at a place of its content."""

    pointer: str
    detail: str


class OwnVersion(RemoteAnswer):
    item_id: UUID
    version: int
    state: State
    changes: str | None
    content: ItemContent
    problems: list[Problem]
    seen_by: Audience


class Comment(RemoteAnswer):
    comment_id: UUID
    version: int
    part_key: UUID | None
    words: str
    written_at: datetime
    person_id: UUID | None


class StoredFile(RemoteAnswer):
    """A file of the district's; `size` is in bytes, `scan` says what a look for viruses came to."""

    file_id: UUID
    name: str
    kind: str
    media_type: str
    size: int
    sha256: str
    scan: str

    @property
    def address(self) -> str:
        return f"{FILES}/{self.file_id}/content"


class StoredFiles(Listing[StoredFile]):
    pass


class Upload(RemoteAnswer):
    """A file on its way in, in bytes; once it is stored it has become a file."""

    upload_id: UUID
    name: str
    state: str
    length: int
    received: int
    problem: str | None
    file_id: UUID | None

    @property
    def is_checked_yet(self) -> bool:
        """All of it has come, and nobody knows yet what becomes of it."""
        return self.state in ("received", "checking")


class Comments(Listing[Comment]):
    pass


class Curators(RemoteAnswer):
    person_ids: list[UUID]
    named_at: datetime | None


class Decision(RemoteAnswer):
    """Whether an audience may do something, which parts are in the way, and what may lawfully be done instead."""

    audience: Audience
    act: str
    allowed: bool
    reason: str
    parts: list[str]
    ways: list[str]


class Terms(RemoteAnswer):
    decisions: list[Decision]

    def refusal(self, audience: Audience, act: str) -> Decision | None:
        """Why an audience may not do this with the whole; None where it may."""
        return next(
            (one for one in self.decisions if not one.allowed and (one.audience, one.act) == (audience, act)), None
        )
