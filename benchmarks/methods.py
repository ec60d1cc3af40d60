"""The six methods: pieces a second by the rules alone, beside a plain sum of the same decimals; and a file of evidence
determined by each, beside the plain insert of the same rows.
"""

import json
import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import uvloop

from benchmarks import bulk
from benchmarks.engines import Engines, Running, process
from benchmarks.report import Line, Report, at_least
from benchmarks.write_path import learners, post, prepare
from competency.common.scales import Scale
from competency.evidence.rules import Shown
from competency.mastery.rules.determination import DeterminedAt
from competency.mastery.rules.effective_policy import EffectivePolicy, determining
from competency.mastery.rules.policy import Policy
from shared.values.ids import new_id

METHODS = ("highest", "latest", "average", "n_mastery", "decaying_average", "standard_decaying_average")
PARAMETERS = {"n_mastery": 3, "decaying_average": 65, "standard_decaying_average": 65}
PIECES, OF_RESULT = 200_000, 24
SCALE = Scale(Decimal(0), Decimal(4), Decimal(3))


def measure(engines: Engines, *, pieces: int = PIECES, lines: int = bulk.LINES) -> Report:
    results = shown(pieces)
    summed = _rate(results, lambda some: sum((piece.score for piece in some), Decimal(0)))
    report = Report()
    for method in METHODS:
        policy = Policy(scale=SCALE, method=method, parameter=PARAMETERS.get(method))
        determine = determining(
            EffectivePolicy(policy, policy.weigher(), new_id(), "district", 1), DeterminedAt(datetime.now(UTC))
        )
        rate = _rate(results, determine)
        report.lines.append(
            Line(
                "methods",
                f"{method}, rules alone",
                f"{rate:,.0f} pieces/s",
                f"{summed:,.0f} pieces/s",
                rate / summed,
                "report",
            )
        )
    report.lines += _files(engines, lines)
    report.notes.append(
        f"{pieces:,} pieces in results of {OF_RESULT}, in memory, out of order; the determination that a write makes "
        "(sorted, counted, decided, rounded), beside Python's sum of the same decimals. Below it a file of "
        f"{lines:,} lines as in `bulk`, for each method under a district policy, in a database of its own; the limit "
        "is that row's, measured again: the plain insert of the same rows (evidence, determinations, mastery, outbox)."
    )
    return report


def shown(pieces: int) -> list[list[Shown]]:
    """Results of many pieces each, in no order."""
    generator, began = random.Random(3), datetime(2026, 1, 1, tzinfo=UTC)
    results = []
    for _ in range(max(1, pieces // OF_RESULT)):
        days = [began + timedelta(days=n) for n in range(OF_RESULT)]
        generator.shuffle(days)
        results.append(
            [Shown(uuid4(), Decimal(generator.randrange(9)) / 2, day, day, "tie", "teacher_judgement") for day in days]
        )
    return results


def _rate(results: Sequence[Sequence[Shown]], work: Callable[[Sequence[Shown]], object]) -> float:
    """Pieces a second, the best of three rounds."""
    rates = []
    for _ in range(3):
        began = time.perf_counter()
        for some in results:
            work(some)
        rates.append(sum(map(len, results)) / (time.perf_counter() - began))
    return max(rates)


def _files(engines: Engines, lines: int) -> list[Line]:
    engines.urls("competency")
    token, who = engines.token(), learners(2000)
    who, others = who[:1000], who[1000:]  # what is inserted plainly must meet nothing that is there
    rates = {}
    with process("shared", "competency", "api") as api:
        prepare(api, token, [*who, *others])
        bulk.send(api, token, bulk.file(who, 500, seed=1))
        for seed, method in enumerate(METHODS, 2):
            put_in_force(api, token, method)
            rates[method] = lines / bulk.send(api, token, bulk.file(who, lines, seed=seed))
    limit = lines / uvloop.run(plain_insert(engines, others, lines))
    what = "a file of {lines:,} lines, determined by {method}"
    return [
        at_least("methods", what.format(lines=lines, method=method), rates[method], limit, "lines/s", 0.4)
        for method in METHODS
    ]


def put_in_force(api: Running, token: str, method: str) -> UUID:
    """A policy of the district; nothing is recalculated, for no worker runs."""
    terms = {"method": method, "parameter": PARAMETERS.get(method)}
    body = json.dumps({"level": "district", "policy": terms}).encode()
    policy_id = json.loads(post(api, "/competency/v1/policies", body, token))["policy_id"]
    post(api, f"/competency/v1/policies/{policy_id}/activate", b"{}", token)
    return UUID(policy_id)


async def plain_insert(engines: Engines, who: Sequence[UUID], lines: int) -> float:
    """Seconds."""
    return await bulk.by_hand(engines.environment_of("competency")["COMPETENCY_DATABASE_URL"], who, lines)
