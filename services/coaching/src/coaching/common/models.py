"""What every table of coaching stands on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, DateTime, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db.database import kind, service_metadata
from shared.events.tables import add_platform_tables
from shared.roster.calendars import add_calendar_table
from shared.values.json_types import JsonArray, JsonObject


class Base(DeclarativeBase):
    metadata = service_metadata()
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it off the class
        datetime: DateTime(timezone=True),
        JsonArray: JSONB,
        JsonObject: JSONB,
        list[str]: ARRAY(Text),
        list[UUID]: ARRAY(Uuid),
        int: BigInteger,
        str: Text,
    }


metadata = Base.metadata
"""All tables of coaching, once the models of every subject are imported, as `coaching.main` does."""


class DistrictMinimumGroup(Base):
    """Of how many people a district's figures are at least; it tells nobody anything of anybody, so it has no fence."""

    __tablename__ = "district_minimum_group"
    __table_args__ = (kind("platform"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    minimum: Mapped[int]


add_platform_tables(metadata)
add_calendar_table(metadata)
