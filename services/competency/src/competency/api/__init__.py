"""The routes of the competency service."""

from competency.api import adaptations, authoring, case, evidence, frameworks, learners

routers = [evidence.router, learners.router, frameworks.router, authoring.router, adaptations.router, case.router]
