"""Scores worked out again from an explanation as a route answers it: from lines, weights and thresholds alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from readiness.common.rules.decimals import stored
from readiness.scoring.rules.rounding import weighted_mean


def check_scores(explanation: Mapping[str, Any]) -> None:
    """Asserts that every score which an explanation states is the one that it explains, exactly. Its numbers are
    decimals: JSON is read without floats.
    """
    for condition in explanation["conditions"]:
        _check_groups(condition["groups"])
        assert condition["score"] == _mean(condition["groups"]), condition["condition"]
    for gate in explanation["gates"]:
        _check_groups(gate["groups"])
        assert gate["score"] == _mean(gate["groups"])
        judged = "not_judged" if gate["score"] is None else "met" if gate["score"] >= gate["threshold"] else "missed"
        assert gate["status"] == judged
    assert explanation["score"] == _mean(explanation["conditions"])
    held = [gate["question"] for gate in explanation["gates"] if gate["status"] != "met"]
    assert explanation["reaches"]["held_by"] == held
    assert explanation["reaches"]["key"] == _level(explanation, held=bool(held))


def _check_groups(groups: Sequence[Any]) -> None:
    for group in groups:
        for question in group["questions"]:
            assert question["score"] == _score_of(question["lines"]), question["question"]
        assert group["score"] == _mean(group["questions"]), group["group"]


def _score_of(lines: Sequence[Any]) -> Decimal | None:
    for line in lines:
        assert line["each"] is None or line["each"] * line["count"] == line["total"]
    count = sum(line["count"] for line in lines)
    total = sum((Fraction(line["total"]) for line in lines), Fraction(0))
    return stored(total / count) if count else None


def _mean(parts: Sequence[Any]) -> Decimal | None:
    return weighted_mean((Decimal(one["weight"]), Decimal(one["score"])) for one in parts if one["score"] is not None)


def _level(explanation: Mapping[str, Any], *, held: bool) -> str | None:
    if explanation["score"] is None:
        return None
    keys = [one["key"] for one in explanation["levels"]]
    reached = sum(one["at_least"] <= explanation["score"] for one in explanation["levels"]) - 1
    return str(keys[min(reached, keys.index(explanation["target"]) - 1) if held else reached])
