"""A row that PostgreSQL quotes in an error reaches neither a log nor what is kept of a record."""

import json
import logging
import traceback
from typing import Any

import pytest
import structlog
from sqlalchemy import text

from shared.db.database import Database
from shared.db.query import Command
from shared.settings import TelemetrySettings
from shared.telemetry import configure_logs
from shared.values.quoting import without_rows

NAME = "Ana\nExample of Orchard Valley"
# Of tables under row-level security PostgreSQL quotes nothing; of ours for all districts it does.
_ROW = """
insert into consumer_undecodable (consumer, epoch, topic, partition, record_offset, error)
values ('reader', cast(null as int), 'topic', 0, 0, :error)
"""
_BY_DRIVER = Command(_ROW)


async def _refused(worker: Database, *, by_driver: bool) -> Exception:
    try:
        async with worker.transaction(None) as session:
            if by_driver:
                await _BY_DRIVER.run(session, error=NAME)
            else:
                await session.execute(text(_ROW), {"error": NAME})
    except Exception as error:
        return error
    raise AssertionError("the row was taken")


@pytest.fixture
def logs(capsys: pytest.CaptureFixture[str]) -> Any:
    root, before = logging.getLogger(), list(logging.getLogger().handlers)
    configure_logs(TelemetrySettings())
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    root.handlers = before
    structlog.reset_defaults()


@pytest.mark.parametrize("by_driver", [True, False])
async def test_a_logged_error_says_all_but_the_row(worker: Database, logs: Any, by_driver: bool) -> None:
    error = await _refused(worker, by_driver=by_driver)
    trace = "".join(traceback.format_exception(error))
    assert NAME in trace  # else this test could not fail
    logger = structlog.stdlib.get_logger("test")
    logger.error("went.wrong", error=trace, exc_info=error)
    logging.getLogger("a.library").error("went wrong", exc_info=error)
    for entry in logs():
        said = json.dumps(entry)
        assert "Ana" not in said
        assert "Orchard" not in said
        assert "not-null" in said
        assert "went" in entry["event"]


def test_what_follows_the_row_is_kept() -> None:
    trace = f"x: null value\nDETAIL: Failing row contains (1, {NAME}).\nHINT: give one\n\nThe above exception was"
    assert without_rows(trace) == (
        "x: null value\nDETAIL: (left out: it quotes the row)\nHINT: give one\n\nThe above exception was"
    )


def test_a_text_without_a_row_stays_as_it_is() -> None:
    assert without_rows("DETAILS follow") == "DETAILS follow"
