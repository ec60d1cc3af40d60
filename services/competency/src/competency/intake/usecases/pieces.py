"""From what a sender tells of a performance to the piece of evidence that is kept."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from competency.common.scales import Conversion, Given, OffScale, Scale, validate_score
from competency.evidence.queries.store import Piece
from competency.evidence.rules import refuse_observed_at, tie_key
from competency.evidence.schemas import DeclaredScale, Performance
from competency.mastery.queries.policies import RuledItem
from shared.errors import Invalid, Problem, invalid
from shared.values.ids import new_id

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far a sender's clock may run ahead of ours."""


def piece_of(
    performance: Performance,
    learner_id: UUID,
    item_id: UUID,
    item: RuledItem | None,
    sender: str,
    *,
    given: Mapping[str, Any] | None = None,
    corrects: UUID | None = None,
) -> Piece | Problem:
    """The piece to keep, or why it is refused; `given` is its score as it was given, where it came converted.

    `corrects` is the item of the piece that it takes the place of: a record can be put right though its item takes no
    new evidence.
    """
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
    if problem := refuse_observed_at(performance.observed_at, item.now, CLOCK_TOLERANCE):
        return invalid("/observed_at", problem)
    return Piece(
        evidence_id=new_id(),
        learner_id=learner_id,
        item_id=item_id,
        score=score,
        observed_at=performance.observed_at,
        recorded_at=item.now,
        source=performance.source,
        sender=sender,
        external_id=performance.external_id,
        tie=tie_key(sender, performance.external_id or performance.source),
        kind=performance.kind,
        details=_details(performance, given),
    )


def within(problem: Exception, pointer: str) -> Exception:
    """The same, said of where the piece stands in the request."""
    if isinstance(problem, Invalid) and problem.errors:
        errors = [{**error, "pointer": f"{pointer}{error['pointer']}"} for error in problem.errors]
        return Invalid(problem.detail, errors=errors)
    return problem


def is_same(before: Any, performance: Performance, learner_id: UUID, item_id: UUID) -> bool:
    """Whether the piece kept before says what is sent now; `before` is a row of evidence, or a `Piece`."""
    return bool(
        before.learner_id == learner_id
        and before.item_id == item_id
        and before.observed_at == performance.observed_at
        and before.source == performance.source
        and before.kind == performance.kind
        and _is_same_score(before, performance)
        and _extras(before) == _extras_of(performance)
    )


def _is_same_score(before: Any, performance: Performance) -> bool:
    scale = performance.scale
    if before.given is None:
        return bool(before.score == performance.score)
    return scale is not None and dict(before.given) == _given(performance.score, scale)


def _extras(before: Any) -> tuple[str | None, Any, Any]:
    return (str(before.observer) if before.observer else None, before.criteria or None, before.artefacts or None)


def _extras_of(performance: Performance) -> tuple[str | None, Any, Any]:
    details = _details(performance, None) or {}
    return details.get("observer"), details.get("criteria"), details.get("artefacts")


def _details(performance: Performance, given: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What few pieces have, as it is kept; most have nothing of it."""
    if not (given or performance.observer or performance.criteria or performance.artefacts):
        return None
    details: dict[str, Any] = {}
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


def _converted(score: Decimal, declared: DeclaredScale, target: Scale) -> tuple[Decimal, Any] | Problem:
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


def _given(score: Decimal, declared: DeclaredScale) -> dict[str, Any]:
    return as_kept(Given(score, declared.minimum, declared.maximum, _table(declared)))


def as_kept(given: Given) -> dict[str, Any]:
    """A score as it was given, as it is kept with the piece."""
    values: dict[str, Any] = {name: str(getattr(given, name)) for name in ("score", "minimum", "maximum")}
    if given.table is not None:
        values["table"] = [{"score": str(score), "becomes": str(becomes)} for score, becomes in given.table.items()]
    return values


def _table(declared: DeclaredScale) -> dict[Decimal, Decimal] | None:
    return None if declared.table is None else {pair.score: pair.becomes for pair in declared.table}
