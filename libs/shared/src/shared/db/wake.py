"""Hints that something was committed, so that a loop need not wait for its next poll.

A hint may be lost, and reaches this process only; every loop polls all the same. There is no NOTIFY: in the write's own
transaction all notifying commits of the server would queue behind one lock, and the poll is quick enough.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from shared.db.query import Transaction

_KEY = "wakes"
_PLACE = "place"
_waiters: dict[str, dict[asyncio.Event, str | None]] = defaultdict(dict)


def set_place(session: Transaction, place: str) -> None:
    """Says which database this transaction writes to (`Database.place`)."""
    session.info[_PLACE] = place


def wake_after_commit(session: Transaction, name: str) -> None:
    """Wakes whoever waits for `name` in this process once this transaction has committed."""
    session.info.setdefault(_KEY, set()).add(name)


def notify_waiters(session: Transaction) -> None:
    """Wakes those who wait for what this transaction has committed."""
    for name in session.info.pop(_KEY, ()):
        wake(name, session.info.get(_PLACE))


def wake(name: str, place: str | None = None) -> None:
    """Wakes whoever waits for `name`, or of those the ones that wait for this database."""
    for waiter, of in _waiters[name].items():
        if of is None or place is None or of == place:
            waiter.set()


@contextmanager
def waiter(name: str, *, of: str | None = None) -> Iterator[asyncio.Event]:
    """An event that is set by commits on `name`; with `of`, by those to that database only (`Database.place`)."""
    event = asyncio.Event()
    _waiters[name][event] = of
    try:
        yield event
    finally:
        del _waiters[name][event]


async def sleep_until_woken(event: asyncio.Event, seconds: float) -> bool:
    """Waits for the hint or for the poll's turn, whichever comes first; returns whether it was the hint."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    finally:
        event.clear()
    return True
