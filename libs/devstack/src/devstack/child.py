"""Programs that run under us: started, logged, signalled, and never left behind."""

import json
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import psutil

from devstack import leash
from devstack.disk import say, write_private
from devstack.errors import DevstackError

# The kernel ends a leashed program when the *thread* that started it ends. So one thread, which lives as long
# as this process, starts them all, whichever thread asks.
_STARTER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="devstack-starter")
# Variables that would bend the engines' own settings.
_BENDING = ("PG", "KAFKA_", "JAVA_", "_JAVA_", "JDK_JAVA_", "CLASSPATH")


@dataclass(frozen=True)
class User:
    """Who runs a program; `reach` lets it through folders that only root may enter."""

    uid: int
    gid: int
    reach: bool = False


def ordinary_user(needed: Sequence[Path]) -> User:
    """Ourselves; or nobody when we are root, since PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return User(os.getuid(), os.getgid())
    nobody = pwd.getpwnam("nobody")
    folders = {folder for path in needed for folder in path.resolve().parents}
    closed = any(not folder.stat().st_mode & 0o001 for folder in folders)
    return User(nobody.pw_uid, nobody.pw_gid, reach=closed)


def leashed(command: Sequence[str | Path], user: User, death_signal: signal.Signals) -> list[str]:
    """The command line that runs a program as this user and ends it when we end."""
    return [
        *(sys.executable, "-I", "-S", leash.__file__),
        *(str(os.getpid()), str(int(death_signal)), f"{user.uid}:{user.gid}:{int(user.reach)}"),
        *map(str, command),
    ]


class Child:
    """One running program, in a session of its own: Ctrl-C reaches us first, and we stop it in order."""

    def __init__(
        self,
        command: Sequence[str | Path],
        log: Path,
        *,
        death_signal: signal.Signals,
        user: User | None = None,
    ) -> None:
        line = leashed(command, user or User(os.getuid(), os.getgid()), death_signal)
        if log.exists():
            log.replace(log.with_name(log.name + ".previous"))
        with log.open("wb") as output:
            self._process = _STARTER.submit(_popen, line, output.fileno()).result()
        self.log = log
        self.pid = self._process.pid
        born = psutil.Process(self.pid).create_time()
        write_private(_note(log), json.dumps({"pid": self.pid, "starter": os.getpid(), "born": born}))

    @property
    def running(self) -> bool:
        """Whether the program still runs."""
        return self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """Its exit code, once it has ended."""
        return self._process.poll()

    def send(self, number: signal.Signals) -> None:
        """Signal the program, if it still runs."""
        self._process.send_signal(number)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it has ended; False if it still runs after that long."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def end(self, number: signal.Signals, patience: float) -> None:
        """Ask it to end; after `patience` seconds, make it."""
        self.send(number)
        if not self.wait(patience):
            say(f"pid {self.pid} ({self.log.stem}) did not stop within {patience:.0f} s and is killed.")
            self.kill()

    def kill(self) -> None:
        """SIGKILL it, and see its own children off."""
        try:
            offspring = psutil.Process(self.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            offspring = []
        self.send(signal.SIGKILL)
        self.wait()
        _see_off(offspring)

    def last_words(self, lines: int = 15) -> str:
        """The end of its log, and where the rest is."""
        end = self.log.read_text(errors="replace").splitlines()[-lines:]
        return "\n".join([*end, f"(all of it: {self.log})"])


def obey_signals() -> None:
    """SIGTERM unwinds the `with` statements, which stop everything in order, as Ctrl-C does; and SIGINT is obeyed also
    where a script started us in the background, for which its shell has us ignore it.
    """

    def leave(number: int, _: FrameType | None) -> None:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def clean_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment without what would bend the engines' own settings."""
    kept = {name: value for name, value in environment.items() if not name.startswith(_BENDING)}
    return kept | {"LC_ALL": "C"}


def end_orphan(log: Path) -> int | None:
    """End the program of an earlier run that outlived its starter, as can happen where no leash exists.

    Returns the pid of what it ended, with all its children.
    """
    note = _note(log)
    if not note.exists():
        return None
    known = json.loads(note.read_text())
    try:
        orphan = psutil.Process(known["pid"])
        if abs(orphan.create_time() - known["born"]) > 2 or not _holds_on(orphan):
            return None
        if orphan.ppid() == known["starter"]:
            raise DevstackError(
                f"{log.stem} already runs on {log.parent} (pid {orphan.pid}, of pid {orphan.ppid()}). "
                "Use that one, stop it, or choose another folder."
            )
        say(f"pid {orphan.pid} ({log.stem}) was left behind by an earlier run and is ended.")
        offspring = orphan.children(recursive=True)
        orphan.kill()
        _see_off([orphan, *offspring])
    except psutil.NoSuchProcess:
        return None
    return int(orphan.pid)


def _note(log: Path) -> Path:
    return log.with_suffix(".pid")


def _see_off(processes: Sequence[psutil.Process], patience: float = 0.1) -> None:
    """Wait until killed processes, and those that end because of it, no longer hold their data."""
    until = time.monotonic() + patience
    while left := [each for each in processes if _holds_on(each)]:
        if time.monotonic() > until:
            for each in left:
                with suppress(psutil.NoSuchProcess):
                    each.kill()
        time.sleep(0.01)


def _holds_on(process: psutil.Process) -> bool:
    try:
        # A zombie holds nothing; who adopted it may take seconds to bury it.
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _popen(command: list[str], output: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=clean_environment(),
        cwd="/",
        start_new_session=True,
    )
