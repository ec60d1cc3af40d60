"""xAPI statements that were taken, and what their activities mean."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from competency.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonObject


class XapiStatement(Base):
    """A statement that was taken; of what it says the hash is kept, and the evidence."""

    __tablename__ = "xapi_statement"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    statement_id: Mapped[UUID] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(comment="of all it says: another one is a conflict")
    sender: Mapped[str] = mapped_column(comment="of its evidence, whose external_id is the statement's")
    voids: Mapped[UUID | None] = mapped_column(comment="the statement that it declares void")
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())


class XapiActivity(Base):
    """An activity whose statements are evidence of an item, where its address does not say so by itself."""

    __tablename__ = "xapi_activity"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "item_id"], ["item.district_id", "item.item_id"]),
        UniqueConstraint("district_id", "activity_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    mapping_id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[str] = mapped_column(comment="as statements name it: an IRI")
    item_id: Mapped[UUID]
    kind: Mapped[str]
    scale: Mapped[JsonObject | None] = mapped_column(
        comment="what its raw scores are points of, where that is declared"
    )
    declared_by: Mapped[str]
    declared_at: Mapped[datetime] = mapped_column(server_default=func.now())
