"""The real Apache Kafka: one KRaft node, small and quick to start."""

import base64
import errno
import signal
import subprocess
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from devstack import ports
from devstack.child import Child, clean_environment, end_orphan
from devstack.disk import explained
from devstack.errors import DevstackError
from devstack.kafka_jvm import Jvm, prepared
from devstack.kafka_settings import DURABLE_SETTINGS, SETTINGS, addresses

_UP = "Kafka Server started"
_PATIENCE = 60.0


class Kafka:
    """One broker on the loopback address, with its data in a given folder; `settings` are the broker's own names."""

    host = "127.0.0.1"

    def __init__(
        self,
        data: Path,
        *,
        port: int | None = None,
        controller_port: int | None = None,
        durable: bool = False,
        jvm: Jvm | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.data = data.absolute()
        self.port = port or ports.free_port()
        self.controller_port = controller_port or ports.free_port(avoid=frozenset({self.port}))
        self.durable = durable
        self.log = self.data.parent / "kafka.log"
        self._jvm = jvm
        self._settings = settings or {}
        self._child: Child | None = None

    @property
    def bootstrap_servers(self) -> str:
        """Where clients connect."""
        return f"{self.host}:{self.port}"

    @property
    def pid(self) -> int:
        """The broker's process, for fault tests."""
        return self._started().pid

    @property
    def running(self) -> bool:
        """Whether the broker's process lives."""
        return self._child is not None and self._child.running

    @property
    def exit_code(self) -> int | None:
        """The broker's exit code, once it has ended; negative where a signal ended it."""
        return self._child.exit_code if self._child is not None else None

    def start(self) -> None:
        """Bring the broker up and return when it serves; the same port and data after a stop or a kill."""
        if self.running:
            return
        self._jvm = self._jvm or prepared(_trial_run)
        end_orphan(self.log)
        for port in (self.port, self.controller_port):
            if not ports.is_free(port):
                raise DevstackError(
                    f"Kafka: port {port} is taken by another program; stop that or choose another port."
                )
        with explained("Kafka", self.data):
            settings = self._prepare_data(self._jvm)
            self._child = Child(self._jvm.broker(settings), self.log, death_signal=signal.SIGTERM)
        self._wait_until_up(self._child)

    def stop(self, patience: float = 20) -> None:
        """Let the broker close its files and end."""
        if self._child is not None:
            self._child.end(signal.SIGTERM, patience)

    def kill(self) -> None:
        """SIGKILL, for fault tests: the next start recovers the log."""
        self._started().kill()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _started(self) -> Child:
        if self._child is None:
            raise DevstackError("Kafka was not started.")
        return self._child

    def _prepare_data(self, jvm: Jvm) -> Path:
        self.data.mkdir(parents=True, exist_ok=True)
        settings = self.data.parent / "kafka.properties"
        chosen = SETTINGS | addresses(self.port, self.controller_port) | {"log.dirs": str(self.data)}
        chosen |= (DURABLE_SETTINGS if self.durable else {}) | dict(self._settings)
        settings.write_text("".join(f"{name}={value}\n" for name, value in chosen.items()))
        if not (self.data / "meta.properties").exists():
            command = jvm.layout(settings, _new_cluster_id())
            done = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, check=False)
            if done.returncode:
                raise self._failure(f"could not lay out {self.data}", done.stdout + done.stderr)
        return settings

    def _wait_until_up(self, child: Child) -> None:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if not child.running:
                raise self._failure(f"ended while starting (exit code {child.exit_code})", child.last_words())
            if _UP in self.log.read_text(errors="replace") and ports.answers(self.port):
                return
            time.sleep(0.03)
        child.kill()
        raise self._failure(f"was not up within {_PATIENCE:.0f} s", child.last_words())

    def _failure(self, what: str, said: str) -> DevstackError:
        cure = "Its own words, the last of them:"
        if "Address already in use" in said:
            cure = f"Another program took port {self.port} or {self.controller_port} meanwhile. Start again."
        elif "No space left on device" in said or f"errno={errno.ENOSPC}" in said:
            cure = f"The disk of {self.data} is full; make room there."
        return DevstackError(f"Kafka {what}. {cure}\n{said}")


def _new_cluster_id() -> str:
    # Kafka's own form of a random identifier; a leading dash would read as an option.
    return "T" + base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")[1:]


def _trial_run(jvm: Jvm, folder: Path) -> None:
    broker = Kafka(folder / "data", jvm=jvm)
    broker.start()
    # Java writes the cache when the broker has ended, which takes its time on a small machine.
    broker.stop(patience=120)
