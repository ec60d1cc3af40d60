"""Concurrent writes of one district share a transaction, as a log's group commit does.

What costs in a write is the round trips and the commit, and both serve many requests as well as one. The sharer owns
the transaction; a use case gets a list of requests and answers each. If the transaction fails, its requests are run
again one by one, so that none fails for another's fault; if the database is away, or the district has no turn at it,
none is run again; if nobody knows whether it was committed, only those that may be repeated are (ADR 0005).
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar
from uuid import UUID

from shared.db.database import Database
from shared.db.driver_errors import is_plan_outdated, is_unreachable
from shared.db.query import Transaction
from shared.errors import OutcomeUnknown, TooManyRequests
from shared.telemetry import SHARED_WRITES

Request = TypeVar("Request")
Answer = TypeVar("Answer")

Waiting = tuple[Request, asyncio.Future[Answer]]
"""A request and who waits for its answer."""

MOST = 64
"""Requests in one transaction: enough to share its cost, few enough that nobody waits long behind the others."""


class Again(Exception):
    """An answer that means: not in this transaction; run the request by itself once this one has committed."""


class SharedWrites(Generic[Request, Answer]):
    """Per district, the requests that arrive while a transaction is under way share the next one."""

    def __init__(
        self,
        service: str,
        database: Database,
        act: Callable[[Transaction, UUID, Sequence[Request]], Awaitable[Sequence[Answer | Exception]]],
        *,
        repeatable: Callable[[Request], bool],
    ) -> None:
        """`repeatable` says of a request whether it has one effect however often it is carried out."""
        self._service = service
        self._database = database
        self._act = act
        self._repeatable = repeatable
        self._waiting: dict[UUID, deque[Waiting[Request, Answer]]] = defaultdict(deque)
        self._running: dict[UUID, asyncio.Task[None]] = {}

    async def submit(self, district_id: UUID, request: Request) -> Answer:
        """Answer, or raise the request's own error. Cancelling the caller does not undo a write under way."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[district_id].append((request, future))
        if district_id not in self._running:
            self._running[district_id] = asyncio.create_task(self._work_off(district_id))
        return await future

    async def submit_all(self, district_id: UUID, requests: Sequence[Request]) -> list[Answer | Exception]:
        """Run these requests in one transaction of their own, beside what others submit."""
        futures: list[asyncio.Future[Answer]] = [asyncio.get_running_loop().create_future() for _ in requests]
        await self._together(district_id, list(zip(requests, futures, strict=True)))
        results = await asyncio.gather(*futures, return_exceptions=True)
        return [result if not isinstance(result, BaseException) else _ordinary(result) for result in results]

    async def _work_off(self, district_id: UUID) -> None:
        queue = self._waiting[district_id]
        try:
            while queue:
                batch = [queue.popleft() for _ in range(min(MOST, len(queue)))]
                await self._together(district_id, [item for item in batch if not item[1].cancelled()])
        finally:
            del self._running[district_id]
            if not queue:
                self._waiting.pop(district_id, None)

    async def _together(
        self, district_id: UUID, batch: Sequence[Waiting[Request, Answer]], *, before: OutcomeUnknown | None = None
    ) -> Exception | None:
        """Run these in one transaction and answer each; returns why the database could not be reached, if so. `before`:
        they have been run already, and may have been carried out, which a failure now does not undo.
        """
        if not batch:
            return None
        try:
            answers = await self._attempt(district_id, [request for request, _ in batch])
        except OutcomeUnknown as unknown:
            again = [item for item in batch if before is None and self._repeatable(item[0])]
            _settle_all([item for item in batch if before is not None or not self._repeatable(item[0])], unknown)
            return await self._together(district_id, again, before=unknown)
        except Exception as error:
            hopeless = is_unreachable(error) or isinstance(error, TooManyRequests)  # for each of them as for all
            if len(batch) > 1 and not hopeless:
                return await self._one_by_one(district_id, batch, before=before)
            _settle_all(batch, before or error)
            return error if hopeless else None
        for (_, future), answer in zip(batch, answers, strict=True):
            if not isinstance(answer, Again):
                _settle(future, answer)
        later = [item for item, answer in zip(batch, answers, strict=True) if isinstance(answer, Again)]
        return await self._one_by_one(district_id, later)

    async def _one_by_one(
        self, district_id: UUID, batch: Sequence[Waiting[Request, Answer]], *, before: OutcomeUnknown | None = None
    ) -> Exception | None:
        for n, item in enumerate(batch):
            if (away := await self._together(district_id, [item], before=before)) is not None:
                _settle_all(batch[n + 1 :], before or away)
                return away
        return None

    async def _attempt(self, district_id: UUID, requests: Sequence[Request]) -> Sequence[Answer | Exception]:
        """In one transaction; in a second one where a migration had outdated a statement of the first."""
        try:
            return await self._once(district_id, requests)
        except Exception as error:
            if not is_plan_outdated(error):
                raise
            return await self._once(district_id, requests)

    async def _once(self, district_id: UUID, requests: Sequence[Request]) -> Sequence[Answer | Exception]:
        SHARED_WRITES.labels(self._service).observe(len(requests))
        async with self._database.lean_transaction(district_id) as session:
            answers = await self._act(session, district_id, requests)
            if len(answers) != len(requests):
                raise RuntimeError(f"{len(answers)} answers to {len(requests)} requests")
        return answers


def _settle_all(batch: Sequence[Waiting[Request, Answer]], error: Exception) -> None:
    for _, future in batch:
        _settle(future, error)


def _settle(future: asyncio.Future[Answer], answer: Answer | Exception) -> None:
    if future.done():
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)


def _ordinary(error: BaseException) -> Exception:
    """Errors of requests are answers; anything larger (a cancellation) is not ours to keep."""
    if isinstance(error, Exception):
        return error
    raise error
