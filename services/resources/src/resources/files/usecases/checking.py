"""What has come as a whole is checked, and becomes a file or is refused.

Each step writes down what it is about to do before it does it, so that a worker may die anywhere: another begins anew,
under another key, and what the first has left is collected. A file is there in the moment in which one transaction has
made its row, kept its bytes and settled its quota.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from uuid import UUID

import structlog

from resources.common.rules.problems import Problem
from resources.files.queries import checks, files, objects, pieces
from resources.files.queries.checks import TakenUpload
from resources.files.queries.uploads import UploadRecord
from resources.files.rules.content.detection import type_by_content
from resources.files.rules.file_types import FileType
from resources.files.rules.keys import key_of, key_of_piece
from resources.files.rules.names import clean_name
from resources.files.rules.scans import WHY_REFUSED, Scan
from resources.files.rules.tus.headers import parse_metadata
from resources.files.rules.uploads import Act, wrong_with_what_came
from resources.files.usecases.assembling import Kept, ReadBack, Span, Whole
from resources.files.usecases.scanning import ScanBroken, Scanner, ScannerAway
from resources.files.usecases.uploading import end
from resources.store.port import Missing, Store, StoreAway, StoreFull
from shared.db.database import Database
from shared.db.query import Transaction
from shared.values.clock import Clock
from shared.values.ids import new_id

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 5
"""So often a file may break the worker that looks at it, or come back from the store as another."""
AGAIN = timedelta(seconds=30)
HOLD_SECONDS = 15.0
"""So often a worker says that it is still at it; much shorter than `checks.HELD`."""
_NOT_KEPT = "The store does not give back what was put into it, again and again: begin another upload."
_FAILS = "Something went wrong on our side, again and again, and has been logged: begin another upload."


class _NotOurs(Exception):
    """Another worker has taken the upload up meanwhile, or it has ended."""


class _NotKept(Exception):
    """The store gives out something else than was put into it."""


async def check_next(
    database: Database, store: Store, scanner: Scanner | None, clock: Clock, beat: Callable[[], None]
) -> bool:
    """Checks the upload that waits longest, of any district; returns whether there was one.

    Raises:
        StoreAway, StoreFull, ScannerAway: it waits until they are there again.
    """
    async with database.transaction(None) as session:
        taken = await checks.take_next(session, clock())
    if taken is None:
        return False
    check = _Check(database, store, scanner, clock, beat, taken)
    try:
        await check.run()
    except _NotOurs:
        log.warning("upload.taken_by_another", upload_id=str(taken.upload_id))
    except (StoreAway, StoreFull, ScannerAway, asyncio.CancelledError):
        await check.give_back(counts=False)
        raise
    except ScanBroken:
        await check.try_again(WHY_REFUSED[Scan.FAILED])
    except (_NotKept, Missing):
        await check.try_again(_NOT_KEPT)
    except Exception:
        await check.try_again(_FAILS)
        raise
    return True


@dataclass
class _Check:
    """An upload that is being checked."""

    database: Database
    store: Store
    scanner: Scanner | None
    clock: Clock
    beat: Callable[[], None]
    taken: TakenUpload
    held_at: float = field(default_factory=monotonic)

    async def run(self) -> None:
        if self.taken.attempts > MOST_ATTEMPTS:  # and none of them came to say why
            await self._refuse(_FAILS)
            return
        upload, whole = await self._begin()
        of_type = await self._type_of(upload, whole)
        if isinstance(of_type, Problem):
            await self._refuse(of_type.detail)
            return
        object_id = new_id()
        key = key_of(self.taken.district_id, object_id)
        scan = Scan.NOT_CONFIGURED if self.scanner is None else Scan.PENDING
        async with self.database.transaction(None) as session:
            await objects.begin_object(session, object_id, key, of_type.code, scan, self.clock())
        async with self.store.writing(key) as write:
            kept = await whole.keep(of_type, write)
        wrong = kept if isinstance(kept, Problem) else wrong_with_what_came(upload.judged, *kept.sent)
        if isinstance(wrong, Problem):
            await self._refuse(wrong.detail)
        elif wrong is not None:
            await self._refuse(wrong)
        elif not isinstance(kept, Problem):
            await self._finish(object_id, of_type, kept, await self._look(key, kept))

    async def try_again(self, why: str) -> None:
        """A few times; then it is refused."""
        if self.taken.attempts >= MOST_ATTEMPTS:
            await self._refuse(why)
        else:
            await self.give_back(counts=True)

    async def give_back(self, *, counts: bool) -> None:
        async with self.database.transaction(self.taken.district_id) as session:
            await checks.give_back(session, self.taken, self.clock() + AGAIN, counts=counts)

    async def _begin(self) -> tuple[UploadRecord, Whole]:
        async with self.database.transaction(self.taken.district_id) as session:
            upload = await self._ours(session)
            found = await pieces.find_pieces(session, self.taken.upload_id)
        district_id, upload_id = self.taken.district_id, self.taken.upload_id
        spans = [Span(key_of_piece(district_id, upload_id, one.piece_id), one.first, one.size) for one in found]
        return upload, Whole(self.store, spans, self._still)

    async def _type_of(self, upload: UploadRecord, whole: Whole) -> FileType | Problem:
        sent = parse_metadata(upload.metadata)
        claimed = sent.get("filetype") if isinstance(sent, dict) else None
        name = clean_name(upload.name)
        if isinstance(name, Problem):
            return name
        sample = await whole.sample()
        return await asyncio.to_thread(type_by_content, sample, name, claimed)

    async def _look(self, key: str, kept: Kept) -> Scan:
        """Reads it back from the store, whoever else looks at it meanwhile. Raises _NotKept."""
        back = ReadBack(self.store, key, self._still)
        if self.scanner is None:
            async for _ in back.chunks():
                pass
            scan = Scan.NOT_CONFIGURED
        else:
            scan = await self.scanner.scan(back.chunks())
        if back.digest() != kept.kept and scan not in WHY_REFUSED:
            raise _NotKept
        return scan

    async def _finish(self, object_id: UUID, of_type: FileType, kept: Kept, scan: Scan) -> None:
        if scan in WHY_REFUSED:
            async with self.database.transaction(None) as session:
                await objects.set_scan(session, object_id, scan)
            await self._refuse(WHY_REFUSED[scan])
            return
        file_id, size, now = new_id(), kept.kept.size, self.clock()
        async with self.database.transaction(self.taken.district_id) as session:
            upload = await self._ours(session)
            await files.add_file(
                session,
                upload.district_id,
                file_id,
                object_id,
                name=upload.name,
                type_code=of_type.code,
                size=size,
                sha256=kept.kept.sha256,
                sent_sha256=kept.sent.sha256,
                uploaded_by=upload.sender,
                now=now,
            )
            await objects.keep_object(session, object_id, size, kept.kept.sha256, scan)
            await end(session, upload, Act.STORE, now, file_id=file_id, stored=size)

    async def _refuse(self, why: str) -> None:
        async with self.database.transaction(self.taken.district_id) as session:
            await end(session, await self._ours(session), Act.REFUSE, self.clock(), problem=why)

    async def _ours(self, session: Transaction) -> UploadRecord:
        upload = await checks.lock_taken(session, self.taken)
        if upload is None:
            raise _NotOurs
        return upload

    async def _still(self) -> None:
        """Holds the upload while its bytes flow."""
        self.beat()
        if monotonic() - self.held_at < HOLD_SECONDS:
            return
        self.held_at = monotonic()
        async with self.database.transaction(self.taken.district_id) as session:
            if not await checks.hold(session, self.taken, self.clock()):
                raise _NotOurs
