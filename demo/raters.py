"""What raters answer, drawn from a seed: the same seed gives the same sheet.

Leaders see their district further on than families do, as they often do; everybody errs a little, and some do not know.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from demo.applicants import Applicant

FILE = Path(__file__).with_name("readiness_instrument.json")
_SEEN = {"leader": 0.12, "teacher": 0.0, "student": -0.04, "family": -0.08, "union": -0.06, "technology": 0.04}
_UNSURE = {"leader": 0.02, "teacher": 0.03, "student": 0.06, "family": 0.12, "union": 0.05, "technology": 0.03}
_SPREAD = 0.14
_WORDS = {
    "leadership.obstacle": (
        "Three schools plan three different ways, and nobody has said which parts must be the same.",
        "We never finish one change before the next begins.",
        "The report cards still ask for a letter, so that is what we teach to.",
    ),
    "partnerships.keep": (
        "The evening when learners show what they made.",
        "That a teacher calls before something goes wrong.",
        "The garden, and that the little ones are taught there too.",
    ),
}


def instrument() -> dict[str, Any]:
    """The demo's own instrument, as the routes take it."""
    read: dict[str, Any] = json.loads(FILE.read_bytes())
    return read


def sheet(applicant: Applicant, *, progress: float = 0.0, seed: int = 7) -> str:
    """Returns what all raters of the district answer as a CSV file, a rater a line. `progress` is added to the
    district's strength: what a later assessment finds.
    """
    rng = Random(f"{seed}/{applicant.code}/{progress}")
    asked = instrument()
    strengths = {one["key"]: applicant.strength + progress + rng.uniform(-0.15, 0.15) for one in asked["sections"]}
    rows = [
        {"role": role, "language": _language(rng, role), **dict(_answers(rng, asked, strengths, role))}
        for role, count in applicant.raters.items()
        for _ in range(count)
    ]
    keys = [question["key"] for section in asked["sections"] for question in section["questions"]]
    written = io.StringIO()
    table = csv.DictWriter(written, ["role", "language", *keys], restval="")
    table.writeheader()
    table.writerows(rows)
    return written.getvalue()


def _language(rng: Random, role: str) -> str:
    return "es" if role in ("family", "student") and rng.random() < 0.4 else "en"


def _answers(
    rng: Random, asked: Mapping[str, Any], strengths: Mapping[str, float], role: str
) -> Iterator[tuple[str, str]]:
    for section in asked["sections"]:
        for question in section["questions"]:
            # What the law protects is asked only with a parent's consent, which a sheet of many does not have.
            if role in question["roles"] and "protection" not in question:
                seen = rng.gauss(strengths[section["key"]] + _SEEN[role], _SPREAD)
                yield question["key"], _answer(rng, question, role, min(1.0, max(0.0, seen)))


def _answer(rng: Random, question: Mapping[str, Any], role: str, seen: float) -> str:
    """Returns the cell of one answer, of somebody who sees the question's matter so far on, 0 to 1."""
    form = question["form"]
    kind = form["kind"]
    if kind not in ("text", "evidence") and rng.random() < _UNSURE[role]:
        return "dont_know"
    if kind == "level":
        return str(1 + round(seen * (len(form["anchors"]) - 1)))
    if kind == "yes_no":
        return "yes" if seen >= 0.4 else "no"
    if kind == "choice":
        return str(form["options"][round(seen * (len(form["options"]) - 1))]["key"])
    if kind == "number":
        zero, one = float(form["zero_at"]), float(form["one_at"])
        return f"{zero + seen * (one - zero):.1f}"
    if kind == "evidence":
        return "https://district.example/competencies" if rng.random() < 0.5 else ""
    return rng.choice(_WORDS[question["key"]]) if rng.random() < 0.3 else ""
