"""What matching tells the subjects above it, in the same transaction."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.db.followers import Followers


@dataclass(frozen=True)
class MatchOver:
    """A match that was proposed or confirmed stands no more. The session speaks for `district_id`, one of the two."""

    match_id: UUID
    host_id: UUID
    partner_id: UUID
    district_id: UUID
    now: datetime


MATCH_OVER = Followers(MatchOver)
