"""The platform's very first of everything, from the command line."""

import asyncio
import json
import os
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from partners.commands import commands
from partners.main import service
from shared.cli import worker_database
from shared.testing.running import run_service, set_environment

ARGUMENTS = ["bootstrap", "--district", "Alder", "--operator", "Olive"]


@pytest.fixture
def empty(databases: Any) -> None:
    set_environment(service, databases(service))


async def taken(secret: dict[str, Any]) -> bool:
    """Whether `/oauth/token` takes it."""
    async with run_service(service, Given()) as running, running.client() as client:
        answer = await client.post(
            "/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=(secret["client_id"], secret["client_secret"]),
        )
    return answer.status_code == 200


class Given:
    """The database of the test, which the environment names already."""

    app = property(lambda _: os.environ["PARTNERS_DATABASE_URL"])
    worker = property(lambda _: os.environ["PARTNERS_WORKER_DATABASE_URL"])
    owner = property(lambda _: os.environ["PARTNERS_OWNER_DATABASE_URL"])


async def test_a_district_that_lost_its_last_secret_comes_in_again(empty: None) -> None:
    def run(*arguments: str) -> Any:
        return CliRunner().invoke(commands, arguments)

    made = json.loads((await asyncio.to_thread(run, *ARGUMENTS)).stdout)
    path = f"/partners/v1/clients/{made['client_id']}"
    async with (
        run_service(service, Given()) as running,
        running.client(UUID(made["district_id"]), *made["scopes"]) as client,
    ):
        [secret] = (await client.get(path)).json()["secrets"]
        await client.post(f"{path}/secrets/{secret['secret_id']}/expire", json={"after_seconds": 0})
        await client.patch(path, json={"active": False}, headers={"If-Match": "*"})
    assert not await taken(made)

    renewed = await asyncio.to_thread(run, "renew-client", made["client_id"])
    assert renewed.exit_code == 0, renewed.output
    found = json.loads(renewed.stdout)
    assert (found["client_id"], found["district"], found["scopes"]) == (made["client_id"], "Alder", made["scopes"])
    assert await taken(found)
    assert made["client_id"] in renewed.stderr
    assert found["client_secret"] not in renewed.stderr
    for _ in range(3):
        last = json.loads((await asyncio.to_thread(run, "renew-client", made["client_id"])).stdout)
        assert await taken(last), "however many it has"
    assert not await taken(found)

    granted = json.loads((await asyncio.to_thread(run, "grant-client", "--district", "Alder")).stdout)
    assert await taken(granted)
    assert (granted["client_id"] != made["client_id"], "platform.manage" in granted["scopes"]) == (True, False)
    platform = json.loads((await asyncio.to_thread(run, "grant-client", "--district", "Alder", "--platform")).stdout)
    assert "platform.manage" in platform["scopes"]
    for wrong in (("renew-client", str(uuid4())), ("grant-client", "--district", "Elder")):
        refused = await asyncio.to_thread(run, *wrong)
        assert (refused.exit_code, "client_secret" in refused.output) == (1, False)


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
