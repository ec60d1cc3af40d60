"""Readiness: an assessment of 500 raters and 60 questions scored, beside a plain aggregate of the same answers; and
answers of 200 raters at once, each saved as it comes, beside the bare upsert.
"""

import asyncio
import itertools
import json
import random
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import uvloop

from benchmarks import load
from benchmarks.engines import Engines, Running, process
from benchmarks.report import Line, Report
from readiness.common.rules.roles import ROLES
from readiness.scoring.usecases.score_assessment import score_closed
from readiness.settings import ReadinessSettings
from shared.db.database import Database
from shared.testing.callers import DISTRICT_A

RATERS, QUESTIONS, SECTIONS, LEVELS = 500, 60, 10, 5
AT_ONCE = 200
SECONDS = 6.0
PATH = "/readiness/v1"
_ANSWERS = """
insert into answer (district_id, invitation_id, question, sequence, said, value)
select $1, r.id, q.key, 1, 'value', to_jsonb(1 + cast(floor(random() * $4) as int))
from unnest($2::uuid[]) as r(id) cross join unnest($3::text[]) as q(key)
"""
_SUBMITTED = "update invitation set state = 'submitted', submitted_on = current_date"
_AGGREGATE = """
select a.question, i.role, a.said, a.value, count(*)
from answer a join invitation i on i.district_id = a.district_id and i.invitation_id = a.invitation_id
where i.assessment_id = $1 and i.submitted_on is not null group by 1, 2, 3, 4
"""
_UPSERT = """
insert into answer as a (district_id, invitation_id, question, sequence, said, value)
values ($1, $2, $3, $4, 'value', '3')
on conflict (district_id, invitation_id, question) do update set sequence = excluded.sequence, value = excluded.value
where a.sequence < excluded.sequence
"""


@dataclass
class Asked:
    """An open assessment and its raters' links."""

    assessment_id: str
    raters: list[dict[str, str]]


def keys() -> list[str]:
    return [f"s{number % SECTIONS}.q{number}" for number in range(QUESTIONS)]


def measure(engines: Engines, *, raters: int = RATERS) -> Report:
    engines.urls("readiness")
    token = engines.token(scope="readiness.read readiness.write")
    with process("shared", "readiness", "api") as api:
        asked = ask(api, token, raters)
        uvloop.run(fill(engines.as_superuser("readiness"), asked))
        send(api, "POST", f"{PATH}/assessments/{asked.assessment_id}/end", token)
    wall, processor = uvloop.run(score())
    plain = uvloop.run(_aggregate(engines.as_superuser("readiness"), asked))
    what = f"{raters} raters x {QUESTIONS} questions"
    report = Report([Line("scoring", what, f"{wall:,.0f} ms", f"{plain:,.0f} ms", wall / plain, "report")])
    report.notes.append(
        f"the job's own step: answers of {raters} raters to {QUESTIONS} questions of {LEVELS} levels read, both depths "
        f"worked out, kept and told, with what is released decided answer by answer; {processor:,.0f} ms of it are the "
        "process's own. The limit: one query that counts the same answers by question, role and value."
    )
    return report


def measure_answers(engines: Engines, *, at_once: int = AT_ONCE, seconds: float = SECONDS) -> Report:
    engines.urls("readiness")
    token = engines.token(scope="readiness.read readiness.write")
    with process("shared", "readiness", "api") as api:
        asked = ask(api, token, at_once)
        load.run(api.port, saves := _saves(asked), connections=at_once, seconds=2.0)
        used = api.cpu_seconds()
        saved = load.run(api.port, saves, connections=at_once, seconds=seconds, warm_up=0.0)
        used = (api.cpu_seconds() - used) / len(saved.latencies) * 1000
    assert saved.failures == 0, "answers"
    pool = ReadinessSettings.for_service("readiness").database_pool
    rate, p99 = uvloop.run(_upserts(engines.as_superuser("readiness"), asked, at_once, pool, seconds))
    ours = f"{saved.rate:,.0f}/s, p99 {saved.percentile(0.99) * 1000:,.0f} ms, {used:.2f} CPU ms"
    limit = f"{rate:,.0f}/s, p99 {p99 * 1000:,.0f} ms"
    report = Report([Line("answers", f"{at_once} raters at once", ours, limit, saved.rate / rate, "report")])
    report.notes.append(
        f"{at_once} connections, each request the next answer of another rater, by the secret of their link; one "
        "process. Ours finds the link, locks the rater, checks the answer by the pinned version and keeps it unless a "
        f"newer one is there. The limit: the upsert alone, by asyncpg over {pool} connections, each a commit. What "
        "bounds ours is the process's own core (CPU ms a save, PostgreSQL's not counted). About half of it are six "
        "statements: begin, the link's district, the tenant, the lock, the save, commit. The tenant cannot be named "
        "before the link is found, and the lock comes first, so that the save reads what others have left. The other "
        "half is HTTP, FastAPI and the checks. Nothing of the instrument is read: its version is remembered."
    )
    return report


def ask(api: Running, token: str, raters: int) -> Asked:
    made = send(api, "POST", f"{PATH}/instruments", token, _instrument())["instrument_id"]
    send(api, "POST", f"{PATH}/instruments/{made}/draft/publish", token, etag='"1"')
    today = datetime.now(UTC).date()
    plan = {
        "instrument_id": made,
        "instrument_version": 1,
        "title": "Ready?",
        "opens_on": str(today),
        "closes_on": str(today + timedelta(days=20)),
        "populations": [{"role": role, "population": 10_000, "picked_by": "everyone"} for role in ROLES],
    }
    assessment_id = send(api, "POST", f"{PATH}/assessments", token, plan)["assessment_id"]
    send(api, "POST", f"{PATH}/assessments/{assessment_id}/begin", token)
    invited = {"invitations": [{"role": ROLES[number % len(ROLES)]} for number in range(raters)]}
    found = send(api, "POST", f"{PATH}/assessments/{assessment_id}/invitations", token, invited)
    return Asked(assessment_id, found["invitations"])


def _instrument() -> dict[str, Any]:
    words = {"en": "What is seen?"}
    form = {"kind": "level", "anchors": [{"value": value, "text": words} for value in range(1, LEVELS + 1)]}
    sections = [
        {
            "key": f"s{place}",
            "title": words,
            "questions": [
                {"key": key, "text": words, "form": form, "roles": list(ROLES)}
                for key in keys()
                if key.startswith(f"s{place}.")
            ],
        }
        for place in range(SECTIONS)
    ]
    roles = [{"role": role, "minimum": 5, "notice": words} for role in ROLES]
    return {"title": words, "languages": ["en"], "roles": roles, "sections": sections}


def send(api: Running, method: str, path: str, token: str, body: object = None, *, etag: str = "*") -> Any:
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json", "if-match": etag}
    content = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(api.base + path, content, headers, method=method)) as answer:
        return json.loads(answer.read())


async def fill(url: str, asked: Asked) -> None:
    """Past row-level security, for which these rows are made to hold."""
    connection = await asyncpg.connect(url)
    ids = [one["invitation_id"] for one in asked.raters]
    await connection.execute(_ANSWERS, DISTRICT_A, ids, keys(), LEVELS)
    await connection.execute(_SUBMITTED)
    await connection.execute("vacuum analyze")
    await connection.close()


async def score() -> tuple[float, float]:
    """Milliseconds of the job's step, by the clock and of this process."""
    settings = ReadinessSettings.for_service("readiness")
    worker = settings.worker_database_url.get_secret_value()
    database = Database(worker, settings, application="bench", pool=1)
    try:
        began, used = time.perf_counter(), time.process_time()
        async with database.transaction(None) as session:
            assert await score_closed(session, datetime.now(UTC))
        return (time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000
    finally:
        await database.close()


async def _aggregate(url: str, asked: Asked) -> float:
    """Milliseconds, the median of five."""
    connection = await asyncpg.connect(url)
    times = []
    for _ in range(5):
        began = time.perf_counter()
        await connection.fetch(_AGGREGATE, asked.assessment_id)
        times.append((time.perf_counter() - began) * 1000)
    await connection.close()
    return sorted(times)[2]


def _saves(asked: Asked) -> Callable[[], bytes]:
    """An endless supply of answers: every rater answers question after question, and then each anew."""
    numbers, generator, questions = itertools.count(), random.Random(7), keys()

    def make() -> bytes:
        turn, place = divmod(next(numbers), len(asked.raters))
        rater, question = asked.raters[place], questions[turn % len(questions)]
        value = generator.randrange(LEVELS) + 1
        body = json.dumps({"sequence": turn // len(questions) + 1, "value": value}).encode()
        head = [
            f"PUT {PATH}/invitations/{rater['invitation_id']}/answers/{question} HTTP/1.1",
            "host: x",
            f"invitation-secret: {rater['secret']}",
            "content-type: application/json",
            f"content-length: {len(body)}",
        ]
        return "\r\n".join(head).encode() + b"\r\n\r\n" + body

    return make


async def _upserts(url: str, asked: Asked, at_once: int, connections: int, seconds: float) -> tuple[float, float]:
    """Upserts a second, and the 99th percentile in seconds."""
    numbers, questions, taken = itertools.count(), keys(), list[float]()
    async with asyncpg.create_pool(url, min_size=connections, max_size=connections) as pool:
        end = time.perf_counter() + seconds

        async def rater() -> None:
            while (began := time.perf_counter()) < end:
                turn, place = divmod(next(numbers), len(asked.raters))
                which = asked.raters[place]["invitation_id"], questions[turn % len(questions)]
                await pool.execute(_UPSERT, DISTRICT_A, *which, 1_000 + turn)
                taken.append(time.perf_counter() - began)

        await asyncio.gather(*(rater() for _ in range(at_once)))
    taken.sort()
    return len(taken) / seconds, taken[int(len(taken) * 0.99)]
