"""`make run` where something is in its way: a port that is taken, a stranger who answers there, a script that starts it
in the background.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from demo.door import not_ready
from devstack.ports import free_port
from shared.testing.running import clean_environment

ROOT = Path(__file__).parents[1]


class Run:
    """`make run`'s program in a folder of its own, as a script starts it with `&`: its shell has it ignore SIGINT."""

    def __init__(self, folder: Path, **extra: str) -> None:
        self.folder, self._out = folder, folder / "out"
        with self._out.open("w") as out:
            self.program = subprocess.Popen(
                ["bash", "-c", 'trap "" INT; exec "$@"', "-", sys.executable, "-m", "demo", "run"],
                cwd=folder, env=clean_environment() | {"PYTHONPATH": str(ROOT)} | extra, stdout=out, stderr=out,
            )  # fmt: skip

    @property
    def said(self) -> str:
        return self._out.read_text()

    def until(self, done: Callable[[], bool], seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while not done():
            assert self.program.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.2)

    def end(self, number: int = signal.SIGINT) -> int:
        if self.program.poll() is None:
            self.program.send_signal(number)
        try:
            return self.program.wait(60)
        finally:
            self.program.kill()

    def engine(self, name: str) -> int:
        return int(json.loads((self.folder / f"var/stack/{name}.pid").read_text())["pid"])


class _Stranger(BaseHTTPRequestHandler):
    """Says yes to everything."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"status": "ready", "problems": {}}')

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def stranger(port: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Another program's server; its port, and what it was asked."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _Stranger)
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1], server.asked  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("port", "says"), [("http", "no port"), ("0", "no port"), ("70000", "no port")])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str, says: str) -> None:
    run = Run(tmp_path, HTTP_PORT=port)
    assert run.program.wait(60) == 1
    assert says in run.said


def test_a_port_that_is_taken_is_noticed_before_anything_is_started_or_asked(tmp_path: Path) -> None:
    with stranger() as (port, asked):
        run = Run(tmp_path, HTTP_PORT=str(port))
        assert run.program.wait(60) == 1
        assert asked == []
    assert f"HTTP_PORT={port}" in run.said
    assert f"pid {os.getpid()}" in run.said
    assert not (tmp_path / "var/stack").exists()


def test_a_strangers_answer_is_nobodys() -> None:
    with stranger() as (port, _):
        assert not_ready(port, "ours") == {}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_stranger_who_takes_the_port_meanwhile_is_not_taken_for_ours(tmp_path: Path) -> None:
    port = free_port()
    run = Run(tmp_path, HTTP_PORT=str(port))
    try:
        run.until(lambda: "Starting PostgreSQL" in run.said)
        with stranger(port) as (_, asked):
            assert run.program.wait(200) == 1, run.said
            assert set(asked) <= {"/readyz"}
        assert "address already in use" in run.said
    finally:
        run.end()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 128 + signal.SIGTERM)])
def test_started_by_a_script_in_the_background_it_ends_when_told_to(tmp_path: Path, number: int, code: int) -> None:
    run = Run(tmp_path)
    run.until(lambda: "Migrating" in run.said)
    engines = [run.engine(name) for name in ("postgres", "kafka")]
    assert run.end(number) == code, run.said
    assert [pid for pid in engines if Path(f"/proc/{pid}").exists()] == []
