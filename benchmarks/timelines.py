"""The timeline of a gap, as systems read it and as its page, in a district with three hundred, beside the bare query of
what was told of it.
"""

import asyncio
import json
import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import asyncpg
import uvloop

from benchmarks import load
from benchmarks.engines import Engines, Running, process
from benchmarks.report import Line, Report
from benchmarks.results import CONNECTIONS, LEADER, page_request, said
from benchmarks.scoring import ask
from dashboards.main import service
from dashboards.timelines.queries.writing import ToldResult, ToldStep, keep_results, keep_steps
from shared.db.database import Database
from shared.testing.callers import DISTRICT_A, DISTRICT_B
from shared.values.json_types import JsonObject

GAPS, STEPS = 300, 20
SECONDS, WARM_UP = 5.0, 2.0
FIRST = date(2026, 9, 1)
_STORED = """
select kind, of_id, number, day, moment, trace_id, said from gap_step
where generation = 1 and district_id = $1 and gap_id = $2
"""


def measure(engines: Engines, *, gaps: int = GAPS, seconds: float = SECONDS) -> Report:
    engines.urls("readiness")
    engines.urls("dashboards")
    token = engines.token(role="leader", person_id=str(LEADER), scope="readiness.read readiness.write dashboards.read")
    ids = [uuid4() for _ in range(gaps)]
    with process("shared", "readiness", "api") as api:
        assessment_id = UUID(ask(api, token, 1).assessment_id)
        uvloop.run(_tell(ids, assessment_id))
        asks = {"DASHBOARDS_READINESS_URL": api.base}
        with process("shared", "dashboards", "api", environment=asks) as pages:
            one = _read(pages, lambda gap: load.get(f"/dashboards/v1/gaps/{gap}/timeline", token), ids, seconds)
            page = _read(pages, lambda gap: page_request(f"/timelines/{gap}", token), ids, seconds)
            listed = _read(pages, lambda _: load.get("/dashboards/v1/gaps?limit=100", token), ids, seconds)
    stored = uvloop.run(_stored(engines.as_superuser("dashboards"), ids, seconds))
    report = Report([_line("one", one, stored), _line("its page", page, stored), _line("100 gaps", listed, stored)])
    report.notes.append(
        f"`GET /dashboards/v1/gaps/{{id}}/timeline` and `/timelines/{{id}}` of {gaps} gaps by turns, of each of which "
        f"{STEPS} things were told, and `GET /dashboards/v1/gaps` of a hundred at a time; {CONNECTIONS} connections, "
        "one process of dashboards. The page asks readiness, in another process, what the gap is called, which is two "
        f"questions. The limit: the one query of what was told of a gap, by asyncpg over {CONNECTIONS} connections."
    )
    return report


def _read(server: Running, make: Callable[[UUID], bytes], ids: list[UUID], seconds: float) -> load.Result:
    chosen = random.Random(5)
    found = load.run(
        server.port, lambda: make(chosen.choice(ids)), connections=CONNECTIONS, seconds=seconds, warm_up=WARM_UP
    )
    assert found.failures == 0, make(ids[0])
    return found


def _line(what: str, ours: load.Result, limit: load.Result) -> Line:
    ratio = ours.percentile(0.95) / limit.percentile(0.95)
    return Line("timeline", f"{what}, p95", said(ours), said(limit), ratio, "report")


async def _tell(ids: list[UUID], assessment_id: UUID) -> None:
    """As the consumer would write it."""
    instrument_id = uuid4()
    settings = service.read_settings()
    database = Database(settings.worker_database_url.get_secret_value(), settings, application="benchmark", pool=2)
    of = {"instrument_id": str(instrument_id), "level": "district"}
    scored = of | {"result": 2, "conditions": [{"condition": "s0", "score": "0.5", "reached": "emerging"}]}
    result = ToldResult(
        assessment_id, 2, instrument_id, "district", None, FIRST + timedelta(days=90), None, None, json.dumps(scored)
    )
    async with database.transaction(DISTRICT_A) as session:
        await keep_results(session, 1, DISTRICT_A, [result])
        for gap_id in ids:
            await keep_steps(session, 1, DISTRICT_A, _story(gap_id, assessment_id, of))
    await database.close()


def _story(gap_id: UUID, assessment_id: UUID, of: dict[str, str]) -> list[ToldStep]:
    """A gap that was found, matched, met about, acted on, and that the last result still shows."""
    both = {"engagement_id": str(uuid4()), "host_id": str(DISTRICT_B), "partner_id": str(DISTRICT_A)}
    coached, action = both | {"match_id": str(uuid4()), "coach_id": str(uuid4())}, both | {"action_id": str(uuid4())}
    held: JsonObject = both | {"coach_ids": [coached["coach_id"]], "students": 0, "adults": 3}
    found = of | {"kind": "below_target", "condition": "s0", "severity": "serious", "assessment_id": str(assessment_id)}
    told: list[tuple[str, UUID, int, JsonObject]] = [
        ("found", assessment_id, 1, found),
        ("match_proposed", UUID(coached["match_id"]), 0, coached),
        ("match_confirmed", UUID(coached["match_id"]), 0, coached),
        ("action_agreed", UUID(action["action_id"]), 0, action | {"condition": "s0", "due_on": "2026-12-01"}),
        *(("meeting_held", uuid4(), 0, held) for _ in range(STEPS - 6)),
        ("resource_used", UUID(action["action_id"]), 0, action | {"resource_id": str(uuid4())}),
    ]
    return [
        ToldStep(gap_id, kind, of_id, number, FIRST + timedelta(days=4 * n), None, uuid4().hex, json.dumps(said_of))
        for n, (kind, of_id, number, said_of) in enumerate(told)
    ]


async def _stored(url: str, ids: list[UUID], seconds: float) -> load.Result:
    taken: list[float] = []
    async with asyncpg.create_pool(url, min_size=CONNECTIONS, max_size=CONNECTIONS) as pool:
        end = time.perf_counter() + seconds

        async def reader(number: int) -> None:
            chosen = random.Random(number)
            while (began := time.perf_counter()) < end:
                rows = await pool.fetch(_STORED, DISTRICT_A, chosen.choice(ids))
                assert len(rows) == STEPS - 1
                taken.append(time.perf_counter() - began)

        await asyncio.gather(*(reader(number) for number in range(CONNECTIONS)))
    return load.Result(seconds, sorted(taken), failures=0)
