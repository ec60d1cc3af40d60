"""What a change of some items comes to for the items above them: mastery through children, written with the change.

A learner's row is locked by whoever writes of the learner, so one learner's roll-ups settle one after another; what is
not another is not written.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from competency.evidence.rules import Shown
from competency.learners.queries.learners import Pair
from competency.mastery.queries import criteria, recalculation
from competency.mastery.queries.criteria import Tree
from competency.mastery.queries.policies import RuledItem
from competency.mastery.queries.store import mastery_of
from competency.mastery.rules.criteria import RolledUp, concerned, roll_up_above, roll_up_tree
from competency.mastery.rules.mastered_since import mastered_means
from competency.mastery.rules.mastery import Determination
from competency.mastery.rules.ruling import Determined, unsaid
from competency.mastery.usecases.dating_means import date_means
from competency.mastery.usecases.determining import is_other
from shared.db.query import Transaction


class _NotHeld(NamedTuple):
    """In the place of a row of mastery that is not there."""

    score: None = None
    mastered: bool = False
    observed_at: None = None
    mastered_since: None = None
    deciding: None = None
    pieces: int = 0
    policy_id: None = None
    expires_at: None = None
    criterion_version: None = None


NOT_HELD = _NotHeld()

Held = dict[Pair, Any]
Outcomes = list[tuple[Pair, Determined]]


async def carry_up(
    session: Transaction,
    before: Held,
    after: Outcomes,
    items: Mapping[UUID, RuledItem],
    shown: Mapping[Pair, Sequence[Shown]],
) -> tuple[Held, Outcomes]:
    """A write's determinations, made of what was `shown`, with what they come to above, and the rows of mastery that
    all of them take the place of. An item that has a criterion is determined by it alone, whatever evidence was
    recorded of it.
    """
    trees = await _trees(session, items)
    if not trees:
        return before, after
    changed, anew, kept = _sorted_out(before, after, items, trees)
    before = before | await _standing(session, changed, anew, trees)
    now: dict[UUID, dict[UUID, Any]] = defaultdict(dict)
    for (learner_id, item_id), row in before.items():
        now[learner_id][item_id] = row
    for (learner_id, item_id), found in kept:
        now[learner_id][item_id] = found.determination
    for framework_id, learner_id in sorted({*changed, *anew}):
        key, tree = (framework_id, learner_id), trees[framework_id]
        above = partial(roll_up_above, tree.tree, now[learner_id], changed[key], tree.scale.minimum, anew=anew[key])
        rolled = above()
        if means := mastered_means(tree.tree, rolled):
            rolled = above(means=await date_means(session, learner_id, tree, means, items, shown))
        for item_id, outcome in rolled.items():
            pair = (learner_id, item_id)
            if item_id in anew[key] or not is_held(before.get(pair, NOT_HELD), determination_of(outcome)):
                kept.append((pair, _determined(tree, item_id, outcome)))
    return before, kept


async def settle_all(
    session: Transaction,
    before: Held,
    after: Outcomes,
    items: Mapping[UUID, RuledItem],
    shown: Mapping[Pair, Sequence[Shown]],
    learners: Sequence[UUID],
) -> tuple[Held, Outcomes]:
    """The same for learners who are determined anew: all roll-ups of the frameworks that these items are of."""
    trees = await _trees(session, items)
    if not trees:
        return before, after
    kept = [(pair, d) for pair, d in after if _criterion_of(pair[1], items, trees) is None]
    of_trees = sorted({item_id for tree in trees.values() for item_id in tree.items})
    standing = await recalculation.standing(session, learners, of_trees)
    before = before | standing
    now: dict[UUID, dict[UUID, Any]] = defaultdict(dict)
    for (learner_id, item_id), row in standing.items():
        now[learner_id][item_id] = row
    for (learner_id, item_id), found in kept:
        now[learner_id][item_id] = found.determination
    for tree in trees.values():
        for learner_id in learners:
            rolled = roll_up_tree(tree.tree, now[learner_id], tree.scale.minimum)
            if means := mastered_means(tree.tree, rolled):
                dated = await date_means(session, learner_id, tree, means, items, shown)
                rolled = roll_up_tree(tree.tree, now[learner_id], tree.scale.minimum, dated)
            for item_id, outcome in rolled.items():
                pair = (learner_id, item_id)
                if pair not in before and is_held(NOT_HELD, determination_of(outcome)):
                    continue
                before.setdefault(pair, NOT_HELD)
                kept.append((pair, _determined(tree, item_id, outcome)))
    return before, sorted(kept, key=lambda one: one[0])


async def _trees(session: Transaction, items: Mapping[UUID, RuledItem]) -> dict[UUID, Tree]:
    frameworks = {item.framework_id: (item.criteria, item.scale) for item in items.values() if item.criteria}
    return await criteria.trees(session, frameworks) if frameworks else {}


def _criterion_of(item_id: UUID, items: Mapping[UUID, RuledItem], trees: Mapping[UUID, Tree]) -> Any | None:
    tree = trees.get(items[item_id].framework_id)
    return tree and tree.tree.criteria.get(item_id)


_Keyed = dict[tuple[UUID, UUID], set[UUID]]


def _sorted_out(
    before: Held, after: Outcomes, items: Mapping[UUID, RuledItem], trees: Mapping[UUID, Tree]
) -> tuple[_Keyed, _Keyed, Outcomes]:
    """By framework and learner: the items that came out another and count above, and those with a criterion of their
    own, reckoned anew in any case, so that there is a row to come back to when it is withdrawn; and what stays.
    """
    changed: _Keyed = defaultdict(set)
    anew: _Keyed = defaultdict(set)
    kept: Outcomes = []
    for pair, found in after:
        learner_id, item_id = pair
        framework_id = items[item_id].framework_id
        tree = trees.get(framework_id)
        if tree is not None and item_id in tree.tree.criteria:
            anew[framework_id, learner_id].add(item_id)
            continue
        kept.append((pair, found))
        if tree is None or item_id not in tree.tree.parents:
            continue
        # A mean is dated by what its children were, too: that may be another though what they are is not.
        if tree.tree.has_means or is_other(before.get(pair), found.determination):
            changed[framework_id, learner_id].add(item_id)
    return changed, anew, kept


async def _standing(session: Transaction, changed: _Keyed, anew: _Keyed, trees: Mapping[UUID, Tree]) -> Held:
    pairs = [
        (learner_id, item_id)
        for framework_id, learner_id in {*changed, *anew}
        for item_id in concerned(
            trees[framework_id].tree,
            changed.get((framework_id, learner_id), ()),
            anew=anew.get((framework_id, learner_id), ()),
        )
    ]
    return await mastery_of(session, pairs) if pairs else {}


def determination_of(found: RolledUp) -> Determination:
    """As it is kept: the pieces of a roll-up are the children that are mastered."""
    return Determination(
        found.score, found.mastered, found.observed_at, None, found.reached, mastered_since=found.mastered_since
    )


def is_held(was: Any, found: Determination) -> bool:
    """Whether the row of mastery says all of this already."""
    return found == (was.score, was.mastered, was.observed_at, was.deciding, was.pieces, was.mastered_since)


def _determined(tree: Tree, item_id: UUID, found: RolledUp) -> Determined:
    return Determined(determination_of(found), unsaid(tree.scale), None, tree.versions[item_id])
