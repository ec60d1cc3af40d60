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
_sleepers: dict[str, dict[asyncio.Event, str | None]] = defaultdict(dict)


def name_place(session: Transaction, place: str) -> None:
    """Say which database this transaction writes to."""
    session.info[_PLACE] = place


def wake_after_commit(session: Transaction, name: str) -> None:
    """Once this transaction has committed, wake whoever sleeps on `name` in this process."""
    session.info.setdefault(_KEY, set()).add(name)


async def fire_wakes(session: Transaction) -> None:
    for name in session.info.pop(_KEY, ()):
        wake(name, session.info.get(_PLACE))


def wake(name: str, place: str | None = None) -> None:
    for sleeper, of in _sleepers[name].items():
        if of is None or place is None or of == place:
            sleeper.set()


@contextmanager
def sleeper(name: str, *, of: str | None = None) -> Iterator[asyncio.Event]:
    """An event that is set by commits on `name`; with `of`, by those to that database only (`Database.place`)."""
    event = asyncio.Event()
    _sleepers[name][event] = of
    try:
        yield event
    finally:
        del _sleepers[name][event]


async def sleep_until_woken(event: asyncio.Event, seconds: float) -> bool:
    """Wait for the hint or for the poll's turn, whichever comes first; whether it was the hint."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    finally:
        event.clear()
    return True
