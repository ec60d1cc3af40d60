"""Saved searches, as resources says them."""

from datetime import datetime
from uuid import UUID

from dashboards.common.answers import Listing, RemoteAnswer
from dashboards.library.answers import FoundItem


class SearchAsked(RemoteAnswer):
    """What a search asks for; None: any."""

    words: str | None = None
    kind: str | None = None
    language: str | None = None
    grade_band: str | None = None
    licence: str | None = None
    may_adapt: bool | None = None
    owner_id: UUID | None = None
    instrument_id: UUID | None = None
    condition: str | None = None


class SavedSearch(RemoteAnswer):
    search_id: UUID
    asked: SearchAsked
    saved_at: datetime


class SavedSearches(Listing[SavedSearch]):
    pass


class NewItem(RemoteAnswer):
    told_at: datetime
    item: FoundItem


class NewItems(Listing[NewItem]):
    pass
