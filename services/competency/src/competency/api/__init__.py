"""The routes of the competency service."""

from competency.api import case, evidence, frameworks, learners

routers = [evidence.router, learners.router, frameworks.router, case.router]
