"""Events of the tests' own, and a handler that leaves a trace each time it runs."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from shared.db.database import Database
from shared.events.event import Event, Received, Topic

NewEvent = Callable[..., Awaitable[type[Any]]]

_EFFECT = text("insert into effect (district_id, key, sequence, words) values (:district_id, :key, :sequence, :words)")
_EFFECTS = text("select district_id, key, sequence from effect order by id")


def make_event(topic: Topic | None = None, *, compacted: bool = False) -> type[Any]:
    """An event type of the test's own, on a topic of its own unless one is given."""
    name = uuid4().hex[:12]

    class Noted(
        Event,
        type=f"test.noted.{name}.v1",
        topic=topic or Topic(f"test-{name}", compacted=compacted),
        key="note",
    ):
        note: str
        words: str = ""

    return Noted


async def note_effects(session: Any, events: Sequence[Received[Any]]) -> None:
    """A handler that writes down each time it ran."""
    await session.execute(
        _EFFECT,
        [
            {
                "district_id": e.district_id,
                "key": e.key,
                "sequence": e.sequence,
                "words": None if e.erased else e.data.words,
            }
            for e in events
        ],
    )


async def effects(worker: Database, *, key: str | None = None) -> list[tuple[UUID, str, int]]:
    """What handlers did, in the order they did it."""
    async with worker.transaction(None) as session:
        rows = (await session.execute(_EFFECTS)).all()
    return [(r.district_id, r.key, r.sequence) for r in rows if key in (None, r.key)]
