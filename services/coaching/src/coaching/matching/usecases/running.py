"""Matchings are worked out, each in a process of its own, so that no request and no job waits for one.

What the process tells is stored as it comes. A process that dies is begun anew behind what is stored, and comes to the
same; a worker that dies leaves the matching to another.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from coaching.matching.queries import results, working
from coaching.matching.queries.working import TakenMatching
from coaching.matching.rules.instance import validate_instance
from coaching.matching.rules.phases import phases
from coaching.matching.rules.stored.frozen import instance_as_json
from coaching.matching.usecases.freezing import freeze
from coaching.matching.usecases.outdating import mark_outdated
from shared.db.database import Database
from shared.db.query import Transaction
from shared.telemetry import JOB_RUNS
from shared.values.clock import Clock
from shared.values.json_types import JsonObject

MOST_ATTEMPTS = 3
"""So often may a process die without having got on."""
LOOK_SECONDS = 1.0
"""So often it is asked whether the matching was cancelled."""
LONGEST_LINE = 64 * 1024 * 1024
COMMAND = (sys.executable, "-m", "coaching.matching.process")


class ProcessDied(Exception):
    """The process ended before it had told everything."""


async def work_next_matching(database: Database, clock: Clock, beat: Callable[[], None]) -> bool:
    """Works out the matching that waits longest, of any district; returns whether there was one."""
    async with database.transaction(None) as session:
        taken = await working.take_next_matching(session, clock())
    if taken is None:
        return False
    work = _Work(database, clock, beat, taken)
    try:
        await work.run()
    except ProcessDied:
        JOB_RUNS.labels("coaching.matching_process", "failed").inc()
        if taken.attempts >= MOST_ATTEMPTS:
            await work.give_up("process_died")
    finally:
        await work.let_go()
    return True


class _Told(NamedTuple):
    """A line of the process."""

    tells: str
    says: JsonObject


@dataclass
class _Work:
    """A matching under way."""

    database: Database
    clock: Clock
    beat: Callable[[], None]
    taken: TakenMatching

    async def run(self) -> None:
        given = await self._prepare()
        if given is None:
            return
        async with _process(given) as process:
            over = asyncio.Event()
            watching = asyncio.create_task(self._watch(process, over))
            try:
                ended = await self._listen(process)
            finally:
                over.set()  # it is never cancelled: a transaction would be cut in the middle
                await asyncio.wait([watching])
        if not ended and not watching.result():
            raise ProcessDied

    async def give_up(self, problem: str) -> None:
        async with self._transaction() as session:
            await working.set_failed(session, self.taken.matching_id, problem, self.clock())
            await working.set_explained(session, self.taken.matching_id, self.clock())

    async def let_go(self) -> None:
        async with self._transaction() as session:
            await working.let_go(session, self.taken.matching_id)

    async def _prepare(self) -> JsonObject | None:
        """Returns what the process is given; None where the matching cannot be worked out."""
        matching_id = self.taken.matching_id
        async with self._transaction() as session:
            instance = self.taken.instance
            if instance is None:
                frozen, zone = await freeze(session, self.taken, self.clock())
                if wrong := validate_instance(frozen):
                    await working.set_failed(session, matching_id, wrong[0], self.clock())
                    return None
                instance = instance_as_json(frozen)
                await working.set_instance(session, matching_id, instance, zone, len(phases(frozen)))
            done = await working.find_phases(session, matching_id)
            explained = await results.find_explained(session, matching_id)
        return {
            "instance": instance,
            "seed": self.taken.seed.hex(),
            "done": [one.run for one in done],
            "finished": self.taken.state == "finished",
            "explained": list(map(str, explained)),
        }

    async def _watch(self, process: asyncio.subprocess.Process, over: asyncio.Event) -> bool:
        """Holds the matching while its process runs; ends the process where it was cancelled, and returns that."""
        while not over.is_set():
            self.beat()
            async with self._transaction() as session:
                state = await working.hold(session, self.taken.matching_id)
            if state == "cancelled":
                with suppress(ProcessLookupError):
                    process.kill()
                return True
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), LOOK_SECONDS)
        return False

    async def _listen(self, process: asyncio.subprocess.Process) -> bool:
        """Stores what the process tells; returns whether it told everything."""
        assert process.stdout is not None  # noqa: S101 - it was asked for
        async for line in process.stdout:
            said = json.loads(line)
            async with self._transaction() as session:
                await self._store(session, _Told(said["tells"], said))
                used = said["used"]
                await working.set_progressed(
                    session, self.taken.matching_id, used["peak_memory"], timedelta(seconds=used["processor"])
                )
            if said["tells"] == "end":
                return True
        return False

    async def _store(self, session: Transaction, told: _Told) -> None:
        matching_id, says = self.taken.matching_id, told.says
        match told.tells:
            case "phase":
                await working.add_phase(session, matching_id, says["place"], says["run"], self.clock())
            case "matching":
                await self._finish(session, says)
            case "remedy":
                await results.set_remedy(session, matching_id, UUID(says["gap"]), says["says"])
            case "why_not":
                await results.set_why_not(session, matching_id, UUID(says["coach"]), says["says"])
            case "end":
                await working.set_explained(session, matching_id, self.clock())

    async def _finish(self, session: Transaction, says: JsonObject) -> None:
        """Stores the matching, unless it was cancelled, and whether what it stands on has changed meanwhile."""
        taken, now = self.taken, self.clock()
        found = says["matching"] is not None
        ended = await working.set_finished(
            session,
            taken.matching_id,
            "finished" if found else "impossible",
            matching=says["matching"],
            proved=says["proved"],
            reasons=says["reasons"],
            explained=not found,
            now=now,
        )
        if ended and found:
            pairs = [results.PairRow(UUID(o["gap"]), UUID(o["coach"]), o["slot"], o["why"]) for o in says["pairs"]]
            uncovered = {UUID(need): why for need, why in says["uncovered"].items()}
            left_out = [UUID(coach) for coach in says["left_out"]]
            await results.add_results(session, taken.district_id, taken.matching_id, pairs, uncovered, left_out)
            await mark_outdated(session, taken.district_id, pairs, now)

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        async with self.database.transaction(self.taken.district_id) as session:
            yield session


@asynccontextmanager
async def _process(given: JsonObject) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that was given its work; it has ended when the block ends, however that ends."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*COMMAND, stdin=pipe, stdout=pipe, limit=LONGEST_LINE)
    try:
        assert process.stdin is not None  # noqa: S101 - it was asked for
        with suppress(ConnectionError):  # one that died at once is found by what it did not tell
            process.stdin.write(json.dumps(given).encode() + b"\n")
            await process.stdin.drain()
            process.stdin.close()
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
