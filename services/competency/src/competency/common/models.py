"""What every table of competency stands on."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import DateTime, Numeric, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

from shared.db.database import service_metadata
from shared.events.tables import add_platform_tables
from shared.values.json_types import JsonArray, JsonObject


class Base(DeclarativeBase):
    metadata = service_metadata()
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it off the class
        datetime: DateTime(timezone=True),
        Decimal: Numeric(6, 2),
        JsonObject: JSONB,  # JSON as it was sent
        JsonArray: JSONB,
        str: Text,
    }


metadata = Base.metadata
add_platform_tables(metadata)
