"""What a change of some items comes to for the items above them: mastery through children, written with the change.

A learner's row is locked by whoever writes of the learner, so one learner's roll-ups are computed one after another;
what is not another is not written.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from competency.evidence.rules import Shown
from competency.learners.queries.learners import Pair
from competency.mastery.queries import criteria_trees, recalculation
from competency.mastery.queries.criteria_trees import Tree
from competency.mastery.queries.policies import ItemPolicy, PoliciesAt
from competency.mastery.queries.store import StoredResult, results_of
from competency.mastery.rules.criteria import Dated, RolledUp, concerned, roll_up_above, roll_up_tree
from competency.mastery.rules.effective_policy import Determined, default_policy
from competency.mastery.rules.mastered_since import mastered_means
from competency.mastery.rules.mastery import NOTHING_SHOWN, Determination
from competency.mastery.usecases.date_means import date_means
from competency.mastery.usecases.determine_mastery import is_other
from shared.db.query import Transaction

StoredResults = dict[Pair, StoredResult]
NewResults = list[tuple[Pair, Determined]]


async def propagate_to_parents(
    session: Transaction,
    before: StoredResults,
    after: NewResults,
    policies: PoliciesAt,
    shown: Mapping[Pair, Sequence[Shown]],
) -> tuple[StoredResults, NewResults]:
    """Returns a write's determinations, made of what was `shown`, with what they come to above, and the stored results
    that all of them take the place of. An item that has a criterion is determined by it alone, whatever evidence was
    recorded of it.
    """
    items = policies.items
    trees = await _trees(session, items)
    if not trees:
        return before, after
    changed, anew, kept = _sorted_out(before, after, items, trees)
    before = before | await _current(session, changed, anew, trees)
    now: dict[UUID, dict[UUID, Dated]] = defaultdict(dict)
    for (learner_id, item_id), row in before.items():
        now[learner_id][item_id] = row
    for (learner_id, item_id), found in kept:
        now[learner_id][item_id] = found.determination
    for framework_id, learner_id in sorted({*changed, *anew}):
        key, tree = (framework_id, learner_id), trees[framework_id]
        above = partial(roll_up_above, tree.tree, now[learner_id], changed[key], tree.scale.minimum, anew=anew[key])
        rolled = above()
        if means := mastered_means(tree.tree, rolled):
            rolled = above(means=await date_means(session, learner_id, tree, means, policies, shown))
        for item_id, outcome in rolled.items():
            pair = (learner_id, item_id)
            if item_id in anew[key] or not is_held(before.get(pair), determination_of(outcome)):
                kept.append((pair, _determined(tree, item_id, outcome)))
    return before, kept


async def recompute_all(
    session: Transaction,
    before: StoredResults,
    after: NewResults,
    policies: PoliciesAt,
    shown: Mapping[Pair, Sequence[Shown]],
    learners: Sequence[UUID],
) -> tuple[StoredResults, NewResults]:
    """The same for learners who are determined anew: all roll-ups of the frameworks that these items are of."""
    items = policies.items
    trees = await _trees(session, items)
    if not trees:
        return before, after
    kept = [(pair, d) for pair, d in after if not _has_criterion(pair[1], items, trees)]
    of_trees = sorted({item_id for tree in trees.values() for item_id in tree.items})
    current = await recalculation.current_results(session, learners, of_trees)
    before = before | current
    now: dict[UUID, dict[UUID, Dated]] = defaultdict(dict)
    for (learner_id, item_id), row in current.items():
        now[learner_id][item_id] = row
    for (learner_id, item_id), found in kept:
        now[learner_id][item_id] = found.determination
    for tree in trees.values():
        for learner_id in learners:
            rolled = roll_up_tree(tree.tree, now[learner_id], tree.scale.minimum)
            if means := mastered_means(tree.tree, rolled):
                dated = await date_means(session, learner_id, tree, means, policies, shown)
                rolled = roll_up_tree(tree.tree, now[learner_id], tree.scale.minimum, dated)
            for item_id, outcome in rolled.items():
                pair = (learner_id, item_id)
                if pair in before or not is_held(None, determination_of(outcome)):
                    kept.append((pair, _determined(tree, item_id, outcome)))
    return before, sorted(kept, key=lambda one: one[0])


async def _trees(session: Transaction, items: Mapping[UUID, ItemPolicy]) -> dict[UUID, Tree]:
    frameworks = {item.framework_id: (item.criteria, item.scale) for item in items.values() if item.criteria}
    return await criteria_trees.trees(session, frameworks) if frameworks else {}


def _has_criterion(item_id: UUID, items: Mapping[UUID, ItemPolicy], trees: Mapping[UUID, Tree]) -> bool:
    tree = trees.get(items[item_id].framework_id)
    return tree is not None and item_id in tree.tree.criteria


_Keyed = dict[tuple[UUID, UUID], set[UUID]]


def _sorted_out(
    before: StoredResults, after: NewResults, items: Mapping[UUID, ItemPolicy], trees: Mapping[UUID, Tree]
) -> tuple[_Keyed, _Keyed, NewResults]:
    """By framework and learner: the items that came out another and count above, and those with a criterion of their
    own, reckoned anew in any case, so that there is a row to come back to when it is withdrawn; and what stays.
    """
    changed: _Keyed = defaultdict(set)
    anew: _Keyed = defaultdict(set)
    kept: NewResults = []
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


async def _current(session: Transaction, changed: _Keyed, anew: _Keyed, trees: Mapping[UUID, Tree]) -> StoredResults:
    pairs = [
        (learner_id, item_id)
        for framework_id, learner_id in {*changed, *anew}
        for item_id in concerned(
            trees[framework_id].tree,
            changed.get((framework_id, learner_id), ()),
            anew=anew.get((framework_id, learner_id), ()),
        )
    ]
    return await results_of(session, pairs) if pairs else {}


def determination_of(found: RolledUp) -> Determination:
    """Returns the roll-up as it is stored: its pieces are the children that are mastered."""
    return Determination(
        found.score, found.mastered, found.observed_at, None, found.reached, mastered_since=found.mastered_since
    )


def is_held(was: StoredResult | None, found: Determination) -> bool:
    """Returns whether the stored result says all of this already; where none is stored, nothing was shown."""
    if was is None:
        return found == NOTHING_SHOWN
    return found == (was.score, was.mastered, was.observed_at, was.deciding, was.pieces, was.mastered_since)


def _determined(tree: Tree, item_id: UUID, found: RolledUp) -> Determined:
    return Determined(determination_of(found), default_policy(tree.scale), None, tree.versions[item_id])
