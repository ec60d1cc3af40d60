"""The rules of the house that are read off the running service."""

from resources.main import service
from shared.testing import RunningService, route_problems, statement_problems, table_problems


async def test_every_route_says_who_may_call(running: RunningService) -> None:
    assert route_problems(running.app) == []


async def test_every_table_says_whose_its_rows_are(running: RunningService) -> None:
    assert await table_problems(running.worker, service.metadata, "resources") == []


async def test_the_database_answers_every_statement_as_it_says(running: RunningService) -> None:
    assert await statement_problems(running.worker, "resources") == []
