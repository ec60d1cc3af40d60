"""How what is made of parts is mastered."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, Numeric, Uuid, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from competency.common.models import Base
from shared.db.database import kind


class Criterion(Base):
    """A version of the rule by which an item is mastered through its children, with the children it had: a framework
    whose tree is another makes another version. The newest is in force; it never changes.
    """

    __tablename__ = "criterion"
    __table_args__ = (Index(None, "district_id", "framework_id"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[UUID]
    rule: Mapped[str]
    least: Mapped[int | None]
    children: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    weights: Mapped[list[Decimal] | None] = mapped_column(ARRAY(Numeric(6, 2)))
    mastery: Mapped[Decimal | None] = mapped_column(comment="of the weighted mean; none: the framework's own")
    of_tree: Mapped[bool] = mapped_column(comment="the children are those of the framework's tree, and follow it")
    withdrawn: Mapped[bool] = mapped_column(comment="from then on the item's own evidence decides again")
    edition: Mapped[int | None] = mapped_column(comment="of the framework that made this version; none: somebody did")
    laid_by: Mapped[str]
    laid_at: Mapped[datetime] = mapped_column(server_default=func.now())
