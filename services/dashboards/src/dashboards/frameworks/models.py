"""Frameworks and their items."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, true
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from dashboards.common.models import ReadModel
from shared.db.database import kind


class Framework(ReadModel):
    __tablename__ = "framework"

    framework_id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    edition: Mapped[int]
    items: Mapped[int]
    scale_minimum: Mapped[Decimal]
    scale_maximum: Mapped[Decimal]
    mastery_score: Mapped[Decimal]
    state: Mapped[str] = mapped_column(server_default="adopted")


class Item(ReadModel):
    """An item as it was last told of, in the edition that changed it; a retired one is not `active`, and not shown.

    `words` is what it is searched by, made of its code and statement. No index holds it: row-level security lets only
    leakproof operators into an index's conditions, and matching is none. It is read along the primary key.
    """

    __tablename__ = "item"
    __table_args__ = (
        Index("ix_item_branch", "generation", "district_id", "framework_id", "parent_id", "position"),
        kind("district"),
    )

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    framework_id: Mapped[UUID]
    edition: Mapped[int]
    statement: Mapped[str]
    coding_scheme: Mapped[str | None]
    kind: Mapped[str | None]
    parent_id: Mapped[UUID | None]
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(server_default=true())
    words: Mapped[str] = mapped_column(TSVECTOR, server_default="")
