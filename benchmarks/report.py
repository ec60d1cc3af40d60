"""What a row says, and the page that holds them all."""

import os
import platform
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import psutil

from devstack.postgres import _programs

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
_LIBRARIES = (
    "fastapi", "starlette", "pydantic", "sqlalchemy", "asyncpg", "aiokafka", "uvicorn", "uvloop", "orjson",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of the table. `aim` is empty where the row only reports; `met` is None then."""

    row: str
    what: str
    ours: str
    limit: str = ""
    ratio: float | None = None
    aim: str = ""
    met: bool | None = None
    missed_by: str = ""

    @property
    def verdict(self) -> str:
        return "" if self.met is None else "met" if self.met else f"**missed** by {self.missed_by}"

    def cells(self) -> list[str]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return [self.row, self.what, self.ours, self.limit, ratio, self.aim, self.verdict]


@dataclass
class Report:
    """What a row found: its lines; below the table, how it was measured and where the time goes."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    profiles: dict[str, str] = field(default_factory=dict)

    def missed(self) -> bool:
        return any(line.met is False for line in self.lines)


def at_least(row: str, what: str, ours: float, limit: float, unit: str, aim: float, *, more: str = "") -> Line:
    """Ours should be at least `aim` of the limit (rates). `more` is added to ours."""
    ratio = ours / limit
    missed = f"{(1 - ratio / aim) * 100:.0f} %"
    shown = f"{ours:,.0f} {unit}{more}"
    return Line(row, what, shown, f"{limit:,.0f} {unit}", ratio, f">= {aim}", ratio >= aim, missed)


def at_most(row: str, what: str, ours: float, limit: float, unit: str, aim: float) -> Line:
    """Ours should be at most `aim` times the limit (times)."""
    ratio = ours / limit
    missed = f"{(ratio / aim - 1) * 100:.0f} %"
    return Line(row, what, f"{ours:,.1f} {unit}", f"{limit:,.1f} {unit}", ratio, f"<= {aim:g}", ratio <= aim, missed)


def below(row: str, what: str, ours: float, unit: str, aim: float) -> Line:
    """Ours should be at most `aim`, whatever the machine."""
    missed = f"{ours - aim:,.1f} {unit}"
    return Line(row, what, f"{ours:,.1f} {unit}", aim=f"<= {aim:g} {unit}", met=ours <= aim, missed_by=missed)


def table(lines: Iterable[Line]) -> str:
    heads = ["row", "what", "ours", "limit", "ratio", "aim", "verdict"]
    rows = ["| " + " | ".join(cells) + " |" for cells in (heads, ["---"] * len(heads), *(x.cells() for x in lines))]
    return "\n".join(rows)


def page(reports: dict[str, Report], started: datetime, load: Sequence[float], seconds: float) -> str:
    """docs/benchmarks.md."""
    parts = [
        "# Benchmarks",
        "Written by `make bench`; not by hand. Each row is ours beside its limit, measured in the same run on the same "
        "machine, engines and load generator included. Both engines write through to the disk (`fsync` on; Kafka "
        "flushes each batch) unless a line says otherwise. A ratio of rates is better when larger, of times when "
        "smaller.",
        machine(started, load, seconds),
        table(line for report in reports.values() for line in report.lines),
    ]
    notes = [f"- **{name}**: {note}" for name, report in reports.items() for note in report.notes]
    if notes:
        parts += ["## How it was measured", "\n".join(notes)]
    for title, text in ((t, x) for report in reports.values() for t, x in report.profiles.items()):
        parts += [f"## {title}", text]
    return "\n\n".join(parts) + "\n"


def machine(started: datetime, load: Sequence[float], seconds: float) -> str:
    memory = psutil.virtual_memory().total / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    lines = [
        f"- Machine: {_cpu()}, {os.cpu_count()} cores, {memory:.0f} GiB of memory, {platform.system()} "
        f"{platform.release().split('-')[0]}",
        f"- Versions: Python {platform.python_version()}, PostgreSQL {_postgres()}, Apache Kafka {_kafka()}; "
        f"{versions}",
        f"- Run: {started.astimezone(UTC):%Y-%m-%d %H:%M} UTC, {seconds / 60:.1f} minutes; load average at the start "
        f"{', '.join(f'{value:.1f}' for value in load)} (over 1, 5 and 15 minutes, of others: nothing of ours ran yet)",
    ]
    return "\n".join(lines)


def _cpu() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _postgres() -> str:
    said = subprocess.run([_programs() / "postgres", "--version"], capture_output=True, text=True, check=True)
    return said.stdout.split()[-1]


def _kafka() -> str:
    lock = files("devstack").joinpath("kafka.lock").read_text()
    found = re.search(r"kafka-clients:([\d.]+)", lock)
    return found[1] if found else "unknown"


def now() -> datetime:
    return datetime.now(UTC)
