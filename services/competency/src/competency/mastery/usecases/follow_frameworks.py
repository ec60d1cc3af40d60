"""What another edition of a framework changes in criteria and results."""

from competency.frameworks.followers import FrameworkSaved
from competency.mastery.usecases.recalculate import recalculate_framework
from competency.mastery.usecases.sync_criteria import sync_criteria
from shared.db.query import Transaction


async def on_framework_saved(session: Transaction, change: FrameworkSaved) -> None:
    """Criteria take the children that the edition has; results are computed anew where its scale is another."""
    if change.has_criteria:
        await sync_criteria(session, change.district_id, change.framework_id, change.edition, change.placed)
    if change.rescaled:
        await recalculate_framework(session, change.district_id, change.framework_id)
