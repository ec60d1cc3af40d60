"""A stack for tests that stays up between runs: kept in one terminal, used from others.

Whoever keeps it holds the folder's lock and writes down where the engines are; who finds no lock held finds no stack.
"""

import asyncio
import fcntl
import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import psutil

from devstack.disk import say, write_private
from devstack.errors import DevstackError
from devstack.keeper import Keeper
from devstack.provision import drop_database
from devstack.stack import Stack

_MADE_BY_A_TEST = re.compile(r"test_\w+_(\d+)_\d+")
"""A database that a test made: its name ends with the process that made it, and a number."""


def keep(folder: Path) -> None:
    """Brings an empty stack up and stays until told to go.

    Raises:
        DevstackError: an engine ended and could not be started again.
    """
    if find(folder) is not None:
        raise DevstackError(f"A stack is already kept in {folder}.")
    for part in ("postgres", "kafka", "templates.json"):
        _remove(folder / part)
    with Stack(folder) as stack, Keeper(stack) as keeper:
        written = folder / "kept.json"
        write_private(written, json.dumps({"postgres": stack.admin_url, "kafka": stack.bootstrap_servers}))
        try:
            say("Kept for tests: `make test T=...` in another terminal. Ctrl-C stops it.")
            while keeper.failure is None:
                time.sleep(0.5)
            raise DevstackError(keeper.failure)
        finally:
            written.unlink(missing_ok=True)


def find(folder: Path) -> Stack | None:
    """The stack that somebody keeps in this folder, or None."""
    try:
        told = json.loads((folder / "kept.json").read_text())
        with (folder / ".lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return Stack(folder, postgres_url=told["postgres"], kafka_bootstrap=told["kafka"])
    except (FileNotFoundError, ValueError):
        return None
    return None


@contextmanager
def tidied(stack: Stack) -> Iterator[Stack]:
    """Removes, afterwards, the databases of test processes that have ended; those of another run stay."""
    try:
        yield stack
    finally:
        for name in asyncio.run(_databases(stack.admin_url)):
            made = _MADE_BY_A_TEST.fullmatch(name)
            if made and not psutil.pid_exists(int(made[1])):
                drop_database(stack.admin_url, name)


async def _databases(admin_url: str) -> list[str]:
    connection = await asyncpg.connect(admin_url)
    try:
        return [str(row["datname"]) for row in await connection.fetch("SELECT datname FROM pg_database")]
    finally:
        await connection.close()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
