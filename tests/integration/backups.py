"""A service's database, backed up and restored while the platform runs."""

import asyncpg

from tests.integration.platform import Platform


async def back_up(platform: Platform, service: str) -> None:
    """Keeps the database as it is now. Whoever is connected is thrown out, for a copy wants it to itself."""
    admin = await asyncpg.connect(platform.stack.admin_url)
    try:
        await admin.execute(f"alter database {service} allow_connections false")
        await admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", service)
        platform.stack.create_database(_kept(service), service)
        await admin.execute(f"alter database {service} allow_connections true")
    finally:
        await admin.close()


def restore(platform: Platform, service: str) -> None:
    """Brings back what was kept, as an operator does: its worker has ended, and starts again after this."""
    platform.stack.drop_database(service)
    platform.stack.create_database(service, _kept(service))
    platform.stack.drop_database(_kept(service))
    platform.run(service, "republish", "--restored")


def _kept(service: str) -> str:
    return f"{service}_kept"
