"""A body on its way into the store, piece by piece.

A piece has a row before it has bytes, and counts once it lies in the store as a whole: the same transaction moves the
upload's offset. No connection to the database is held while bytes flow, and no lock on the upload: of two bodies that
are sent to one place at once, the first that is through counts.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from resources.files.queries import pieces, uploads
from resources.files.queries.uploads import UploadRecord
from resources.files.rules.keys import key_of_piece
from resources.files.rules.tus.decisions import Body, Refusal, Rule, act_of, checksum_differs, too_much
from resources.files.rules.uploads import WHY_NOT, State, after, expiry
from resources.files.usecases.refusing import GO_ON, TusRefused, store_told
from resources.store.port import Store
from shared.db.database import Database
from shared.db.wake import wake_after_commit
from shared.errors import Problem
from shared.http.body import ClientGone
from shared.values.clock import Clock
from shared.values.ids import new_id

CHECKS_WAKE = "loop.resources.checks"
PIECE_BYTES = 64 * 1024 * 1024
"""A crash loses so many bytes of an upload at most."""
_OVERTAKEN = "Other bytes came first, or these took too long: ask how far it is, and go on from there."


class _Incoming:
    """The bytes of a body, counted and digested as they come."""

    def __init__(self, chunks: AsyncIterator[bytes], body: Body) -> None:
        self._chunks, self._body = chunks, body
        self._fed = body.checksum.start() if body.checksum else None
        self._came = 0
        self._next = b""
        self._over = False

    async def has_more(self) -> bool:
        while not self._next and not self._over:
            await self._pull()
        return bool(self._next)

    async def piece(self, most: int) -> AsyncIterator[bytes]:
        """Yields what follows, up to some `most` bytes. The last byte that the upload waits for is not given out
        before it is known to be the last of the body.
        """
        given = 0
        while await self.has_more() and (given < most or self._came == self._body.most):
            data, self._next = self._next, b""
            given += len(data)
            if self._came == self._body.most:
                await self.has_more()
            yield data

    def ensure_sound(self) -> None:
        """Raises a 460 where the body is another than was sent."""
        checksum = self._body.checksum
        if checksum is not None and self._fed is not None and not checksum.is_of(self._fed):
            raise TusRefused(checksum_differs())

    async def _pull(self) -> None:
        data = await anext(self._chunks, None)
        if data is None:
            self._over = True
            return
        self._came += len(data)
        if self._came > self._body.most:
            raise TusRefused(too_much())
        if self._fed is not None:
            self._fed.update(data)
        self._next = data


@dataclass
class Receiving:
    """The body of one request, for an upload that was found ready to receive it."""

    database: Database
    store: Store
    clock: Clock
    upload: UploadRecord
    body: Body

    async def take(self, chunks: AsyncIterator[bytes]) -> UploadRecord:
        """Takes the body; returns the upload as it is now. What came before a break counts, unless a checksum says that
        it counts whole or not at all.

        Raises:
            TusRefused: it is longer than announced, not what was sent, or another body has come first.
            Unavailable, NoRoom: the store fails; what lies in it counts.
        """
        incoming = _Incoming(chunks, self.body)
        while await incoming.has_more():
            await self._take_piece(incoming)
        return self.upload

    async def _take_piece(self, incoming: _Incoming) -> None:
        piece_id, first = new_id(), self.upload.received
        async with self.database.transaction(self.upload.district_id) as session:
            await pieces.begin_piece(
                session, self.upload.district_id, self.upload.upload_id, piece_id, first, self.clock()
            )
        try:
            size, broken = await self._write(piece_id, incoming)
            if size:
                await self._count(piece_id, size)
        except Problem:
            await self._drop(piece_id)
            raise
        if broken is not None:
            raise broken

    async def _write(self, piece_id: UUID, incoming: _Incoming) -> tuple[int, BaseException | None]:
        """Returns how many bytes lie in the store, and what broke the body off, if anything did."""
        size = 0
        broken: BaseException | None = None
        whole_only = self.body.checksum is not None
        coming = incoming.piece(self.body.most if whole_only else PIECE_BYTES)
        key = key_of_piece(self.upload.district_id, self.upload.upload_id, piece_id)
        with store_told(GO_ON):
            async with self.store.writing(key) as write:
                while True:
                    try:
                        data = await anext(coming, None)
                    except (ClientGone, asyncio.CancelledError) as error:
                        # Whoever hung up, was too slow or met a process that stops goes on from here.
                        if whole_only:
                            raise
                        broken = error
                        break
                    if data is None:
                        break
                    await write(data)
                    size += len(data)
                incoming.ensure_sound()
        return size, broken

    async def _count(self, piece_id: UUID, size: int) -> None:
        async with self.database.transaction(self.upload.district_id) as session:
            now = self.clock()
            upload = await uploads.lock_upload(session, self.upload.upload_id)
            if upload is None or upload.received != self.upload.received:
                raise TusRefused(Refusal(Rule.OFFSET, _OVERTAKEN))
            state = after(State(upload.state), act_of(upload.judged, size))
            if state is None:
                raise TusRefused(Refusal(Rule.GONE, WHY_NOT[State(upload.state)]))
            self.upload = upload._replace(
                received=upload.received + size, state=state, expires_at=expiry(upload.created_at, now)
            )
            if not await pieces.count_piece(session, piece_id, size):
                raise TusRefused(Refusal(Rule.OFFSET, _OVERTAKEN))
            await uploads.set_received(
                session, upload.upload_id, self.upload.received, state, self.upload.expires_at, now
            )
            if state == State.RECEIVED:
                wake_after_commit(session, CHECKS_WAKE)

    async def _drop(self, piece_id: UUID) -> None:
        """At once where that can be; else the collector does it. What failed may have come to count all the same."""
        with suppress(Problem):
            async with self.database.transaction(self.upload.district_id) as session:
                await pieces.drop_piece(session, piece_id)
