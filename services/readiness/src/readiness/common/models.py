"""What every table of readiness stands on."""

from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, DateTime, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

from shared.db.database import service_metadata
from shared.events.tables import add_platform_tables
from shared.outgoing.mail.queue import add_mail_table
from shared.roster.calendars import add_calendar_table
from shared.values.json_types import JsonArray, JsonObject


class Base(DeclarativeBase):
    metadata = service_metadata()
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it off the class
        datetime: DateTime(timezone=True),
        JsonObject: JSONB,
        JsonArray: JSONB,
        list[str]: ARRAY(Text),
        bytes: LargeBinary,
        int: BigInteger,
        str: Text,
    }


metadata = Base.metadata
"""All tables of readiness, once the models of every subject are imported, as `readiness.main` does."""

add_platform_tables(metadata)
add_mail_table(metadata)
add_calendar_table(metadata)
