"""Reading: a learner's mastery now, or as it was and as it was known; and the evidence behind it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.amendments.usecases.read_notes import Notes, read_notes, read_notes_then
from competency.evidence.queries.records import evidence_of_learner, find_evidence
from competency.evidence.schemas import EvidenceOut
from competency.frameworks.queries.frameworks import find_framework
from competency.learners.queries.visibility import VISIBILITY
from competency.mastery.queries import criteria
from competency.mastery.queries import mastery as stored
from competency.mastery.queries.criteria import Tree
from competency.mastery.rules.criteria import RolledUp, roll_up_tree
from competency.mastery.rules.determination import AsOf
from competency.mastery.rules.mastered_since import Course, beneath_means, mastered_means, means_since
from competency.mastery.rules.ruling import determine_by, following_by, ruling_of
from competency.mastery.schemas.results import LearnerMasteryOut, MasteryOut
from competency.mastery.usecases.through_matches import shown_through_matches
from shared.auth.callers import Caller
from shared.errors import NotFound


async def read_mastery(
    session: AsyncSession,
    learner_id: UUID,
    *,
    observed: datetime | None = None,
    known: datetime | None = None,
    framework_id: UUID | None = None,
    through_crosswalks: bool = False,
) -> LearnerMasteryOut:
    """All the learner has shown, of one framework where it is named; with times, what had been shown by `observed` as
    far as was known at `known`. With `through_crosswalks`, also what is mastered through a match that stood then.
    Each comes with what the family has to say of it.
    """
    if observed is not None:
        then = await _then(session, learner_id, observed, known)
        mastery = [_out_then(item_id, then[item_id]) for item_id in sorted(then)]
    elif known is not None:
        mastery = [mastery_now(row) for row in await stored.known(session, learner_id, known) if _is_something(row)]
    else:
        mastery = [mastery_now(row) for row in await stored.of_learner(session, learner_id)]
    if through_crosswalks:
        mastery = await shown_through_matches(session, mastery, known)
    if framework_id is not None:
        mastery = await _only_of(session, framework_id, mastery)
    notes = await read_notes(session, learner_id)
    if notes.amendments:
        mastery = [one.model_copy(update={"statements": notes.of_item(one.item_id)}) for one in mastery]
    return LearnerMasteryOut(learner_id=learner_id, mastery=mastery, observed_as_of=observed, known_as_of=known)


def _is_something(row: Any) -> bool:
    """Whether anything was held: a piece that counted, a child that was mastered, a mean."""
    return bool(row.pieces) or row.score is not None


async def mastered_then(
    session: AsyncSession, learner_id: UUID, observed: datetime | None, known: datetime | None
) -> dict[UUID, datetime]:
    """What the learner had mastered by `observed`, as far as was `known`, and since when."""
    then = await _then(session, learner_id, observed, known)
    return {item_id: one.mastered_since for item_id, one in then.items() if one.mastered_since is not None}


async def shown_then(
    session: AsyncSession,
    learner_id: UUID,
    observed: datetime,
    known: datetime | None,
    items: Sequence[UUID] | None = None,
) -> list[MasteryOut]:
    """What evidence (of these items) had shown by then."""
    shown = await _shown_then(session, learner_id, observed, known, items)
    return [_out_then(item_id, one.result) for item_id, one in shown.items()]


class _Then(NamedTuple):
    """A result as of a time: of evidence, or rolled up by a version of the item's criterion."""

    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    mastered_since: datetime | None
    known_at: datetime | None = None
    policy_id: UUID | None = None
    criterion_version: int | None = None


class _Shown(NamedTuple):
    """A result of evidence, and how it came about."""

    result: _Then
    course: Callable[[], Course]


async def _then(
    session: AsyncSession, learner_id: UUID, observed: datetime | None, known: datetime | None
) -> dict[UUID, _Then]:
    """Determined again for that time: of evidence, and above it by the criteria in force when it was known."""
    shown = await _shown_then(session, learner_id, observed, known)
    found = {item_id: one.result for item_id, one in shown.items()}
    for tree in (await criteria.trees_then(session, known)).values():
        for item_id in tree.tree.criteria:
            found.pop(item_id, None)
        for item_id, rolled in _rolled_up_then(tree, found, shown).items():
            if rolled.reached or rolled.score is not None:
                said = rolled.score, rolled.mastered, rolled.observed_at, rolled.mastered_since
                found[item_id] = _Then(*said, criterion_version=tree.versions[item_id])
    return found


def _rolled_up_then(tree: Tree, found: Mapping[UUID, _Then], shown: Mapping[UUID, _Shown]) -> dict[UUID, RolledUp]:
    rolled = roll_up_tree(tree.tree, found, tree.scale.minimum)
    if means := mastered_means(tree.tree, rolled):
        _, beneath = beneath_means(tree.tree, means)
        courses = {item_id: shown[item_id].course() for item_id in beneath & shown.keys()}
        dated = means_since(tree.tree, means, courses, tree.scale.minimum)
        rolled = roll_up_tree(tree.tree, found, tree.scale.minimum, dated)
    return rolled


async def _shown_then(
    session: AsyncSession,
    learner_id: UUID,
    observed: datetime | None,
    known: datetime | None,
    items: Sequence[UUID] | None = None,
) -> dict[UUID, _Shown]:
    pieces: dict[UUID, list[Any]] = defaultdict(list)
    for row in await stored.evidence(session, learner_id, items):
        pieces[row.item_id].append(row)
    standing = await stored.all_standing(session, learner_id, known, items)
    found = {item.item_id: _determined_then(item, pieces[item.item_id], observed, known) for item in standing}
    return {item_id: one for item_id, one in found.items() if one is not None}


async def _only_of(session: AsyncSession, framework_id: UUID, mastery: Sequence[MasteryOut]) -> list[MasteryOut]:
    if await find_framework(session, framework_id) is None:
        raise NotFound("This district has no such framework.")
    own = await stored.in_framework(session, framework_id, [m.item_id for m in mastery])
    return [m for m in mastery if m.item_id in own]


def mastery_now(row: Any) -> MasteryOut:
    return MasteryOut(
        item_id=row.item_id,
        score=row.score,
        mastered=row.mastered,
        observed_at=row.observed_at,
        known_at=row.known_at,
        policy_id=row.policy_id,
        criterion_version=row.criterion_version,
    )


def times_of(standing: Any, observed: datetime | None, known: datetime | None) -> AsOf:
    """The times for which a standing determination is made again: what was known at the time asked for, with any
    recency window where it was then.
    """
    made_at = standing.made_at or known or standing.now
    return AsOf(made_at, observed=observed, known=None if known is None else made_at)


def _determined_then(
    standing: Any, rows: Sequence[Any], observed: datetime | None, known: datetime | None
) -> _Shown | None:
    ruling, as_of = ruling_of(standing), times_of(standing, observed, known)
    found = determine_by(ruling, rows, as_of).determination
    if not found.pieces:
        return None
    result = _Then(
        score=found.score,
        mastered=found.mastered,
        observed_at=found.observed_at,
        mastered_since=found.mastered_since,
        known_at=next((row.recorded_at for row in rows if row.evidence_id == found.deciding), None),
        policy_id=ruling.policy_id,
    )
    return _Shown(result, lambda: following_by(ruling, as_of)(rows))


def _out_then(item_id: UUID, then: _Then) -> MasteryOut:
    return MasteryOut(
        item_id=item_id,
        score=then.score,
        mastered=then.mastered,
        observed_at=then.observed_at,
        known_at=then.known_at,
        policy_id=then.policy_id,
        criterion_version=then.criterion_version,
    )


async def read_evidence(
    session: AsyncSession, caller: Caller, evidence_id: UUID, known: datetime | None
) -> EvidenceOut:
    row = await find_evidence(session, evidence_id, known)
    if row is None or not await VISIBILITY.sees_learner(session, caller, row.learner_id):
        raise NotFound("This district has no such evidence.")
    return evidence_out(row, await read_notes_then(session, row.learner_id, known))


def evidence_out(row: Any, notes: Notes) -> EvidenceOut:
    said = {"amendment": notes.newest_on(row.evidence_id), "statements": notes.of_piece(row.evidence_id)}
    return EvidenceOut(**evidence_fields(row), **said)


def evidence_fields(row: Any) -> dict[str, Any]:
    """What is given out of a piece: of its row, or of one that is being written and has no history yet."""
    return {
        "evidence_id": row.evidence_id,
        "learner_id": row.learner_id,
        "item_id": row.item_id,
        "score": row.score,
        "observed_at": row.observed_at,
        "recorded_at": row.recorded_at,
        "source": row.source,
        "external_id": row.external_id,
        "kind": row.kind,
        "sender": row.sender,
        "observer": row.observer,
        "criteria": row.criteria or [],
        "artefacts": row.artefacts or [],
        "given": row.given,
        "voided_at": getattr(row, "voided_at", None),
        "void_reason": getattr(row, "void_reason", None),
        "superseded_at": getattr(row, "superseded_at", None),
        "superseded_by": getattr(row, "superseded_by", None),
        "correction_reason": getattr(row, "correction_reason", None),
    }


async def list_evidence(
    session: AsyncSession,
    learner_id: UUID,
    item_id: UUID | None,
    after: tuple[UUID] | None,
    limit: int,
    *,
    observed: datetime | None,
    known: datetime | None,
) -> Sequence[Any]:
    """Rows of the learner's evidence behind the cursor `[evidence_id]`; with times, of what had been shown by
    `observed`, each piece as it stood when that was `known`.
    """
    behind = after[0] if after else None
    return await evidence_of_learner(session, learner_id, item_id, behind, limit, observed=observed, known=known)
