"""The engines and processes a measurement runs on: durable PostgreSQL and Kafka, services as processes of their own."""

import asyncio
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import UUID

import psutil
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from joserfc.jwk import OKPKey

from devstack.ports import free_port
from devstack.provision import ServiceUrls, with_database
from devstack.stack import Stack
from partners.identity.usecases.keys import add_key, signing_key
from partners.settings import PartnersSettings
from shared.cli import installed_services
from shared.db.database import Database
from shared.migrations import migrate
from shared.testing.callers import DISTRICT_A, ISSUER, LEARNER_ID_KEY, Tokens
from shared.testing.running import set_environment

ALL = tuple(installed_services())
SCOPES = ["competency.read", "competency.write", "rostering.read", "rostering.write", "dashboards.read", "changes.read"]
NEVER = str(2**63 - 1)


@dataclass
class Engines:
    """A durable stack, the issuer's keys behind a URL, and the services' databases."""

    stack: Stack
    tokens: Tokens
    environment: dict[str, str]
    folder: Path

    def urls(self, service: str) -> ServiceUrls:
        """The service's database, migrated; made afresh on each call."""
        self.stack.drop_database(service)
        urls = self.stack.provision(service)
        set_environment(installed_services(service)[service], urls, **self.environment)
        migrate(installed_services(service)[service])
        if service == "partners":  # a process that holds partners takes the keys of its database alone
            self.tokens.key = asyncio.run(_new_signing_key())
        return urls

    def as_superuser(self, database: str) -> str:
        """Past row-level security and foreign keys: for filling tables only."""
        return with_database(self.stack.admin_url, database)

    def environment_of(self, service: str) -> dict[str, str]:
        """The URLs that `urls` has set for a service."""
        return {name: value for name, value in os.environ.items() if name.startswith(f"{service.upper()}_")}

    def process_environment(self) -> dict[str, str]:
        """What every process gets."""
        return {**os.environ, **self.environment}

    def token(self, district_id: UUID = DISTRICT_A, **claims: object) -> str:
        usual = self.tokens.claims(district_id, *SCOPES)
        return self.tokens.sign(usual | {"exp": usual["iat"] + 86_400} | claims)

    def bare_database(self) -> str:
        """An empty database of nobody's, for what is done by hand; made afresh on each call."""
        self.stack.drop_database("bare")
        self.stack.create_database("bare")
        return with_database(self.stack.admin_url, "bare")

    def clear_topics(self) -> None:
        """Remove every topic, so that what one row sent is no other's work. The services make theirs again."""
        asyncio.run(self._clear_topics())

    async def _clear_topics(self) -> None:
        async with self._admin() as admin:
            names = [name for name in await admin.list_topics() if not name.startswith("__")]
            if names:
                await admin.delete_topics(names)
            while any(not name.startswith("__") for name in await admin.list_topics()):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.1)

    async def make_topic(self, name: str, *, partitions: int, flushed: bool = True) -> None:
        settings = {} if flushed else {"flush.messages": NEVER}
        async with self._admin() as admin:
            await admin.create_topics([NewTopic(name, partitions, 1, topic_configs=settings)])
            while name not in await admin.list_topics():  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    def set_flushed(self, topic: str, *, flushed: bool) -> None:
        """Whether Kafka writes each batch of the topic to the disk before it answers."""
        asyncio.run(self._set_flushed(topic, "1" if flushed else NEVER))

    async def _set_flushed(self, topic: str, messages: str) -> None:
        async with self._admin() as admin:
            settings = {"flush.messages": messages}
            await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, configs=settings)])

    @asynccontextmanager
    async def _admin(self) -> AsyncIterator[AIOKafkaAdminClient]:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.stack.bootstrap_servers)
        await admin.start()
        try:
            yield admin
        finally:
            await admin.close()


@contextmanager
def engines() -> Iterator[Engines]:
    tokens = Tokens()
    with (
        tempfile.TemporaryDirectory(prefix="trellis-bench-") as folder,
        _key_server(tokens) as jwks_url,
        Stack(Path(folder), durable=True) as stack,
    ):
        environment = {
            "KAFKA_BOOTSTRAP_SERVERS": stack.bootstrap_servers,
            "AUTH_JWKS_URL": jwks_url,
            "AUTH_ISSUER": ISSUER,
            "AUTH_LEARNER_ID_KEY": LEARNER_ID_KEY.decode(),
            "PARTNERS_KEY_SECRET": secrets.token_hex(32),
            "COMPETENCY_KEY_SECRET": secrets.token_hex(32),
            "TELEMETRY_LOG_LEVEL": "warning",
            "HTTP_RATE_PER_SECOND": "1000000",
            "HTTP_RATE_BURST": "1000000",
            "HTTP_DRAIN_SECONDS": "0",
        }
        os.environ |= environment
        yield Engines(stack, tokens, environment, Path(folder))


@dataclass
class Running:
    """A process under measurement."""

    process: "subprocess.Popen[bytes]"
    port: int
    started_in: float
    command: tuple[str, ...]

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def resident_mb(self) -> float:
        return float(psutil.Process(self.process.pid).memory_info().rss) / 1_000_000

    def begin_samples(self) -> None:
        """Of a process that runs through `benchmarks.sampled`."""
        self.process.send_signal(signal.SIGUSR1)

    def cpu_seconds(self) -> float:
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)


@contextmanager
def process(*command: str, ready: str = "/readyz", environment: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Run `python -m ...` on a port of its own until the block ends."""
    port = free_port()
    started = time.monotonic()
    child = subprocess.Popen(
        [sys.executable, "-m", *command],
        env={**os.environ, "HTTP_PORT": str(port), **(environment or {})},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}{ready}", child)
        yield Running(child, port, time.monotonic() - started, command)
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait_for(url: str, child: "subprocess.Popen[bytes]", seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise SystemExit(f"{url}: the process ended with status {child.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"{url} was not ready in {seconds:.0f} s")


async def _new_signing_key() -> OKPKey:
    settings = PartnersSettings.for_service("partners")
    worker = settings.worker_database_url.get_secret_value()
    database = Database(worker, settings, application="bench", pool=1)
    secret, now = settings.key_secret.get_secret_value(), datetime.now(UTC)
    try:
        async with database.transaction(None) as session:
            await add_key(session, secret, now)
            return await signing_key(session, secret, now)
    finally:
        await database.close()


@contextmanager
def _key_server(tokens: Tokens) -> Iterator[str]:
    """Publishes the issuer's keys, as partners does."""

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            document = json.dumps(tokens.jwks()).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(document)))
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Keys)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/jwks.json"
    finally:
        server.shutdown()
