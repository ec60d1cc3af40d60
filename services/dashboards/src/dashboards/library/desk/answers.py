"""What a district makes, as resources says it to its own people."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from dashboards.common.answers import Listing, RemoteAnswer
from dashboards.library.answers import Audience, ItemContent, Standing

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
    """A file of the district's."""

    file_id: UUID
    media_type: str
    size: int


class StoredFiles(Listing[StoredFile]):
    pass


class Comments(Listing[Comment]):
    pass


class LinkCheck(RemoteAnswer):
    """A link of what the district has published, and how it stands."""

    item_id: UUID
    item_title: str
    part_title: str
    address: str
    state: str
    why: str | None
    status: int | None
    moved_to: str | None
    missing_days: int
    checked_at: datetime | None


class LinkChecks(Listing[LinkCheck]):
    pass


class Curators(RemoteAnswer):
    person_ids: list[UUID]
    named_at: datetime | None


class Decision(RemoteAnswer):
    """Whether an audience may do something, and which parts are in the way."""

    audience: Audience
    act: str
    allowed: bool
    reason: str
    parts: list[str]


class Terms(RemoteAnswer):
    decisions: list[Decision]

    def in_the_way(self, audience: Audience) -> Decision | None:
        """Why an audience does not see the whole; None where it does."""
        return next(
            (one for one in self.decisions if not one.allowed and (one.audience, one.act) == (audience, "see")), None
        )
