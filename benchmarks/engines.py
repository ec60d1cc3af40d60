"""The engines and processes a measurement runs on: durable PostgreSQL and Kafka, services as processes of their own."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import UUID

import psutil

from devstack.ports import free_port
from devstack.provision import ServiceUrls
from devstack.stack import Stack
from shared.cli import installed_services
from shared.migrations import migrate
from shared.testing.callers import DISTRICT_A, ISSUER, LEARNER_ID_KEY, Tokens
from shared.testing.running import set_environment

SCOPES = "competency.read competency.write rostering.read rostering.write dashboards.read changes.read".split()


@dataclass
class Engines:
    """A durable stack, the issuer's keys behind a URL, and the services' databases."""

    stack: Stack
    tokens: Tokens
    environment: dict[str, str]

    def urls(self, service: str) -> ServiceUrls:
        """The service's database, migrated; made afresh on each call."""
        self.stack.drop_database(service)
        urls = self.stack.provision(service)
        set_environment(installed_services(service)[service], urls, **self.environment)
        migrate(installed_services(service)[service])
        return urls

    def token(self, district_id: UUID = DISTRICT_A) -> str:
        claims = self.tokens.claims(district_id, *SCOPES)
        return self.tokens.sign(claims | {"exp": claims["iat"] + 86_400})


@contextmanager
def engines() -> Iterator[Engines]:
    tokens = Tokens()
    with tempfile.TemporaryDirectory(prefix="trellis-bench-") as folder, _key_server(tokens) as jwks_url:
        with Stack(Path(folder), durable=True) as stack:
            environment = {
                "KAFKA_BOOTSTRAP_SERVERS": stack.bootstrap_servers,
                "AUTH_JWKS_URL": jwks_url,
                "AUTH_ISSUER": ISSUER,
                "AUTH_LEARNER_ID_KEY": LEARNER_ID_KEY.decode(),
                "TELEMETRY_LOG_LEVEL": "warning",
                "HTTP_RATE_PER_SECOND": "1000000",
                "HTTP_RATE_BURST": "1000000",
                "HTTP_DRAIN_SECONDS": "0",
            }
            os.environ |= environment
            yield Engines(stack, tokens, environment)


@dataclass
class Running:
    """A process under measurement."""

    process: "subprocess.Popen[bytes]"
    port: int
    started_in: float

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def resident_mb(self) -> float:
        return psutil.Process(self.process.pid).memory_info().rss / 1_000_000

    def cpu_seconds(self) -> float:
        times = psutil.Process(self.process.pid).cpu_times()
        return times.user + times.system


@contextmanager
def process(*command: str, ready: str = "/readyz", environment: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Run `python -m …` on a port of its own until the block ends."""
    port = free_port()
    started = time.monotonic()
    child = subprocess.Popen(
        [sys.executable, "-m", *command],
        env={**os.environ, "HTTP_PORT": str(port), **(environment or {})},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}{ready}", child)
        yield Running(child, port, time.monotonic() - started)
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


@contextmanager
def _key_server(tokens: Tokens) -> Iterator[str]:
    """Publishes the issuer's keys, as partners does."""
    document = json.dumps(tokens.jwks()).encode()

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
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
