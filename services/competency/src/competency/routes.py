"""The routes of the competency service."""

from competency.credentials.api import credentials, issuers, verification
from competency.district import api as district
from competency.frameworks.api import adaptations, authoring, case, imports
from competency.frameworks.api import browsing as frameworks
from competency.intake.api import evidence, xapi
from competency.mastery.api import criteria, learners, policies
from competency.planning.api import pace, plans
from competency.planning.api import templates as plan_templates
from competency.remedies import api as amendments
from competency.reviews import api as reviews

routers = [
    evidence.router,
    learners.router,
    frameworks.router,
    imports.router,
    authoring.router,
    adaptations.router,
    policies.router,
    amendments.router,
    amendments.learner_router,
    verification.router,
    credentials.router,
    issuers.published,
    issuers.kept,
    plans.router,
    plan_templates.router,
    pace.of_learner,
    pace.router,
    district.router,
    reviews.of_learner,
    reviews.router,
    criteria.router,
    xapi.inbox,
    xapi.activities,
    case.router,
]
