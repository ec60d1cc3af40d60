"""Delivers webhooks: claims in one transaction, calls in none, writes down in another.

An endpoint that hangs holds a few of this loop's calls and nobody else's. Whatever dies in between, the claim's lease
ends and the delivery is made again: receivers know repeats by their `webhook-id`. So neither transaction waits for the
disk; a crash of the server means repeats, too.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import structlog

from partners.rules.webhooks import RetryLater, classify, sign
from partners.settings import PartnersSettings
from partners.usecases.deliveries import Message, take_up, write_down
from partners.usecases.feeds import DELIVERIES_WAKE
from shared.db import Database
from shared.http import AddressRefused, NoAnswer, OutboundClient, outbound_client
from shared.loops import Loop
from shared.settings import ServiceSettings
from shared.wake import sleep_until_woken, sleeper

log = structlog.get_logger(__name__)

AT_ONCE = 64
"""Calls of this process."""

OF_ENDPOINT = 4
"""Calls of them to one endpoint."""

POLL_SECONDS = 1.0


class Deliverer:
    """The calls under way, and how many of them each endpoint has."""

    def __init__(self, database: Database, settings: PartnersSettings, outbound: OutboundClient) -> None:
        self._database = database
        self._key_secret = settings.key_secret.get_secret_value()
        self._outbound = outbound
        self._busy: Counter[UUID] = Counter()
        self._calls: set[asyncio.Task[None]] = set()

    async def start_due(self, finished: asyncio.Event) -> int:
        """Start calls for what is due, as many as there is room for; how many. `finished` is set as each ends."""
        room = AT_ONCE - len(self._calls)
        if room <= 0:
            return 0
        async with self._database.transaction(None, durable=False) as session:
            messages = await take_up(session, +self._busy, self._key_secret, most=OF_ENDPOINT, limit=room)
        for message in messages:
            self._busy[message.delivery.endpoint_id] += 1
            call = asyncio.create_task(self._call(message))
            self._calls.add(call)
            call.add_done_callback(lambda done, m=message: self._ended(done, m, finished))  # type: ignore[misc]
        return len(messages)

    async def finish(self) -> None:
        """Wait for the calls under way."""
        await asyncio.gather(*self._calls, return_exceptions=True)

    async def cancel(self) -> None:
        for call in self._calls:
            call.cancel()
        await self.finish()

    def _ended(self, call: asyncio.Task[None], message: Message, finished: asyncio.Event) -> None:
        self._calls.discard(call)
        self._busy[message.delivery.endpoint_id] -= 1
        if not call.cancelled() and (error := call.exception()) is not None:
            log.warning("webhook.not_written_down", position=message.delivery.position, error=repr(error))
        finished.set()

    async def _call(self, message: Message) -> None:
        status: int | None = None
        retry_after: str | None = None
        why: str | None = None
        try:
            headers = sign(message.signing_secrets, message.message_id, datetime.now(UTC), message.body)
            headers |= {"Content-Type": "application/json", "User-Agent": "Trellis-Webhooks/1"}
            answer = await self._outbound.post(message.url, message.body, headers)
            status, retry_after = answer.status, answer.headers.get("retry-after")
        except AddressRefused as refused:
            why = f"not called: {refused.reason}"
        except NoAnswer as none:
            why = f"no answer: {none.reason}"
        except ValueError as error:
            why = f"not sent: {error}"
        outcome = classify(status, retry_after, datetime.now(UTC)) if why is None else RetryLater()
        async with self._database.transaction(None, durable=False) as session:
            await write_down(session, message.delivery, outcome, status, why)


async def deliver(database: Database, settings: ServiceSettings, beat: Callable[[], None]) -> None:
    """The loop's body."""
    assert isinstance(settings, PartnersSettings)  # noqa: S101 (the service's own)
    async with outbound_client(settings.webhook_allow_list) as outbound:
        deliverer = Deliverer(database, settings, outbound)
        try:
            with sleeper(DELIVERIES_WAKE) as woken:
                while True:
                    beat()
                    if not await deliverer.start_due(woken):
                        await sleep_until_woken(woken, POLL_SECONDS)
        finally:
            await deliverer.cancel()


loops = [Loop("partners.deliveries", deliver)]
