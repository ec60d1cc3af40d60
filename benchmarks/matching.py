"""Matching, in a process of its own as the worker starts it: what it comes to beside the bound that nothing exceeds."""

import json
import subprocess
import time
from random import Random
from typing import Any
from uuid import UUID

from benchmarks.engines import Engines
from benchmarks.report import Line, Report
from coaching.matching.rules.instance import Coach, Gap, Instance, Kind
from coaching.matching.rules.stored.frozen import instance_as_json
from coaching.matching.usecases.running import COMMAND

SIZES = ((100, 60, 5), (400, 300, 25))
SEED = bytes(range(32))
TIMES, SKILLS = 40, 12
_MB = 1024 * 1024


def measure(_: Engines, *, sizes: tuple[tuple[int, int, int], ...] = SIZES) -> Report:
    report = Report()
    for coaches, gaps, partners in sizes:
        wall, told = worked_out(network(coaches, gaps, partners))
        phases = [one["run"] for one in told if one["tells"] == "phase"]
        (result,) = (one for one in told if one["tells"] == "matching")
        used = result["used"]
        what = f"{coaches} coaches x {gaps} gaps x {partners} partners"
        ours = f"{wall:.1f} s, {used['processor']:.1f} s of the processor, {used['peak_memory'] / _MB:.0f} MB"
        reached = " ".join(f"{one['phase']} {one['value']:,}" for one in phases)
        bound = " ".join(f"{one['phase']} {one['bound']:,}" for one in phases)
        proved = "proved" if result["proved"] else "not proved"
        report.lines.append(Line("matching", what, ours, aim="report"))
        beside = f"{what}: objective beside bound, {proved}"
        report.lines.append(Line("matching", beside, reached, bound, aim="report"))
    report.notes.append(
        f"made-up networks of {SKILLS} skills and {TIMES} times of the week, two coaches of five students; until the "
        "matching is finished and can be proposed, each phase solved with presolve and without, and checked. What "
        "would cover the rest, and why somebody has no pair, is worked out after it. The process gives way to others "
        "(nice 10), so on a busy machine its time on the wall is the others'."
    )
    return report


def worked_out(instance: Instance) -> tuple[float, list[dict[str, Any]]]:
    """Has a process work it out; returns the seconds until the matching, and what was told until then."""
    given = {"instance": instance_as_json(instance), "seed": SEED.hex(), "done": [], "finished": False, "explained": []}
    began = time.perf_counter()
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(given) + "\n")
        process.stdin.close()
        told = []
        for line in process.stdout:
            told.append(json.loads(line))
            if told[-1]["tells"] == "matching":
                break
        took = time.perf_counter() - began
        process.kill()
    return took, told


def network(coaches: int, gaps: int, partners: int, number: int = 1) -> Instance:
    """Coaches with three skills each and gaps that ask for one, a fifth of them in Spanish, the same for one number."""
    random = Random(number)
    skills = [f"skill-{index}" for index in range(SKILLS)]
    at = {UUID(int=10_000 + index): random.randint(0, 3) for index in range(partners)}

    def slots() -> frozenset[int]:
        return frozenset(random.sample(range(TIMES), random.randint(4, 8)))

    people = tuple(
        Coach(
            id=UUID(int=1 + index),
            kind=Kind.STUDENT if index % 5 < 2 else Kind.STAFF,
            skills={skill: random.randint(1, 4) for skill in random.sample(skills, 3)},
            languages=frozenset({"en", "es"} if random.random() < 0.3 else {"en"}),
            slots=slots(),
            capacity=random.randint(1, 3),
            cleared=random.random() < 0.95,
            carried=random.randint(0, 3),
            hours_ahead=random.randint(0, 3),
            known=frozenset(random.sample(sorted(at), 1)),
        )
        for index in range(coaches)
    )
    partner = [random.choice(sorted(at)) for _ in range(gaps)]
    found = tuple(
        Gap(
            id=UUID(int=20_000 + index),
            partner=partner[index],
            skill=random.choice(skills),
            level=random.randint(2, 4),
            languages=frozenset({"es"} if random.random() < 0.2 else {"en"}),
            weight=random.randint(1, 5),
            slots=slots(),
            hours_ahead=at[partner[index]],
        )
        for index in range(gaps)
    )
    return Instance(people, found, SEED)
