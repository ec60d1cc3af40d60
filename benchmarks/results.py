"""Readiness: the result of an assessment of 500 raters and 60 questions, as systems read it and as its page, beside the
bare query of what is stored of it.
"""

import asyncio
import time
import urllib.request
from uuid import UUID

import asyncpg
import uvloop

from benchmarks import load
from benchmarks.engines import Engines, Running, process
from benchmarks.report import Line, Report
from benchmarks.scoring import PATH as API
from benchmarks.scoring import QUESTIONS, RATERS, SECTIONS, Asked, ask, fill, score, send
from shared.auth.dependencies import SESSION_COOKIE
from shared.testing.callers import DISTRICT_A

CONNECTIONS = 16
SECONDS, WARM_UP = 5.0, 2.0
LEADER = UUID("6f1f3a52-54a4-4f0e-9c5e-3a5f0d1c7b21")
_STORED = """
select closed_on, scored_at, score, reached, released_cells from result
where district_id = $1 and assessment_id = $2 and result = 1
"""


def measure(engines: Engines, *, raters: int = RATERS, seconds: float = SECONDS) -> Report:
    engines.urls("readiness")
    engines.urls("dashboards")
    scopes = "readiness.read readiness.write dashboards.read partners.read"
    token = engines.token(role="leader", person_id=str(LEADER), scope=scopes)
    with process("shared", "readiness", "api") as api:
        asked = _scored(engines, api, token, raters)
        path = f"/assessments/{asked.assessment_id}/results/1"
        began = time.perf_counter()
        send(api, "GET", f"{API}{path}", token)
        first = time.perf_counter() - began
        with process("shared", "dashboards", "api", environment={"DASHBOARDS_READINESS_URL": api.base}) as pages:
            assert b"<svg" in _get(pages, path, token), "readiness answers the page"
            found, drawing = _read(api, load.get(f"{API}{path}", token), seconds), pages.cpu_seconds()
            page = _read(pages, page_request(path, token), seconds)
            drawing = (pages.cpu_seconds() - drawing) / page.rate / (seconds + WARM_UP) * 1000
    stored = uvloop.run(_stored(engines.as_superuser("readiness"), asked, seconds))
    report = Report([_line("the result", found, stored), _line("its page", page, stored)])
    report.notes.append(
        f"`GET {API}/assessments/{{id}}/results/1`, of {raters} raters x {QUESTIONS} questions, and "
        "`/assessments/{id}/results/1` of dashboards, which asks readiness for it, for the other results and for the "
        f"assessment with its instrument's version, at the same time, by the reader's own token; {CONNECTIONS} "
        "connections, one process of each service. The limit: the one query of the stored result with its released "
        f"cells, by asyncpg over {CONNECTIONS} connections. What is stored are cells. Scores, gates, confidence and "
        "agreement are worked out of them by the rules that explain them, which a process does once for each result "
        f"and then remembers: the first reader waited {first * 1000:,.0f} ms. The page draws a chart for each of "
        f"{SECTIONS} conditions, which with all else costs dashboards {drawing:.0f} ms of processor time each."
    )
    return report


def _scored(engines: Engines, api: Running, token: str, raters: int) -> Asked:
    asked = ask(api, token, raters)
    uvloop.run(fill(engines.as_superuser("readiness"), asked))
    send(api, "POST", f"{API}/assessments/{asked.assessment_id}/end", token)
    uvloop.run(score())
    return asked


def page_request(path: str, token: str) -> bytes:
    head = [f"GET {path} HTTP/1.1", "host: x", f"cookie: {SESSION_COOKIE}={token}", "accept: text/html"]
    return "\r\n".join(head).encode() + b"\r\n\r\n"


def _get(server: Running, path: str, token: str) -> bytes:
    headers = {"cookie": f"{SESSION_COOKIE}={token}", "accept": "text/html"}
    with urllib.request.urlopen(urllib.request.Request(server.base + path, headers=headers)) as answer:
        body: bytes = answer.read()
        return body


def _read(server: Running, request: bytes, seconds: float) -> load.Result:
    found = load.run(server.port, lambda: request, connections=CONNECTIONS, seconds=seconds, warm_up=WARM_UP)
    assert found.failures == 0, request
    return found


def _line(what: str, ours: load.Result, limit: load.Result) -> Line:
    return Line(
        "results", f"{what}, p95", said(ours), said(limit), ours.percentile(0.95) / limit.percentile(0.95), "report"
    )


def said(found: load.Result) -> str:
    p50, p95 = found.percentile(0.5) * 1000, found.percentile(0.95) * 1000
    return f"p50 {p50:,.1f} ms, p95 {p95:,.1f} ms, {found.rate:,.0f}/s"


async def _stored(url: str, asked: Asked, seconds: float) -> load.Result:
    taken: list[float] = []
    async with asyncpg.create_pool(url, min_size=CONNECTIONS, max_size=CONNECTIONS) as pool:
        end = time.perf_counter() + seconds

        async def reader() -> None:
            while (began := time.perf_counter()) < end:
                rows = await pool.fetch(_STORED, DISTRICT_A, asked.assessment_id)
                assert len(rows) == 1
                taken.append(time.perf_counter() - began)

        await asyncio.gather(*(reader() for _ in range(CONNECTIONS)))
    return load.Result(seconds, sorted(taken), failures=0)
