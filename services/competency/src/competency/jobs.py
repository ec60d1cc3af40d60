"""What competency does by the clock."""

from competency.usecases.follow_templates import TEMPLATES_WAKE, follow_templates
from competency.usecases.recalculate import RECALCULATION_WAKE, recalculate
from competency.usecases.reckon_pace import reckon_due
from competency.usecases.remind_of_reviews import remind
from shared.jobs import Job

jobs = [
    Job("competency.recalculate", 5.0, recalculate, wake=RECALCULATION_WAKE),
    # Not woken by writes: it would run once for each of a busy district's, for learners who mostly have no plan.
    Job("competency.pace", 2.0, reckon_due),
    Job("competency.reviews", 60.0, remind),
    Job("competency.templates", 5.0, follow_templates, wake=TEMPLATES_WAKE),
]
