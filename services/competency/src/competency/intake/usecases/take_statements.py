"""xAPI statements as evidence: many in one transaction, each taken or refused by itself.

The ids are claimed before learners are locked, as idempotency keys are: whoever sends a statement again meanwhile
waits, and is then told what became of it. A statement that is refused gives its id back and may be sent again later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import ValidationError

from competency.common.scales import Conversion, Scale
from competency.evidence.queries.records import evidence_by_id
from competency.evidence.rules import Kind
from competency.evidence.schemas import DeclaredScale
from competency.intake.queries import (
    Claim,
    DeclaredActivity,
    claim_statements,
    declared_activities,
    forget_statements,
    learners_among,
    taken_statements,
)
from competency.intake.rules.xapi.score import on_scale
from competency.intake.rules.xapi.statement import Account, StatedEvidence, StatedVoiding, XapiCode, evidence_values
from competency.intake.schemas.evidence import EvidenceLine
from competency.intake.usecases.new_evidence import as_stored, conversion_to
from competency.intake.usecases.record_evidence import EvidenceOutcome, RecordEvidence, record_evidence
from competency.intake.usecases.void_evidence import void_counting
from competency.learners.queries.learners import learners_by_source, lock_learners
from competency.mastery.queries.policies import ItemPolicy, effective_policies
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotFound, Problem
from shared.http.refused_values import refused_value


@dataclass(frozen=True)
class TakeStatement:
    """A statement, and who sends it."""

    stated: StatedEvidence | StatedVoiding
    sender: str


@dataclass(frozen=True)
class Taken:
    """The evidence that the statement is, or that it voids."""

    evidence_id: UUID


@dataclass(frozen=True)
class Refused:
    """`reason` is None where the code says it all."""

    code: XapiCode
    reason: str | None = None


StatementOutcome = Taken | Refused

_UNKNOWN_ITEM = Refused(XapiCode.UNKNOWN_ITEM)
_CONFLICT = Refused(XapiCode.CONFLICT)
_CODES = {"/item_id": XapiCode.UNKNOWN_ITEM, "/observed_at": XapiCode.TIME, "/score": XapiCode.SCORE}


async def take_statements(
    session: Transaction, district_id: UUID, requests: Sequence[TakeStatement], *, learner_id_key: bytes
) -> list[StatementOutcome]:
    """Returns what becomes of each. Of several with one id the first counts, the others are measured by it."""
    first: dict[UUID, TakeStatement] = {}
    for request in requests:
        first.setdefault(request.stated.statement_id, request)
    claimed = await claim_statements(session, district_id, [_claim(request) for request in first.values()])
    before = await taken_statements(session, first.keys() - claimed) if len(claimed) < len(first) else {}
    outcomes: dict[UUID, StatementOutcome] = {
        statement_id: Taken(row.evidence_id)
        if first[statement_id].stated.fingerprint.matches(row.fingerprint)
        else _CONFLICT
        for statement_id, row in before.items()
    }
    fresh = [request for statement_id, request in first.items() if statement_id in claimed]
    outcomes |= await _record(session, district_id, fresh, learner_id_key)
    outcomes |= await _void(session, district_id, fresh)
    if refused := [one for one in claimed if isinstance(outcomes[one], Refused)]:
        await forget_statements(session, refused)
    return [outcomes[r.stated.statement_id] if _same(r, first[r.stated.statement_id]) else _CONFLICT for r in requests]


def _same(one: TakeStatement, other: TakeStatement) -> bool:
    return one is other or one.stated.fingerprint.matches(other.stated.fingerprint.written())


def _claim(request: TakeStatement) -> Claim:
    stated = request.stated
    target = stated.target if isinstance(stated, StatedVoiding) else None
    return Claim(stated.statement_id, stated.fingerprint.written(), request.sender, target)


async def _record(
    session: Transaction, district_id: UUID, requests: Sequence[TakeStatement], learner_id_key: bytes
) -> dict[UUID, StatementOutcome]:
    stated = [(r.stated, r.sender) for r in requests if isinstance(r.stated, StatedEvidence)]
    if not stated:
        return {}
    meaning = await _meaning(session, [one for one, _ in stated])
    made = {one.statement_id: meaning.evidence(one, sender) for one, sender in stated}
    outcomes: dict[UUID, StatementOutcome] = {n: r for n, r in made.items() if isinstance(r, Refused)}
    good = {n: r for n, r in made.items() if isinstance(r, RecordEvidence)}
    recorded = await record_evidence(session, district_id, list(good.values()), learner_id_key=learner_id_key)
    return outcomes | {n: _outcome(one) for n, one in zip(good, recorded, strict=True)}


@dataclass(frozen=True)
class _Meaning:
    """What the activities and accounts of some statements stand for."""

    activities: Mapping[str, DeclaredActivity]
    items: Mapping[UUID, ItemPolicy]
    accounts: Mapping[tuple[str, str], UUID]
    learners: set[UUID]

    def evidence(self, stated: StatedEvidence, sender: str) -> RecordEvidence | Refused:
        declared = self.activities.get(stated.item.uri)
        item_id = declared.item_id if declared else stated.item.identifier
        item = self.items.get(item_id) if item_id else None
        if item_id is None or item is None or not item.active:
            return _UNKNOWN_ITEM
        placed = on_scale(stated.result, item.scale, _conversion(declared, item.scale))
        if isinstance(placed, str):
            return Refused(XapiCode.SCORE, placed)
        observer = self._person(stated.observer)
        values = evidence_values(stated, item_id, placed.points)
        try:
            line = EvidenceLine.model_validate(values | {"kind": self._kind(stated, declared), "observer": observer})
        except ValidationError as error:
            wrong = error.errors(include_url=False)[0]
            code = _CODES.get("".join(f"/{part}" for part in wrong["loc"]), XapiCode.STATEMENT)
            return Refused(code, refused_value(wrong).detail)
        given = None if placed.given is None else as_stored(placed.given)
        return RecordEvidence(line, sender, given)

    def _person(self, account: Account | None) -> UUID | None:
        if account is None:
            return None
        return account.ours or self.accounts.get((account.source, account.sourced_id))

    def _kind(self, stated: StatedEvidence, declared: DeclaredActivity | None) -> Kind:
        """What a learner observed is the learners' own, whatever the activity is: of themself, or of another."""
        observer = self._person(stated.observer)
        if observer is not None and observer == self._person(stated.learner):
            return "self"
        if observer in self.learners:
            return "peer"
        return declared.kind if declared else "external"


async def _meaning(session: Transaction, stated: Sequence[StatedEvidence]) -> _Meaning:
    activities = await declared_activities(session, [one.item.uri for one in stated])
    named = [one.item.identifier for one in stated if one.item.identifier and one.item.uri not in activities]
    policies = await effective_policies(session, [*named, *(one.item_id for one in activities.values())])
    observed = [one for one in stated if one.observer is not None]
    if not observed:
        return _Meaning(activities, policies.items, {}, set())
    people = [a for one in observed for a in (one.observer, one.learner) if a is not None]
    sourced = {(a.source, a.sourced_id) for a in people if a.ours is None}
    accounts = await learners_by_source(session, sorted(sourced)) if sourced else {}
    learners = await learners_among(session, [*accounts.values(), *(a.ours for a in people if a.ours)])
    return _Meaning(activities, policies.items, accounts, learners)


def _conversion(declared: DeclaredActivity | None, scale: Scale) -> Conversion | None:
    if declared is None or declared.scale is None:
        return None
    return conversion_to(scale, DeclaredScale.model_validate(declared.scale))


def _outcome(recorded: EvidenceOutcome | Problem) -> StatementOutcome:
    if not isinstance(recorded, Problem):
        return Taken(recorded.evidence_id)
    if isinstance(recorded, NotFound):
        return Refused(XapiCode.UNKNOWN_LEARNER)
    if isinstance(recorded, Conflict):
        return Refused(XapiCode.CONFLICT, recorded.detail)
    if isinstance(recorded, Invalid):
        wrong = (recorded.errors or [{"pointer": "", "detail": recorded.detail}])[0]
        return Refused(_CODES.get(wrong["pointer"], XapiCode.STATEMENT), wrong["detail"])
    raise recorded


async def _void(
    session: Transaction, district_id: UUID, requests: Sequence[TakeStatement]
) -> dict[UUID, StatementOutcome]:
    stated = [(r.stated, r.sender) for r in requests if isinstance(r.stated, StatedVoiding)]
    if not stated:
        return {}
    targets = await taken_statements(session, {one.target for one, _ in stated})
    about = {
        one.statement_id: targets[one.target].evidence_id
        for one, _ in stated
        if one.target in targets and targets[one.target].voids is None
    }
    before = await evidence_by_id(session, list(about.values()))
    await lock_learners(session, district_id, [row.learner_id for row in before.values()])
    found = await evidence_by_id(session, list(about.values()))
    outcomes: dict[UUID, StatementOutcome] = {}
    by_sender: dict[str, dict[UUID, str]] = {}
    for one, sender in stated:
        target = about.get(one.statement_id)
        piece = found.get(target) if target is not None else None
        if piece is None:
            outcomes[one.statement_id] = Refused(XapiCode.UNKNOWN_STATEMENT)
        elif piece.superseded_by is not None:
            reason = f"its evidence was corrected since, by {piece.superseded_by}: void that piece"
            outcomes[one.statement_id] = Refused(XapiCode.UNKNOWN_STATEMENT, reason)
        else:
            outcomes[one.statement_id] = Taken(piece.evidence_id)
            if piece.voided_at is None:  # else it is as the statement says: void
                by_sender.setdefault(sender, {}).setdefault(piece.evidence_id, f"xAPI statement {one.statement_id}")
    for sender, reasons in by_sender.items():
        counting = [found[evidence_id] for evidence_id in reasons]
        await void_counting(session, district_id, counting, reasons, voided_by=sender)
    return outcomes
