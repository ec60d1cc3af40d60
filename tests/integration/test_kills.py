"""Mixed writes while processes are killed at random, and then an exact comparison of everything with everything.

There are 4,000 writes, and more until every process was killed once, however quick the machine writes.

A writer does as a district's system should: it keeps each request until it is answered, and repeats it by the same key.
"""

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.cli import installed_services
from tests.integration.compare import Written, chain_problems, end_problems, position_problems, state_in, whole_feed
from tests.integration.gateway import Gateway
from tests.integration.network import Network, lines, network, piece
from tests.integration.platform import Platform, platform
from tests.integration.receiver import Receiver

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SINGLE, BATCHES, LINES, VOIDS = 3_000, 8, 100, 200
WRITERS = 12
KILL_EVERY = 3.0
VICTIMS = ("competency api", "competency worker", *sorted(installed_services().keys() - {"competency"}))


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with Receiver() as started:
        yield started


@pytest.fixture(scope="module")
def separate(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver) -> Iterator[Platform]:
    extra = {"PARTNERS_WEBHOOK_ALLOWED": f"127.0.0.1:{receiver.port}"}
    with platform(Path(tmp_path_factory.mktemp("kills")), extra) as made:
        made.start("partners", "partners", "run", port=made.port, ready=False)
        made.wait_answering("partners")
        made.bootstrap()
        made.start("competency api", "competency", "api", ready=False)
        made.start("competency worker", "competency", "worker", ready=False)
        for service in sorted(installed_services().keys() - {"competency", "partners"}):
            made.start(service, service, "run", ready=False)
        for name in VICTIMS:
            made.wait_ready(name)
        made.through = Gateway(made.ports)
        yield made


class Nemesis:
    """Kills a random process, starts it again, gives everybody a moment, and goes on until it is stopped."""

    def __init__(self, platform_: Platform, seed: int) -> None:
        self._platform, self._random = platform_, random.Random(seed)
        self._next: list[str] = []
        self._stopped = asyncio.Event()
        self.kills: list[str] = []

    async def run(self) -> None:
        while not await self._stopped_within(KILL_EVERY):
            victim = self._draw()
            await asyncio.to_thread(self._kill, victim)
            self.kills.append(victim)

    def stop(self) -> None:
        self._stopped.set()

    def everybody_was_killed(self) -> bool:
        return set(self.kills) == set(VICTIMS)

    async def _stopped_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), seconds)
        return self._stopped.is_set()

    def _draw(self) -> str:
        """In random order, but everybody before anybody comes again."""
        if not self._next:
            self._next = self._random.sample(VICTIMS, len(VICTIMS))
        return self._next.pop()

    def _kill(self, victim: str) -> None:
        commands = {"competency api": ("competency", "api"), "competency worker": ("competency", "worker")}
        self._platform.kill(victim)
        self._platform.start(victim, *commands.get(victim, (victim, "run")))


class Writer:
    """Sends until answered; an answer that never came is asked for again by the same key."""

    def __init__(self, client: httpx.AsyncClient, two: Network, token: str) -> None:
        self._client, self._two, self._token = client, two, token
        self.written = Written()
        self.pieces = 0
        self.unknown = 0
        self._random = random.Random(11)

    async def _send(self, path: str, **request: Any) -> Any:
        headers = {"Authorization": f"Bearer {self._token}"} | request.pop("headers", {})
        for _ in range(200):
            try:
                answer = await self._client.post(path, headers=headers, timeout=20, **request)
                if answer.status_code < 500 and answer.status_code != 429:
                    assert answer.is_success, answer.text
                    return answer.json()
            except httpx.HTTPError:
                pass
            self.unknown += 1
            await asyncio.sleep(0.2)
        raise AssertionError(f"{path} was never answered")

    def _piece(self, **more: str) -> dict[str, Any]:
        learner = self._random.choice(self._two.learners)
        item = self._random.choice(self._two.items[:12])
        day = self._random.randrange(1, 29)
        return piece(learner, item, self._random.randrange(9) / 2, f"2026-10-{day:02}T10:00:00Z", **more)

    async def single(self, n: int) -> None:
        self.pieces += 1
        made = await self._send(
            "/competency/v1/evidence", json=self._piece(), headers={"Idempotency-Key": f"single-{n}"}
        )
        self.written.evidence[made["evidence_id"]] = (made["learner_id"], made["item_id"], Decimal(made["score"]))

    async def batch(self, n: int) -> None:
        self.pieces += LINES
        pieces = [self._piece(external_id=f"batch-{n}-{line}") for line in range(LINES)]
        headers = {"Content-Type": "application/x-ndjson"}
        report = await self._send("/competency/v1/evidence/batch", content=lines(*pieces), headers=headers)
        for sent, line in zip(pieces, report["lines"], strict=True):
            self.written.evidence[line["evidence_id"]] = (
                sent["learner_id"],
                sent["item_id"],
                Decimal(str(sent["score"])),
            )

    async def void(self, n: int) -> None:
        candidates = [e for e in self.written.evidence if e not in self.written.voided]
        if candidates:
            chosen = self._random.choice(candidates)
            self.written.voided.add(chosen)
            key = {"Idempotency-Key": f"void-{n}"}
            await self._send(f"/competency/v1/evidence/{chosen}/void", json={"reason": "entered twice"}, headers=key)

    async def all(self, enough: Callable[[], bool]) -> None:
        """The mixed writes, and then single ones until it is enough."""
        queue = self._work(enough)

        async def one() -> None:
            for kind, n in queue:
                await getattr(self, kind)(n)

        await asyncio.gather(*(one() for _ in range(WRITERS)))

    def _work(self, enough: Callable[[], bool]) -> Iterator[tuple[str, int]]:
        work = [*(("single", n) for n in range(SINGLE)), *(("batch", n) for n in range(BATCHES))]
        work += [("void", n) for n in range(VOIDS)]
        self._random.shuffle(work)
        yield from work
        further = count(SINGLE)
        while not enough():
            yield "single", next(further)


async def test_nothing_is_lost_repeated_or_disordered_through_kills(separate: Platform, receiver: Receiver) -> None:
    two = await network(separate)
    async with separate.caller(two.b) as of_b:
        endpoint = await of_b.post("/partners/v1/webhooks", {"url": f"http://127.0.0.1:{receiver.port}/hook"})
        receiver.secret = endpoint["secret"]
    async with separate.caller(two.a) as of_a:
        token = await of_a._bearer()
    nemesis = Nemesis(separate, seed=3)
    async with httpx.AsyncClient(transport=Gateway(separate.ports), base_url="http://gateway") as client:
        writer = Writer(client, two, token)
        killing = asyncio.create_task(nemesis.run())
        await writer.all(enough=lambda: killing.done() or nemesis.everybody_was_killed())
        nemesis.stop()
        await killing
    for name in VICTIMS:
        separate.wait_ready(name)
    await separate.settled(seconds=120)
    problems = await compare(separate, two, writer.written, receiver)
    pieces = len(writer.written.evidence)
    print(
        f"\n{pieces} pieces of evidence, {len(writer.written.voided)} voided, {len(nemesis.kills)} kills "
        f"({', '.join(nemesis.kills)}), {writer.unknown} requests asked again, "
        f"{len(receiver.messages)} webhooks, {receiver.repeats} of them delivered again"
    )
    assert problems == []
    assert pieces == writer.pieces >= SINGLE + BATCHES * LINES
    assert nemesis.everybody_was_killed()


async def compare(separate: Platform, two: Network, written: Written, receiver: Receiver) -> list[str]:
    """Everything with everything: the ledger, mastery, the read model, both feeds, the webhook's receiver."""
    expected = written.mastery()
    problems = []
    for service in ("competency", "dashboards"):
        state = await state_in(separate, service, two.a.district_id)
        problems += [f"{service}: {p}" for p in end_problems(state, expected)]
    async with separate.caller(two.a) as of_a, separate.caller(two.b) as of_b:
        own, theirs = await whole_feed(of_a), await whole_feed(of_b)
    changes = [c for c in own if c["kind"] == "mastery.changed"]
    problems += [f"own feed: {p}" for p in chain_problems(own, expected)]
    problems += [f"partner's feed: {p}" for p in position_problems(theirs)]
    disclosed = [c for c in theirs if c["kind"] == "mastery.disclosed"]
    if len(disclosed) != len(changes):
        problems.append(f"{len(changes)} changes, but {len(disclosed)} disclosed")
    await _await_webhooks(receiver, len(disclosed))
    return problems + _webhook_problems(disclosed, receiver)


async def _await_webhooks(receiver: Receiver, count: int) -> None:
    for _ in range(600):
        if len(receiver.messages) >= count:
            return
        await asyncio.sleep(0.2)


def _webhook_problems(disclosed: list[dict[str, Any]], receiver: Receiver) -> list[str]:
    """Each disclosure once, and each subject's in the feed's order."""
    told = [m["data"] for m in receiver.messages.values() if m["type"] == "mastery.disclosed"]
    problems = []
    if sorted(t["position"] for t in told) != [c["position"] for c in disclosed]:
        problems.append(f"{len(disclosed)} disclosures, {len(told)} webhooks")
    last: dict[str, int] = {}
    for data in told:
        if last.get(data["subject"], 0) >= data["position"]:
            problems.append(
                f"subject {data['subject']} was told position {data['position']} after {last[data['subject']]}"
            )
        last[data["subject"]] = data["position"]
    if receiver.forged:
        problems.append(f"{receiver.forged} webhooks with a wrong signature")
    return problems
