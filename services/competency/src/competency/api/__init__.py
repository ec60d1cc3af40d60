"""The routes of the competency service."""

from competency.api import authoring, case, evidence, frameworks, learners

routers = [evidence.router, learners.router, frameworks.router, authoring.router, case.router]
