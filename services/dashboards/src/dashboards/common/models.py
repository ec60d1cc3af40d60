"""What every read model begins with, and what all subjects read: the calendar and the stream's head."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Numeric, SmallInteger, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db.database import kind, service_metadata
from shared.events.tables import add_platform_tables
from shared.values.json_types import JsonArray, JsonObject


class Base(DeclarativeBase):
    metadata = service_metadata()
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it off the class
        datetime: DateTime(timezone=True),
        Decimal: Numeric(),
        list[str]: ARRAY(Text),
        list[UUID]: ARRAY(Uuid),
        JsonArray: JSONB,
        JsonObject: JSONB,
        str: Text,
    }


metadata = Base.metadata
add_platform_tables(metadata)


class ReadModel(Base):
    """What every read model begins with."""

    __abstract__ = True
    __table_args__: Any = kind("district")

    generation: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False, sort_order=-2)
    district_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)


class DistrictCalendar(ReadModel):
    """In which zone the district's days begin."""

    __tablename__ = "district_calendar"

    time_zone: Mapped[str]
    version: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[datetime]


class DistrictPosition(ReadModel):
    """The stream's head. Its row lock, held to the commit, makes positions appear in order.

    `roster` counts what has been told of the district's people: a stream asks anew whom its reader may see before it
    goes on past a change of it.
    """

    __tablename__ = "district_position"

    position: Mapped[int] = mapped_column(BigInteger)
    roster: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
