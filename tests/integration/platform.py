"""The whole platform as real processes on engines of its own, to be used, killed and compared."""

import asyncio
import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from typing import Any

import httpx
from sqlalchemy import text

from demo.calls import Caller
from demo.state import Client
from devstack.ports import free_port
from devstack.provision import ServiceUrls
from devstack.stack import Stack
from shared.cli import installed_services
from shared.db.database import Database
from shared.events.topics import end_offsets
from shared.migrations import migrate
from shared.settings import KafkaSettings
from shared.testing.running import clean_environment, set_environment

TOPICS = tuple(topic.name for service in installed_services().values() for topic in service.topics)
_DUE = text("""
select (select count(*) from credential_due) + (select count(*) from learner_pace where due_at <= now())
""")
_OFFSETS = text("""
select o.* from consumer_offset o join consumer_epoch e on e.consumer = o.consumer and e.epoch = o.epoch
""")


@dataclass
class Platform:
    """Engines, databases and processes. `base` addresses the process named `all`, where there is one."""

    stack: Stack
    folder: Path
    environment: dict[str, str]
    urls: dict[str, ServiceUrls]
    port: int
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    operator: Client | None = None
    through: httpx.AsyncBaseTransport | None = None
    headers: dict[str, str] = field(default_factory=dict)
    """Sent with every call that begins from now on, whoever makes it."""

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(
        self, name: str, *command: str, port: int | None = None, ready: bool = True, module: str = "shared"
    ) -> None:
        """Start `trellis command` under a name; wait until it is ready, unless told not to."""
        self.ports[name] = port or self.ports.get(name) or free_port()
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", module, *command],
                env=self.environment | {"HTTP_PORT": str(self.ports[name])},
                stdout=log,
                stderr=log,
            )
        if ready:
            self.wait_ready(name)

    def start_all(self, *, ready: bool = True) -> None:
        self.start("all", "all", "run", port=self.port, ready=ready)

    def kill(self, name: str, sig: int = signal.SIGKILL) -> None:
        process = self.processes.pop(name)
        process.send_signal(sig)
        process.wait(30)

    def stop(self) -> None:
        for process in self.processes.values():
            process.send_signal(signal.SIGINT)
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def wait_ready(self, name: str, seconds: float = 180) -> None:
        deadline = time.monotonic() + seconds
        said = ""
        while time.monotonic() < deadline:
            process = self.processes[name]
            if process.poll() is not None:
                raise AssertionError(f"{name} ended with {process.returncode}:\n{self.log(name)}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[name]}/readyz", timeout=3):
                    return
            except urllib.error.HTTPError as error:
                said = error.read().decode()
            except OSError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"{name} was not ready in {seconds} s: {said}\n{self.log(name)}")

    def wait_answering(self, name: str, seconds: float = 180) -> None:
        """Wait until it answers at all: before the bootstrap there are no signing keys, and so it is not ready."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[name]}/healthz", timeout=3):
                    return
            except OSError:
                assert self.processes[name].poll() is None, self.log(name)
                time.sleep(0.1)
        raise AssertionError(f"{name} does not answer\n{self.log(name)}")

    async def settled(self, seconds: float = 180) -> None:
        """Wait until no outbox holds anything, every consumer has applied all there is and no job that follows writes
        has anything to do, twice in a row.
        """
        deadline = time.monotonic() + seconds
        quiet = 0
        while quiet < 2:
            behind = await self._behind()
            quiet = 0 if any(behind.values()) else quiet + 1
            assert time.monotonic() < deadline, f"not settled in {seconds} s: {behind}"
            await asyncio.sleep(0.2)

    async def _behind(self) -> dict[str, int]:
        """Rows in outboxes, records not yet applied and what jobs have yet to do, by service and consumer."""
        behind = {}
        ends = await end_offsets(KafkaSettings(bootstrap_servers=self.stack.bootstrap_servers), TOPICS)
        for service in self.urls:
            database = self.database(service)
            try:
                async with database.transaction(None) as session:
                    behind[f"{service} outbox"] = await session.scalar(text("select count(*) from outbox")) or 0
                    for row in await session.execute(_OFFSETS):
                        place = f"{row.consumer} {row.topic}"
                        left = ends[row.topic, row.partition] - row.next_offset
                        behind[place] = behind.get(place, 0) + left
                    if service == "competency":
                        behind["competency jobs"] = await session.scalar(_DUE) or 0
            finally:
                await database.close()
        return behind

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")[-4000:]

    def run(self, *command: str) -> str:
        """Run `trellis command` to its end; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "shared", *command],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def database(self, service: str, *, role: str = "worker") -> Database:
        set_environment(installed_services(service)[service], self.urls[service])
        settings = installed_services(service)[service].read_settings()
        return Database(getattr(self.urls[service], role), settings, application="test", pool=2)

    def bootstrap(self) -> None:
        """The host district and the platform's first client."""
        made = json.loads(
            self.run("partners", "bootstrap", "--district", "Host", "--operator", "first").splitlines()[-1]
        )
        self.operator = Client(made["district_id"], made["client_id"], made["client_secret"])

    def caller(self, client: Client) -> Caller:
        """The client's calls, to the process named `all`, or through the gateway where each service is on its own."""
        made = Caller(self.base, client)
        if self.through is not None:
            made._http = httpx.AsyncClient(transport=self.through, base_url=self.base, timeout=30)
        made._http.headers.update(self.headers)
        return made

    async def waiting(self, service: str) -> int:
        """How many events of a service are not known to be in Kafka."""
        database = self.database(service)
        try:
            async with database.transaction(None) as session:
                return await session.scalar(text("select count(*) from outbox")) or 0
        finally:
            await database.close()

    async def register(self, name: str) -> Client:
        """Another district, with a client that may do everything a district may."""
        assert self.operator is not None
        async with self.caller(self.operator) as operator:
            made = await operator.post("/partners/v1/districts", {"name": name})
        return Client(made["district_id"], made["client_id"], made["client_secret"])


@contextmanager
def removed(folder: Path) -> Iterator[None]:
    """A folder that is no longer there afterwards."""
    try:
        yield
    finally:
        rmtree(folder, ignore_errors=True)


@contextmanager
def platform(folder: Path, extra: Mapping[str, str] | None = None) -> Iterator[Platform]:
    """Engines and migrated databases; the caller starts the processes it wants. The engines' files go at the end: those
    of all platforms would fill gigabytes, which may be of memory.
    """
    with removed(folder / "stack"), Stack(folder / "stack") as stack:
        port = free_port()
        environment = {
            **clean_environment(),
            "RESOURCES_STORE_URL": str(folder / "library"),
            "KAFKA_BOOTSTRAP_SERVERS": stack.bootstrap_servers,
            "AUTH_ISSUER": f"http://127.0.0.1:{port}",
            "AUTH_JWKS_URL": f"http://127.0.0.1:{port}/.well-known/jwks.json",
            "HTTP_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "HTTP_DRAIN_SECONDS": "0",
            "DASHBOARDS_COMPETENCY_URL": f"http://127.0.0.1:{port}",
            "DASHBOARDS_READINESS_URL": f"http://127.0.0.1:{port}",
            "DASHBOARDS_COACHING_URL": f"http://127.0.0.1:{port}",
            "DASHBOARDS_RESOURCES_URL": f"http://127.0.0.1:{port}",
            "DASHBOARDS_PARTNERS_URL": f"http://127.0.0.1:{port}",
            "HTTP_RATE_PER_SECOND": "100000",
            "HTTP_RATE_BURST": "100000",
            "COMPETENCY_VERIFY_PER_SECOND": "100000",
            "COMPETENCY_VERIFY_BURST": "100000",
            "PARTNERS_KEY_SECRET": secrets.token_hex(32),
            "COMPETENCY_KEY_SECRET": secrets.token_hex(32),
            **(extra or {}),
        }
        urls = {}
        for name, service in installed_services().items():
            urls[name] = stack.provision(name)
            set_environment(service, urls[name])
            environment |= {
                f"{name.upper()}_DATABASE_URL": urls[name].app,
                f"{name.upper()}_WORKER_DATABASE_URL": urls[name].worker,
                f"{name.upper()}_OWNER_DATABASE_URL": urls[name].owner,
            }
            migrate(service)
        environment["AUTH_LEARNER_ID_KEY"] = os.environ["AUTH_LEARNER_ID_KEY"]
        made = Platform(stack, folder, environment, urls, port)
        try:
            yield made
        finally:
            made.stop()


async def agree(a: Caller, b: Caller, a_id: str, b_id: str, granularity: str) -> Any:
    """An agreement by which A discloses mastery to B, signed by both and in force today."""
    today = time.strftime("%Y-%m-%d", time.gmtime())
    made = await a.post(
        "/partners/v1/agreements",
        {
            "discloser_id": a_id,
            "recipient_id": b_id,
            "purpose": "Coaching the pilot",
            "granularity": granularity,
            "starts_on": today,
            "expires_on": "2030-01-01",
        },
    )
    path = f"/partners/v1/agreements/{made['agreement_id']}"
    await a.sign(path)
    return await b.sign(path)
