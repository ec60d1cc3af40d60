"""An explanation worked out again, by somebody who has nothing but the document."""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any


def half_up(value: Fraction) -> Fraction:
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    return Fraction(decimal.quantize(Decimal("0.01"), ROUND_HALF_UP))


def worked_out(steps: list[dict[str, Any]]) -> Fraction | None:
    """What the formulas come to."""
    previous = None
    for step in steps:
        if step["value"] is None:
            return None
        python = re.sub(r"\d+(\.\d+)?", lambda number: f"Fraction('{number[0]}')", step["formula"])
        names = {"Fraction": Fraction, "max": max, "round": half_up, "previous": previous}
        previous = Fraction(eval(python.replace("×", "*").replace("÷", "/"), {"__builtins__": {}}, names))
    return previous


def result_of(row: Any) -> tuple[Any, ...]:
    return (row.score, row.mastered, row.observed_at, row.deciding, row.pieces)


def assert_it_gives(found: Any, row: Any) -> None:
    """That an explanation gives what the row stores, by the document alone: its steps, its pieces, its children."""
    assert result_of(found.result) == result_of(row), (found, row)
    score = worked_out([step.model_dump(mode="json") for step in found.steps])
    assert score == (None if row.score is None else row.score), (found, row)
    if found.criterion is None:
        assert row.criterion_version is None
        assert found.policy.policy_id == row.policy_id
        assert sum(piece.share is not None for piece in found.pieces) == row.pieces
        assert row.mastered == (row.score is not None and row.score >= found.policy.mastery)
        return
    assert found.criterion.version == row.criterion_version
    assert sum(child.mastered for child in found.children) == row.pieces
    if found.criterion.needed is None:
        assert row.mastered == (row.score is not None and row.score >= found.criterion.mastery)
    else:
        assert row.mastered == (sum(child.adds for child in found.children) >= found.criterion.needed)
