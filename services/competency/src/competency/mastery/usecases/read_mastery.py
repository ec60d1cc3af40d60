"""Reading a learner's mastery: now, or as it was and as it was known."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from competency.amendments.usecases.read_notes import read_notes
from competency.common.as_of import NOW, AsOf
from competency.frameworks.queries.frameworks import find_framework
from competency.mastery.queries.criteria_trees import Tree, trees_then
from competency.mastery.queries.mastery import (
    ItemStanding,
    LearnerEvidence,
    StoredDetermination,
    all_standing,
    items_in_framework,
    learner_evidence,
    mastery_known,
    mastery_of_learner,
)
from competency.mastery.rules.criteria import RolledUp, roll_up_tree
from competency.mastery.rules.determination import DeterminedAt
from competency.mastery.rules.effective_policy import determine_by, effective_policy_of, following_by
from competency.mastery.rules.mastered_since import Course, beneath_means, mastered_means, means_since
from competency.mastery.rules.mastery import ItemMastery
from competency.mastery.schemas.results import LearnerMasteryOut, MasteryOut, mastery_out
from competency.mastery.usecases.through_matches import shown_through_matches
from shared.db.query import Transaction
from shared.errors import NotFound


async def read_mastery(
    session: Transaction,
    learner_id: UUID,
    *,
    as_of: AsOf = NOW,
    framework_id: UUID | None = None,
    through_crosswalks: bool = False,
) -> LearnerMasteryOut:
    """Returns all that the learner has shown, of one framework where it is named. With `through_crosswalks`, also what
    is mastered through a match that stood then. Each comes with what the family has to say of it.
    """
    found = await _items(session, learner_id, as_of)
    mastery = [mastery_out(one) for one in found]
    if through_crosswalks:
        mastery = await shown_through_matches(session, mastery, as_of.known)
    if framework_id is not None:
        mastery = await _only_of(session, framework_id, mastery)
    notes = await read_notes(session, learner_id)
    if notes.amendments:
        mastery = [one.model_copy(update={"statements": notes.of_item(one.item_id)}) for one in mastery]
    return LearnerMasteryOut(
        learner_id=learner_id, mastery=mastery, observed_as_of=as_of.observed, known_as_of=as_of.known
    )


async def _items(session: Transaction, learner_id: UUID, as_of: AsOf) -> list[ItemMastery]:
    if as_of.observed is not None:
        then = await _then(session, learner_id, as_of)
        return [then[item_id].mastery for item_id in sorted(then)]
    if as_of.known is not None:
        return [row.as_mastery for row in await mastery_known(session, learner_id, as_of.known) if _is_something(row)]
    return [row.as_mastery for row in await mastery_of_learner(session, learner_id)]


def _is_something(row: StoredDetermination) -> bool:
    """Whether anything was held: a piece that counted, a child that was mastered, a mean."""
    return bool(row.pieces) or row.score is not None


async def mastered_then(session: Transaction, learner_id: UUID, as_of: AsOf) -> dict[UUID, datetime]:
    """Returns what the learner had mastered then, and since when."""
    then = await _then(session, learner_id, as_of)
    return {item_id: one.mastered_since for item_id, one in then.items() if one.mastered_since is not None}


async def shown_then(
    session: Transaction,
    learner_id: UUID,
    as_of: AsOf,
    items: Sequence[UUID] | None = None,
) -> list[ItemMastery]:
    """Returns what evidence (of these items) had shown by then."""
    shown = await _shown_then(session, learner_id, as_of, items)
    return [one.result.mastery for one in shown.values()]


class _Then(NamedTuple):
    """A result as of a time: of evidence, or rolled up by a version of the item's criterion."""

    mastery: ItemMastery
    mastered_since: datetime | None

    @property
    def score(self) -> Decimal | None:
        return self.mastery.score

    @property
    def mastered(self) -> bool:
        return self.mastery.mastered

    @property
    def observed_at(self) -> datetime | None:
        return self.mastery.observed_at


class _Shown(NamedTuple):
    """A result of evidence, and how it came about."""

    result: _Then
    course: Callable[[], Course]


async def _then(session: Transaction, learner_id: UUID, as_of: AsOf) -> dict[UUID, _Then]:
    """Determines again for that time: of evidence, and above it by the criteria in force when it was known."""
    shown = await _shown_then(session, learner_id, as_of)
    found = {item_id: one.result for item_id, one in shown.items()}
    for tree in (await trees_then(session, as_of.known)).values():
        for item_id in tree.tree.criteria:
            found.pop(item_id, None)
        for item_id, rolled in _rolled_up_then(tree, found, shown).items():
            if rolled.reached or rolled.score is not None:
                found[item_id] = _then_of(item_id, rolled, tree.versions[item_id])
    return found


def _then_of(item_id: UUID, rolled: RolledUp, version: int) -> _Then:
    mastery = ItemMastery(item_id, rolled.score, rolled.mastered, rolled.observed_at, None, criterion_version=version)
    return _Then(mastery, rolled.mastered_since)


def _rolled_up_then(tree: Tree, found: Mapping[UUID, _Then], shown: Mapping[UUID, _Shown]) -> dict[UUID, RolledUp]:
    rolled = roll_up_tree(tree.tree, found, tree.scale.minimum)
    if means := mastered_means(tree.tree, rolled):
        _, beneath = beneath_means(tree.tree, means)
        courses = {item_id: shown[item_id].course() for item_id in beneath & shown.keys()}
        dated = means_since(tree.tree, means, courses, tree.scale.minimum)
        rolled = roll_up_tree(tree.tree, found, tree.scale.minimum, dated)
    return rolled


async def _shown_then(
    session: Transaction,
    learner_id: UUID,
    as_of: AsOf,
    items: Sequence[UUID] | None = None,
) -> dict[UUID, _Shown]:
    records: dict[UUID, list[LearnerEvidence]] = defaultdict(list)
    for row in await learner_evidence(session, learner_id, items):
        records[row.item_id].append(row)
    standing = await all_standing(session, learner_id, as_of.known, items)
    found = {item.item_id: _determined_then(item, records[item.item_id], as_of) for item in standing}
    return {item_id: one for item_id, one in found.items() if one is not None}


async def _only_of(session: Transaction, framework_id: UUID, mastery: Sequence[MasteryOut]) -> list[MasteryOut]:
    if await find_framework(session, framework_id) is None:
        raise NotFound("This district has no such framework.")
    own = await items_in_framework(session, framework_id, [m.item_id for m in mastery])
    return [m for m in mastery if m.item_id in own]


def times_of(standing: ItemStanding, as_of: AsOf) -> DeterminedAt:
    """Returns the times for which a standing determination is made again: what was known at the time asked for, with
    any recency window where it was then.
    """
    made_at = standing.made_at or as_of.known or standing.now
    return DeterminedAt(made_at, observed=as_of.observed, known=None if as_of.known is None else made_at)


def _determined_then(standing: ItemStanding, records: Sequence[LearnerEvidence], as_of: AsOf) -> _Shown | None:
    effective, times = effective_policy_of(standing), times_of(standing, as_of)
    found = determine_by(effective, records, times).determination
    if not found.pieces:
        return None
    known_at = next((row.recorded_at for row in records if row.evidence_id == found.deciding), None)
    mastery = ItemMastery(
        standing.item_id, found.score, found.mastered, found.observed_at, known_at, effective.policy_id
    )
    return _Shown(_Then(mastery, found.mastered_since), lambda: following_by(effective, times)(records))
