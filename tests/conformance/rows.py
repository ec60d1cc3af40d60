"""What a district has in the databases of all services, to see whether it has changed."""

from sqlalchemy import text

from shared.cli import installed_services
from tests.integration.platform import Platform

VOLATILE = {
    "idempotency",
    "outbox",
    "inbox",
    "delivery",
    "lease",
    "consumer_offset",
    "attempt",
    "credential_due",
    "upload_piece",
    "link_check",
}
"""Tables that change by themselves: they hold no thing that a caller could change, or what is collected in time."""


async def rows_of(platform: Platform, district_id: str) -> dict[str, str]:
    """A fingerprint of every row a district has, by table."""
    found: dict[str, str] = {}
    for name, service in installed_services().items():
        tables = [t for t in service.metadata.tables.values() if "district_id" in t.columns and t.name not in VOLATILE]
        union = " union all ".join(
            f"select '{name}.{t.name}' as of_table, md5(string_agg(r::text, ',' order by r::text)) as rows "
            f"from {t.name} r where district_id = '{district_id}'"
            for t in tables
        )
        database = platform.database(name)
        try:
            async with database.transaction(district_id) as session:  # type: ignore[arg-type]
                found |= {row.of_table: row.rows for row in await session.execute(text(union))}
        finally:
            await database.close()
    return found
