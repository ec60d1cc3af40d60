"""What running costs: memory of each process, and the time until it serves."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import psutil

from benchmarks import load
from benchmarks.engines import ALL, Engines, Running, process
from benchmarks.report import Line, Report, below
from benchmarks.write_path import learners, prepare, requests
from devstack.ports import free_port

MEMORY_MB = 120
WARM_SECONDS = 10
_STANDS = re.compile(r"Everything stands after ([\d.]+) s")
_READS = {
    "rostering": "/rostering/v1/organisations",
    "partners": "/partners/v1/changes?after=0",
    "dashboards": "/dashboards/v1/district",
}


def measure(engines: Engines, *, seconds: float = 2.0, whole: bool = True) -> Report:
    report = Report()
    engines.clear_topics()
    for service in ALL:
        engines.urls(service)
    with tempfile.TemporaryDirectory() as empty:
        uncompiled = _started_in("competency", {"PYTHONPYCACHEPREFIX": empty})
    report.lines += _processes(engines, seconds)
    report.lines.append(_plain("competency api until ready, no bytecode yet", f"{uncompiled:.1f} s"))
    if whole:
        cold, warm, memory = _whole()
        report.lines += [
            _plain("`make run`, first start (empty databases, demo network loaded)", f"{cold:.1f} s"),
            below("cost", "`make run`, warm start", warm, "s", WARM_SECONDS),
            _plain("all services in one process, after the demo network", f"{memory:.0f} MB"),
        ]
    report.notes.append(
        "resident memory, in millions of bytes. Idle: ready, nothing asked of it yet; loaded: after the write path at "
        "16 connections, and for the others reads at 16 connections, while all eight processes follow the events. "
        "`make run` is its own word (`Everything stands after`), engines included, from downloaded and unpacked "
        "engines; its "
        "first start also migrates four databases and plays the demo network in through the public routes."
    )
    report.profiles["Cost: where memory and start time go"] = imports()
    return report


def _plain(what: str, value: str) -> Line:
    return Line("cost", what, value, aim="report")


def _started_in(service: str, environment: dict[str, str]) -> float:
    with process("shared", service, "api", environment=environment) as running:
        return running.started_in


def _processes(engines: Engines, seconds: float) -> list[Line]:
    """Each service's api and worker, all up at once."""
    with ExitStack() as stack:
        running: dict[str, Running] = {}
        for service in ALL:
            for part in ("api", "worker"):
                running[f"{service} {part}"] = stack.enter_context(process("shared", service, part))
        idle = {name: one.resident_mb() for name, one in running.items()}
        _load(engines, running, seconds)
        loaded = {name: one.resident_mb() for name, one in running.items()}
        started = {name: one.started_in for name, one in running.items()}
    lines = []
    for name in running:
        more = f"{name}: loaded (idle {idle[name]:.0f} MB, ready in {started[name]:.1f} s)"
        lines.append(below("cost", more, loaded[name], "MB", MEMORY_MB))
    return lines


def _load(engines: Engines, running: dict[str, Running], seconds: float) -> None:
    token, who = engines.token(), learners(500)
    api = running["competency api"]
    prepare(api, token, who)
    load.run(api.port, requests(token, who, keyed=True), connections=16, seconds=2 * seconds)
    for service, path in _READS.items():
        load.run(running[f"{service} api"].port, lambda p=path: load.get(p, token), connections=16, seconds=seconds)  # type: ignore[misc]
    time.sleep(1)


def _whole() -> tuple[float, float, float]:
    """`make run` twice on one folder: seconds of the first start and of the second, and what the services hold."""
    with tempfile.TemporaryDirectory(prefix="trellis-cold-") as folder:
        cold, memory = _make_run(Path(folder))
        warm, _ = _make_run(Path(folder))
    return cold, warm, memory


def _make_run(folder: Path) -> tuple[float, float]:
    # What the bench has told its own processes must not reach this one.
    prefixes = tuple(f"{name.upper()}_" for name in (*ALL, "kafka", "auth", "http", "telemetry"))
    clean = {name: value for name, value in os.environ.items() if not name.startswith(prefixes)}
    child = subprocess.Popen(
        [sys.executable, "-m", "demo", "run", "--folder", str(folder)],
        env=clean | {"HTTP_PORT": str(free_port()), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    said: list[str] = []
    try:
        assert child.stdout is not None
        for line in child.stdout:
            said.append(line)
            if found := _STANDS.search(line):
                return float(found[1]), _memory_of_services(child.pid)
    finally:
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=60)
    raise SystemExit(f"`make run` did not stand: {''.join(said[-10:])}")


def _memory_of_services(pid: int) -> float:
    children = psutil.Process(pid).children(recursive=True)
    return float(sum(c.memory_info().rss for c in children if "shared" in c.cmdline() and "all" in c.cmdline())) / 1e6


_STEPS = (
    ("Python, with uvloop and asyncio", "import asyncio, uvloop"),
    ("pydantic and its settings", "import pydantic, pydantic_settings"),
    ("FastAPI and uvicorn", "import fastapi, uvicorn"),
    ("SQLAlchemy's ORM and asyncpg", "import sqlalchemy.ext.asyncio, sqlalchemy.orm, asyncpg"),
    ("aiokafka", "import aiokafka, aiokafka.admin"),
    ("httpx, joserfc and cryptography", "import httpx, joserfc.jwt, cryptography"),
    ("Alembic and typer", "import alembic.command, typer"),
    ("structlog, OpenTelemetry, Prometheus", "import structlog, prometheus_client; from opentelemetry import trace"),
    ("shared's own modules", "import shared.cli, shared.run.process"),
    ("competency's own modules", "import competency.main"),
)
_MEASURE = """
import os, time
def resident():
    with open('/proc/self/statm') as f: return int(f.read().split()[1]) * os.sysconf('SC_PAGE_SIZE') / 1e6
last, at = 0.0, time.perf_counter()
for name, code in {steps!r}:
    began = time.perf_counter(); exec(code); now = resident()
    print(f'{{name}}|{{now - last:.1f}}|{{time.perf_counter() - began:.3f}}'); last = now
"""


def imports() -> str:
    """What importing a service takes, step by step, and which packages take the time."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE.format(steps=_STEPS)], capture_output=True, text=True, check=True
    )
    steps = [line.split("|") for line in done.stdout.splitlines()]
    rows = "\n".join(f"| {name} | {float(mb):.0f} MB | {1000 * float(took):.0f} ms |" for name, mb, took in steps)
    total = sum(float(mb) for _, mb, _ in steps), sum(float(took) for _, _, took in steps)
    return (
        "Before it has served anything, a process holds what its imports hold. Imported one after the other in a fresh "
        f"Python, each step with what it draws in that the steps before had not:\n\n| import | memory | time |\n"
        f"| --- | --- | --- |\n{rows}\n| all | {total[0]:.0f} MB | {1000 * total[1]:.0f} ms |\n\n"
        f"By `python -X importtime`, own time by package: {_import_times()}."
    )


def _import_times() -> str:
    command = [sys.executable, "-X", "importtime", "-c", "import shared.run.process, shared.cli, competency.main"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    own: Counter[str] = Counter()
    for micros, name in re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s*([\w.]+)", said):
        own[name.split(".")[0]] += int(micros)
    return ", ".join(f"{name} {micros / 1000:.0f} ms" for name, micros in own.most_common(9))
