"""House rules read off the running service: its routes, its tables, its statements, its document."""

from rostering.main import service
from rostering.schemas.bulk import LINES
from shared.testing import RunningService, route_problems, statement_problems, table_problems


def test_every_route_says_who_may_call_it(running: RunningService) -> None:
    assert route_problems(running.app) == []


async def test_every_table_is_fenced_as_its_kind_says(running: RunningService) -> None:
    assert await table_problems(running.worker, service.metadata, "rostering") == []


async def test_the_database_answers_every_statement_as_its_rows_say(running: RunningService) -> None:
    assert await statement_problems(running.worker, "rostering") == []


def test_the_example_of_a_file_is_a_line_of_it(running: RunningService) -> None:
    paths = running.app.openapi()["paths"]
    for collection, line in LINES.items():
        content = paths[f"/rostering/v1/{collection}/bulk"]["post"]["requestBody"]["content"]["application/x-ndjson"]
        assert line.model_validate_json(content["example"]).key().source == "sis"
