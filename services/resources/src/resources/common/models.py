"""What every table of resources stands on."""

from datetime import datetime

from sqlalchemy import DateTime
from sqlalchemy.orm import DeclarativeBase

from shared.db.database import service_metadata
from shared.events.tables import add_platform_tables


class Base(DeclarativeBase):
    metadata = service_metadata()
    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012 - SQLAlchemy reads it off the class


metadata = Base.metadata
add_platform_tables(metadata)
