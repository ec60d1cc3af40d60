"""Folders, files and locks on the user's disk."""

import errno
import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devstack.errors import DevstackError

_CURES = {
    errno.ENOSPC: "the disk is full; make room there",
    errno.EDQUOT: "your disk quota is used up; make room there",
    errno.EACCES: "it is not writable for you; choose another folder or change its owner",
    errno.EPERM: "it is not writable for you; choose another folder or change its owner",
    errno.EROFS: "that disk is read-only; choose another folder",
    errno.ENOTDIR: "a file lies where a folder is wanted; remove it or choose another folder",
    errno.EEXIST: "a file lies where a folder is wanted; remove it or choose another folder",
}


def cache_folder() -> Path:
    """Where downloads are kept: TRELLIS_CACHE, else trellis in the user's cache folder."""
    if chosen := os.environ.get("TRELLIS_CACHE"):
        return Path(chosen).absolute()
    if base := os.environ.get("XDG_CACHE_HOME"):
        return Path(base).absolute() / "trellis"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "trellis"
    return Path.home() / ".cache" / "trellis"


@contextmanager
def explained(doing: str, folder: Path) -> Iterator[None]:
    """Turn the operating system's errors about a disk into a DevstackError with a cure."""
    try:
        yield
    except OSError as error:
        cure = _CURES.get(error.errno or 0)
        if cure is None:
            raise
        raise DevstackError(f"{doing}: cannot write in {folder}: {cure} ({error.strerror}).") from error


@contextmanager
def one_at_a_time(lock: Path, while_waiting: str = "") -> Iterator[None]:
    """Hold the lock file; wait for another process that holds it, and say so."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if while_waiting:
                say(while_waiting)
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def write_private(path: Path, text: str) -> None:
    """Replace a file at once, readable by its owner only from its first byte on."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    draft.replace(path)


def say(line: str) -> None:
    """One line of progress for the person who waits."""
    print(line, file=sys.stderr, flush=True)
