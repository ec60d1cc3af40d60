"""The roster's tables: as they are declared, a migration makes them, and nobody sees another district's rows."""

from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from libs.shared.tests.roster.keeping import Keeper, KeptRoster, caller
from libs.shared.tests.roster.school import School
from shared.database_url import read_url
from shared.db.database import service_metadata
from shared.errors import NotFound
from shared.migrations import roster_v1
from shared.roster.tables import add_roster_tables
from shared.testing import DISTRICT_A, DISTRICT_B, statement_problems, table_problems

SHAPES = list(product([False, True], repeat=2))


def differences(connection: Connection, generations: bool, details: bool) -> list[Any]:
    """What the models declare otherwise than the step makes it, in a schema of the test's own."""
    schema = f"shape_{uuid4().hex[:8]}"
    connection.execute(text(f"create schema {schema}"))
    connection.execute(text(f"set local search_path = {schema}"))
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    roster_v1.create(Operations(context), generations=generations, details=details)
    metadata = service_metadata()
    add_roster_tables(metadata, generations=generations, details=details)
    return list(compare_metadata(context, metadata))


@pytest.mark.parametrize(("generations", "details"), SHAPES)
async def test_the_step_of_a_migration_makes_what_is_declared(keeper: Keeper, generations: bool, details: bool) -> None:
    url, _ = read_url(keeper.urls.owner, keeper.settings())
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            assert await connection.run_sync(differences, generations, details) == []
            await connection.rollback()
    finally:
        await engine.dispose()


async def test_every_table_is_a_districts_own(keeper: Keeper, roster: KeptRoster) -> None:
    assert await table_problems(roster.app, keeper.service.metadata, keeper.service.name) == []


async def test_the_database_understands_every_statement(keeper: Keeper, roster: KeptRoster) -> None:
    assert await statement_problems(roster.app, keeper.service.name) == []


async def test_a_service_that_shows_nobody_keeps_no_titles_schools_roles_or_grades() -> None:
    metadata = service_metadata()
    add_roster_tables(metadata)
    kept = {column.name for table in metadata.tables.values() for column in table.columns}
    assert kept.isdisjoint({"title", "name", "organisation_id", "organisation_ids", "roles", "grade", "relation"})


async def test_a_service_that_asks_for_guardians_alone_keeps_no_classes_and_nobody_who_is_in_them() -> None:
    metadata = service_metadata()
    tables = add_roster_tables(metadata, classes=False)
    assert {table.name for table in tables.by_event.values()} == set(metadata.tables) == {"person", "guardian"}


async def test_row_level_security_hides_another_districts_rows_though_a_statement_asks_for_them(
    roster: KeptRoster, school: School
) -> None:
    """The caller is of one district, the transaction of another: as if a service had mixed them up."""
    async with roster.app.transaction(DISTRICT_B) as session:
        with pytest.raises(NotFound):
            await roster.visibility.ensure_visible(
                session, caller("educator", school.educator, DISTRICT_A), school.learner, generation=roster.generation
            )
