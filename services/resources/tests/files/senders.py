"""What tests of uploads do again and again: send files by tus, have them checked, ask for them."""

import base64
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx

from resources.files.context import STORE
from resources.files.rules.tus.headers import BODY_TYPE
from resources.files.usecases.checking import check_next
from resources.files.usecases.collecting import collect, sweep
from resources.store.port import Store
from shared.testing import RunningService

UPLOADS = "/resources/v1/uploads"
FILES = "/resources/v1/files"
TUS = {"Tus-Resumable": "1.0.0"}
READS_AND_WRITES = ("resources.read", "resources.write")


def metadata(name: str, **values: str) -> str:
    pairs = {"filename": name, **values}
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())


class Sender:
    """A person or system of one district that uploads."""

    def __init__(self, running: RunningService, district_id: UUID | None = None, subject: str = "teacher") -> None:
        self.running = running
        self.district_id = district_id or uuid4()
        self.client = running.client()
        claims = running.tokens.claims(self.district_id, *READS_AND_WRITES) | {"sub": subject}
        self.client.headers["Authorization"] = f"Bearer {running.tokens.sign(claims)}"

    async def create(self, sent: str, length: int, *, body: bytes | None = None, status: int = 201) -> httpx.Response:
        """Begins an upload with this Upload-Metadata."""
        headers = TUS | {"Upload-Length": str(length), "Upload-Metadata": sent}
        if body is not None:
            headers["Content-Type"] = BODY_TYPE
        answer = await self.client.post(UPLOADS, content=body, headers=headers)
        assert answer.status_code == status, answer.text
        return answer

    async def begin(self, name: str, length: int, **values: str) -> str:
        """Returns the path of a new upload."""
        return str((await self.create(metadata(name, **values), length)).headers["Location"])

    async def patch(
        self, path: str, offset: int, body: bytes, *, status: int = 204, checksum: str | None = None
    ) -> httpx.Response:
        sent = TUS | {"Upload-Offset": str(offset), "Content-Type": BODY_TYPE}
        if checksum is not None:
            sent["Upload-Checksum"] = checksum
        answer = await self.client.patch(path, content=body, headers=sent)
        assert answer.status_code == status, answer.text
        return answer

    async def offset(self, path: str) -> int:
        answer = await self.client.head(path, headers=TUS)
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["Upload-Offset"])

    async def state(self, path: str) -> dict[str, object]:
        answer = await self.client.get(path)
        assert answer.status_code == 200, answer.text
        found: dict[str, object] = answer.json()
        return found

    async def send(self, name: str, data: bytes, **values: str) -> dict[str, object]:
        """Uploads a file in one go and has it checked; returns what has become of the upload."""
        path = await self.begin(name, len(data), **values)
        await self.patch(path, 0, data)
        await check_all(self.running)
        return await self.state(path)

    async def file(self, name: str, data: bytes) -> str:
        """Uploads a file; returns its path."""
        stored = await self.send(name, data)
        assert stored["state"] == "stored", stored
        return f"{FILES}/{stored['file_id']}"

    async def storage(self) -> dict[str, int]:
        found: dict[str, int] = (await self.client.get("/resources/v1/storage")).json()
        return found


def store_of(running: RunningService) -> Store:
    return running.app.context.find(STORE)


@contextmanager
def kept(running: RunningService, store: Store) -> Iterator[None]:
    """Until the block ends, the routes have this store."""
    before = store_of(running)
    running.app.context.keep(STORE, store)
    try:
        yield
    finally:
        running.app.context.keep(STORE, before)


async def check_all(running: RunningService, store: Store | None = None) -> None:
    """Checks what waits, as a worker does."""
    context = running.app.context
    while await check_next(running.worker, store or store_of(running), None, context.now, lambda: None):
        pass


async def keys_of(running: RunningService, district_id: UUID) -> list[str]:
    """Returns what lies in the store of a district."""
    return [one.key async for batch in store_of(running).listed(f"districts/{district_id}") for one in batch]


def later(running: RunningService, **by: float) -> AbstractContextManager[None]:
    """Until the block ends, so much time has passed."""
    return running.set_clock(lambda: datetime.now(UTC) + timedelta(**by))


async def collected(running: RunningService, **by: float) -> None:
    """The collector has been here two days later, say."""
    before = datetime.now(UTC) + timedelta(**(by or {"days": 1}))
    await collect(running.worker, store_of(running), before, lambda: None)
    await sweep(running.worker, store_of(running), before, lambda: None)


def in_pieces(data: bytes, size: int) -> Iterable[tuple[int, bytes]]:
    return ((start, data[start : start + size]) for start in range(0, len(data), size))
