"""Since when parents that are mastered by a weighted mean have been: what their children were at every moment is asked
of the evidence beneath them.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from competency.evidence.queries.counting import counting_evidence
from competency.evidence.rules import Shown
from competency.learners.queries.learners import Pair
from competency.mastery.queries.criteria_trees import Tree
from competency.mastery.queries.policies import PoliciesAt, effective_policies
from competency.mastery.rules.determination import DeterminedAt
from competency.mastery.rules.effective_policy import following_by
from competency.mastery.rules.mastered_since import beneath_means, means_since
from shared.db.query import Transaction


async def date_means(
    session: Transaction,
    learner_id: UUID,
    tree: Tree,
    means: Collection[UUID],
    policies: PoliciesAt,
    shown: Mapping[Pair, Sequence[Shown]],
) -> dict[UUID, datetime | None]:
    """Returns since when one learner has mastered these parents. `policies` and `shown` are what is at hand of the
    write: what else lies beneath is read.
    """
    _, beneath = beneath_means(tree.tree, means)
    unread = [(learner_id, item_id) for item_id in sorted(beneath) if (learner_id, item_id) not in shown]
    records = {**shown, **(await counting_evidence(session, unread) if unread else {})}
    evident = {item_id for item_id in beneath if records[learner_id, item_id]}
    items, unruled = policies.items, evident - policies.items.keys()
    if unruled:
        items = items | (await effective_policies(session, unruled)).items
    as_of = DeterminedAt(policies.now)
    courses = {
        item_id: following_by(items[item_id].effective_policy, as_of)(records[learner_id, item_id])
        for item_id in evident
    }
    return means_since(tree.tree, means, courses, tree.scale.minimum)
