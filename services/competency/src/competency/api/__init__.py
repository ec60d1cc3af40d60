"""The routes of the competency service."""

from competency.api import adaptations, authoring, case, criteria, evidence, frameworks, learners, policies

routers = [
    evidence.router,
    learners.router,
    frameworks.router,
    authoring.router,
    adaptations.router,
    policies.router,
    criteria.router,
    case.router,
]
