"""What a reviewer types about a question, and what stands verified, in the same fields.

`answer:KEY` or `words:KEY` is the value, as in a rater's form; `note` is why; `seen` is evidence of raters that was
looked at, by kind and reference; `also` is other evidence, each on a line.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboards.readiness.forms import Fields
from dashboards.readiness.results.verifying.answers import VerifiableQuestion
from dashboards.readiness.taking_part.answers import Evidence
from dashboards.readiness.taking_part.usecases.typed import Filled, Given, filled_by, given_of, typed_in

_LINKS = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Found:
    """The fields of a verification as a page shows them."""

    value: Filled = field(default_factory=Filled)
    note: str = ""
    seen: frozenset[str] = frozenset()
    also: str = ""


def code_of(one: Evidence) -> str:
    """What a tick says that this was seen."""
    return f"{one.kind} {one.reference}"


def standing(question: VerifiableQuestion, named: Sequence[Evidence]) -> Found:
    """What is stored; evidence that is not among what the page shows as `named` stands among the other."""
    one = question.verification
    if one is None:
        return Found()
    seen, also = _parted([code_of(each) for each in one.evidence_seen], named)
    return Found(filled_by(question, Given("value", one.value)), one.note, seen, "\n".join(also))


def typed(fields: Fields, question: VerifiableQuestion, named: Sequence[Evidence]) -> Found:
    """What was sent, as it was typed."""
    seen, others = _parted(fields.chosen.get("seen", []), named)
    also = "\n".join([*others, *([fields["also"]] if fields.get("also") else [])])
    return Found(typed_in(fields, question.key), fields.get("note", ""), seen, also)


def _parted(codes: Sequence[str], named: Sequence[Evidence]) -> tuple[frozenset[str], list[str]]:
    """What was seen of what the page shows, and the references of what it does not show."""
    known = {code_of(one) for one in named}
    return frozenset(codes) & known, [one.partition(" ")[2] for one in codes if one not in known]


def body_of(fields: Fields, question: VerifiableQuestion) -> dict[str, Any]:
    """A verification as readiness takes it; what is wrong with it readiness says."""
    seen = [one.partition(" ") for one in fields.chosen.get("seen", [])]
    ticked = [{"kind": kind, "reference": reference} for kind, _, reference in seen]
    also = [line.strip() for line in fields.prose("also").splitlines() if line.strip()]
    written = [{"kind": "link" if one.startswith(_LINKS) else "file", "reference": one} for one in also]
    given = given_of(question, typed_in(fields, question.key), None)
    return {"value": given.value, "note": fields.prose("note"), "evidence_seen": ticked + written}
