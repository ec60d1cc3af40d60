"""Who may see whom, and who counts in a class, on the day that the district's calendar shows."""

from competency.common.queries.calendar import TODAY
from competency.learners.models import ROSTER_TABLES
from shared.roster.visibility import Visibility

VISIBILITY = Visibility(ROSTER_TABLES, today=TODAY)
