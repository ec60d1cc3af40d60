"""Stars, comments and reports, as resources says them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from dashboards.common.answers import Listing, RemoteAnswer

ReportState = Literal["open", "answered", "closed"]


class Rating(RemoteAnswer):
    """What is shown of the stars of a version, and the reader's own."""

    people: int
    mean: float | None
    own_stars: int | None


class ItemComment(RemoteAnswer):
    """What somebody said of a version; who that is, is told to their own district alone."""

    comment_id: UUID
    version: int
    commenter_id: UUID
    person_id: UUID | None
    own: bool
    words: str | None
    state: Literal["shown", "hidden", "removed"]
    because: str | None
    revision: int
    written_at: datetime
    edited_at: datetime | None

    @property
    def etag(self) -> str:
        return f'"{self.revision}"'


class ItemComments(Listing[ItemComment]):
    pass


class ReportAnswer(RemoteAnswer):
    state: ReportState
    words: str
    answered_at: datetime


class Report(RemoteAnswer):
    """What somebody found wrong with a version, and what its curators said to it."""

    report_id: UUID
    item_id: UUID
    version: int
    title: str | None
    owner_id: UUID
    reporter_id: UUID
    about: str
    words: str
    state: ReportState
    answers: list[ReportAnswer]
    made_at: datetime


class Reports(Listing[Report]):
    pass
