"""Databases and roles for the services, by SQL through an administrator's URL."""

import asyncio
import re
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from devstack.errors import DevstackError
from devstack.passwords import Passwords

_Result = TypeVar("_Result")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,50}")
# Any number will do, as long as every run takes the same: roles belong to the whole server, and two sessions
# that change one at the same moment fail with "tuple concurrently updated".
_ONE_PROVISION_AT_A_TIME = 7_411_018


@dataclass(frozen=True)
class ServiceUrls:
    """The URLs of one service's database, for its three roles."""

    owner: str
    app: str
    worker: str

    def at(self, database: str) -> "ServiceUrls":
        """The same roles at another database, as a test's clone of a template."""
        return replace(
            self,
            owner=with_database(self.owner, database),
            app=with_database(self.app, database),
            worker=with_database(self.worker, database),
        )


def with_database(url: str, database: str) -> str:
    """The URL with another database's name."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def provision(admin_url: str, service: str, passwords: Passwords) -> ServiceUrls:
    """Make sure of database `service` and its owner, app and worker roles; again and again does no harm."""
    _check_name(service)
    roles = {role: passwords.of(role) for role in (f"{service}_{part}" for part in ("owner", "app", "worker"))}
    _run(_provision(admin_url, service, roles))
    server = urlsplit(admin_url).netloc.rpartition("@")[2]
    owner, app, worker = (f"postgresql://{role}:{roles[role]}@{server}/{service}" for role in roles)
    return ServiceUrls(owner, app, worker)


def create_database(admin_url: str, name: str, template: str | None = None) -> None:
    """Make a database; of a template it takes the content, the owner and who may connect."""
    _check_name(name, *([template] if template else []))
    _run(_create_database(admin_url, name, template))


def drop_database(admin_url: str, name: str) -> None:
    """Remove a database, and throw out whoever is connected to it."""
    _check_name(name)
    _run(_execute(admin_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


def _run(work: Coroutine[Any, Any, _Result]) -> _Result:
    # In a thread of its own, so that it works from within a running event loop too.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def _check_name(*names: str) -> None:
    for name in names:
        if not _NAME.fullmatch(name):
            raise DevstackError(f"{name!r} cannot name a database: small letters, digits and _ only.")


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def _provision(admin_url: str, service: str, roles: dict[str, str]) -> None:
    owner, app, worker = (f'"{role}"' for role in roles)
    connection = await asyncpg.connect(admin_url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", _ONE_PROVISION_AT_A_TIME)
        for role, password in roles.items():
            exists = await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", role)
            await connection.execute(
                f'{"ALTER" if exists else "CREATE"} ROLE "{role}" LOGIN NOSUPERUSER NOBYPASSRLS '
                f"NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD '{password}'"
            )
        if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", service):
            await connection.execute(f'CREATE DATABASE "{service}" OWNER {owner}')
        await connection.execute(f'REVOKE ALL ON DATABASE "{service}" FROM PUBLIC')
        await connection.execute(f'GRANT CONNECT ON DATABASE "{service}" TO {app}, {worker}')
        await _execute(
            with_database(admin_url, service),
            f"ALTER SCHEMA public OWNER TO {owner}",
            "REVOKE ALL ON SCHEMA public FROM PUBLIC",
            f"GRANT USAGE ON SCHEMA public TO {app}, {worker}",
        )
    finally:
        await connection.close()


async def _create_database(admin_url: str, name: str, template: str | None) -> None:
    if template is None:
        await _execute(admin_url, f'CREATE DATABASE "{name}"')
        return
    connection = await asyncpg.connect(admin_url)
    try:
        owner = await connection.fetchval(
            "SELECT quote_ident(pg_get_userbyid(datdba)) FROM pg_database WHERE datname = $1", template
        )
        if owner is None:
            raise DevstackError(f"There is no database {template!r} to copy.")
        # A copy of files, not of pages through the write-ahead log: quicker where nothing waits for the disk.
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER {owner} STRATEGY FILE_COPY')
        # A clone does not take over who may connect.
        await connection.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
        grantees = await connection.fetch(
            "SELECT DISTINCT quote_ident(pg_get_userbyid(entry.grantee)) AS role FROM pg_database, "
            "aclexplode(datacl) AS entry "
            "WHERE datname = $1 AND entry.privilege_type = 'CONNECT' AND entry.grantee <> 0",
            template,
        )
        for grantee in grantees:
            await connection.execute(f'GRANT CONNECT ON DATABASE "{name}" TO {grantee["role"]}')
    finally:
        await connection.close()
