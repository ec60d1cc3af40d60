"""Delivers webhooks: claims in one transaction, calls in none, records the outcome in another.

An endpoint that hangs holds a few of this loop's calls and nobody else's. The outcome of a call is recorded, also where
this process loses the loop's lease meanwhile, its database is busy or its event loop stalls. If it dies in between, the
claim's lease ends and the delivery is made again: receivers know repeats by their `webhook-id`. So neither transaction
waits for the disk; a crash of the server means repeats, too.
"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from functools import partial

import structlog

from partners.common.context import PartnersContext
from partners.feeds.usecases import DELIVERIES_WAKE
from partners.settings import PartnersSettings
from partners.webhooks.rules import Outcome, RetryLater, classify, sign
from partners.webhooks.usecases import deliveries
from partners.webhooks.usecases.deliveries import Message
from shared.db.database import Database
from shared.db.driver_errors import is_database_away
from shared.db.wake import sleep_until_woken, waiter
from shared.outgoing.client import DEADLINE_SECONDS, AddressRefused, NoAnswer, OutboundClient, outbound_client
from shared.run.loops import Beat, Loop
from shared.values.clock import Clock

log = structlog.get_logger(__name__)

AT_ONCE = 64
"""Calls of this process."""

OF_ENDPOINT = 4
"""Calls of them to one endpoint."""

POLL_SECONDS = 1.0

FINISH_SECONDS = DEADLINE_SECONDS + 5
"""For what is under way when this process has to let go: a call's own deadline, and the time to record its outcome."""

_RECORD_AGAIN_SECONDS = 1.0


@dataclass
class _Call:
    """A call under way, and when what it delivers was last claimed, by this process's clock."""

    message: Message
    claimed_at: float

    @property
    def age(self) -> float:
        return time.monotonic() - self.claimed_at


class Deliverer:
    """The calls under way, and how many of them each endpoint has."""

    def __init__(self, database: Database, settings: PartnersSettings, outbound: OutboundClient, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._key_secret = settings.key_secret.get_secret_value()
        self._outbound = outbound
        self._calls: dict[asyncio.Task[None], _Call] = {}
        self._starting: asyncio.Task[int] | None = None

    async def start_due(self, finished: asyncio.Event) -> int:
        """Starts calls for what is due, as many as there is room for; returns how many. `finished` is set as each ends.

        Cancelled, it goes on by itself: what is claimed is called. `finish` waits for it.
        """
        self._starting = asyncio.create_task(self._start_due(finished))
        return await asyncio.shield(self._starting)

    async def _start_due(self, finished: asyncio.Event) -> int:
        room, old = AT_ONCE - len(self._calls), self._claimed_long_ago()
        if room <= 0 and not old:
            return 0
        now = time.monotonic()
        async with self._database.transaction(None, durable=False) as session:
            # First: a stall may have outlasted our own claims, and what we are at is not due.
            await deliveries.extend(session, [call.message for call in old])
            busy = Counter(call.message.delivery.endpoint_id for call in self._calls.values())
            messages = await deliveries.claim_due(
                session, busy, self._key_secret, self._clock(), most=OF_ENDPOINT, limit=max(0, room)
            )
        for call in old:
            call.claimed_at = now
        for message in messages:
            call = _Call(message, now)
            task = asyncio.create_task(self._make(call))
            self._calls[task] = call
            task.add_done_callback(lambda done: self._ended(done, finished))
        return len(messages)

    async def finish(self, within: float | None = None) -> None:
        """Waits for the calls under way, extending their claims; those that take longer than `within` are cut off."""
        until = None if within is None else time.monotonic() + within
        if self._starting is not None:
            await asyncio.gather(self._starting, return_exceptions=True)
        while self._calls and (until is None or time.monotonic() < until):
            left = POLL_SECONDS if until is None else min(POLL_SECONDS, until - time.monotonic())
            await asyncio.wait(self._calls, timeout=left)
            await self._extend_claims()
        await self.cancel()

    async def cancel(self) -> None:
        """Cuts off what is under way, as the death of the process would."""
        for task in self._calls:
            task.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    def _claimed_long_ago(self) -> list[_Call]:
        return [call for call in self._calls.values() if call.age > deliveries.LEASE.total_seconds() / 3]

    async def _extend_claims(self) -> None:
        if not (old := self._claimed_long_ago()):
            return
        now = time.monotonic()
        try:
            async with self._database.transaction(None, durable=False) as session:
                await deliveries.extend(session, [call.message for call in old])
        except Exception as error:
            log.warning("webhook.claims_not_extended", error=repr(error))
            return
        for call in old:
            call.claimed_at = now

    def _ended(self, task: asyncio.Task[None], finished: asyncio.Event) -> None:
        position = self._calls.pop(task).message.delivery.position
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("webhook.not_recorded", position=position, error=repr(error))
        finished.set()

    async def _make(self, call: _Call) -> None:
        message = call.message
        if call.age > deliveries.LEASE.total_seconds() / 2:
            log.warning("webhook.claim_too_old", position=message.delivery.position, seconds=call.age)
            return  # stalled since: by the time of an answer another process might be at it, too
        status: int | None = None
        retry_after: str | None = None
        why: str | None = None
        try:
            headers = sign(message.signing_secrets, message.message_id, self._clock(), message.body)
            headers |= {"Content-Type": "application/json", "User-Agent": "Trellis-Webhooks/1"}
            answer = await self._outbound.post(message.url, message.body, headers)
            status, retry_after = answer.status, answer.headers.get("retry-after")
        except AddressRefused as refused:
            why = f"not called: {refused.reason}"
        except NoAnswer as none:
            why = f"no answer: {none.reason}"
        except ValueError as error:
            why = f"not sent: {error}"
        outcome = classify(status, retry_after, self._clock()) if why is None else RetryLater()
        await self._record_outcome(message, outcome, status, why)

    async def _record_outcome(self, message: Message, outcome: Outcome, status: int | None, why: str | None) -> None:
        """Tries as often as it takes: what is not recorded is delivered again."""
        while True:
            try:
                async with self._database.transaction(None, durable=False) as session:
                    await deliveries.record_outcome(session, message.delivery, outcome, status, why, self._clock())
                return
            except Exception as error:
                if not is_database_away(error):
                    raise
                log.info("webhook.to_be_recorded", position=message.delivery.position, error=repr(error))
                await asyncio.sleep(_RECORD_AGAIN_SECONDS)


async def deliver(database: Database, settings: PartnersSettings, clock: Clock, beat: Beat) -> None:
    """Delivers what is due until it is cancelled: the loop's body."""
    async with outbound_client(settings.webhook_allow_list) as outbound:
        deliverer = Deliverer(database, settings, outbound, clock)
        try:
            with waiter(DELIVERIES_WAKE) as woken:
                while True:
                    beat()
                    if not await deliverer.start_due(woken):
                        await sleep_until_woken(woken, POLL_SECONDS)
        finally:
            await deliverer.finish(FINISH_SECONDS)


def loops(context: PartnersContext) -> list[Loop]:
    return [Loop("partners.deliveries", partial(deliver, context.database, context.settings, context.now))]
