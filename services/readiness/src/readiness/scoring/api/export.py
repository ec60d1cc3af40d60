"""A result as a sheet: released figures only, each line marked as a public record."""

from collections.abc import Iterator
from decimal import Decimal

from readiness.scoring.rules.scores import GateOutcome
from readiness.scoring.usecases.known_results import ReadResult
from shared.sheets.writing import as_csv

COLUMNS = (
    "record",
    "assessment_id",
    "result",
    "closed_on",
    "part",
    "condition",
    "question",
    "group",
    "counted",
    "score",
    "reached",
    "status",
)
PUBLIC_RECORD = "public record"


def result_as_csv(found: ReadResult) -> bytes:
    """Returns a line for the whole, for each condition, group and question with its group, and for each gate."""
    marks = {
        "record": PUBLIC_RECORD,
        "assessment_id": str(found.record.assessment_id),
        "result": found.record.result,
        "closed_on": found.record.closed_on.isoformat(),
    }
    return as_csv(COLUMNS, ({**marks, **line} for line in _lines(found)))


def _lines(found: ReadResult) -> Iterator[dict[str, object]]:
    scores = found.scores
    condition_of = {question.key: one.key for one in found.terms.conditions for question in one.questions}
    yield {"part": "whole", "score": _written(scores.score), "reached": scores.level.key or ""}
    for one in scores.conditions:
        named = {"condition": one.condition}
        yield {"part": "condition", **named, "score": _written(one.score), "reached": one.level.key or ""}
        for role in one.roles:
            yield {"part": "group", **named, "group": role.group.key, "score": _written(role.score)}
    for cell in scores.cells:
        yield {
            "part": "question",
            "condition": condition_of[cell.question],
            "question": cell.question,
            "group": cell.group.key,
            "counted": cell.counted,
            "score": _written(cell.score),
        }
    yield from (_gate(gate) for gate in scores.gates)


def _gate(gate: GateOutcome) -> dict[str, object]:
    return {
        "part": "gate",
        "condition": gate.condition,
        "question": gate.question,
        "score": _written(gate.score),
        "status": gate.status,
    }


def _written(score: Decimal | None) -> str:
    return "" if score is None else f"{score:f}"
