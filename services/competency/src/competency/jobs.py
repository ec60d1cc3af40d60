"""What competency does by the clock."""

from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from competency.amendments.usecases import remind_of_amendments
from competency.common.context import CompetencyContext
from competency.credentials.usecases.credentials import follow_mastery
from competency.credentials.usecases.issuer import CREDENTIALS_WAKE, Issuing
from competency.frameworks.queries import imports
from competency.mastery.queries import previews
from competency.mastery.usecases.preview_policy import PREVIEW_WAKE, count_preview
from competency.mastery.usecases.recalculate import RECALCULATION_WAKE, recalculate
from competency.planning.usecases.compute_pace import compute_due_paces
from competency.planning.usecases.sync_plans import TEMPLATES_WAKE, sync_plans
from competency.reviews.usecases import remind_of_reviews
from shared.run.housekeeping import housekeeping_jobs
from shared.run.jobs import Job, timed


async def forget(session: AsyncSession) -> bool:
    """Deletes old reports of imports and previews: nobody will act on them."""
    await imports.delete_old_imports(session)
    await previews.delete_old_previews(session)
    return False


def jobs(context: CompetencyContext) -> list[Job]:
    issuing = Issuing(context.platform.http.public_url, context.settings.key_secret.get_secret_value(), context.now)
    return [
        *housekeeping_jobs("competency"),
        Job("competency.recalculate", 5.0, recalculate, wake=RECALCULATION_WAKE),
        Job("competency.credentials", 2.0, partial(follow_mastery, issuing=issuing), wake=CREDENTIALS_WAKE),
        Job("competency.amendments", 600.0, timed(remind_of_amendments.remind, context.now)),
        # Not woken by writes: it would run once for each of a busy district's, for learners who mostly have no plan.
        Job("competency.pace", 2.0, compute_due_paces),
        Job("competency.reviews", 60.0, remind_of_reviews.remind),
        Job("competency.templates", 5.0, sync_plans, wake=TEMPLATES_WAKE),
        Job("competency.preview", 5.0, count_preview, wake=PREVIEW_WAKE),
        Job("competency.forget", 3600.0, forget),
    ]
