"""The routes of the competency service."""

from competency.api import adaptations, authoring, case, evidence, frameworks, learners, policies

routers = [
    evidence.router,
    learners.router,
    frameworks.router,
    authoring.router,
    adaptations.router,
    policies.router,
    case.router,
]
