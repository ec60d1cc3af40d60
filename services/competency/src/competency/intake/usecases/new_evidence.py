"""From what a sender tells of a performance to the record of evidence that is stored. JSON is stored as it was sent."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from competency.common.scales import Conversion, Given, OffScale, Scale, validate_score
from competency.evidence.queries.records import EvidenceRecord
from competency.evidence.queries.store import Piece
from competency.evidence.rules import tie_key, validate_observed_at
from competency.evidence.schemas import DeclaredScale, Performance
from competency.mastery.queries.policies import PoliciesAt
from shared.errors import Invalid, Problem, invalid
from shared.values.ids import new_id
from shared.values.json_types import Json, JsonArray, JsonObject

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far a sender's clock may run ahead of ours."""

Extras = tuple[str | None, JsonArray | None, JsonArray | None]
"""What few records have: the observer, and the criteria and artefacts, which are JSON."""


def new_evidence(
    performance: Performance,
    learner_id: UUID,
    item_id: UUID,
    policies: PoliciesAt,
    sender: str,
    *,
    given: Mapping[str, Json] | None = None,
    corrects: UUID | None = None,
) -> Piece | Problem:
    """Returns the record to store, or why it is refused; `given` is its score as it was given, where it came converted.

    `corrects` is the item of the record that it takes the place of: a record can be corrected though its item takes no
    new evidence.
    """
    item = policies.items.get(item_id)
    if item is None:
        return invalid("/item_id", "No framework of this district has this item. Import the framework first.")
    if not item.active and item_id != corrects:
        return invalid(
            "/item_id",
            "This item takes no new evidence: it is retired, or its framework is not in use. Record on the item that "
            "replaces it.",
        )
    score = performance.score
    if performance.scale is not None:
        converted = _converted(performance.score, performance.scale, item.scale)
        if isinstance(converted, Problem):
            return converted
        score, given = converted
    if problem := validate_score(score, item.scale):
        return invalid("/score", problem)
    if problem := validate_observed_at(performance.observed_at, policies.now, CLOCK_TOLERANCE):
        return invalid("/observed_at", problem)
    return Piece(
        evidence_id=new_id(),
        learner_id=learner_id,
        item_id=item_id,
        score=score,
        observed_at=performance.observed_at,
        recorded_at=policies.now,
        source=performance.source,
        sender=sender,
        external_id=performance.external_id,
        tie=tie_key(sender, performance.external_id or performance.source),
        kind=performance.kind,
        details=_details(performance, given),
    )


def within(problem: Problem, pointer: str) -> Problem:
    """Returns the problem said of where the evidence stands in the request."""
    if isinstance(problem, Invalid) and problem.errors:
        errors = [{**error, "pointer": f"{pointer}{error['pointer']}"} for error in problem.errors]
        return Invalid(problem.detail, errors=errors)
    return problem


def is_same(before: EvidenceRecord | Piece, performance: Performance, learner_id: UUID, item_id: UUID) -> bool:
    """Returns whether the evidence recorded before says what is sent now."""
    return (
        before.learner_id == learner_id
        and before.item_id == item_id
        and before.observed_at == performance.observed_at
        and before.source == performance.source
        and before.kind == performance.kind
        and _is_same_score(before, performance)
        and _extras(before) == _extras_of(performance)
    )


def _is_same_score(before: EvidenceRecord | Piece, performance: Performance) -> bool:
    scale = performance.scale
    if before.given is None:
        return before.score == performance.score
    return scale is not None and dict(before.given) == _given(performance.score, scale)


def _extras(before: EvidenceRecord | Piece) -> Extras:
    return (str(before.observer) if before.observer else None, before.criteria or None, before.artefacts or None)


def _extras_of(performance: Performance) -> Extras:
    details = _details(performance, None) or {}
    return details.get("observer"), details.get("criteria"), details.get("artefacts")


def _details(performance: Performance, given: Mapping[str, Json] | None) -> Mapping[str, Json] | None:
    """What few pieces have, as it is kept; most have nothing of it."""
    if not (given or performance.observer or performance.criteria or performance.artefacts):
        return None
    details: JsonObject = {}
    if performance.observer:
        details["observer"] = str(performance.observer)
    if performance.criteria:
        details["criteria"] = [{"criterion": c.criterion, "score": str(c.score)} for c in performance.criteria]
    if performance.artefacts:
        details["artefacts"] = [
            {"url": str(a.url), "sha256": a.sha256, "title": a.title} for a in performance.artefacts
        ]
    if given:
        details["given"] = given
    return details


def _converted(score: Decimal, declared: DeclaredScale, target: Scale) -> tuple[Decimal, JsonObject | None] | Problem:
    if declared.table is None and (declared.minimum, declared.maximum) == (target.minimum, target.maximum):
        return score, None
    try:
        conversion = conversion_to(target, declared)
    except ValueError as error:
        return invalid("/scale", str(error))
    try:
        return conversion.convert(score), _given(score, declared)
    except OffScale as error:
        return invalid("/score", str(error))


def conversion_to(target: Scale, declared: DeclaredScale) -> Conversion:
    """Raises ValueError for a scale or a table that cannot be."""
    return Conversion(Scale(declared.minimum, declared.maximum, declared.minimum), target, _table(declared))


def _given(score: Decimal, declared: DeclaredScale) -> JsonObject:
    return as_stored(Given(score, declared.minimum, declared.maximum, _table(declared)))


def as_stored(given: Given) -> JsonObject:
    """Returns a score as it was given in the form in which it is stored with the evidence."""
    values: JsonObject = {name: str(getattr(given, name)) for name in ("score", "minimum", "maximum")}
    if given.table is not None:
        values["table"] = [{"score": str(score), "becomes": str(becomes)} for score, becomes in given.table.items()]
    return values


def _table(declared: DeclaredScale) -> dict[Decimal, Decimal] | None:
    return None if declared.table is None else {pair.score: pair.becomes for pair in declared.table}
