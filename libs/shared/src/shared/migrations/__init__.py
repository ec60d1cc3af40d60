"""Migrations: a step of their own, run by the owner role, one Alembic history a service.

Also the pieces that a migration is made of: row-level security by kind of table, and the grants of the two roles that
serve.
"""

import asyncio
from collections.abc import Callable
from importlib import resources
from typing import TYPE_CHECKING, Any, Protocol

import structlog
from alembic import command
from alembic.config import Config
from alembic.operations.ops import CreateTableOp
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from shared.database_url import read_url
from shared.events.tables import add_platform_tables
from shared.migrations import mail_v1, platform_v1, roster_v1
from shared.run.revision import is_newer, newest_revision
from shared.settings import ServiceSettings

if TYPE_CHECKING:
    from shared.run.service import Service

log = structlog.get_logger(__name__)

_LOCK = 7_315_001
"""Advisory lock: two pods that start at once migrate one after the other."""

PLATFORM_TABLES = frozenset(add_platform_tables(MetaData()))

_TENANT = "nullif(current_setting('app.district_id', true), '')::uuid"


class MigrationOperations(Protocol):
    """Alembic's `op`, as far as we use it here."""

    def execute(self, sqltext: str, /) -> None: ...


def district_table(op: MigrationOperations, service: str, table: str, *, app: str = "select, insert, update, delete",
                   worker: str = "select, insert, update, delete", worker_sees_all: bool = False) -> None:  # fmt: skip
    """Fence a table by `district_id`, for every role that owns nothing; forced, so for the owner too."""
    _fence(op, table)
    op.execute(
        f"create policy district on {table} to {service}_app, {service}_worker "
        f"using (district_id = {_TENANT}) with check (district_id = {_TENANT})"
    )
    if worker_sees_all:
        op.execute(f"create policy worker on {table} to {service}_worker using (true) with check (true)")
    _grant(op, service, table, app, worker)


def party_table(
    op: MigrationOperations, service: str, table: str, *, sees: str, writes: str, app: str, worker: str
) -> None:
    """Fence a table by a condition on the row: `sees` for reading, `writes` for what may be written.

    `{tenant}` in either stands for the caller's district. The worker sees all: it acts for each party in turn.
    """
    _fence(op, table)
    op.execute(
        f"create policy party on {table} to {service}_app "
        f"using ({sees.format(tenant=_TENANT)}) with check ({writes.format(tenant=_TENANT)})"
    )
    op.execute(f"create policy worker on {table} to {service}_worker using (true) with check (true)")
    _grant(op, service, table, app, worker)


def platform_table(op: MigrationOperations, service: str, table: str, *, app: str = "",
                   worker: str = "select, insert, update, delete") -> None:  # fmt: skip
    """A table without a tenant: reachable by grant only."""
    _grant(op, service, table, app, worker)


def platform_tables(op: MigrationOperations, service: str) -> None:
    """The tables that `shared.events.tables` declares, with their fences and grants: first in a service's first
    migration.
    """
    platform_v1.create(op)
    district_table(op, service, "outbox", app="insert", worker_sees_all=True)
    district_table(
        op,
        service,
        "event_sequence",
        app="select, insert, update",
        worker="select, insert, update",
        worker_sees_all=True,
    )
    district_table(op, service, "idempotency", worker_sees_all=True)
    platform_table(op, service, "event_incarnation", app="select", worker="select")
    platform_table(op, service, "lease")
    for table in ("epoch", "offset", "inbox", "key", "parked", "undecodable"):
        platform_table(op, service, f"consumer_{table}")
    platform_table(op, service, "dead_letter_decision", worker="select, insert")
    platform_table(op, service, "alembic_version", app="select", worker="select")
    op.execute("insert into event_incarnation (single) values (true) on conflict do nothing")
    op.execute(
        "alter table outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, "
        "autovacuum_vacuum_cost_delay = 0)"
    )
    op.execute(f"grant usage on all sequences in schema public to {service}_app, {service}_worker")


def roster_tables(op: MigrationOperations, service: str, *, generations: bool = False, details: bool = False) -> None:
    """The tables that `shared.roster.tables` declares with the same options, with their fences and grants: in a
    migration of a service that keeps a roster.
    """
    roster_v1.create(op, generations=generations, details=details)
    for table in (*roster_v1.TABLES, *(roster_v1.DETAILED if details else ())):
        district_table(op, service, table, app="select", worker="select, insert, update, delete")


def mail_table(op: MigrationOperations, service: str) -> None:
    """The table that `shared.outgoing.mail` declares, with its fence and grants: in a migration of a service that
    mails.
    """
    mail_v1.create(op)
    district_table(op, service, "mail", app="select, insert, delete", worker_sees_all=True)


def _fence(op: MigrationOperations, table: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")


def _grant(op: MigrationOperations, service: str, table: str, app: str, worker: str) -> None:
    for role, rights in (("app", app), ("worker", worker)):
        if rights:
            op.execute(f"grant {rights} on {table} to {service}_{role}")


def migrate(service: "Service") -> None:
    """Bring the service's database to the newest revision, as its owner. One that a later release has migrated stays
    as it is: an older image starts on it, as when a rollout is taken back.
    """
    settings = service.read_settings()
    if settings.owner_database_url is None:
        raise SystemExit(f"Set {service.name.upper()}_OWNER_DATABASE_URL: migrations run as the owner role.")

    def upgrade(connection: Connection) -> None:
        current = MigrationContext.configure(connection).get_current_revision()
        connection.commit()
        if current is not None and is_newer(current, newest_revision(service.name)):
            log.info("migrate.database_is_newer", service=service.name, database=current)
        else:
            command.upgrade(_config(service, connection), "head")

    asyncio.run(_with_connection(settings, upgrade))


def migration_sql(service: "Service") -> None:
    """Print the whole history as SQL, for the linter and for a reader."""
    command.upgrade(_config(service, None), "head", sql=True)


def draft(service: "Service", message: str) -> None:
    """Write a migration that takes the service's migrated database to what its models say, for a person to read and
    mend.

    It knows nothing of kinds: add `district_table(op, ...)` and its like for every new table. The catalogue test
    insists.
    """
    settings = service.read_settings()
    if settings.owner_database_url is None:
        raise SystemExit(
            f"Set {service.name.upper()}_OWNER_DATABASE_URL: a draft compares the models with that database."
        )

    def write(connection: Connection) -> None:
        config = _config(service, connection)
        number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")

    asyncio.run(_with_connection(settings, write))


async def _take_turns(connection: AsyncConnection) -> None:
    """Whoever waits asks again and again: a statement that waits holds a snapshot, for which an index that is made
    concurrently would wait, and its migration with it, for ever.
    """
    while not await connection.scalar(text(f"select pg_try_advisory_lock({_LOCK})")):
        await connection.rollback()
        await asyncio.sleep(0.2)
    await connection.commit()


async def _with_connection(settings: ServiceSettings, act: Callable[[Connection], None]) -> None:
    assert settings.owner_database_url is not None  # noqa: S101
    where, tls = read_url(settings.owner_database_url.get_secret_value(), settings)
    engine = create_async_engine(where, connect_args={"ssl": tls})
    try:
        async with engine.connect() as connection:
            await _take_turns(connection)
            await connection.run_sync(act)
            await connection.commit()
    finally:
        await engine.dispose()


def _config(service: "Service", connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files(service.name) / "migrations"))
    config.attributes["connection"] = connection
    return config


def run_environment(context: EnvironmentContext, metadata: MetaData) -> None:
    """The whole of a service's `migrations/env.py`."""
    connection = context.config.attributes.get("connection")
    if connection is None:
        context.configure(
            dialect_name="postgresql",
            target_metadata=metadata,
            literal_binds=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        return
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transaction_per_migration=True,
        compare_type=True,
        include_object=_ours,
        process_revision_directives=_plain,
    )
    with context.begin_transaction():
        context.execute("set lock_timeout = '5s'")
        context.run_migrations()


def _ours(_: object, name: str | None, kind: str, __: bool, compare_to: object) -> bool:
    """The platform's own tables have their own steps."""
    return not (kind == "table" and compare_to is None and name in PLATFORM_TABLES)


def _plain(_: object, __: object, directives: list[Any]) -> None:
    """A table's kind is for the catalogue test; in a migration the fences say it."""
    for script in directives:
        for operation in script.upgrade_ops.ops:
            if isinstance(operation, CreateTableOp):
                operation.info = {}
