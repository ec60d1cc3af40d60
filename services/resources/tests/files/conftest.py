"""Uploads and files are tested on a folder, and on an S3 where there is one to be had."""

import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devstack.ports import free_port
from devstack.provision import ServiceUrls
from resources.main import service
from shared.run.service import Service
from shared.testing import RunningService, run_service

_KEY, _SECRET, _BUCKET = "a-key-for-tests", "a-secret-for-tests", "library"


@pytest.fixture(scope="session", params=["folder", "s3"])
async def running(
    request: pytest.FixtureRequest,
    lasting_databases: Callable[[Service], ServiceUrls],
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[RunningService]:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "folder":
        async with run_service(service, lasting_databases(service), RESOURCES_STORE_URL=str(folder)) as started:
            yield started
        return
    with _s3(folder) as settings:
        async with run_service(service, lasting_databases(service), None, **settings) as started:
            yield started


@contextmanager
def _s3(folder: Path) -> Iterator[dict[str, str]]:
    """versitygw, which is an S3 of one program: `go install github.com/versity/versitygw/cmd/versitygw@v1.8.0`."""
    binary = shutil.which("versitygw") or shutil.which("versitygw", path=Path.home() / "go" / "bin")
    if binary is None:
        pytest.skip("no versitygw on PATH, so there is no S3 to test with")
    (folder / _BUCKET).mkdir()
    port = free_port()
    command = [binary, "--access", _KEY, "--secret", _SECRET, "--port", f"127.0.0.1:{port}", "posix", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _await_listening(port)
            yield {
                "RESOURCES_STORE_URL": f"s3://{_BUCKET}/of-tests",
                "RESOURCES_STORE_ENDPOINT": f"http://127.0.0.1:{port}",
                "RESOURCES_STORE_KEY": _KEY,
                "RESOURCES_STORE_SECRET": _SECRET,
            }
        finally:
            process.terminate()


def _await_listening(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
