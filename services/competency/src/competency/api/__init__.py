"""The routes of the competency service."""

from competency.api import case, evidence, frameworks, learners, policies

routers = [evidence.router, learners.router, frameworks.router, policies.router, case.router]
