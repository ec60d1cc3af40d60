"""The stack for tests that stays up between runs."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from devstack.kept import find, tidied
from devstack.stack import Stack

pytestmark = pytest.mark.kafka
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("TRELLIS_TEST")}
NO_PROCESS = 2**22 + 1
"""Above the largest id that Linux gives."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where a stack is kept."""
    folder = tmp_path_factory.mktemp("kept")
    keeping = subprocess.Popen([sys.executable, "-m", "devstack", "keep", "--folder", folder], env=CLEAN)
    try:
        until = time.monotonic() + 60
        while find(folder) is None:
            assert keeping.poll() is None
            assert time.monotonic() < until
            time.sleep(0.1)
        yield folder
    finally:
        keeping.send_signal(signal.SIGINT)
        assert keeping.wait(30) == 128 + signal.SIGINT
    assert find(folder) is None


def run(folder: Path, code: str) -> str:
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "devstack",
        "exec",
        "--test",
        "--kept",
        folder,
        "--",
        sys.executable,
        "-c",
        code,
    ]
    return subprocess.run(command, env=CLEAN, check=True, capture_output=True, text=True).stdout.strip()


def databases(stack: Stack) -> set[str]:
    async def names() -> set[str]:
        connection = await asyncpg.connect(stack.admin_url)
        try:
            return {row["datname"] for row in await connection.fetch("SELECT datname FROM pg_database")}
        finally:
            await connection.close()

    return asyncio.run(names())


def test_programs_run_beside_the_stack_that_is_kept(folder: Path) -> None:
    kept = find(folder)
    assert kept is not None
    told = run(folder, "import os; print(os.environ['TRELLIS_TEST_POSTGRES_URL'], os.environ['TRELLIS_TEST_KAFKA'])")
    assert told.split() == [kept.admin_url, kept.bootstrap_servers]


def test_where_none_is_kept_a_program_gets_one_of_its_own(folder: Path, tmp_path: Path) -> None:
    kept = find(folder)
    assert kept is not None
    assert find(tmp_path) is None
    told = run(tmp_path, "import os; print(os.environ['TRELLIS_TEST_POSTGRES_URL'])")
    assert told != kept.admin_url


def test_databases_of_tests_that_have_ended_are_removed_and_others_stay(folder: Path) -> None:
    kept = find(folder)
    assert kept is not None
    ended, running, template = f"test_partners_{NO_PROCESS}_1", f"test_partners_{os.getpid()}_1", "partners"
    with tidied(kept) as stack:
        for name in (ended, running, template):
            stack.create_database(name)
    assert databases(kept) >= {running, template}
    assert ended not in databases(kept)


def test_a_second_one_in_the_folder_is_refused(folder: Path) -> None:
    command: list[str | Path] = [sys.executable, "-m", "devstack", "keep", "--folder", folder]
    refused = subprocess.run(command, env=CLEAN, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "already kept" in refused.stderr
