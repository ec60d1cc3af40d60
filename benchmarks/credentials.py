"""Credentials: issued and verified over one connection to one worker process."""

import json
from uuid import UUID

from benchmarks import load
from benchmarks.engines import Engines, Running, process
from benchmarks.report import Line, Report
from benchmarks.write_path import learners, post, prepare
from demo import framework

COUNT = 3_000
SECONDS = 4.0
VERIFY = "/competency/v1/credentials/verify"
OPEN = {"COMPETENCY_VERIFY_PER_SECOND": "1000000", "COMPETENCY_VERIFY_BURST": "1000000"}


def measure(engines: Engines, *, count: int = COUNT, seconds: float = SECONDS) -> Report:
    engines.urls("competency")
    token, who = engines.token(scope="competency.read competency.write competency.take-part"), learners(count)
    item = framework.identifier(framework.targets()[0].code)
    with process("shared", "competency", "api", environment=OPEN) as api:
        prepare(api, token, [])
        _master(api, token, who, item)
        asked = iter(who)
        badge = json.dumps({"kind": "badge", "item_id": item}).encode()
        first = json.loads(post(api, _path(next(asked)), badge, token))
        signed = json.dumps({"credential": first["token"]}).encode()

        def issue() -> bytes:
            return load.request(_path(next(asked)), badge, token)

        def verify() -> bytes:
            return load.request(VERIFY, signed, token)

        issued = load.run(api.port, issue, connections=1, seconds=seconds)
        verified = load.run(api.port, verify, connections=1, seconds=seconds)
    report = Report([_line("issued", issued), _line("verified, with its status list", verified)])
    report.notes.append(
        "one connection, one worker process. Issued: a badge each, of a learner who has mastered the item, signed "
        "(ES256), entered in the status list and told, in one transaction. Verified: the same badge again and again, "
        "by the keys and the list of a district of the same host, which are read anew each time."
    )
    return report


def _master(api: Running, token: str, who: list[UUID], item: str) -> None:
    lines = [
        json.dumps(
            {
                "learner_id": str(one), "item_id": item, "score": 4, "observed_at": "2026-09-01T10:00:00Z",
                "source": "portfolio", "external_id": f"mastered {one}",
            }
        )
        for one in who
    ]  # fmt: skip
    post(api, "/competency/v1/evidence/batch", "\n".join(lines).encode(), token, "application/x-ndjson")


def _path(learner: UUID) -> str:
    return f"/competency/v1/learners/{learner}/credentials"


def _line(what: str, result: load.Result) -> Line:
    assert result.failures == 0, what
    p50 = result.percentile(0.5) * 1000
    return Line("credentials", what, f"{result.rate:,.0f}/s, p50 {p50:.1f} ms", aim="report")
