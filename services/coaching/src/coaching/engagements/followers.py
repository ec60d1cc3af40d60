"""What engagements tell the subjects above them, in the same transaction."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from coaching.engagements.rules.ends import End
from shared.db.followers import Followers


@dataclass(frozen=True)
class EngagementOver:
    """An engagement ended on this day: what is open in it ends with it. The session speaks for `district_id`, one of
    the two.
    """

    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    district_id: UUID
    end: End
    on: date
    now: datetime


@dataclass(frozen=True)
class MemberLeft:
    """Somebody left a team in the middle of an engagement. `on` is the first day on which they are no member."""

    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    district_id: UUID
    member_id: UUID
    coach_id: UUID | None
    on: date
    now: datetime


@dataclass(frozen=True)
class MemberCounts:
    """A member of a team counts as under 18 from now on, or not any more. The session speaks for `district_id`."""

    district_id: UUID
    member_id: UUID
    now: datetime


@dataclass
class ContentDue:
    """What a district's people wrote of a kind in an engagement is to be destroyed now. Whoever holds such content
    destroys it and adds to `destroyed` how many pieces there were.
    """

    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    district_id: UUID
    content: str
    on: date
    destroyed: int = field(default=0)


ENGAGEMENT_OVER = Followers(EngagementOver)
MEMBER_LEFT = Followers(MemberLeft)
MEMBER_COUNTS = Followers(MemberCounts)
CONTENT_DUE = Followers(ContentDue)
