"""The doors by which evidence comes in by the many: spreadsheet and xAPI statements beside the NDJSON batch."""

import csv
import io
import json
import os
import urllib.request
from time import perf_counter
from typing import Any
from uuid import uuid4

from benchmarks import bulk
from benchmarks.engines import Engines, Running, process
from benchmarks.report import Line, Report
from benchmarks.write_path import learners, prepare

LINES = 10_000
CSV, STATEMENTS = "/competency/v1/evidence/csv", "/competency/v1/xapi/statements"


def measure(engines: Engines, *, lines: int = LINES) -> Report:
    engines.urls("competency")
    token, who = engines.token(), learners(1000)
    home = os.environ["HTTP_PUBLIC_URL"]
    with process("shared", "competency", "api") as api:
        prepare(api, token, who)
        bulk.send(api, token, bulk.file(who, 500, seed=1))
        batch = lines / bulk.send(api, token, bulk.file(who, lines, seed=2))
        sheet = as_sheet(bulk.file(who, lines, seed=3))
        statements = as_statements(bulk.file(who, lines, seed=4), home)
        found = [
            ("a spreadsheet", lines / _send(api, CSV, sheet, token, "text/csv", lines), "lines/s"),
            ("the same again", lines / _send(api, CSV, sheet, token, "text/csv", lines), "lines/s"),
            ("xAPI statements", lines / _send(api, STATEMENTS, statements, token, "application/json", lines), "/s"),
            ("the same again", lines / _send(api, STATEMENTS, statements, token, "application/json", lines), "/s"),
        ]
    report = Report()
    for what, rate, unit in found:
        limit = f"{batch:,.0f} lines/s (NDJSON)"
        report.lines.append(Line("doors", f"{what}, {lines:,}", f"{rate:,.0f} {unit}", limit, rate / batch, "report"))
    report.notes.append(
        f"one POST of {lines:,} pieces of the same make over 1,000 learners, until the report is back, by each door "
        "and by the NDJSON batch in the same run. All are written in the same chunks by the same use case; a statement "
        "has its id claimed besides, and its activity looked up. Sent again, all are known and nothing is written."
    )
    return report


def as_sheet(ndjson: bytes) -> bytes:
    pieces = [json.loads(line) for line in ndjson.splitlines()]
    out = io.StringIO()
    writer = csv.DictWriter(out, pieces[0])
    writer.writeheader()
    writer.writerows(pieces)
    return out.getvalue().encode()


def as_statements(ndjson: bytes, home: str) -> bytes:
    return json.dumps([_statement(json.loads(line), home) for line in ndjson.splitlines()]).encode()


def _statement(piece: dict[str, Any], home: str) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "actor": {"account": {"homePage": home, "name": piece["learner_id"]}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/scored"},
        "object": {"id": f"{home}/ims/case/v1p1/CFItems/{piece['item_id']}"},
        "result": {"score": {"raw": piece["score"], "min": 0, "max": 4}},
        "timestamp": piece["observed_at"],
    }


def _send(api: Running, path: str, body: bytes, token: str, media: str, lines: int) -> float:
    """Seconds until the report is back."""
    headers = {"authorization": f"Bearer {token}", "content-type": media, "x-experience-api-version": "1.0.3"}
    began = perf_counter()
    with urllib.request.urlopen(urllib.request.Request(api.base + path, body, headers), timeout=120) as answer:
        report = json.loads(answer.read())
    seconds = perf_counter() - began
    if report["recorded"] != lines:
        raise SystemExit(f"doors: {path} took {report['recorded']} of {lines}")
    return seconds
