"""What families contest, and who was told of what was amended."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from partners.models.base import Base
from shared.db.database import kind


class ContestedRecord(Base):
    """An item of a learner whose mastery a family's statement goes along with."""

    __tablename__ = "contested_record"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)


class AmendmentNotice(Base):
    """The receivers of what a decision amended, found and told once. Only ever added to."""

    __tablename__ = "amendment_notice"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    amendment_id: Mapped[UUID] = mapped_column(primary_key=True)
    decision: Mapped[int] = mapped_column(primary_key=True, comment="1: the district's, 2: the one after a hearing")
    learner_id: Mapped[UUID]
    at: Mapped[datetime]
    receivers: Mapped[list[Any]] = mapped_column(comment="who had been told what, and when they were told again")
