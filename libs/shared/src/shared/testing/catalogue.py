"""House rules read off the running thing: every route says who may call it, every table says whose it is."""

import pkgutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from asyncpg import PostgresError
from fastapi import FastAPI
from sqlalchemy import MetaData, text

from shared.auth.dependencies import Needs, Public
from shared.db.database import Database
from shared.db.query import Command, Query, Scalar
from shared.http.openapi import dependencies_of
from shared.http.routing import routes_of
from shared.roster.visibility import Visibility

_TABLES = text("""
select c.relname as name, c.relrowsecurity as fenced, c.relforcerowsecurity as forced,
  exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'district_id' and a.attnotnull) as
  has_district, (select count(*) from pg_policy p where p.polrelid = c.oid) as policies, (select count(*) from
  pg_policy p where p.polrelid = c.oid and p.polcmd <> 'r' and p.polwithcheck is null) as unchecked,
  has_table_privilege(:app, c.oid, 'truncate') or has_table_privilege(:worker, c.oid, 'truncate') as may_truncate,
  pg_get_userbyid(c.relowner) in (:app, :worker) as owned, has_table_privilege(:app, c.oid, 'select') as app_reads
  from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
""")
_ROLES = text("select rolname from pg_roles where rolname in (:app, :worker) and (rolsuper or rolbypassrls)")


def route_problems(app: FastAPI) -> list[str]:
    """Routes that neither need a scope nor say `Public`."""
    return [
        f"{sorted(route.methods or ())} {route.path} neither needs a scope nor is Public"
        for route in routes_of(app)
        if not any(isinstance(call, Needs) or call is Public.dependency for call in dependencies_of(route.dependant))
    ]


def statements_of(package: str) -> Iterator[tuple[str, Query[Any] | Scalar[Any] | Command]]:
    """Every statement that a module of the package holds, by where it stands: also those within a mapping, a list or a
    `Visibility`.
    """
    root = import_module(package)
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        if ".migrations" in found.name or found.name.endswith("__main__"):
            continue
        for name, value in vars(import_module(found.name)).items():
            yield from (
                (f"{found.name}.{name}", one) for one in _within(value) if isinstance(one, Query | Scalar | Command)
            )


def _within(value: Any) -> Iterable[Any]:
    if isinstance(value, Visibility):
        return vars(value).values()
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list | tuple) else [value]


async def statement_problems(database: Database, package: str) -> list[str]:
    """Where a statement's rows are not what the database says that it answers, or it does not understand it."""
    problems = []
    for place, statement in {id(one): (place, one) for place, one in statements_of(package)}.values():
        async with database.transaction(None) as session:
            try:
                problems += [f"{place}: {problem}" for problem in await statement.problems(session)]
            except PostgresError as error:
                problems.append(f"{place}: {error}")
    return problems


async def table_problems(database: Database, metadata: MetaData, service: str) -> list[str]:
    """Tables whose fence does not match their declared kind, and roles that could climb over any."""
    roles = {"app": f"{service}_app", "worker": f"{service}_worker"}
    problems = []
    async with database.transaction(None) as session:
        rows = (await session.execute(_TABLES, roles)).all()
        problems += [f"role {name} can bypass row-level security" for name in await session.scalars(_ROLES, roles)]
    for row in rows:
        if row.name == "alembic_version":
            continue
        declared = metadata.tables.get(row.name)
        kind = declared.info.get("kind") if declared is not None else None
        problems += [f"table {row.name}: {problem}" for problem in _problems(row, kind)]
    missing = metadata.tables.keys() - {row.name for row in rows}
    return problems + [f"table {name} is declared but no migration makes it" for name in sorted(missing)]


def _problems(row: Any, kind: str | None) -> Iterator[str]:
    if kind is None:
        yield "its kind is not declared"
    if row.owned or row.may_truncate:
        yield "a serving role owns or may truncate it"
    if kind in ("district", "party"):
        if not (row.fenced and row.forced):
            yield "row-level security is not forced"
        if not row.policies or row.unchecked:
            yield "a policy without a check on what is written"
    if kind == "district" and not row.has_district:
        yield "no district_id"
