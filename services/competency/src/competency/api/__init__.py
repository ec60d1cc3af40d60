"""The routes of the competency service."""

from competency.api import adaptations, authoring, case, evidence, frameworks, imports, learners, policies, xapi

routers = [
    evidence.router,
    learners.router,
    frameworks.router,
    imports.router,
    authoring.router,
    adaptations.router,
    policies.router,
    xapi.inbox,
    xapi.activities,
    case.router,
]
