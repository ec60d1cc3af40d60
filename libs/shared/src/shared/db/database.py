"""The way to PostgreSQL: engines, the transaction, and the kinds of tables.

A transaction's first statement names its tenant; row-level security does the rest. Nothing here or anywhere else runs
SQL from a driver hook: a request that is cancelled inside one would hand its connection, tenant and all, to the next.
"""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any, Literal
from uuid import UUID

import asyncpg
from sqlalchemy import MetaData, event, text
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from shared.database_url import place_of, read_url
from shared.db.driver_errors import is_plan_outdated, is_unreachable
from shared.db.query import Command, Transaction, attach_driver
from shared.db.wake import notify_waiters, set_place
from shared.errors import OutcomeUnknown
from shared.settings import ServiceSettings
from shared.turns import Turns

TableKind = Literal["district", "party", "platform"]

_SET_TENANT = Command("select set_config('app.district_id', :district_id, true)")

_SPEAKS_FOR = "district"
_MIGRATIONS = "migrations"
"""With a pooled connection: how many migrations had been noticed when it was made."""

_BUSY = "Too much of your district is being worked on at once. Try again shortly."

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def service_metadata() -> MetaData:
    """A metadata of the service's own: one shared by all would clash where services share a process."""
    return MetaData(naming_convention=NAMING)


def kind(which: TableKind) -> dict[str, Any]:
    """Table keyword arguments that declare the kind: `__table_args__ = (..., kind("district"))`.

    district: rows of one district, by row-level security on `district_id`; party: seen by those named in the row, by a
    policy of the table's own; platform: no tenant, reachable by named roles only.
    """
    return {"info": {"kind": which}}


class Database:
    """One role's engine to one service's database.

    With `turn_seconds` it is shared fairly: one tenant's transactions (and those of none) hold no more than the
    settings' share of the pool, and one that waits longer than that for its turn is a 429.
    """

    def __init__(
        self,
        url: str,
        settings: ServiceSettings,
        *,
        application: str,
        pool: int | None = None,
        turn_seconds: float | None = None,
    ) -> None:
        where, tls = read_url(url, settings)
        self.place = place_of(where)
        size = pool or settings.database_pool
        share = math.ceil(size * settings.database_share)
        self._turns = Turns(share, wait_seconds=turn_seconds, refusal=_BUSY) if turn_seconds else None
        self.engine: AsyncEngine = create_async_engine(
            where,
            pool_size=size,
            max_overflow=0,
            pool_timeout=5,
            pool_recycle=1800,
            isolation_level="AUTOCOMMIT",  # SQLAlchemy's word for leaving transactions to us: see `_begun`
            hide_parameters=True,  # an error's text goes to logs and dead letters; a name must not
            connect_args={
                "async_creator_fn": _connect,
                "timeout": 5,
                "ssl": tls,
                "server_settings": _server_settings(settings, application),
            },
        )
        self._migrations_seen = 0
        event.listen(self.engine.sync_engine, "connect", self._note_migrations)
        event.listen(self.engine.sync_engine, "checkout", self._replace_if_useless)

    @asynccontextmanager
    async def transaction(self, district_id: UUID | None, *, durable: bool = True) -> AsyncIterator[AsyncSession]:
        """One transaction as one tenant (or none, for platform tables), committed when the block ends without error.

        One that is not `durable` may be undone by a crash of the server shortly after: for work that is then simply
        done again.

        Used by the session dependency, the sharer of writes, the consumer and `shared.run.jobs`, and by nobody else.
        """
        async with self._turn(district_id), self.engine.connect() as pooled:
            driver: Any = (await pooled.get_raw_connection()).driver_connection
            async with (
                AsyncSession(pooled, expire_on_commit=False, autoflush=False) as session,
                self._begun(driver, district_id, session, durable=durable),
            ):
                yield session
                if session.new or session.dirty or session.deleted:
                    await session.flush()
        notify_waiters(session)

    @asynccontextmanager
    async def lean_transaction(self, district_id: UUID | None) -> AsyncIterator[Transaction]:
        """The same for work made of `shared.db.query` only: without a session's cost, and in one round trip less."""
        async with self._turn(district_id), self.engine.connect() as pooled:
            driver: Any = (await pooled.get_raw_connection()).driver_connection
            async with self._begun(driver, district_id, lean := _Lean()):
                yield lean
        notify_waiters(lean)

    def _turn(self, district_id: UUID | None) -> AbstractAsyncContextManager[None]:
        return self._turns.turn(district_id) if self._turns is not None else nullcontext()

    @asynccontextmanager
    async def _begun(
        self, driver: Any, district_id: UUID | None, session: Transaction, *, durable: bool = True
    ) -> AsyncIterator[None]:
        """Begin, name the tenant and end on the driver's own connection; SQLAlchemy runs its statements in between and
        knows of no transaction. By its own means beginning and ending cost twice as much.

        Raises:
            OutcomeUnknown: the connection was lost after the commit was sent, and before it was answered.
        """
        # A UUID of ours is safe inside a literal, and only the simple protocol takes two statements at once.
        begin = f"begin; select set_config('app.district_id', '{district_id or ''}', true)"
        committing = False
        try:
            await driver.execute(begin if durable else f"{begin}; set local synchronous_commit = off")
            attach_driver(session, driver)
            set_place(session, self.place)
            session.info[_SPEAKS_FOR] = district_id
            yield
            committing = True
            await driver.execute("commit")
        except BaseException as error:
            await _roll_back(driver)
            self._migrations_seen += is_plan_outdated(error)
            if committing and is_unreachable(error):
                raise OutcomeUnknown from error
            raise

    @asynccontextmanager
    async def statements(self) -> AsyncIterator[Transaction]:
        """For statements of no tenant that are each a transaction of their own, in the one round trip that takes."""
        async with self.engine.connect() as pooled:
            lean = _Lean()
            attach_driver(lean, (await pooled.get_raw_connection()).driver_connection)
            yield lean

    async def reachable(self) -> bool:
        async with self.engine.connect() as connection:
            return bool(await connection.scalar(text("select true")))

    async def close(self) -> None:
        await self.engine.dispose()

    def _note_migrations(self, _: Any, record: ConnectionPoolEntry) -> None:
        record.info[_MIGRATIONS] = self._migrations_seen

    def _replace_if_useless(self, pooled: Any, record: ConnectionPoolEntry, _: Any) -> None:
        """A connection that was closed since (the server was restarted, or we cut it) never reaches a transaction; nor
        does one from before a migration that has outdated prepared statements: each would fail once with each of them.
        Asks the driver only: no SQL in a hook.
        """
        if record.info[_MIGRATIONS] < self._migrations_seen or pooled.driver_connection.is_closed():
            raise DisconnectionError


class _Lean:
    """A transaction without a session."""

    def __init__(self) -> None:
        self.info: dict[Any, Any] = {}


async def _connect(*arguments: Any, **options: Any) -> Any:
    """asyncpg's `connect`, in which every failure (refused, unknown host, timed out, too many clients) is the same
    error of the driver's. So nobody above need take an OSError of its own, of a file or of a call, for the database's.
    """
    try:
        return await asyncpg.connect(*arguments, **options)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:  # a TimeoutError is an OSError
        raise asyncpg.ClientCannotConnectError(f"no connection to PostgreSQL: {error!r}") from error


async def _roll_back(driver: Any) -> None:
    """A connection that cannot even roll back is of no use to the next: it is cut, and the pool makes another."""
    try:
        await asyncio.wait_for(asyncio.shield(driver.execute("rollback")), 5)
    except BaseException:
        driver.terminate()


async def set_tenant(session: Transaction, district_id: UUID | None) -> None:
    """From here on the transaction speaks for this district, or for none. A consumer's chunk may change it; a request
    only where its service says why, in one place.
    """
    if session.info[_SPEAKS_FOR] != district_id:
        await _SET_TENANT.run(session, district_id=str(district_id or ""))
        session.info[_SPEAKS_FOR] = district_id


def _server_settings(settings: ServiceSettings, application: str) -> dict[str, str]:
    statement = f"{int(settings.database_statement_seconds * 1000)}"
    return {
        "application_name": application,
        "statement_timeout": statement,
        "lock_timeout": "10000",
        "idle_in_transaction_session_timeout": "30000",
        "jit": "off",  # our statements are short: compiling them costs more than running them
        "timezone": "UTC",
    }
