"""What tests of every service stand on: a service running against a database of its own, callers, and events by
hand.
"""

from shared.testing.callers import DISTRICT_A, DISTRICT_B, LEARNER_ID_KEY, Tokens
from shared.testing.catalogue import route_problems, statement_problems, table_problems
from shared.testing.commits import lost_commits
from shared.testing.deliveries import Deliveries
from shared.testing.running import RunningService, run_service

__all__ = [
    "DISTRICT_A",
    "DISTRICT_B",
    "LEARNER_ID_KEY",
    "Deliveries",
    "RunningService",
    "Tokens",
    "lost_commits",
    "route_problems",
    "run_service",
    "statement_problems",
    "table_problems",
]
