"""What competency does by the clock."""

from competency.usecases.recalculate import RECALCULATION_WAKE, recalculate
from competency.usecases.remind_of_amendments import remind
from shared.jobs import Job

jobs = [
    Job("competency.recalculate", 5.0, recalculate, wake=RECALCULATION_WAKE),
    Job("competency.amendments", 600.0, remind),
]
