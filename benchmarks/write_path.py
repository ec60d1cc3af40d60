"""POST evidence: ours beside the same rows by hand, over 1, 16 and 64 connections, one worker process each."""

import itertools
import json
import random
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from benchmarks import load
from benchmarks.engines import Engines, Running, process
from benchmarks.report import Report, at_least
from benchmarks.sampled import Samples
from demo import framework
from shared.testing.callers import DISTRICT_A, LEARNER_ID_KEY
from shared.values.ids import mint_learner_id

CONNECTIONS = (1, 16, 64)
LEARNERS = 4_200
SECONDS = 6.0


@dataclass
class Row:
    connections: int
    keyed: bool
    ours: load.Result
    floor: load.Result
    ours_cpu_ms: float
    floor_cpu_ms: float

    @property
    def ratio(self) -> float:
        return self.ours.rate / self.floor.rate


def learners(count: int = LEARNERS) -> list[UUID]:
    return [mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(count)]


def requests(token: str, who: list[UUID], *, keyed: bool) -> Callable[[], bytes]:
    """An endless supply of different pieces of evidence."""
    items = [framework.identifier(item.code) for item in framework.targets()]
    generator = random.Random(7)
    numbers = itertools.count()

    def make() -> bytes:
        body = {
            "learner_id": str(generator.choice(who)),
            "item_id": generator.choice(items),
            "score": generator.randrange(9) / 2,
            "observed_at": f"2026-10-{generator.randrange(1, 29):02}T10:00:00Z",
            "source": "performance task",
        }
        key = (f"idempotency-key: {next(numbers)}-{uuid4()}",) if keyed else ()
        return load.request("/competency/v1/evidence", json.dumps(body).encode(), token, *key)

    return make


def prepare(running: Running, token: str, who: list[UUID]) -> None:
    """The framework, and every learner once, so that both sides find the rows they lock."""
    post(running, "/competency/v1/frameworks/import", json.dumps(framework.package()).encode(), token)
    if not who:
        return
    item = framework.identifier(framework.targets()[0].code)
    lines = [
        json.dumps(
            {
                "learner_id": str(one), "item_id": item, "score": 1, "observed_at": "2026-09-01T10:00:00Z",
                "source": "portfolio", "external_id": str(one),
            }
        )
        for one in who
    ]  # fmt: skip
    post(running, "/competency/v1/evidence/batch", "\n".join(lines).encode(), token, "application/x-ndjson")


def post(running: Running, path: str, body: bytes, token: str, media_type: str = "application/json") -> bytes:
    headers = {"authorization": f"Bearer {token}", "content-type": media_type}
    with urllib.request.urlopen(urllib.request.Request(running.base + path, body, headers), timeout=120) as answer:
        content: bytes = answer.read()
        return content


AIMS = {1: 0.5, 16: 0.8, 64: 1.2}


WHY = (
    "Over one connection nothing is shared: each request pays alone for routing and validation (FastAPI, "
    "pydantic), the "
    "token, the metrics and the answer, and for round trips that the limit does not make (the scale of the item, "
    "earlier "
    "evidence under the same id, the mastery before). Over many, requests that come while a transaction is under way "
    "share the next one, and what is left is Python for each request."
)


def report(engines: Engines) -> Report:
    """The row: each line's rate and latency beside the limit's, and the processor time of a request on either side."""
    found = Report()
    for row in measure(engines):
        key = "with a key" if row.keyed else "without a key"
        more = f", p50 {row.ours.percentile(0.5) * 1000:.1f} ms, {row.ours_cpu_ms:.2f} CPU ms"
        what = f"POST evidence {key}, {row.connections} connection{'s' * (row.connections > 1)}"
        line = at_least("write path", what, row.ours.rate, row.floor.rate, "/s", AIMS[row.connections], more=more)
        floor = f"{line.limit}, p50 {row.floor.percentile(0.5) * 1000:.1f} ms, {row.floor_cpu_ms:.2f} CPU ms"
        found.lines.append(replace(line, limit=floor))
    found.notes.append(
        "one worker process each, 10 connections to PostgreSQL, uvloop and httptools on both sides; the load comes "
        "from the same two cores. The limit is `benchmarks/floor_app.py`: the same rows in the same transaction by "
        "hand on Starlette and asyncpg, seven statements (nine with an `Idempotency-Key`), no validation, no token "
        "check, no "
        "metrics. CPU ms is the server process's own processor time for each request, PostgreSQL's not counted."
    )
    if found.missed():
        found.profiles["Write path: where the time goes"] = profile(engines)
    return found


def profile(engines: Engines, *, seconds: float = SECONDS) -> str:
    """Ours alone, sampled, at each number of connections that may have missed."""
    texts = []
    for connections in CONNECTIONS[:2]:
        file = engines.folder / f"write-{connections}.json"
        token, who = engines.token(), learners()
        with process("benchmarks.sampled", str(file), "shared", "competency", "api") as ours:
            prepare(ours, token, who)
            make = requests(token, who, keyed=True)
            load.run(ours.port, make, connections=connections, seconds=1.0)
            ours.begin_samples()
            result = load.run(ours.port, make, connections=connections, seconds=seconds / 2)
        texts.append(
            f"With a key, {connections} connection{'s' * (connections > 1)}, sampled ({result.rate:,.0f}/s): "
            + Samples.read(file).in_words()
        )
    return WHY + "\n\n" + "\n\n".join(texts)


def measure(engines: Engines, *, seconds: float = SECONDS) -> list[Row]:
    """Both servers up at once, loaded in turn, so that the machine's drift falls on both."""
    engines.urls("competency")
    token, who = engines.token(), learners()
    with process("shared", "competency", "api") as ours, process("benchmarks.floor_app") as floor:
        prepare(ours, token, who)
        return [
            _pair(ours, floor, requests(token, who, keyed=keyed), connections, keyed, seconds)
            for keyed in (False, True)
            for connections in CONNECTIONS
        ]


def _pair(
    ours: Running, floor: Running, make: Callable[[], bytes], connections: int, keyed: bool, seconds: float
) -> Row:
    measured = []
    for server in (floor, ours):
        cpu = server.cpu_seconds()
        result = load.run(server.port, make, connections=connections, seconds=seconds)
        cpu = server.cpu_seconds() - cpu
        measured.append((result, cpu * 1000 * seconds / (seconds + 1) / max(1, len(result.latencies))))
    (floor_result, floor_cpu), (our_result, our_cpu) = measured
    if floor_result.failures or our_result.failures:
        raise SystemExit(f"failures: floor {floor_result.failures}, ours {our_result.failures}")
    return Row(connections, keyed, our_result, floor_result, our_cpu, floor_cpu)
