"""What mirrored keeps."""

from shared.db.database import service_metadata
from shared.events.tables import add_platform_tables
from shared.roster.tables import add_roster_tables

metadata = service_metadata()
add_platform_tables(metadata)
ROSTER_TABLES = add_roster_tables(metadata, generations=True, details=True)
