"""Forms of goals, as coaching wants them. What is no number goes as it was typed: coaching says where it is none."""

from typing import Any

from dashboards.readiness.forms import Fields, with_point


def goal_of(fields: Fields) -> dict[str, Any]:
    return {"kind": fields.words("kind"), "words": fields.prose("words")}


def end_of(fields: Fields) -> dict[str, Any]:
    return {"outcome": fields.words("outcome"), "words": fields.prose("words")}


def indicator_of(fields: Fields) -> dict[str, Any]:
    """A new indicator, with what its source wants."""
    source = fields.words("source")
    body: dict[str, Any] = {name: fields.words(name) for name in ("words", "direction", "unit")} | {"source": source}
    body |= _said(fields, "low", "high")
    if source == "computed":
        body["measure"] = measure_of(fields)
    if fields.words("smallest_group"):
        body["smallest_group"] = _whole(fields, "smallest_group")
    return body | change_of(fields)


def change_of(fields: Fields) -> dict[str, Any]:
    """What can be changed of an indicator; what is left empty is left out."""
    body: dict[str, Any] = {"words": fields.words("words")} | _said(fields, "target")
    if fields.words("due_on"):
        body["due_on"] = fields.words("due_on")
    if fields.words("baseline_value") or fields.words("baseline_on"):
        body["baseline"] = {"value": _number(fields, "baseline_value"), "on": fields.words("baseline_on")}
    return body


def measure_of(fields: Fields) -> dict[str, Any]:
    """What is counted."""
    kind = fields.words("counted")
    if kind != "learners_mastering":
        return {"kind": kind}
    body: dict[str, Any] = {"kind": kind, "framework_id": fields.words("framework")}
    for name in ("items", "learners"):
        if fields.words(name):
            body[name] = _whole(fields, name)
    return body


def measurement_of(fields: Fields, *, with_day: bool = True) -> dict[str, Any]:
    body: dict[str, Any] = {"value": _number(fields, "value")}
    if with_day:
        body["measured_on"] = fields.words("measured_on")
    if fields.words("group_size"):
        body["group_size"] = _whole(fields, "group_size")
    if fields.prose("words"):
        body["words"] = fields.prose("words")
    return body


def _said(fields: Fields, *names: str) -> dict[str, str]:
    return {name: _number(fields, name) for name in names if fields.words(name)}


def _number(fields: Fields, name: str) -> str:
    return with_point(fields.words(name))


def _whole(fields: Fields, name: str) -> int | str:
    found = fields.number(name)
    return fields.words(name) if found is None else found
