"""Both engines together, or the ones you already have."""

import fcntl
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from devstack import ports
from devstack import provision as sql
from devstack.disk import explained, write_private
from devstack.errors import DevstackError
from devstack.kafka import Kafka
from devstack.passwords import Passwords
from devstack.postgres import Postgres
from devstack.provision import ServiceUrls


class Stack:
    """PostgreSQL and Kafka with their data in one folder.

    What is given by URL is used; only the rest is started. `postgres` and `kafka` are None where not ours.
    """

    def __init__(
        self,
        folder: Path,
        *,
        durable: bool = False,
        postgres_url: str | None = None,
        kafka_bootstrap: str | None = None,
    ) -> None:
        self.folder = folder.absolute()
        self.durable = durable
        self.postgres: Postgres | None = None
        self.kafka: Kafka | None = None
        self._postgres_url = postgres_url
        self._kafka_bootstrap = kafka_bootstrap
        self._lock: IO[str] | None = None

    @property
    def admin_url(self) -> str:
        """The superuser's URL of PostgreSQL."""
        if self._postgres_url:
            return self._postgres_url
        if self.postgres is None:
            raise DevstackError("The stack was not started.")
        return self.postgres.admin_url

    @property
    def bootstrap_servers(self) -> str:
        """Where Kafka's clients connect."""
        if self._kafka_bootstrap:
            return self._kafka_bootstrap
        if self.kafka is None:
            raise DevstackError("The stack was not started.")
        return self.kafka.bootstrap_servers

    def start(self) -> None:
        """Bring up what was not given, both at once to be quick."""
        if (self._postgres_url and self._kafka_bootstrap) or self._lock is not None:
            return
        with explained("The stack", self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._take_folder()
            self._choose_ports()
        try:
            _together([engine.start for engine in (self.postgres, self.kafka) if engine])
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop what was started; the data stays."""
        try:
            _together([engine.stop for engine in (self.postgres, self.kafka) if engine])
        finally:
            if self._lock is not None:
                self._lock.close()
                self._lock = None

    def provision(self, service: str) -> ServiceUrls:
        """Database `service` with its owner, app and worker roles; see `devstack.provision`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return sql.provision(self.admin_url, service, Passwords(self.folder / "passwords.json"))

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

    def _take_folder(self) -> None:
        lock = (self.folder / ".lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            lock.close()
            raise DevstackError(
                f"Another stack (pid {holder}) already runs on {self.folder}. "
                "Use that one, stop it, or choose another folder."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def _choose_ports(self) -> None:
        """The ports of the last time, so that noted URLs stay true; new ones for those that others took."""
        file = self.folder / "ports.json"
        before: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}
        chosen: dict[str, int] = {}
        for name in ("postgres", "kafka", "kafka_controller"):
            port = before.get(name)
            taken = frozenset(chosen.values())
            chosen[name] = port if port and ports.is_free(port) else ports.free_port(avoid=taken)
        write_private(file, json.dumps(chosen))
        if not self._postgres_url:
            self.postgres = Postgres(self.folder / "postgres", port=chosen["postgres"], durable=self.durable)
        if not self._kafka_bootstrap:
            self.kafka = Kafka(
                self.folder / "kafka",
                port=chosen["kafka"],
                controller_port=chosen["kafka_controller"],
                durable=self.durable,
            )


def _together(calls: list[Callable[[], None]]) -> None:
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(call) for call in calls]
    for each in running:
        each.result()
