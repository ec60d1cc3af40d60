"""Work that never ends and owns its transactions: calls to the outside, which no transaction may wait for.

A loop's body is a coroutine that runs for as long as this process holds the loop's lease, and is cancelled when it
does not. Cancelled, it takes up nothing new, and may finish what it has taken up: another process may be at the rest by
then. Like a job it must be safe to run twice: claim rows, commit, act, then write down what came of it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

from shared.db.database import Database
from shared.db.leases import Leases
from shared.telemetry import JOB_RUNS, Heartbeat

log = structlog.get_logger(__name__)

Beat = Callable[[], None]
Body = Callable[[Beat], Awaitable[None]]
"""The body of a loop; it calls `beat` at each turn."""

_LOOK_SECONDS = 0.5
_PAUSE_SECONDS = 2.0


@dataclass(frozen=True)
class Loop:
    """`body` goes round until it is cancelled; an error starts it afresh after a pause."""

    name: str
    body: Body


class LoopRunner:
    """Runs a service's loops in one process, each while this process holds the loop's lease."""

    def __init__(self, loops: Sequence[Loop], database: Database, *, holder: str) -> None:
        self._loops = loops
        self.leases = Leases(database, "loop", [loop.name for loop in loops], holder=holder)

    async def run(self) -> None:
        if not self._loops:
            await asyncio.Event().wait()
        keeping = asyncio.create_task(self.leases.keep())
        try:
            await asyncio.gather(*(self._follow(loop) for loop in self._loops))
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def _follow(self, loop: Loop) -> None:
        """Start and end the body as the lease comes and goes. A body that was told to end finishes what it is in the
        middle of, and only then may another begin.
        """
        heartbeat = Heartbeat(f"loop.{loop.name}")
        running: asyncio.Task[None] | None = None
        ending = False
        try:
            with heartbeat.watched():
                while True:
                    if running is not None and running.done():
                        running, ending = None, False
                    held = loop.name in self.leases.held
                    if held and running is None:
                        running = asyncio.create_task(self._again_and_again(loop, heartbeat.beat))
                    elif not held and running is not None and not ending:
                        running.cancel()
                        ending = True
                    if ending or not held:
                        heartbeat.beat()
                    await asyncio.sleep(_LOOK_SECONDS)
        finally:
            await _ended(running, told=ending)

    async def _again_and_again(self, loop: Loop, beat: Beat) -> None:
        while True:
            try:
                await loop.body(beat)
            except Exception:
                log.exception("loop.failed", loop=loop.name)
                JOB_RUNS.labels(loop.name, "failed").inc()
            beat()
            await asyncio.sleep(_PAUSE_SECONDS)


async def _ended(task: asyncio.Task[None] | None, *, told: bool) -> None:
    """Wait until it has ended; a second cancellation would cut short what it finishes after the first."""
    if task is not None:
        if not told:
            task.cancel()
        await asyncio.gather(task, return_exceptions=True)
