"""What applicants and reviewers type, as readiness takes it."""

from typing import Any

from dashboards.readiness.forms import Fields
from dashboards.readiness.selection.answers import Criterion, Prompt


def answers_of(fields: Fields, prompts: list[Prompt]) -> dict[str, str | None]:
    """The answers that the form has fields for; one that is left empty is taken away."""
    return {one.key: fields.prose(f"answer:{one.key}") or None for one in prompts if f"answer:{one.key}" in fields}


def application_of(fields: Fields, prompts: list[Prompt]) -> dict[str, Any]:
    """A change of a draft. `attached` names an assessment and which of its results."""
    assessment, _, result = fields.words("attached").partition(" ")
    number = int(result) if result.isascii() and result.isdigit() and len(result) < 10 else None
    return {
        "answers": answers_of(fields, prompts), "consented": "consented" in fields,
        "assessment_id": assessment or None, "result": number,
    }  # fmt: skip


def sheet_of(fields: Fields, criteria: list[Criterion]) -> dict[str, Any]:
    """A level for each criterion that has one."""
    levels = {one.key: fields.number(f"level:{one.key}") for one in criteria}
    return {
        "levels": {key: level for key, level in levels.items() if level is not None},
        "notes": fields.prose("notes") or None,
    }
