"""The routes of the competency service."""

from competency.api import (
    adaptations,
    authoring,
    case,
    evidence,
    frameworks,
    learners,
    pace,
    plan_templates,
    plans,
    policies,
    reviews,
)

routers = [
    evidence.router,
    learners.router,
    frameworks.router,
    authoring.router,
    adaptations.router,
    policies.router,
    plans.router,
    plan_templates.router,
    pace.of_learner,
    pace.router,
    reviews.of_learner,
    reviews.router,
    case.router,
]
