"""Uses and outcome reports, as resources says them."""

from datetime import date
from typing import Literal
from uuid import UUID

from dashboards.common.answers import Listing, RemoteAnswer


class WhereUsed(RemoteAnswer):
    """What has used an item, on so many days; or a playlist that it is in."""

    kind: Literal["class", "learner", "plan", "meeting", "action", "playlist"]
    used_in: UUID
    title: str | None
    first_on: date | None
    last_on: date | None
    times: int


class WhereUsedList(Listing[WhereUsed]):
    pass


class Side(RemoteAnswer):
    learners: int
    showed: int
    reached: int


class Figures(RemoteAnswer):
    used: Side
    beside: Side
    difference: int
    low: int
    high: int
    left_out: int


class Report(RemoteAnswer):
    """What was released for an item of a framework and a term."""

    item_id: UUID
    first_day: date
    last_day: date
    minimum: int
    figures: Figures | None
    withheld: str | None
    cautions: list[str]


class Outcomes(Listing[Report]):
    pass


class Adopters(RemoteAnswer):
    districts: int
