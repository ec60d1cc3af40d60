"""What a rater's form says about a question, and how it compares with what is stored.

A question has the fields `answer:KEY`, what is chosen; `words:KEY`, what is written where that is the answer;
`evidence:KEY`, a link that shows it; and `shown:KEY`, the answer that the page showed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dashboards.readiness.forms import with_point
from dashboards.readiness.taking_part.answers import Evidence, Question, Said, Standing

WRITTEN = frozenset({"number", "text", "evidence"})
"""Kinds of questions whose answer is written; the others' is chosen."""
OF_VALUE = "v:"
"""What stands before a value among the choices, which know `dont_know` and `not_applicable` besides."""
NOTHING = ""


class Given(NamedTuple):
    """What is said about a question."""

    said: Said
    value: Any = None  # JSON
    evidence: dict[str, str] | None = None

    @property
    def code(self) -> str:
        """The same for the same, in letters; nothing where nothing is said."""
        if self.said == "left_out" and self.evidence is None:
            return NOTHING
        return json.dumps([self.said, self.value, self.evidence], ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields of a question as a page shows them."""

    choice: str = ""
    words: str = ""
    evidence: str = ""


def given_of(question: Question, typed: Filled, standing: Standing | None) -> Given:
    """Returns what the fields say. A file that was named elsewhere stays a file while its name is left as it is."""
    evidence = None
    if typed.evidence:
        held = standing.evidence if standing is not None else None
        is_file = held is not None and held.kind == "file" and held.reference == typed.evidence
        evidence = {"kind": "file" if is_file else "link", "reference": typed.evidence}
    if typed.choice in ("dont_know", "not_applicable"):
        return Given("dont_know" if typed.choice == "dont_know" else "not_applicable", None, evidence)
    value = _value(question, typed)
    return Given("left_out", None, evidence) if value is None else Given("value", value, evidence)


def _value(question: Question, typed: Filled) -> Any:
    kind, words = question.form.kind, typed.words.strip()
    if kind in WRITTEN and not words:
        return None
    if kind == "number":
        return with_point(words)
    if kind == "text":
        return typed.words
    if kind == "evidence":
        return {"kind": (question.form.accepts or ["link"])[0], "reference": words}
    if not typed.choice.startswith(OF_VALUE):
        return None
    chosen = typed.choice.removeprefix(OF_VALUE)
    if kind == "yes_no":
        return chosen == "true"
    return int(chosen) if kind == "level" and chosen.isascii() and chosen.isdigit() and len(chosen) < 4 else chosen


def contradicts_itself(question: Question, typed: Filled) -> bool:
    """Whether an answer is written, and it is said as well that there is none."""
    return question.form.kind in WRITTEN and bool(typed.words.strip()) and typed.choice != ""


def given_by(standing: Standing | None) -> Given:
    """Returns what is stored."""
    if standing is None:
        return Given("left_out")
    value = standing.value.model_dump() if isinstance(standing.value, Evidence) else standing.value
    return Given(standing.said, value, standing.evidence.model_dump() if standing.evidence else None)


def filled_by(question: Question, given: Given) -> Filled:
    """Returns the fields that say so."""
    evidence = given.evidence["reference"] if given.evidence else ""
    if given.said in ("dont_know", "not_applicable"):
        return Filled(given.said, "", evidence)
    if given.said == "left_out":
        return Filled("", "", evidence)
    if question.form.kind in WRITTEN:
        words = given.value["reference"] if isinstance(given.value, dict) else str(given.value)
        return Filled("", words, evidence)
    value = str(given.value).lower() if isinstance(given.value, bool) else str(given.value)
    return Filled(OF_VALUE + value, "", evidence)


def typed_in(fields: Mapping[str, str], key: str) -> Filled:
    """Returns the fields of this question as they were sent."""
    return Filled(
        fields.get(f"answer:{key}", ""),
        fields.get(f"words:{key}", "").replace("\r\n", "\n"),
        fields.get(f"evidence:{key}", "").strip(),
    )
