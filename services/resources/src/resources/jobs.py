"""Scheduled work of the resources service."""

from resources.searches.usecases.indexing import index_unread
from resources.searches.usecases.saving import tell_new_items
from resources.settings import ResourcesSettings
from shared.http.context import Context
from shared.run.housekeeping import housekeeping_jobs
from shared.run.jobs import Job, timed


def jobs(context: Context[ResourcesSettings]) -> list[Job]:
    return [
        *housekeeping_jobs("resources"),
        Job("resources.searches", 600, index_unread),
        Job("resources.notices", 300, timed(tell_new_items, context.now)),
    ]
