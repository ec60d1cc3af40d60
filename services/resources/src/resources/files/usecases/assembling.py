"""From the pieces of an upload to the bytes that are kept, as they flow: little is in memory at once, but of images,
which are cleaned as a whole.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from resources.common.rules.problems import Problem
from resources.files.rules.content.sample import HEAD, TAIL, Sample
from resources.files.rules.file_types import FileType
from resources.files.rules.photographs.cleaning import cleaned, is_cleaned
from resources.files.rules.videos import VideoCleaner
from resources.store.port import Store, Write, read_all

Still = Callable[[], Awaitable[None]]
"""Is called again and again while bytes flow: whoever waits for them is told that they do."""

_VIDEOS = frozenset({"mp4", "m4a"})
_BROKEN_VIDEO = "The recording is broken or ends too early: open it, and save it anew."


class Digest(NamedTuple):
    """How many bytes, and their SHA-256 in hexadecimal."""

    size: int
    sha256: str


class Kept(NamedTuple):
    """What came, and what is kept of it."""

    sent: Digest
    kept: Digest


class Span(NamedTuple):
    """Where in the store some bytes of an upload lie, and where in its file they belong."""

    key: str
    first: int
    size: int


@dataclass(frozen=True)
class Whole:
    """The bytes of an upload, read from its pieces as if they were one."""

    store: Store
    spans: Sequence[Span]
    still: Still

    @property
    def size(self) -> int:
        """In bytes; of a file with a gap, as far as it reaches."""
        size = 0
        for span in self.spans:
            if span.first != size:
                break
            size += span.size
        return size

    async def read(self, first: int, length: int) -> AsyncIterator[bytes]:
        for span in self.spans:
            start = max(first, span.first)
            end = min(first + length, span.first + span.size)
            if start < end:
                async for data in read_all(self.store, span.key, start - span.first, end - start):
                    await self.still()
                    yield data

    async def sample(self) -> Sample:
        head = await _joined(self.read(0, HEAD))
        tail = await _joined(self.read(max(0, self.size - TAIL), TAIL))
        return Sample(head, tail, self.size)

    async def keep(self, of_type: FileType, write: Write) -> Kept | Problem:
        """Writes what is kept of a file of this type; returns what that is, or what is wrong with it."""
        if is_cleaned(of_type):
            return await self._keep_image(of_type, write)
        video = VideoCleaner() if of_type.code in _VIDEOS else None
        sent, kept = _Fed(), _Fed()
        async for data in self.read(0, self.size):
            sent.feed(data)
            stays = video.feed(data) if video is not None else data
            kept.feed(stays)
            await write(stays)
        if video is not None and not video.is_sound:
            return Problem("/file", _BROKEN_VIDEO)
        return Kept(sent.digest(), kept.digest())

    async def _keep_image(self, of_type: FileType, write: Write) -> Kept | Problem:
        data = await _joined(self.read(0, self.size))
        found = await asyncio.to_thread(cleaned, of_type, data)
        if isinstance(found, Problem):
            return found
        await write(found.data)
        return Kept(Digest(len(data), found.sent), Digest(len(found.data), found.kept))


class _Fed:
    def __init__(self) -> None:
        self._size, self._hash = 0, hashlib.sha256()

    def feed(self, data: bytes) -> None:
        self._size += len(data)
        self._hash.update(data)

    def digest(self) -> Digest:
        return Digest(self._size, self._hash.hexdigest())


class ReadBack:
    """What the store gives out of an object, digested as it flows on to whoever else looks at it."""

    def __init__(self, store: Store, key: str, still: Still) -> None:
        self._store, self._key, self._still = store, key, still
        self._fed = _Fed()

    async def chunks(self) -> AsyncIterator[bytes]:
        async for data in read_all(self._store, self._key, 0, await self._store.size_of(self._key)):
            await self._still()
            self._fed.feed(data)
            yield data

    def digest(self) -> Digest:
        """To be asked once all of it has flowed by."""
        return self._fed.digest()


async def _joined(chunks: AsyncIterator[bytes]) -> bytes:
    return b"".join([chunk async for chunk in chunks])
