"""`trellis`, with one thing in it broken on purpose: `python -m tests.integration.killed FAULT SERVICE worker`.

The faults are put in from outside: the product carries no switch for them.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from shared.cli import main
from shared.db.leases import Leases
from shared.db.query import Transaction
from shared.events import consumer, ledger, outbox
from shared.events.relay import Relay


def relay_dies_between_send_and_delete() -> None:
    """Kafka has the rows, the outbox has them still."""

    async def die(self: Relay, ids: list[int]) -> None:
        os._exit(9)

    Relay.delete = die  # type: ignore[method-assign]


def consumer_dies_before_commit() -> None:
    """The effect is written, the offset too, and nothing is committed."""
    move = ledger.move_offsets

    async def move_and_die(session: Any, next_offsets: Any) -> None:
        await move(session, next_offsets)
        os._exit(9)

    ledger.move_offsets = move_and_die


def consumer_dies_after_commit() -> None:
    """All is committed; nothing after it has run."""
    for name in ("_chunk", "_together"):
        setattr(consumer.Consumer, name, _and_die(getattr(consumer.Consumer, name)))


def _and_die(original: Any) -> Any:
    async def done_and_die(self: Any, *arguments: Any) -> Any:
        if await original(self, *arguments) is not False:
            os._exit(9)
        return False

    return done_and_die


def writer_dies_before_commit() -> None:
    """A change is written and its event too, and nothing is committed."""
    insert = outbox._insert

    async def insert_and_die(*arguments: Any) -> None:
        await insert(*arguments)
        os._exit(9)

    outbox._insert = insert_and_die  # type: ignore[assignment]


def every_relay_active() -> None:
    """Each worker believes that it alone holds every lease."""
    Leases.held = property(lambda self: dict.fromkeys(self._names, 1))  # type: ignore[method-assign,assignment]


def no_guard_at_all() -> None:
    """Promise 2 without what upholds it: offsets do not move, the inbox claims everything, no sequence is judged."""

    async def claim_all(session: Transaction, place: ledger.Partition, ids: Sequence[UUID]) -> set[UUID]:
        return set(ids)

    async def keep_offsets(session: Transaction, next_offsets: Mapping[ledger.Partition, int]) -> None:
        return None

    ledger.claim = claim_all
    ledger.move_offsets = keep_offsets
    ledger.check_sequence = lambda *_, **__: ledger.SequenceCheck.NEXT


def drafts_anew_each_time() -> None:
    """Promise 2 for a selection without what upholds it: no guard, and no id by which a draft is known again."""
    from partners.selection import usecases

    no_guard_at_all()
    usecases.drafted_id = lambda *_: uuid4()  # type: ignore[attr-defined]


def tells_anew_each_time() -> None:
    """Promise 2 for the timelines of gaps without what upholds it: no guard, and nothing by which a step is known."""
    from dashboards.timelines.usecases import project

    no_guard_at_all()
    step = project._step
    project._step = lambda *told: step(*told)._replace(number=uuid4().int >> 66)


def follows_and_forgets() -> None:
    """Promise 2 for what is adopted without what upholds it: no guard, and a version that is taken is not held."""
    from resources.adoptions.usecases import following

    async def forget(*_: object, **__: object) -> None:
        return None

    no_guard_at_all()
    following.set_adoption = forget  # type: ignore[attr-defined]


def relay_loses() -> None:
    """Promise 1 without the acknowledgement: rows are deleted although Kafka never had them."""
    from shared.events.kafka import LogProducer, Outgoing

    async def forget(self: LogProducer, records: Sequence[Outgoing]) -> list[BaseException | None]:
        return [None for _ in records]

    LogProducer.send = forget  # type: ignore[method-assign]


def no_order_at_all() -> None:
    """Promise 3 without what upholds it: the relay sends the newest first, the receiver does not look at sequences."""
    read = Relay.read

    async def backwards(self: Any, shards: Any) -> Any:
        return list(reversed(await read(self, shards)))

    Relay.read = backwards  # type: ignore[method-assign]
    ledger.check_sequence = lambda *_, **__: ledger.SequenceCheck.NEXT


def answered_before_commit() -> None:
    """Promise 6 without what upholds it: a write is answered although its transaction never committed."""
    from contextlib import asynccontextmanager

    from shared.db.database import Database

    lean = Database.lean_transaction

    @asynccontextmanager
    async def never_committed(self: Any, district_id: Any) -> Any:
        class RolledBack(Exception):
            pass

        try:
            async with lean(self, district_id) as transaction:
                yield transaction
                raise RolledBack
        except RolledBack:
            pass

    Database.lean_transaction = never_committed  # type: ignore[method-assign]


FAULTS = {
    f.__name__: f
    for f in (
        relay_dies_between_send_and_delete, consumer_dies_before_commit, consumer_dies_after_commit,
        writer_dies_before_commit, every_relay_active, no_guard_at_all, drafts_anew_each_time, tells_anew_each_time,
        follows_and_forgets, relay_loses,
        no_order_at_all, answered_before_commit,
    )
}  # fmt: skip

if __name__ == "__main__":
    FAULTS[sys.argv.pop(1)]()
    main()
