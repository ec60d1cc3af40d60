"""Since when parents that are mastered by a weighted mean have been: what their children were at every moment is asked
of the evidence beneath them.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from competency.evidence.queries.counting import counting_evidence
from competency.evidence.rules import Shown
from competency.learners.queries.learners import Pair
from competency.mastery.queries import policies
from competency.mastery.queries.criteria import Tree
from competency.mastery.queries.policies import RuledItem
from competency.mastery.rules.determination import AsOf
from competency.mastery.rules.mastered_since import beneath_means, means_since
from competency.mastery.rules.ruling import following_by
from shared.db.query import Transaction


async def date_means(
    session: Transaction,
    learner_id: UUID,
    tree: Tree,
    means: Collection[UUID],
    items: Mapping[UUID, RuledItem],
    shown: Mapping[Pair, Sequence[Shown]],
) -> dict[UUID, datetime | None]:
    """Of one learner. `items` and `shown` are what is at hand of the write: what else lies beneath is read."""
    _, beneath = beneath_means(tree.tree, means)
    unread = [(learner_id, item_id) for item_id in sorted(beneath) if (learner_id, item_id) not in shown]
    pieces = {**shown, **(await counting_evidence(session, unread) if unread else {})}
    told = {item_id for item_id in beneath if pieces[learner_id, item_id]}
    unruled = told - items.keys()
    ruled = {**items, **(await policies.rulings(session, unruled) if unruled else {})}
    as_of = AsOf(next(iter(items.values())).now)
    courses = {item_id: following_by(ruled[item_id].ruling, as_of)(pieces[learner_id, item_id]) for item_id in told}
    return means_since(tree.tree, means, courses, tree.scale.minimum)
