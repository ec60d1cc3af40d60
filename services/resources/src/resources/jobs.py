"""Scheduled work of the resources service."""

from resources.searches.usecases.indexing import index_unread
from resources.settings import ResourcesSettings
from shared.http.context import Context
from shared.run.housekeeping import housekeeping_jobs
from shared.run.jobs import Job


def jobs(_: Context[ResourcesSettings]) -> list[Job]:
    return [*housekeeping_jobs("resources"), Job("resources.searches", 600, index_unread)]
