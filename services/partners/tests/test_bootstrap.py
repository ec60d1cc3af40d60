"""The platform's very first of everything, from the command line."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from partners.commands import commands
from partners.main import service
from shared.cli import worker_database
from shared.testing.running import set_environment

ARGUMENTS = ["bootstrap", "--district", "Alder", "--operator", "Olive"]


@pytest.fixture
def empty(databases: Any) -> None:
    set_environment(service, databases(service))


async def sql(statement: str) -> Any:
    database = worker_database(service)
    try:
        async with database.transaction(None) as session:
            return await session.scalar(text(statement))
    finally:
        await database.close()


async def test_bootstrap_makes_a_key_a_district_an_operator_and_a_client_once(empty: None) -> None:
    run = CliRunner().invoke

    first = await asyncio.to_thread(run, commands, ARGUMENTS)
    assert first.exit_code == 0, first.output
    made = json.loads(first.stdout)
    assert made["operator"] == "olive"
    assert made["client_secret"].startswith("trellis_")
    assert "platform.manage" in made["scopes"]
    again = await asyncio.to_thread(run, commands, ARGUMENTS)
    assert again.exit_code != 0
    added = await asyncio.to_thread(run, commands, ["bootstrap", "--district", "Birch", "--operator", "Ben", "--add"])
    assert added.exit_code == 0
    taken = await asyncio.to_thread(run, commands, ["bootstrap", "--district", "Cedar", "--operator", "BEN", "--add"])
    assert taken.exit_code != 0
    assert await sql("select count(*) from district") == 2
    assert await sql("select count(*) from signing_key") == 1
    rotated = await asyncio.to_thread(run, commands, ["rotate-keys"])
    assert rotated.exit_code == 0
    assert await sql("select count(*) from signing_key") == 2
