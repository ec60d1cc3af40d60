"""A learner's whole mastery of six hundred items: now and as of a day, in a district and in one ten times as full."""

import asyncio
import json
import random
from collections.abc import Callable
from contextlib import ExitStack
from uuid import UUID

import asyncpg
import uvloop

from benchmarks import load
from benchmarks.engines import Engines, Running, process
from benchmarks.frameworks import PATH, key, package
from benchmarks.growth import _LEARNERS
from benchmarks.report import Line, Report, at_most, below
from benchmarks.write_path import learners, post
from shared.testing.callers import DISTRICT_A

ITEMS, PIECES = 600, 4
SIZES = (100_000, 1_000_000)
CONNECTIONS = 16
ROUNDS = 3
SECONDS = 3.0
MOST_MS = 50.0
THEN = "2026-06-01T12:00:00Z"
ASKED = {"now": "", "as_of": f"?as_of={THEN}", "known_at": f"?known_at={THEN}"}
_FILL = """
with one as (
  select l.learner_id, i.item_id, n.n, (n.n % 9) / 2.0 as score, gen_random_uuid() as evidence_id,
    timestamptz '2026-01-01 10:00Z' + make_interval(hours => cast(i.place as int) * 12, days => n.n) as at
  from unnest($2::uuid[]) as l(learner_id) cross join unnest($3::uuid[]) with ordinality as i(item_id, place)
    cross join generate_series(1, $4::int) as n(n)
), piece as (
  insert into evidence (district_id, evidence_id, learner_id, item_id, score, observed_at, recorded_at, source,
    sender, tie)
  select $1, evidence_id, learner_id, item_id, score, at, at, 'seed', 'seed', evidence_id::text from one
), held as (
  insert into determination (district_id, learner_id, item_id, known_at, score, mastered, observed_at, deciding, pieces,
    cause)
  select $1, learner_id, item_id, at, score, score >= 3, at, evidence_id, n, 'evidence' from one
)
insert into mastery (district_id, learner_id, item_id, score, mastered, observed_at, deciding, pieces, known_at)
select $1, learner_id, item_id, score, score >= 3, at, evidence_id, n, at from one where n = $4
"""


def measure(engines: Engines, *, sizes: tuple[int, ...] = SIZES, seconds: float = SECONDS) -> Report:
    """Each size in a database of its own, with a process of its own; asked by turns."""
    engines.urls("competency")
    token = engines.token()
    app = engines.environment_of("competency")["COMPETENCY_DATABASE_URL"]
    with process("shared", "competency", "api") as api:
        post(api, PATH, json.dumps(package("map", ITEMS, ITEMS)).encode(), token)
    who = {size: learners(size // (ITEMS * PIECES)) for size in sizes}
    with ExitStack() as stack:
        servers = {}
        for size in sizes:
            name = f"map_{size}"
            engines.stack.drop_database(name)
            engines.stack.create_database(name, template="competency")
            uvloop.run(_fill(engines.as_superuser(name), who[size]))
            url = app.rpartition("/")[0] + f"/{name}"
            servers[size] = stack.enter_context(
                process("shared", "competency", "api", environment={"COMPETENCY_DATABASE_URL": url})
            )
        found = _rounds(servers, who, token, seconds)
        loaded = max(server.resident_mb() for server in servers.values())
    for size in sizes:
        engines.stack.drop_database(f"map_{size}")
    report = Report(_lines(found, sizes))
    report.notes.append(
        f"`GET /competency/v1/learners/{{id}}/mastery` of learners with {PIECES} pieces, each with its determination, "
        f"of each of {ITEMS} items, two items begun a day; {CONNECTIONS} connections, {ROUNDS} rounds of {seconds:g} s "
        f"by turns through sizes and questions. `as_of` and `known_at` ask for {THEN[:10]}, when half of it was done: "
        "of the items that were under way that day mastery is determined again. "
        f"The answer has {found[sizes[0], 'now'].bytes / 1000:,.0f} kB. The process had {loaded:,.0f} MB."
    )
    return report


class Times:
    """What a question took, over all rounds."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.rates: list[float] = []
        self.bytes = 0

    def ms(self, share: float) -> float:
        values = sorted(self.seconds)
        return 1000 * values[min(len(values) - 1, int(share * len(values)))]

    @property
    def rate(self) -> float:
        return sum(self.rates) / len(self.rates)


def _lines(found: dict[tuple[int, str], Times], sizes: tuple[int, ...]) -> list[Line]:
    first, last = found[sizes[0], "now"], found[sizes[-1], "now"]
    lines = [
        below("map", f"{ITEMS} items now, {size:,} pieces, p99", found[size, "now"].ms(0.99), "ms", MOST_MS)
        for size in sizes
    ]
    lines.append(at_most("map", f"the same, p50, beside {sizes[0]:,} pieces", last.ms(0.5), first.ms(0.5), "ms", 1.25))
    for name in ("as_of", "known_at"):
        for share, word in ((0.5, "p50"), (0.99, "p99")):
            then = found[sizes[-1], name].ms(share)
            what = f"`{name}`, {sizes[-1]:,} pieces, {word}, beside now"
            lines.append(at_most("map", what, then, last.ms(share), "ms", 2.0))
    return lines


def _rounds(
    servers: dict[int, Running], who: dict[int, list[UUID]], token: str, seconds: float
) -> dict[tuple[int, str], Times]:
    found = {(size, name): Times() for size in servers for name in ASKED}
    for turn in range(ROUNDS):
        for size, name in sorted(found, reverse=bool(turn % 2)):
            make = _reads(token, who[size], ASKED[name])
            result = load.run(servers[size].port, make, connections=CONNECTIONS, seconds=seconds, warm_up=1.0)
            if result.failures:
                raise SystemExit(f"map: {result.failures} failures")
            times = found[size, name]
            times.seconds += result.latencies
            times.rates.append(result.rate)
            times.bytes = times.bytes or _size(servers[size], make)
    return found


def _size(server: Running, make: Callable[[], bytes]) -> int:
    async def ask() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(make())
        _, body = await load.read_answer(reader)
        writer.close()
        return len(body)

    return uvloop.run(ask())


def _reads(token: str, who: list[UUID], asked: str) -> Callable[[], bytes]:
    generator = random.Random(5)
    return lambda: load.get(f"/competency/v1/learners/{generator.choice(who)}/mastery{asked}", token)


async def _fill(url: str, who: list[UUID]) -> None:
    """Past foreign keys and row-level security, for which these rows are made to hold."""
    items = [UUID(key(f"map {number}")) for number in range(ITEMS)]
    connection = await asyncpg.connect(url, command_timeout=300)
    await connection.execute("set session_replication_role = replica")
    for start in range(0, len(who), 100):
        some = who[start : start + 100]
        await connection.execute(_LEARNERS, DISTRICT_A, some)
        await connection.execute(_FILL, DISTRICT_A, some, items, PIECES)
    await connection.execute("vacuum analyze")
    await connection.execute("checkpoint")
    await connection.close()
