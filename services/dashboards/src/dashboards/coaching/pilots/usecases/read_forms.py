"""What is typed into forms of pilots, as coaching takes it. What is wrong with it coaching says."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from dashboards.coaching.pilots.answers import Gate, Measure, Teacher
from dashboards.readiness.forms import Fields, with_point

Row = dict[str, str]
_OF_MEASURE = (
    "key", "title", "unit", "direction", "source", "lowest", "highest", "baseline", "n", "on", "predicted",
    "threshold", "weight",
)  # fmt: skip
_TYPED = tuple(name for name in _OF_MEASURE if name not in ("key", "unit", "direction", "source", "weight"))
BLANK: Row = dict.fromkeys(_OF_MEASURE, "")
KINDS = ("signal", "guardrail")
_MOST = 20
_BETWEEN = re.compile(r"[\s,;]+")


def plan_of(fields: Fields) -> dict[str, Any]:
    """Where a wave is, from when on, and why these are first."""
    plan: dict[str, Any] = {"school_ids": fields.chosen.get("school", [])}
    if why := fields.prose("why_these_first"):
        plan["why_these_first"] = why
    if starts_on := fields.words("starts_on"):
        plan["starts_on"] = starts_on
    return plan


def teachers_of(fields: Fields, schools: Iterable[UUID]) -> dict[str, Any]:
    """Who is asked, school by school."""
    asked = [
        {"person_id": one.lower(), "school_id": str(school)}
        for school in schools
        for one in _BETWEEN.split(fields.get(f"asked-{school}", ""))
        if one
    ]
    return {"teachers": asked}


def asked_by_school(teachers: Sequence[Teacher], schools: Iterable[UUID]) -> dict[UUID, str]:
    """The ids of who is asked, a line each."""
    return {school: "\n".join(str(one.person_id) for one in teachers if one.school_id == school) for school in schools}


def rows_of(fields: Fields, kind: str) -> list[Row]:
    """The measures of a kind that were typed; a row in which nothing was is none."""
    rows = [
        {name: fields.get(f"{kind}-{number}-{name}", "").strip() for name in _OF_MEASURE} for number in range(_MOST)
    ]
    return [row for row in rows if any(row[name] for name in _TYPED)]


def standing_rows(gate: Gate | None, kind: str) -> list[Row]:
    """The same as they stand."""
    if gate is None:
        return []
    if kind == "signal":
        return [_standing(one) | {"weight": str(one.weight)} for one in gate.signals]
    return [_standing(one) for one in gate.guardrails]


def gate_of(fields: Fields) -> dict[str, Any]:
    signals, guardrails = ([_measure(row, kind) for row in rows_of(fields, kind)] for kind in KINDS)
    return {
        "prediction": fields.prose("prediction") or None,
        "signals": signals,
        "guardrails": guardrails,
        "minimum_days": _whole(fields.words("minimum_days")),
        "minimum_teachers": _whole(fields.words("minimum_teachers")),
        "decides_on": fields.words("decides_on") or None,
    }


def measurement_of(fields: Fields) -> dict[str, Any]:
    """A value of a measure; `corrects` names the measurement in whose place it stands, with its measure before it."""
    measure, _, corrects = fields.words("measure").partition(" ")
    body = {"measure": measure, "value": with_point(fields.words("value")), "n": _whole(fields.words("n"))}
    if corrects:
        return body | {"corrects": corrects}
    return body | ({"measured_on": on} if (on := fields.words("measured_on")) else {})


def decision_of(fields: Fields) -> dict[str, Any]:
    body: dict[str, Any] = {
        "outcome": fields.words("outcome"),
        "reasons": fields.chosen.get("reason", []),
        "words": fields.prose("words"),
    }
    if learned := fields.prose("learned"):
        body["learned"] = learned
    return body | ({"share": True} if fields.get("share") else {})


def _measure(row: Row, kind: str) -> dict[str, Any]:
    baseline = {"value": with_point(row["baseline"]), "n": _whole(row["n"]), "on": row["on"]}
    figures = {name: with_point(row[name]) or None for name in ("lowest", "highest", "predicted", "threshold")}
    body = {
        "key": row["key"] or _key(row["title"], kind),
        "title": row["title"],
        "unit": row["unit"],
        "direction": row["direction"],
        "source": row["source"],
        "baseline": baseline if any((row["baseline"], row["n"], row["on"])) else None,
        **figures,
    }
    return body | ({"weight": _whole(row["weight"]) or 1} if kind == "signal" else {})


def _key(title: str, kind: str) -> str:
    """A key that is made of the title, so that nobody has to think of one."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-") or kind


def _standing(one: Measure) -> Row:
    before = one.baseline
    figures = {name: getattr(one, name) for name in ("lowest", "highest", "predicted", "threshold")}
    row = {"key": one.key, "title": one.title, "unit": one.unit, "direction": one.direction, "source": one.source}
    row |= {name: "" if value is None else f"{value.normalize():f}" for name, value in figures.items()}
    row |= {"weight": "", "baseline": "", "n": "", "on": ""}
    if before is not None:
        row |= {"baseline": f"{before.value.normalize():f}", "n": str(before.n), "on": str(before.on)}
    return row


def _whole(text: str) -> int | str | None:
    """A whole number where one is written; else what is written, so that coaching says what is wrong with it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text or None
