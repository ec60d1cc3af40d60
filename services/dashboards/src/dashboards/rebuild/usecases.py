"""Building the read models again from Kafka, beside the live ones, and putting them in their place.

A second consumer reads the log from its beginning as the next epoch and fills the next generation. When it stands
where the live one stands, one transaction holds the live one still, lets the second apply what is left, and makes its
epoch the current one. The live consumer finds its offsets gone and goes on in the new epoch; open streams are reset.
"""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.models import READ_MODELS
from dashboards.rebuild import queries
from shared.db.database import Database
from shared.db.leases import Leases, process_name
from shared.events import ledger
from shared.events.apply import Subscription
from shared.events.consumer import Consumer
from shared.events.topics import end_offsets
from shared.settings import KafkaSettings

log = structlog.get_logger(__name__)

BATCH = 5000
STILL_SECONDS = 5.0
"""How long the live consumer may be held still; its own lock timeout is twice that."""
CATCH_UP_SECONDS = 60.0
"""How long a comparison waits for a live model that has taken in less than the rebuilt one."""


class RebuildRefused(Exception):
    """The rebuilt generation was not put in place; the live one is untouched."""


@dataclass(frozen=True)
class Rebuilt:
    """`records` were read in `seconds`; `epoch` is live from now on."""

    epoch: int
    records: int
    seconds: float


async def rebuild(
    database: Database,
    kafka: KafkaSettings,
    live: Subscription,
    rebuilding: Subscription,
    *,
    compare: bool = False,
    grace_seconds: float = 5.0,
) -> Rebuilt:
    """Rebuild, swap, and clear the old generation away after `grace_seconds`, in which requests under way end.

    Raises:
        RebuildRefused: another rebuild runs; keys are parked that the live model has applied (the log no longer goes
            back to their beginning); or, with `compare`, the two generations differ.
    """
    leases = Leases(database, "rebuild", [live.consumer], holder=process_name())
    await leases.renew()
    if live.consumer not in leases.held:
        await leases.release()
        raise RebuildRefused("Another rebuild is under way.")
    keeping = asyncio.create_task(leases.keep())
    try:
        return await _Rebuild(database, kafka, live, rebuilding, compare=compare).run(grace_seconds)
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def fingerprint(database: Database, generation: int, districts: Sequence[UUID]) -> dict[str, str]:
    """The canonical state of a generation: equal for two generations exactly when they say the same."""
    state: dict[str, str] = {}
    for district_id in districts:
        async with database.transaction(district_id) as session:
            found = await queries.fingerprint(session, generation, district_id)
        state |= {f"{district_id} {model}": value for model, value in found.items()}
    return state


async def remove_generation(database: Database, consumer: str, epoch: int) -> None:
    """Clear away all that an epoch left behind, in batches."""
    async with database.transaction(None) as session:
        districts = await queries.districts(session, consumer, epoch)
    for district_id in districts:
        for model in READ_MODELS:
            removed = BATCH
            while removed == BATCH:
                async with database.transaction(district_id) as session:
                    removed = await queries.remove_some(session, model, epoch, district_id, batch=BATCH)
    async with database.transaction(None) as session:
        await queries.clear_ledger(session, consumer, epoch)


class _Rebuild:
    def __init__(
        self, database: Database, kafka: KafkaSettings, live: Subscription, subscription: Subscription, *, compare: bool
    ) -> None:
        self._database = database
        self._kafka = kafka
        self._name = live.consumer
        self._subscription = subscription
        self._compare = compare
        self._live_epoch = 0
        self._epoch = 0
        self._ends: queries.Offsets = {}
        self._wait_until: float | None = None

    async def run(self, grace_seconds: float) -> Rebuilt:
        started = time.monotonic()
        async with self._database.transaction(None) as session:
            self._live_epoch = await ledger.current_epoch(session, self._name)
        self._epoch = self._live_epoch + 1
        await remove_generation(self._database, self._name, self._epoch)  # of a rebuild that was given up
        self._ends = await end_offsets(self._kafka, self._subscription.topics)
        consumer = Consumer(self._subscription, self._database, self._kafka, holder=process_name(), epoch=self._epoch)
        try:
            await consumer.run_until(lambda: self._try_swap(consumer))
        except RebuildRefused:
            await remove_generation(self._database, self._name, self._epoch)
            raise
        seconds = time.monotonic() - started
        records = await self._count()
        log.info("rebuild.swapped", epoch=self._epoch, records=records, seconds=round(seconds, 1))
        await asyncio.sleep(grace_seconds)
        await remove_generation(self._database, self._name, self._live_epoch)
        return Rebuilt(self._epoch, records, seconds)

    async def _try_swap(self, consumer: Consumer) -> bool:
        """Asked between rounds, while nothing is being applied: swap if we stand where the live consumer stands."""
        async with self._database.transaction(None) as session:
            if await self._behind(session):
                return False
        async with self._database.transaction(None) as session:
            still = await queries.offsets(session, self._name, self._live_epoch, lock=True)
            if not await self._apply_rest(consumer, still):
                return False
            if self._compare and await self._ahead(session, still):
                return False
            await self._verify(session)
            await queries.delete_offsets(session, self._name, self._live_epoch)
            await ledger.set_epoch(session, self._name, self._epoch)
        return True

    async def _behind(self, session: AsyncSession, live: queries.Offsets | None = None) -> bool:
        """Whether the live consumer has taken in what we have not, or the log held it when we began: the live one may
        lag, or not be running.
        """
        if live is None:
            live = await queries.offsets(session, self._name, self._live_epoch)
        ours = await queries.offsets(session, self._name, self._epoch)
        return any(ours.get(place, -1) < max(end, live.get(place, 0)) for place, end in self._ends.items())

    async def _ahead(self, session: AsyncSession, live: queries.Offsets) -> bool:
        """Whether we have taken in what the live consumer has not: then the two models differ, and rightly so.

        Raises:
            RebuildRefused: it has been so for too long.
        """
        ours = await queries.offsets(session, self._name, self._epoch)
        if all(live.get(place, 0) >= offset for place, offset in ours.items()):
            return False
        now = time.monotonic()
        self._wait_until = self._wait_until or now + CATCH_UP_SECONDS
        if now > self._wait_until:
            raise RebuildRefused(
                "The live model is behind the log, so it cannot be compared. Let its worker catch up, or rebuild "
                "without comparing."
            )
        return True

    async def _apply_rest(self, consumer: Consumer, still: queries.Offsets) -> bool:
        """The live consumer's offsets are locked: it waits, and what it had ahead of us is applied here."""
        until = time.monotonic() + STILL_SECONDS
        while time.monotonic() < until:
            async with self._database.transaction(None) as session:
                if not await self._behind(session, still):
                    return True
            with contextlib.suppress(ledger.OffsetLost):
                await consumer.step(timeout_ms=50)
        return False

    async def _verify(self, session: AsyncSession) -> None:
        ours = await queries.parked_keys(session, self._name, self._epoch)
        theirs = await queries.parked_keys(session, self._name, self._live_epoch)
        if ours > theirs:
            raise RebuildRefused(
                f"{ours} keys would wait for records that the log no longer holds, where {theirs} wait now. "
                "Let each service publish its state again (`trellis <service> republish`), then rebuild."
            )
        if self._compare:
            districts = await queries.districts(session, self._name, self._epoch)
            rebuilt = await fingerprint(self._database, self._epoch, districts)
            live = await fingerprint(self._database, self._live_epoch, districts)
            if differing := sorted(place for place in rebuilt if rebuilt[place] != live[place]):
                raise RebuildRefused(f"The rebuilt model is not the live one: {', '.join(differing)}")

    async def _count(self) -> int:
        async with self._database.transaction(None) as session:
            return await queries.records_seen(session, self._name, self._epoch)
