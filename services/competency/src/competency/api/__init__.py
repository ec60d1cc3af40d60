"""The routes of the competency service."""

from competency.api import (
    adaptations,
    amendments,
    authoring,
    case,
    credentials,
    evidence,
    frameworks,
    issuers,
    learners,
    policies,
    verification,
)

routers = [
    evidence.router,
    learners.router,
    frameworks.router,
    authoring.router,
    adaptations.router,
    policies.router,
    amendments.router,
    amendments.learner_router,
    verification.router,
    credentials.router,
    issuers.published,
    issuers.kept,
    case.router,
]
