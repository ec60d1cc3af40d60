"""Plays the demo network into a running platform, through its public APIs alone.

Everything is sent by a key of its own (the source's id, the evidence's external id, an idempotency key), so that
playing it again changes nothing. What the platform shows only once is kept at once, before the next step.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import asdict
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from demo import framework
from demo.agreements import agree, pairs_of
from demo.applicants import APPLICANTS
from demo.calls import Caller
from demo.coaching.playing import Coaching
from demo.cohort import Cohort
from demo.evidence import UNTIL, Evidence, district_evidence
from demo.goal_setting import set_goals
from demo.learning import adapt, plan_and_ask
from demo.library.playing import Author, Library
from demo.network import network
from demo.people import chosen, make_accounts
from demo.piloting import play_pilot
from demo.policies import ZONE, change, set_policies
from demo.records import District, Network, SisId
from demo.roster_lines import roster
from demo.state import Client, DemoState
from shared.outgoing.client import internal_client
from shared.values.calendar import day_of
from shared.values.clock import utc_now

Say = Callable[[str], None]
People = dict[SisId, str]
"""The platform's id of each person."""

USUAL_PIECES = 8
"""Of each learner: enough for every page to show something. All of it is some forty a learner."""
_LINES = 2000
_DISTRICTS_AT_ONCE = 3
_SYSTEM_SCOPES = [
    *(
        "changes.read",
        "coaching.read",
        "coaching.safeguard",
        "coaching.take-part",
        "coaching.write",
        "competency.read",
        "competency.take-part",
        "competency.write",
        "dashboards.read",
        "partners.read",
    ),
    *("readiness.read", "readiness.review", "readiness.take-part", "readiness.write"),
    *("resources.curate", "resources.manage", "resources.read", "resources.write"),
    *("rostering.read", "rostering.write", "webhooks.manage"),
]


class Loader:
    """Loads one network into the platform at `base`, and keeps what it learns in `file`."""

    def __init__(self, base: str, file: Path, state: DemoState, *, full: bool = False, say: Say) -> None:
        self._base, self._file, self._played, self._say = base, file, state, say
        self._pieces = None if full else USUAL_PIECES
        self._mark = f"{self._pieces or 'full'}, cohort, pilot, coaching, library"
        self._callers: dict[str, Caller] = {}
        self._busy = asyncio.Semaphore(_DISTRICTS_AT_ONCE)

    async def load(self) -> None:
        """All of it; what is there already is found there and left."""
        if self._played.loaded != self._mark:
            self._say("Inventing the network...")
            async with AsyncExitStack() as self._open:
                await self._play(network())

    async def _play(self, invented: Network) -> None:
        self.newcomer, host = invented.partners[0], invented.host
        await self._register(invented)
        await agree(self._caller_of, self._played, "aggregate", pairs_of(invented))
        people = dict(
            zip(
                (district.code for district in invented.districts),
                await asyncio.gather(*(self._roster(district) for district in invented.districts)),
                strict=True,
            )
        )
        coaching = Coaching(self._base, self._played, self._caller_of, invented, people, self._say)
        await asyncio.gather(
            *(self._evidence(d, people[d.code]) for d in invented.districts if d is not self.newcomer),
            coaching.make_coaches(),
        )
        # Who signs in comes first: an educator of the newcomer's is to verify answers.
        await asyncio.gather(
            *[change(await self._caller(district), district) for district in invented.districts],
            *(
                make_accounts(self._base, self._played, one, people[one.code], self._keep)
                for one in (host, self.newcomer)
            ),
        )
        today = day_of(utc_now(), ZONE)
        # What learners do and what districts do together wait for different things.
        await asyncio.gather(
            self._learn(host, people[host.code]),
            self._choose_and_coach(host, coaching),
            self._stock(host, people[host.code], coaching.instrument_id),
            play_pilot(await self._caller(host), today),
            *[set_goals(await self._caller(d), d.code, today) for d in invented.districts],
        )
        self._played.loaded = self._mark
        self._keep()

    def _keep(self) -> None:
        self._played.write(self._file)

    async def _caller(self, district: District) -> Caller:
        return await self._caller_of(district.code)

    async def _caller_of(self, code: str) -> Caller:
        """One for each client, so that each asks for one token."""
        if code not in self._callers:
            self._callers[code] = Caller(self._base, self._played.districts[code])
            await self._open.enter_async_context(self._callers[code])
        return self._callers[code]

    async def _register(self, invented: Network) -> None:
        """The host came with the bootstrap; it registers the others, and those that apply to become partners."""
        self._played.districts.setdefault(invented.host.code, self._played.platform)
        host = await self._caller(invented.host)
        names = {one.code: one.name for one in invented.partners} | {one.code: one.name for one in APPLICANTS}
        for code, name in names.items():
            if code not in self._played.districts:
                self._say(f"Registering {name}...")
                made = await host.post("/partners/v1/districts", {"name": name})
                self._played.districts[code] = Client(made["district_id"], made["client_id"], made["client_secret"])
                self._keep()

    async def _learn(self, host: District, people: People) -> None:
        """What the host's learners plan and ask, and what the newcomer makes of the framework."""
        await self._settle()
        # Only now, so that what the newcomer's change feed holds is what happens from here on.
        await agree(self._caller_of, self._played, "pseudonymous", [(host.code, self.newcomer.code)])
        await self._journey(host, people)
        await plan_and_ask(self._base, self._played, host, people, await self._caller(host))
        await adapt(await self._caller(self.newcomer), self.newcomer)

    async def _stock(self, host: District, people: People, instrument_id: str) -> None:
        """The host's library."""
        began = time.monotonic()
        educator = chosen(host)["educator"]
        assert educator is not None  # noqa: S101 - of the roles only the operator is nobody of the roster
        author = Author(people[educator.sis], f"{educator.given_name} {educator.family_name}")
        count = await Library(await self._caller(host), host.name, instrument_id, author).stock()
        self._say(f"{count} items in the library, {time.monotonic() - began:.1f} s")

    async def _choose_and_coach(self, host: District, coaching: Coaching) -> None:
        await self._choose(host)
        await coaching.play(self.newcomer.code)

    async def _choose(self, host: District) -> None:
        """The cohort of partners that is chosen now; the newcomer is one of them."""
        began = time.monotonic()
        school = self.newcomer.schools[0].sis
        newcomer = await self._caller(self.newcomer)
        (found,) = await newcomer.all(f"/rostering/v1/organisations?{urlencode(asdict(school))}")
        cohort = Cohort(self._base, host.code, self._played, self._caller_of, self._keep)
        await cohort.play(self.newcomer.code, found["id"])
        self._say(f"{len(APPLICANTS)} districts assessed, five chosen, {time.monotonic() - began:.1f} s")

    async def _roster(self, district: District) -> People:
        """The framework, what is laid down of it, and everybody with their classes."""
        async with self._busy:
            caller, began = await self._caller(district), time.monotonic()
            people: People = {}
            await caller.post("/competency/v1/frameworks/import", framework.package())
            await set_policies(caller, district)
            for collection, lines in roster(district).items():
                report = await caller.post_lines(f"/rostering/v1/{collection}/bulk", lines)
                if collection == "people":
                    people = {
                        SisId(sent["source"], sent["sourced_id"]): told["id"]
                        for sent, told in zip(lines, report["lines"], strict=True)
                    }
            self._say(f"{district.name}: {len(people)} people, {time.monotonic() - began:.1f} s")
            return people

    async def _evidence(self, district: District, people: People) -> None:
        async with self._busy:
            caller, began, count = await self._caller(district), time.monotonic(), 0
            for batch in _batches(self._limited(district), _LINES):
                lines = [_line(piece, people[piece.learner]) for piece in batch]
                await caller.post_lines("/competency/v1/evidence/batch", lines)
                count += len(lines)
            self._say(f"{district.name}: {count} pieces of evidence, {time.monotonic() - began:.1f} s")

    def _limited(self, district: District) -> Iterator[Evidence]:
        """Each learner's first pieces, or all of them; none of a day that has yet to come."""
        until = min(UNTIL, day_of(utc_now(), ZONE) - timedelta(days=1))
        for _, pieces in groupby(district_evidence(district, until=until), key=lambda piece: piece.learner):
            yield from _spread(list(pieces), self._pieces)

    async def _settle(self, patience: float = 60) -> None:
        """Wait until partners has heard of the evidence, as far as the platform lets us see that."""
        self._say("Waiting until partners has heard of all that...")
        before, until = await self._moved(), time.monotonic() + patience
        while time.monotonic() < until:
            await asyncio.sleep(1)
            now = await self._moved()
            if now == before:
                return
            before = now

    async def _moved(self) -> list[str]:
        """What competency has sent and partners has taken in; nothing, behind an entrance that hides it."""
        async with internal_client(base_url=self._base, timeout_seconds=30) as client:
            answer = await client.get("/metrics")
        wanted = (
            'trellis_outbox_published_total{source="/trellis/competency"}',
            'trellis_events_consumed_total{consumer="partners.',
        )
        return sorted(line for line in answer.text.splitlines() if line.startswith(wanted))

    async def _journey(self, host: District, people: People) -> None:
        """What the README's lines need: a learner of the host's, and an item they have no evidence of yet."""
        learner = host.learners[0]
        shown = {piece.item for piece in self._limited(host) if piece.learner == learner.sis}
        item = next(i for t in framework.targets() if (i := framework.identifier(t.code)) not in shown)
        self._played.journey |= {"LEARNER": people[learner.sis], "ITEM": item}
        for letter, district in (("A", host), ("B", self.newcomer)):
            if f"{letter}/system" not in self._played.districts:
                body = {"name": "student information system", "scopes": _SYSTEM_SCOPES}
                made = await (await self._caller(district)).post("/partners/v1/clients", body)
                self._played.districts[f"{letter}/system"] = Client(
                    self._played.districts[district.code].district_id, made["client_id"], made["client_secret"]
                )
                self._keep()


def _line(piece: Evidence, learner_id: str) -> dict[str, Any]:
    return {
        "external_id": piece.external_id,
        "learner_id": learner_id,
        "item_id": piece.item,
        "score": piece.score,
        "observed_at": piece.observed_at.isoformat(),
        "source": piece.source,
    }


def _batches(pieces: Iterator[Evidence], size: int) -> Iterator[list[Evidence]]:
    batch: list[Evidence] = []
    for piece in pieces:
        batch.append(piece)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _spread(pieces: list[Evidence], most: int | None) -> list[Evidence]:
    """So many of a learner's pieces from the year so far: the last one, and others at even distances before it."""
    if most is None or len(pieces) <= most:
        return pieces
    return [pieces[round((n + 1) * len(pieces) / most) - 1] for n in range(most)]
