"""Writing and reading mastery as the tables fill: beside itself at ten thousand pieces of evidence."""

import random
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from uuid import UUID

import asyncpg
import uvloop

from benchmarks import load
from benchmarks.engines import Engines, Running, process
from benchmarks.report import Line, Report
from benchmarks.write_path import learners, prepare, requests
from demo import framework
from shared.testing.callers import DISTRICT_A

SIZES = (10_000, 100_000, 1_000_000)
OF_LEARNER = 40
ITEMS = 10
CONNECTIONS = 16
ROUNDS = 3
SECONDS = 1.5
FLAT = 0.8

_LEARNERS = "insert into learner (district_id, learner_id) select $1, unnest($2::uuid[])"
_FILL = """
with one as (
  select l.learner_id, i.item_id, n.n, timestamptz '2026-01-01 10:00Z' + make_interval(days => n.n) as at,
    (n.n % 9) / 2.0 as score, gen_random_uuid() as evidence_id
  from unnest($2::uuid[]) as l(learner_id) cross join unnest($3::uuid[]) as i(item_id)
    cross join generate_series(1, $4::int) as n(n)
), piece as (
  insert into evidence (district_id, evidence_id, learner_id, item_id, score, observed_at, recorded_at, source,
    sender, tie)
  select $1, evidence_id, learner_id, item_id, score, at, at, 'seed', 'seed', evidence_id::text from one
), held as (
  insert into determination (district_id, learner_id, item_id, known_at, score, mastered, observed_at, deciding, pieces,
    cause)
  select $1, learner_id, item_id, at, max(score) over w, max(score) over w >= 3,
    first_value(at) over best, first_value(evidence_id) over best, n, 'evidence'
  from one window w as (partition by learner_id, item_id order by n),
    best as (partition by learner_id, item_id order by score desc, n)
)
insert into mastery (district_id, learner_id, item_id, score, mastered, observed_at, deciding, pieces, known_at)
select distinct on (learner_id, item_id) $1, learner_id, item_id, score, score >= 3, at, evidence_id, $4,
  timestamptz '2026-01-01 10:00Z' + make_interval(days => $4)
from one order by learner_id, item_id, score desc, n
"""


def measure(engines: Engines, *, sizes: tuple[int, ...] = SIZES, seconds: float = SECONDS) -> Report:
    token = engines.token()
    engines.urls("competency")
    app = engines.environment_of("competency")["COMPETENCY_DATABASE_URL"]
    with process("shared", "competency", "api") as api:
        prepare(api, token, [])
    who = {size: learners(size // OF_LEARNER) for size in sizes}
    with ExitStack() as stack:
        servers = {}
        for size in sizes:
            name = f"growth_{size}"
            engines.stack.drop_database(name)
            engines.stack.create_database(name, template="competency")
            uvloop.run(_fill(engines.as_superuser(name), who[size]))
            url = app.rpartition("/")[0] + f"/{name}"
            servers[size] = stack.enter_context(
                process("shared", "competency", "api", environment={"COMPETENCY_DATABASE_URL": url})
            )
        writes, reads = _rounds(servers, who, token, seconds)
    for size in sizes:
        engines.stack.drop_database(f"growth_{size}")
    report = Report()
    for what, rates in (("POST evidence", writes), ("GET mastery", reads)):
        report.lines += [_line(what, size, rates[size], rates[sizes[0]]) for size in sizes]
    report.notes.append(
        f"three databases side by side, each with {OF_LEARNER} pieces of evidence, with their determinations, for each "
        f"of its learners over {ITEMS} items, analysed; three api processes. {CONNECTIONS} connections, {ROUNDS} "
        f"rounds of {seconds:g} s by turns through all sizes, so that the machine's drift falls on each; learners "
        "drawn from "
        "all of the size. Flat within 20 % means at least 0.80."
    )
    return report


def _line(what: str, size: int, rate: float, first: float) -> Line:
    ratio = rate / first
    return Line(
        "growth", f"{what}, {size:,} pieces", f"{rate:,.0f} /s", f"{first:,.0f} /s (itself at 10,000)", ratio,
        f">= {FLAT}", ratio >= FLAT, f"{(1 - ratio / FLAT) * 100:.0f} %",
    )  # fmt: skip


def _rounds(
    servers: dict[int, Running], who: dict[int, list[UUID]], token: str, seconds: float
) -> tuple[dict[int, float], dict[int, float]]:
    """Mean rates of writes and reads, by size."""
    writes: dict[int, list[float]] = defaultdict(list)
    reads: dict[int, list[float]] = defaultdict(list)
    for turn in range(ROUNDS):
        for size in sorted(servers, reverse=bool(turn % 2)):
            for rates, make in ((writes, requests(token, who[size], keyed=False)), (reads, _reads(token, who[size]))):
                result = load.run(
                    servers[size].port, make, connections=CONNECTIONS, seconds=seconds, warm_up=0.5 if turn else 1.5
                )
                if result.failures:
                    raise SystemExit(f"growth: {result.failures} failures")
                rates[size].append(result.rate)
    return ({s: sum(r) / len(r) for s, r in writes.items()}, {s: sum(r) / len(r) for s, r in reads.items()})


def _reads(token: str, who: list[UUID]) -> Callable[[], bytes]:
    generator = random.Random(5)
    return lambda: load.get(f"/competency/v1/learners/{generator.choice(who)}/mastery", token)


async def _fill(url: str, who: list[UUID]) -> None:
    """Past foreign keys and row-level security, for which these rows are made to hold."""
    items = [UUID(framework.identifier(item.code)) for item in framework.targets()][:ITEMS]
    connection = await asyncpg.connect(url, command_timeout=300)
    await connection.execute("set session_replication_role = replica")
    for start in range(0, len(who), 2500):
        some = who[start : start + 2500]
        await connection.execute(_LEARNERS, DISTRICT_A, some)
        await connection.execute(_FILL, DISTRICT_A, some, items, OF_LEARNER // ITEMS)
    await connection.execute("vacuum analyze")
    await connection.execute("checkpoint")
    await connection.close()
