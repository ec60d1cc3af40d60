"""Coaches, as coaching says them."""

from datetime import date
from uuid import UUID

from dashboards.common.answers import Listing, RemoteAnswer


class Daily(RemoteAnswer):
    """A stretch of a day by the clock on the wall."""

    starts: str
    ends: str


class Weekly(Daily):
    """The same of a weekday, every week."""

    weekday: str


class Standing(RemoteAnswer):
    state: str
    reasons: list[str]
    on: date
    until: date | None


class Coach(RemoteAnswer):
    coach_id: UUID
    kind: str
    person_id: UUID
    languages: list[str]
    time_zone: str
    availability: list[Weekly]
    weekly_capacity: int
    allowed_times: Daily | None
    joined_on: date
    left_on: date | None
    standing: Standing


class Coaches(Listing[Coach]):
    pass
