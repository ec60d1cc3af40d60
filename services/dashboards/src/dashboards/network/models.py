"""Districts, agreements, and what was disclosed under them."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from dashboards.common.models import ReadModel
from shared.values.json_types import JsonArray


class District(ReadModel):
    """A district by the name it registered with."""

    __tablename__ = "district"

    registered_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    minimum_group: Mapped[int]


class Agreement(ReadModel):
    __tablename__ = "agreement"

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    discloser_id: Mapped[UUID]
    discloser_name: Mapped[str]
    recipient_id: Mapped[UUID]
    recipient_name: Mapped[str]
    purpose: Mapped[str]
    granularity: Mapped[str]
    data_elements: Mapped[JsonArray]
    state: Mapped[str]
    starts_on: Mapped[date]
    expires_on: Mapped[date]


class DisclosedMastery(ReadModel):
    """What was disclosed of one pseudonymous subject under an agreement, to this district or by it; shown as counts
    only. Of what it disclosed itself the score is not kept again.
    """

    __tablename__ = "disclosed_mastery"

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    discloser_id: Mapped[UUID]
    score: Mapped[Decimal | None]
    mastered: Mapped[bool]
    observed_on: Mapped[date | None]


class DisclosedAggregate(ReadModel):
    """What was said of a group, per item and window; without figures where the group was too small to speak of."""

    __tablename__ = "disclosed_aggregate"

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    window_end: Mapped[date] = mapped_column(primary_key=True)
    window_start: Mapped[date]
    discloser_id: Mapped[UUID]
    suppressed: Mapped[bool]
    learners: Mapped[int | None]
    mastered_percent: Mapped[int | None]
    mastered_bound: Mapped[str | None]
