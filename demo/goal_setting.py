"""A district's rallying cry and four goals, measured for a year: one that goes ahead, one that goes the other way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from demo.calls import Caller

COACHING = "/coaching/v1"
CRY = "Every learner knows what they work on next, and why."
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal with its indicator. `drift` is how much of the way is done in a year; `scatter` how unsteadily."""

    kind: str
    words: str
    indicator: str
    source: str
    unit: str
    baseline: int
    target: int
    drift: float
    scatter: float


AIMS = (
    Aim("student_achievement", "More learners master what they set out to master.",
        "Learners who reached their plan's items in time", "entered", "per_cent", 38, 70, 0.75, 0.05),
    Aim("engagement", "Learners choose how they show what they know.",
        "Learners who say that they choose", "survey", "per_cent", 22, 75, 0.55, 0.06),
    Aim("workflow", "Teachers spend their evenings on other things than records.",
        "Records that are entered twice, a week", "entered", "count", 240, 40, 0.5, 0.04),
    Aim("collaboration", "Teachers plan with each other, across subjects.",
        "Teachers who planned with another subject this month", "survey", "per_cent", 35, 70, -0.12, 0.08),
)  # fmt: skip


def measured(aim: Aim, code: str, began: date, until: date, seed: int = 7) -> list[tuple[date, int]]:
    """Returns a value each month, by day."""
    rng = Random(f"{seed}/{code}/{aim.kind}")
    values = []
    for month in range(1, MONTHS + 1):
        day = began + timedelta(days=30 * month)
        way = aim.drift * month / MONTHS + rng.gauss(0, aim.scatter)
        value = round(aim.baseline + (aim.target - aim.baseline) * way)
        values.append((day, max(0, min(value, 100) if aim.unit == "per_cent" else value)))
    return [(day, value) for day, value in values if day <= until]


async def set_goals(caller: Caller, code: str, today: date) -> None:
    """Sets the rallying cry and the goals of a district; what is there already is left."""
    if (await caller.get(f"{COACHING}/rallying-cry"))["words"] is None:
        await caller.edit("PUT", f"{COACHING}/rallying-cry", {"words": CRY})
    began = today - timedelta(days=30 * MONTHS + 5)
    for aim in AIMS:
        await _set(caller, aim, began, measured(aim, code, began, today))
    await _count_meetings(caller, began)


async def _set(caller: Caller, aim: Aim, began: date, values: Sequence[tuple[date, int]]) -> None:
    made = await caller.post(
        f"{COACHING}/goals", {"kind": aim.kind, "words": aim.words}, key=f"demo-goal-{aim.kind.replace('_', '-')}"
    )
    goal = f"{COACHING}/goals/{made['goal_id']}"
    if (await caller.get(goal))["state"] != "draft":
        return
    indicator = await caller.post(f"{goal}/indicators", _indicator(aim, began), key=f"demo-{made['goal_id']}")
    path = f"{goal}/indicators/{indicator['indicator_id']}/measurements"
    told = {one["measured_on"] for one in await caller.all(path)}
    for day, value in values:
        if day.isoformat() not in told:
            people = {"group_size": 140 + value} if aim.source == "survey" else {}
            await caller.post(path, {"measured_on": day.isoformat(), "value": value} | people)
    await caller.edit("POST", f"{goal}/publish")


def _indicator(aim: Aim, began: date) -> dict[str, Any]:
    return {
        "words": aim.indicator,
        "direction": "up" if aim.target > aim.baseline else "down",
        "unit": aim.unit,
        "source": aim.source,
        "baseline": {"value": aim.baseline, "on": began.isoformat()},
        "target": aim.target,
        "due_on": (began + timedelta(days=540)).isoformat(),
    }


async def _count_meetings(caller: Caller, began: date) -> None:
    """Adds to the collaboration goal what the platform counts by itself, and publishes that beside what stands."""
    goals = await caller.all(f"{COACHING}/goals?kind=collaboration&state=published")
    for one in goals:
        goal = f"{COACHING}/goals/{one['goal_id']}"
        if any(each["source"] == "computed" for each in await caller.all(f"{goal}/indicators")):
            continue
        counted = {
            "words": "Coaching meetings that were held",
            "direction": "up",
            "unit": "count",
            "source": "computed",
            "measure": {"kind": "meetings_held"},
            "baseline": {"value": 0, "on": began.isoformat()},
            "target": 120,
            "due_on": (began + timedelta(days=540)).isoformat(),
        }
        await caller.post(f"{goal}/indicators", counted)
        await caller.edit("POST", f"{goal}/publish")
