"""A later release has migrated the database while this one still serves: nobody notices."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from competency.common.models import metadata
from competency.main import service
from shared.migrations import PLATFORM_TABLES
from shared.testing import DISTRICT_A, RunningService

SCOPES = ("competency.read", "competency.write")


@pytest.fixture
async def migrated(running: RunningService) -> AsyncIterator[Any]:
    """Adds a column to every table, the platform's own too, as migrations to come may; taken away in the end."""
    settings = service.read_settings()
    assert settings.owner_database_url is not None
    owner = await asyncpg.connect(settings.owner_database_url.get_secret_value())
    tables = sorted(metadata.tables.keys() - {"alembic_version"})
    assert set(tables) >= PLATFORM_TABLES

    async def to(change: str) -> None:
        for table in tables:
            await owner.execute(f"alter table {table} {change}")

    yield lambda: to("add column came_later text")
    await to("drop column if exists came_later")
    await owner.close()


async def test_reads_and_writes_go_on_when_every_table_gets_another_column(
    running: RunningService, learner: UUID, items: list[str], migrated: Any
) -> None:
    async with running.client(DISTRICT_A, *SCOPES) as client:
        frameworks = (await client.get("/competency/v1/frameworks")).json()["items"]
        at = f"/competency/v1/frameworks/{frameworks[0]['framework_id']}"

        async def everything(day: int) -> list[tuple[str, int]]:
            piece = {
                "learner_id": str(learner), "item_id": items[day], "score": 3, "source": "performance task",
                "observed_at": f"2026-09-{day + 1:02d}T10:00:00Z",
            }  # fmt: skip
            written = await client.post(
                "/competency/v1/evidence", json=piece, headers={"Idempotency-Key": str(uuid4())}
            )
            again = await client.post("/competency/v1/evidence", json=piece | {"external_id": f"{learner}-{day}"})
            of = f"/competency/v1/learners/{learner}"
            reads = [
                f"{of}/mastery", f"{of}/evidence", f"{of}/mastery/{items[day]}/explain", f"{of}/credentials",
                f"{of}/mastery/{items[day]}/history", f"{of}/next", f"{of}/pace", f"{of}/plans", f"{of}/reviews",
                f"{of}/amendments", "/competency/v1/frameworks", at, f"{at}/items", f"{at}/editions", f"{at}/criteria",
                f"{at}/levels", "/competency/v1/policies", "/competency/v1/plan-templates", "/competency/v1/reviews",
                "/competency/v1/planning-rules", "/competency/v1/issuer", "/competency/v1/crosswalks",
            ]  # fmt: skip
            answers = [("POST", written.status_code), ("POST again", again.status_code)]
            return answers + [(path, (await client.get(path)).status_code) for path in reads]

        before = await everything(0)
        assert [status for _, status in before[:2]] == [201, 201]
        assert sum(status == 200 for _, status in before[2:]) >= 15, before
        await migrated()
        for day in (1, 2):  # of other items, which are in the addresses
            after = await everything(day)
            assert [status for _, status in after] == [status for _, status in before], after
