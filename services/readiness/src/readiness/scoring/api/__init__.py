"""The routes of scoring."""

from readiness.scoring.api.gaps import router as gaps
from readiness.scoring.api.results import router as results
from readiness.scoring.api.reviewing import router as reviewing
from readiness.scoring.api.reviews import router as reviews
from readiness.scoring.api.verifying import router as verifying

routers = [results, gaps, reviews, reviewing, verifying]
