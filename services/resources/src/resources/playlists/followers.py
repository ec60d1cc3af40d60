"""What playlists tell the subjects above them, in the same transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from resources.playlists.rules.entries import Entry
from resources.playlists.rules.given import Gift
from shared.db.followers import Followers


@dataclass(frozen=True)
class EntriesGiven:
    """Learners or classes of the session's district have entries of a playlist that they did not have before."""

    district_id: UUID
    entries: Sequence[Entry]
    gifts: Collection[Gift]
    by: str
    now: datetime


ENTRIES_GIVEN = Followers(EntriesGiven)
