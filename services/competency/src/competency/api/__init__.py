"""The routes of the competency service."""

from competency.api import adaptations, amendments, authoring, case, evidence, frameworks, learners, policies

routers = [
    evidence.router,
    learners.router,
    frameworks.router,
    authoring.router,
    adaptations.router,
    policies.router,
    amendments.router,
    amendments.learner_router,
    case.router,
]
