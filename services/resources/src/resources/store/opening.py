"""A store by the settings, over obstore."""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from resources.settings import ResourcesSettings
from resources.store.port import Listed, Missing, Store, StoreAway, StoreFull, Write

if TYPE_CHECKING:
    from obstore.store import S3Config

_T = TypeVar("_T")

_BUFFER = 8 * 1024 * 1024
"""Smaller objects are written by one request, others in parts of so many bytes. S3 takes none below 5 MiB."""
_BATCH = 1000
_FULL = ("no space left", "quota exceeded", "storagefull", "insufficientstorage", "quotaexceeded")
_S3 = "s3://"
_PART = re.compile(r"#[0-9]+$")


def open_store(settings: ResourcesSettings) -> Store:
    """Returns the store that the settings name. Nothing is asked of it yet."""
    if not settings.store_url.startswith(_S3):
        folder = Path(settings.store_url).absolute()
        return _Objects(LocalStore(folder, automatic_cleanup=True, mkdir=True), settings.store_seconds, folder)
    bucket, _, prefix = settings.store_url.removeprefix(_S3).partition("/")
    endpoint = settings.store_endpoint
    seconds = timedelta(seconds=settings.store_seconds)
    config: S3Config = {"region": settings.store_region}
    if endpoint is not None:
        config |= {"endpoint": endpoint, "virtual_hosted_style_request": False}
    if settings.store_key is not None and settings.store_secret is not None:
        config["access_key_id"] = settings.store_key.get_secret_value()
        config["secret_access_key"] = settings.store_secret.get_secret_value()
    over = S3Store(
        bucket,
        prefix=prefix or None,
        config=config,
        client_options={
            "timeout": seconds,
            "connect_timeout": min(seconds, timedelta(seconds=5)),
            "allow_http": endpoint is not None and endpoint.startswith("http://"),
        },
        retry_config={"max_retries": 2, "retry_timeout": seconds},
    )
    return _Objects(over, settings.store_seconds, None)


class _Objects:
    """`folder` is where a local store lies: what it has taken is then on the disk, not only on its way there."""

    def __init__(self, over: LocalStore | S3Store, seconds: float, folder: Path | None) -> None:
        self._over, self._seconds, self._folder = over, seconds, folder

    @asynccontextmanager
    async def writing(self, key: str) -> AsyncIterator[Write]:
        writer = obstore.open_writer_async(self._over, key, buffer_size=_BUFFER, max_concurrency=2)

        async def write(data: bytes) -> None:
            await self._asked(key, writer.write(data))

        try:
            yield write
        except BaseException:
            # By its own `__aexit__` alone is what was written thrown away.
            await _quietly(writer.__aexit__(Exception, Exception(), None))
            raise
        await self._asked(key, writer.close())
        if self._folder is not None:
            with _told(key):
                await asyncio.to_thread(_put_on_disk, self._folder / key)

    async def read(self, key: str, first: int, length: int) -> bytes:
        found = await self._asked(key, obstore.get_async(self._over, key, options={"range": (first, first + length)}))
        return bytes(await self._asked(key, found.bytes_async()))

    async def size_of(self, key: str) -> int:
        return (await self._asked(key, obstore.head_async(self._over, key)))["size"]

    async def remove(self, keys: Sequence[str]) -> None:
        for key in keys:
            try:
                await self._asked(key, obstore.delete_async(self._over, key))
            except Missing:
                continue

    async def clear(self, before: datetime) -> None:
        """An S3 has a rule for that; its operator sets it."""
        if self._folder is not None:
            with _told("parts"):
                await asyncio.to_thread(_remove_parts, self._folder, before)

    async def listed(self, prefix: str) -> AsyncIterator[Sequence[Listed]]:
        stream = obstore.list(self._over, prefix=prefix, chunk_size=_BATCH)
        while True:
            try:
                batch = await self._asked(prefix, anext(stream))
            except StopAsyncIteration:
                return
            yield [Listed(one["path"], one["size"], one["last_modified"]) for one in batch]

    async def _asked(self, key: str, answer: Awaitable[_T]) -> _T:
        with _told(key):
            async with asyncio.timeout(self._seconds):
                return await answer


@contextmanager
def _told(key: str) -> Iterator[None]:
    """Tells failures as the port names them. What obstore says of them names hosts and folders: it is only a cause."""
    try:
        yield
    except FileNotFoundError as error:
        raise Missing(key) from error
    except (BaseError, OSError) as error:  # a TimeoutError is an OSError
        if any(word in str(error).lower() for word in _FULL):
            raise StoreFull(key) from error
        raise StoreAway(key) from error


async def _quietly(ending: Awaitable[object]) -> None:
    try:
        async with asyncio.timeout(5):
            await ending
    except Exception:  # noqa: S110 - what is left over goes with the store's own clearing of parts
        pass


def _remove_parts(folder: Path, before: datetime) -> None:
    """obstore writes into `name#number`, and gives the file its name in the end."""
    for part in folder.rglob("*#*"):
        if _PART.search(part.name) and part.stat().st_mtime < before.timestamp():
            part.unlink(missing_ok=True)


def _put_on_disk(file: Path) -> None:
    for place in (file, file.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
