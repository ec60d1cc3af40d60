"""Tables of what a district decides for itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from competency.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonObject


class PlanningRules(Base):
    """What a district has set about pace and reviews; no row: the defaults."""

    __tablename__ = "planning_rules"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    time_zone: Mapped[str] = mapped_column(comment="of the district's calendar: where its days begin")
    pace: Mapped[JsonObject]
    reviews: Mapped[JsonObject]
    version: Mapped[int]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PlanningRulesVersion(Base):
    """What a district set, each time that it did. Only ever added to."""

    __tablename__ = "planning_rules_version"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    time_zone: Mapped[str]
    pace: Mapped[JsonObject]
    reviews: Mapped[JsonObject]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
