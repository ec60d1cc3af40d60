"""Where the files of a test run lie: in memory where a machine has room for all of them. A slow disk makes a run twice
as long, and nobody misses them afterwards.
"""

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path
from shutil import disk_usage, rmtree

import psutil

MEMORY = Path("/dev/shm")  # noqa: S108 - the folder itself, in which each run has one of its own
LIMITS = (
    (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current")),
    (Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"), Path("/sys/fs/cgroup/memory/memory.usage_in_bytes")),
)
"""What a container may use, and what it uses, by both generations of control groups."""

PREFIX = "trellis-"
LEFT_AFTER_SECONDS = 3600.0

FILES = 6 * 2**30
"""Bytes that the files of all tests may come to; a run leaves half of it unused."""
PROGRAMS = 8 * 2**30
"""Bytes that the engines, the services and the tests themselves need beside."""


def folder_in_memory() -> Path | None:
    """Returns a folder in memory with room for a run, or None: then the usual temporary folder will do, as it does
    where somebody has chosen one.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return None
    _remove_leftovers()
    return MEMORY if disk_usage(MEMORY).free >= FILES and _available() >= FILES + PROGRAMS else None


def _remove_leftovers() -> None:
    """Memory that a run which was killed has kept is given back: its folder is old, and nobody holds its lock."""
    for folder in MEMORY.glob(f"{PREFIX}*"):
        with suppress(OSError), (folder / ".lock").open() as lock:
            if time.time() - folder.stat().st_mtime > LEFT_AFTER_SECONDS:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                rmtree(folder, ignore_errors=True)


def _available() -> int:
    """Bytes of memory that nobody uses, on this machine and within the container that we are in."""
    found = int(psutil.virtual_memory().available)
    for limit, used in LIMITS:
        if limit.is_file() and used.is_file() and (most := limit.read_text().strip()).isdigit():
            found = min(found, int(most) - int(used.read_text()))
    return found
