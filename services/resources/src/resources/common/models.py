"""What every table of resources stands on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, DateTime, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

from shared.db.database import service_metadata
from shared.events.tables import add_platform_tables
from shared.roster.calendars import add_calendar_table
from shared.values.json_types import JsonArray, JsonObject


class Base(DeclarativeBase):
    metadata = service_metadata()
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it off the class
        datetime: DateTime(timezone=True),
        JsonArray: JSONB,
        JsonObject: JSONB,
        int: BigInteger,
        str: Text,
        list[UUID]: ARRAY(Uuid),
        list[str]: ARRAY(Text),
    }


metadata = Base.metadata
add_platform_tables(metadata)
add_calendar_table(metadata)
