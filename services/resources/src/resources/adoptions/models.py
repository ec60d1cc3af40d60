"""What a district has adopted, where the parts of its own items came from, and what is offered back to authors."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from resources.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonArray, JsonObject


class Adoption(Base):
    """That a district uses an item of another's. What it holds is copied, so that it stands when upstream vanishes."""

    __tablename__ = "adoption"
    __table_args__ = (
        Index("ix_adoption_held", "district_id", "item_id", unique=True, postgresql_where=text("state <> 'ended'")),
        Index(None, "item_id"),
        Index(None, "district_id", "own_item_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    adoption_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(comment="of another district")
    owner_id: Mapped[UUID] = mapped_column(comment="the district whose item it is")
    version: Mapped[int] = mapped_column(comment="the one that is held; of what is adapted, the one dealt with last")
    state: Mapped[str] = mapped_column(comment="pinned; following; adapted; ended")
    revision: Mapped[int]
    content: Mapped[JsonObject] = mapped_column(comment="what that version says")
    credit: Mapped[JsonObject] = mapped_column(comment="what that version said of itself when it was taken")
    credits: Mapped[JsonArray] = mapped_column(comment="what that version owed to others for its parts")
    base: Mapped[JsonObject | None] = mapped_column(comment="what was taken of upstream so far; none: it is as it was")
    intents: Mapped[JsonObject]
    declined: Mapped[JsonObject]
    own_item_id: Mapped[UUID | None] = mapped_column(comment="what was made of it here")
    before: Mapped[JsonObject | None] = mapped_column(
        comment="how it stood before the draft of what was made of it took anything; none: the draft took nothing"
    )
    recalled: Mapped[bool] = mapped_column(comment="it, or something that it holds parts of, was recalled")
    adopted_at: Mapped[datetime]
    adopted_by: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class PartOrigin(Base):
    """Where a part of an own item, or the item itself, was taken from, with every version on the way there."""

    __tablename__ = "part_origin"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "item_id"], ["item.district_id", "item.item_id"], ondelete="CASCADE"),
        Index("ix_part_origin_way", "way", postgresql_using="gin", postgresql_ops={"way": "jsonb_path_ops"}),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True, comment="the key of the part; item: the item itself")
    way: Mapped[JsonArray] = mapped_column(comment="the credits, the nearest first")
    substance: Mapped[str | None] = mapped_column(comment="a digest of what was taken, its licence and holder left out")
    recalled: Mapped[bool] = mapped_column(comment="something on the way was recalled")
    before: Mapped[JsonObject | None] = mapped_column(
        comment="the same before the draft of the item took anything; empty: it was not there; none: nothing was taken"
    )


class Offer(Base):
    """Changes that an adopter offers to the authors of what it adapted, and what they said to them."""

    __tablename__ = "offer"
    __table_args__ = (
        Index(None, "author_id", "offer_id"),
        Index(None, "adopter_id", "offer_id"),
        Index(None, "item_id"),
        kind("party"),
    )

    offer_id: Mapped[UUID] = mapped_column(primary_key=True)
    adopter_id: Mapped[UUID]
    author_id: Mapped[UUID] = mapped_column(comment="the district whose item it is")
    adoption_id: Mapped[UUID]
    item_id: Mapped[UUID] = mapped_column(comment="of the authors")
    state: Mapped[str] = mapped_column(comment="offered; outdated; accepted; declined; withdrawn")
    revision: Mapped[int]
    base: Mapped[JsonObject] = mapped_column(comment="what the adopter had taken of the item")
    proposed: Mapped[JsonObject] = mapped_column(comment="the same with what is offered")
    authors: Mapped[JsonArray] = mapped_column(comment="of the adopter's, to be named with the others")
    words: Mapped[str] = mapped_column(comment="what the adopter says of it")
    reason: Mapped[str | None] = mapped_column(comment="why it was declined, of those that are listed")
    reply: Mapped[str | None] = mapped_column(comment="what was said as it was accepted, declined or withdrawn")
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
