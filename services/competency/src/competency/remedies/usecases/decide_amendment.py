"""The district decides a request: what is wrong is corrected in the transaction of the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from competency.amendments.queries.decisions import add_decision
from competency.amendments.queries.requests import AmendmentRecord, amendment_of, rules_of
from competency.amendments.rules.amendment import (
    Amended,
    Amendment,
    AmendmentState,
    decide,
    decide_hearing,
    set_hearing,
    take_up,
)
from competency.amendments.schemas import HearingDayIn
from competency.amendments.usecases.change_amendment import (
    contested_now,
    ensure_allowed,
    require_amendment_to_change,
    save_change,
)
from competency.evidence.queries.records import EvidenceRecord, evidence_by_id
from competency.evidence.queries.store import Piece
from competency.intake.usecases.apply_corrections import Corrected, Correction, apply_corrections, ensure_new_ids
from competency.intake.usecases.new_evidence import new_evidence, within
from competency.learners.usecases.see import require_role
from competency.mastery.queries.policies import PoliciesAt, effective_policies
from competency.mastery.queries.store import results_of
from competency.remedies.schemas import AmendedIn, DecisionIn, HearingDecisionIn
from shared.auth.callers import Caller
from shared.auth.claims import Role
from shared.contracts.competency import AmendedItem, AmendmentDecided
from shared.db.query import Transaction
from shared.errors import Conflict, Problem, invalid
from shared.events import publish

DECIDERS: tuple[Role, ...] = ("leader", "operator")
REASON = "amended at a family's request {}"


async def take_up_amendment(session: Transaction, caller: Caller, amendment_id: UUID) -> None:
    """Records that somebody is looking into it."""
    before = await require_amendment_to_change(session, caller, amendment_id)
    require_role(caller, *DECIDERS)
    await save_change(session, caller, before, ensure_allowed(lambda: take_up(amendment_of(before))), "take_up")


async def decide_amendment(
    session: Transaction, caller: Caller, amendment_id: UUID, decision: DecisionIn, now: datetime
) -> None:
    """Decides a request. Of two decisions at once the second is refused: the request is locked, and decided by then."""
    before = await require_amendment_to_change(session, caller, amendment_id)
    require_role(caller, *DECIDERS)
    amendment = amendment_of(before)
    remedy = await _remedy(session, caller, amendment, decision.amended)
    after = ensure_allowed(lambda: decide(amendment, remedy.amended, decision.reasons, caller.person_id, before.today))
    _ensure_outcome(decision.outcome, after)
    await _carry_out(session, caller, before, after, remedy, 1, now)


async def set_day_of_hearing(session: Transaction, caller: Caller, amendment_id: UUID, hearing: HearingDayIn) -> None:
    """Sets the day of the hearing and who conducts it; the family reads it in its request."""
    before = await require_amendment_to_change(session, caller, amendment_id)
    require_role(caller, *DECIDERS)
    amendment = amendment_of(before)
    named = [one.evidence_id for one in amendment.contested if one.evidence_id is not None]
    observers = {
        record.observer for record in (await evidence_by_id(session, named)).values() if record.observer is not None
    }
    after = ensure_allowed(
        lambda: set_hearing(amendment, hearing.hearing_on, hearing.officer, observers, rules_of(before), before.today)
    )
    await save_change(session, caller, before, after, "set_hearing")


async def decide_after_hearing(
    session: Transaction, caller: Caller, amendment_id: UUID, decision: HearingDecisionIn, now: datetime
) -> None:
    """Decides a request after its hearing; what was amended before stays amended."""
    before = await require_amendment_to_change(session, caller, amendment_id)
    require_role(caller, *DECIDERS)
    amendment = amendment_of(before)
    remedy = await _remedy(session, caller, amendment, decision.amended)
    amended = [*amendment.amended, *remedy.amended]
    after = ensure_allowed(lambda: decide_hearing(amendment, amended, decision.summary, decision.reasons, before.today))
    _ensure_outcome(decision.outcome, after)
    await _carry_out(session, caller, before, after, remedy, 2, now)


@dataclass(frozen=True)
class _Remedy:
    """What a decision amends: evidence to be corrected or voided now, and what was so before."""

    amended: list[Amended]
    wrong: list[Correction]
    before: list[EvidenceRecord]
    policies: PoliciesAt

    @property
    def since(self) -> dict[UUID, datetime]:
        """Each item that is another by it, and when the oldest evidence of it was recorded."""
        found: dict[UUID, datetime] = {}
        about = [(one.record, item_id) for one in self.wrong for _, item_id in one.pairs]
        for record, item_id in [*about, *((record, record.item_id) for record in self.before)]:
            found[item_id] = min(record.recorded_at, found.get(item_id, record.recorded_at))
        return found


async def _remedy(session: Transaction, caller: Caller, amendment: Amendment, asked: Sequence[AmendedIn]) -> _Remedy:
    """Returns what the decision amends.

    Raises:
        Problem: a 422 for what the learner has not or cannot be, a 409 for evidence that was corrected before.
    """
    records = await evidence_by_id(session, [one.evidence_id for one in asked])
    wanted = [one.correction.item_id for one in asked if one.correction and one.correction.item_id]
    policies = await effective_policies(session, [*wanted, *(record.item_id for record in records.values())])
    remedy = _Remedy([], [], [], policies)
    for index, one in enumerate(asked):
        record = records.get(one.evidence_id)
        if record is None or record.learner_id != amendment.learner_id:
            raise invalid(f"/amended/{index}/evidence_id", "This learner has no such evidence.")
        if record.voided_at is not None or record.superseded_by is not None:
            if one.correction is not None:
                raise Conflict(
                    f"Evidence {record.evidence_id} was put right before. Read it, and leave the correction out."
                )
            remedy.before.append(record)
            remedy.amended.append(Amended(record.item_id, record.evidence_id, record.superseded_by))
            continue
        piece = _correction(one, record, policies, caller.subject, index)
        remedy.wrong.append(Correction(record, piece, REASON.format(amendment.request_id)))
        remedy.amended.append(Amended(record.item_id, record.evidence_id, piece.evidence_id if piece else None))
    await ensure_new_ids(session, [one.replacement for one in remedy.wrong if one.replacement is not None])
    return remedy


def _correction(one: AmendedIn, record: EvidenceRecord, policies: PoliciesAt, sender: str, index: int) -> Piece | None:
    """Returns the evidence that takes the place of the record; None: nothing does."""
    if one.correction is None:
        return None
    item_id = one.correction.item_id or record.item_id
    piece = new_evidence(one.correction, record.learner_id, item_id, policies, sender, corrects=record.item_id)
    if isinstance(piece, Problem):
        raise within(piece, f"/amended/{index}/correction")
    return piece


def _ensure_outcome(outcome: str, after: Amendment) -> None:
    """Raises a 422 where what is amended does not come to what the decision says."""
    if after.state == outcome:
        return
    if after.state is AmendmentState.ACCEPTED:
        raise invalid("/outcome", "All that was contested is amended: that is accepted.")
    raise invalid("/amended", f"Not all that was contested is amended: amend the rest, or say {after.state}.")


async def _carry_out(
    session: Transaction,
    caller: Caller,
    before: AmendmentRecord,
    after: Amendment,
    remedy: _Remedy,
    number: int,
    now: datetime,
) -> None:
    """Corrects what is wrong, stores the decision and publishes, in this order, the evidence, what is still contested,
    the decision, and last what becomes of mastery (`AmendmentDecided` says why).
    """
    done = Corrected([], [], [])
    if remedy.wrong:
        done = await apply_corrections(
            session,
            caller.district_id,
            remedy.wrong,
            remedy.policies,
            by=caller.subject,
            why="amendment",
            amendment_id=after.request_id,
        )
    await save_change(session, caller, before, after, "decide" if number == 1 else "decide_hearing")
    decided = await _decided(session, after, remedy, done, number, now)
    if decided.items:
        told = decided.model_dump_json()
        await add_decision(session, caller.district_id, after.request_id, number, after.learner_id, told)
    contested = [await contested_now(session, after.learner_id)] if after.statement and decided.items else []
    await publish(session, caller.district_id, *done.evidence, *contested, decided, *done.mastery)


async def _decided(
    session: Transaction, after: Amendment, remedy: _Remedy, done: Corrected, number: int, now: datetime
) -> AmendmentDecided:
    """Returns the event that tells of the decision. A result that changed without evidence of its own rests on some of
    the evidence that was wrong: it was wrong since the oldest of it.
    """
    since = remedy.since
    for (_, item_id), _ in done.after:
        since.setdefault(item_id, min(since.values()))
    mastery = await results_of(session, [(after.learner_id, item_id) for item_id in since])
    items = tuple(
        AmendedItem(
            item_id=item_id,
            since=since[item_id],
            score=found.score,
            mastered=found.mastered,
            observed_at=found.observed_at,
        )
        for (_, item_id), found in sorted(mastery.items(), key=lambda pair: pair[0])
    )
    assert after.state.value in ("accepted", "refused", "upheld")  # noqa: S101 - what a decision comes to
    return AmendmentDecided(
        learner_id=after.learner_id,
        amendment_id=after.request_id,
        decision=number,
        outcome=after.state.value,
        decided_at=now,
        items=items,
    )
