"""The district decides a request: what is wrong is put right, in the transaction of the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.amendments import queries
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
from competency.amendments.usecases.keep_amendment import (
    allowed,
    amendment_of,
    contested_now,
    rules_of,
    save,
    to_change,
)
from competency.evidence.queries.records import evidence_by_id
from competency.intake.usecases.apply_corrections import Corrected, Correction, apply_corrections, ensure_new_ids
from competency.intake.usecases.new_evidence import new_evidence, within
from competency.learners.usecases.see import require_role
from competency.mastery.queries.policies import PoliciesAt, effective_policies
from competency.mastery.queries.store import results_of
from competency.remedies.schemas import AmendedIn, DecisionIn, HearingDecisionIn
from shared.auth.callers import Caller
from shared.auth.claims import Role
from shared.contracts.competency import AmendedItem, AmendmentDecided
from shared.errors import Conflict, Problem, invalid
from shared.events import publish

DECIDERS: tuple[Role, ...] = ("leader", "operator")
REASON = "amended at a family's request {}"


async def take_up_amendment(session: AsyncSession, caller: Caller, amendment_id: UUID) -> None:
    """Say that somebody is looking into it."""
    row = await to_change(session, caller, amendment_id)
    require_role(caller, *DECIDERS)
    await save(session, caller, row, allowed(lambda: take_up(amendment_of(row))), "take_up")


async def decide_amendment(session: AsyncSession, caller: Caller, amendment_id: UUID, said: DecisionIn) -> None:
    """The district's decision. Of two at once the second is refused: the request is locked, and decided by then."""
    row = await to_change(session, caller, amendment_id)
    require_role(caller, *DECIDERS)
    amendment = amendment_of(row)
    remedy = await _remedy(session, caller, amendment, said.amended)
    after = allowed(lambda: decide(amendment, remedy.amended, said.reasons, caller.person_id, row.today))
    _refuse_other_outcome(said.outcome, after)
    await _carry_out(session, caller, row, after, remedy, 1)


async def set_day_of_hearing(session: AsyncSession, caller: Caller, amendment_id: UUID, said: HearingDayIn) -> None:
    """The day of the hearing and who conducts it; the family reads it in its request."""
    row = await to_change(session, caller, amendment_id)
    require_role(caller, *DECIDERS)
    amendment = amendment_of(row)
    named = [one.evidence_id for one in amendment.contested if one.evidence_id is not None]
    observers = {
        piece.observer for piece in (await evidence_by_id(session, named)).values() if piece.observer is not None
    }
    after = allowed(lambda: set_hearing(amendment, said.hearing_on, said.officer, observers, rules_of(row), row.today))
    await save(session, caller, row, after, "set_hearing")


async def decide_after_hearing(
    session: AsyncSession, caller: Caller, amendment_id: UUID, said: HearingDecisionIn
) -> None:
    """The decision after the hearing; what was amended before stays amended."""
    row = await to_change(session, caller, amendment_id)
    require_role(caller, *DECIDERS)
    amendment = amendment_of(row)
    remedy = await _remedy(session, caller, amendment, said.amended)
    amended = [*amendment.amended, *remedy.amended]
    after = allowed(lambda: decide_hearing(amendment, amended, said.summary, said.reasons, row.today))
    _refuse_other_outcome(said.outcome, after)
    await _carry_out(session, caller, row, after, remedy, 2)


@dataclass(frozen=True)
class _Remedy:
    """What a decision amends: pieces to be put right now, and those that were before."""

    amended: list[Amended]
    wrong: list[Correction]
    before: list[Any]
    policies: PoliciesAt

    @property
    def since(self) -> dict[UUID, datetime]:
        """Each item that is another by it, and when the oldest piece of it was recorded."""
        found: dict[UUID, datetime] = {}
        about = [(one.record, item_id) for one in self.wrong for _, item_id in one.pairs]
        for row, item_id in [*about, *((row, row.item_id) for row in self.before)]:
            found[item_id] = min(row.recorded_at, found.get(item_id, row.recorded_at))
        return found


async def _remedy(session: AsyncSession, caller: Caller, amendment: Amendment, asked: Sequence[AmendedIn]) -> _Remedy:
    rows = await evidence_by_id(session, [one.evidence_id for one in asked])
    wanted = [one.correction.item_id for one in asked if one.correction and one.correction.item_id]
    policies = await effective_policies(session, [*wanted, *(row.item_id for row in rows.values())])
    remedy = _Remedy([], [], [], policies)
    for place, one in enumerate(asked):
        row = rows.get(one.evidence_id)
        if row is None or row.learner_id != amendment.learner_id:
            raise invalid(f"/amended/{place}/evidence_id", "This learner has no such evidence.")
        if row.voided_at is not None or row.superseded_by is not None:
            if one.correction is not None:
                raise Conflict(
                    f"Evidence {row.evidence_id} was put right before. Read it, and leave the correction out."
                )
            remedy.before.append(row)
            remedy.amended.append(Amended(row.item_id, row.evidence_id, row.superseded_by))
            continue
        wrong = Correction(row, _piece(one, row, policies, caller.subject, place), REASON.format(amendment.request_id))
        remedy.wrong.append(wrong)
        correction = wrong.replacement.evidence_id if wrong.replacement else None
        remedy.amended.append(Amended(row.item_id, row.evidence_id, correction))
    await ensure_new_ids(session, [one.replacement for one in remedy.wrong if one.replacement is not None])
    return remedy


def _piece(one: AmendedIn, row: Any, policies: PoliciesAt, sender: str, place: int) -> Any:
    if one.correction is None:
        return None
    item_id = one.correction.item_id or row.item_id
    piece = new_evidence(one.correction, row.learner_id, item_id, policies, sender, corrects=row.item_id)
    if isinstance(piece, Problem):
        raise within(piece, f"/amended/{place}/correction")
    return piece


def _refuse_other_outcome(said: str, after: Amendment) -> None:
    """Raises a 422 where what is amended does not come to what the decision says."""
    if after.state == said:
        return
    if after.state is AmendmentState.ACCEPTED:
        raise invalid("/outcome", "All that was contested is amended: that is accepted.")
    raise invalid("/amended", f"Not all that was contested is amended: amend the rest, or say {after.state}.")


async def _carry_out(
    session: AsyncSession, caller: Caller, row: Any, after: Amendment, remedy: _Remedy, decision: int
) -> None:
    """Put right what is wrong, keep the decision, and tell it: the evidence, what is contested still, the decision, and
    last what becomes of mastery (see `AmendmentDecided` for why).
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
    await save(session, caller, row, after, "decide" if decision == 1 else "decide_hearing")
    decided = await _decided(session, after, remedy, done, decision)
    if decided.items:
        told = decided.model_dump_json()
        await queries.add_decision(session, caller.district_id, after.request_id, decision, after.learner_id, told)
    contested = [await contested_now(session, after.learner_id)] if after.statement and decided.items else []
    await publish(session, caller.district_id, *done.evidence, *contested, decided, *done.mastery)


async def _decided(
    session: AsyncSession, after: Amendment, remedy: _Remedy, done: Corrected, decision: int
) -> AmendmentDecided:
    """What is told of the decision. A result that came out another without evidence of its own rests on some of these
    pieces: it was wrong since the oldest of them.
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
        decision=decision,
        outcome=after.state.value,
        decided_at=datetime.now(UTC),
        items=items,
    )
