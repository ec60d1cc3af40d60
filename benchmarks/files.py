"""The library's files: up, checked and down through the service, one of 2 GiB and fifty at once, beside a bare copy to
and from the same store; and how much memory the processes take meanwhile.
"""

import asyncio
import json
import os
import shutil
import struct
import threading
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import obstore
import uvloop
from obstore.store import LocalStore, S3Store

from benchmarks import load
from benchmarks.engines import Engines, Running, process
from benchmarks.report import Line, Report
from devstack.object_store import ObjectStore, is_installed, object_store
from shared.cli import installed_services
from shared.events.topics import ensure_topics
from shared.settings import KafkaSettings

MIB = 2**20
LARGE, MANY, EACH = 2048 * MIB, 50, 40 * MIB
PATH = "/resources/v1/uploads"
_BLOCK = os.urandom(MIB)
_HEAD = (
    struct.pack(">L", 20) + b"ftypisom\0\0\2\0isom" + struct.pack(">L", 24) + b"moov" + bytes([0, 0, 0, 16]) + b"mvhd"
)
_HEAD += bytes(8)


@dataclass(frozen=True)
class Place:
    """A store: how the service is told of it, and by what it is written to and read without the service."""

    name: str
    environment: Mapping[str, str]
    over: LocalStore | S3Store
    folder: Path


@dataclass
class Peak:
    """The most memory that a process has taken while it was looked at, in MB."""

    most: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Rates:
    """Bytes a second."""

    up: float
    down: float


def measure(engines: Engines, *, large: int = LARGE, many: int = MANY, each: int = EACH) -> Report:
    report = Report()
    with ExitStack() as stack:
        places = [_in_folder(engines.folder / "library")]
        if is_installed():
            places.append(_in_s3(stack.enter_context(object_store(engines.folder / "s3")), engines.folder / "s3"))
        for place in places:
            report.lines += _measured(engines, place, large, many, each)
            shutil.rmtree(place.folder, ignore_errors=True)
    where = "versitygw, on this machine and its disk" if len(places) > 1 else "not here: versitygw is not installed"
    report.notes.append(
        f"Videos of random bytes: one of {_mib(large)}, and {many} of {_mib(each)} at once, sent by tus in one PATCH "
        "each and downloaded over a connection each, by one process of the API; checked in between by one worker, "
        "which reads what came, writes the file and reads it back. The limit: the same bytes written to the same store "
        "and read from it one after the other, without the service: the folder by plain files and an fsync, the S3 "
        f"({where}) by obstore in parts of 8 MiB; for a check, two readings and one writing. Memory is the process's "
        "resident set, looked at fifty times a second; its limit, what it took before the first byte."
    )
    return report


def _in_folder(folder: Path) -> Place:
    folder.mkdir()
    return Place("folder", {"RESOURCES_STORE_URL": str(folder)}, LocalStore(folder, mkdir=True), folder)


def _in_s3(made: ObjectStore, folder: Path) -> Place:
    over = S3Store(
        made.bucket,
        endpoint=made.endpoint,
        region="us-east-1",
        access_key_id=made.key,
        secret_access_key=made.secret,
        virtual_hosted_style_request=False,
        client_options={"allow_http": True},
    )
    return Place("S3", made.settings("resources", "bench"), over, folder)


def _measured(engines: Engines, place: Place, large: int, many: int, each: int) -> list[Line]:
    engines.urls("resources")
    topics = [topic for service in installed_services().values() for topic in service.topics]
    asyncio.run(ensure_topics(KafkaSettings(), topics))
    token = engines.token(scope="resources.read resources.write")
    bare = _bare(place, large)
    lines = []
    for count, size, what in ((1, large, f"a file of {_mib(large)}"), (many, each, f"{many} files of {_mib(each)}")):
        lines += _moved(place, token, bare, count, size, f"{place.name}, {what}")
    return lines


def _moved(place: Place, token: str, bare: Rates, count: int, size: int, what: str) -> list[Line]:
    """So many files at once: up, checked, down, in processes of their own."""
    total = count * size
    with process("shared", "resources", "api", environment=place.environment) as api:
        with _watched(api) as up:
            at_rest, began = api.resident_mb(), time.perf_counter()
            paths = uvloop.run(_together([lambda: _send(api, token, size)] * count))
            sent = total / (time.perf_counter() - began)
        with process("shared", "resources", "worker", environment=place.environment) as worker, _watched(worker) as by:
            resting, began = worker.resident_mb(), time.perf_counter()
            files = [_stored(api, token, path) for path in paths]
            checked = total / (time.perf_counter() - began)
        with _watched(api) as down:
            began = time.perf_counter()
            uvloop.run(_together([lambda file=file: _receive(api, token, file, size) for file in files]))  # type: ignore[misc]
            received = total / (time.perf_counter() - began)
    check = 1 / (2 / bare.down + 1 / bare.up)
    return [
        _rate(f"{what}, up", sent, bare.up),
        _rate(f"{what}, checked", checked, check),
        _rate(f"{what}, down", received, bare.down),
        _memory(f"{what}, up: the API's memory", up.most, at_rest),
        _memory(f"{what}, checked: the worker's memory", by.most, resting),
        _memory(f"{what}, down: the API's memory", down.most, at_rest),
    ]


def _rate(what: str, ours: float, limit: float) -> Line:
    return Line("files", what, f"{ours / 1e6:,.0f} MB/s", f"{limit / 1e6:,.0f} MB/s", ours / limit, "report")


def _memory(what: str, ours: float, limit: float) -> Line:
    return Line("files", what, f"{ours:,.0f} MB", f"{limit:,.0f} MB", ours / limit, "report")


def _mib(size: int) -> str:
    return f"{size // MIB:,} MiB"


@contextmanager
def _watched(running: Running) -> Iterator[Peak]:
    peak = Peak()

    def look() -> None:
        while not peak.over.wait(0.02):
            peak.most = max(peak.most, running.resident_mb())

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield peak
    finally:
        peak.over.set()
        looking.join()


def _film(size: int) -> Iterator[bytes]:
    """A video of so many bytes, a piece at a time."""
    yield _HEAD + struct.pack(">L", size - len(_HEAD)) + b"mdat"
    left = size - len(_HEAD) - 8
    while left > 0:
        yield _BLOCK[:left]
        left -= len(_BLOCK)


async def _together(tasks: list[Callable[[], Awaitable[str]]]) -> list[str]:
    return list(await asyncio.gather(*(task() for task in tasks)))


async def _send(api: Running, token: str, size: int) -> str:
    """Returns the upload's path."""
    reader, writer = await asyncio.open_connection("127.0.0.1", api.port)
    tus = f"host: x\r\nauthorization: Bearer {token}\r\ntus-resumable: 1.0.0"
    named = f"filename {b64encode(b'film.mp4').decode()}"
    writer.write(
        f"POST {PATH} HTTP/1.1\r\n{tus}\r\nupload-length: {size}\r\nupload-metadata: {named}\r\n"
        "content-length: 0\r\n\r\n".encode()
    )
    head = await _answered(reader, b"201")
    path = head.lower().split(b"location: ", 1)[1].split(b"\r\n", 1)[0].decode()
    writer.write(
        f"PATCH {path} HTTP/1.1\r\n{tus}\r\nupload-offset: 0\r\ncontent-type: application/offset+octet-stream\r\n"
        f"content-length: {size}\r\n\r\n".encode()
    )
    for block in _film(size):
        writer.write(block)
        await writer.drain()
    await _answered(reader, b"204")
    writer.close()
    return path


async def _receive(api: Running, token: str, path: str, size: int) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", api.port, limit=load.LARGE)
    writer.write(load.get(f"{path}/content", token))
    await _answered(reader, b"200")
    came = 0
    while came < size and (data := await reader.read(MIB)):
        came += len(data)
    writer.close()
    assert came == size, (path, came)
    return path


async def _answered(reader: asyncio.StreamReader, status: bytes) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.split(b" ", 2)[1] == status, head
    return head


def _stored(api: Running, token: str, path: str) -> str:
    """Waits until an upload is checked; returns the file's path."""
    while True:
        state = json.loads(uvloop.run(_asked(api, token, path)))
        if state["state"] not in ("received", "checking"):
            break
        time.sleep(0.02)
    assert state["state"] == "stored", state
    return f"/resources/v1/files/{state['file_id']}"


async def _asked(api: Running, token: str, path: str) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", api.port)
    writer.write(load.get(path, token))
    _, body = await load.read_answer(reader)
    writer.close()
    return body


def _bare(place: Place, size: int) -> Rates:
    began = time.perf_counter()
    if isinstance(place.over, LocalStore):
        with (place.folder / "bare").open("wb") as file:
            for block in _film(size):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
    else:
        obstore.put(place.over, "bare", _film(size), chunk_size=8 * MIB)
    up = size / (time.perf_counter() - began)
    began = time.perf_counter()
    if isinstance(place.over, LocalStore):
        with (place.folder / "bare").open("rb") as file:
            while file.read(MIB):
                pass
    else:
        for _ in obstore.get(place.over, "bare").stream():
            pass
    down = size / (time.perf_counter() - began)
    obstore.delete(place.over, "bare")
    return Rates(up, down)
