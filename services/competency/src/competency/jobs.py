"""What competency does by the clock."""

from competency.usecases.policies import RECALCULATION_WAKE
from competency.usecases.recalculate import recalculate
from shared.jobs import Job

jobs = [Job("competency.recalculate", 5.0, recalculate, wake=RECALCULATION_WAKE)]
