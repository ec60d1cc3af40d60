"""Pace speaks of learning: of the evidence that stands, whatever the order it came in and what was put right."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from criteria_pieces import begun as framework_begun
from criteria_pieces import item_id, laid
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pieces import ALL, piece
from planning_pieces import TODAY, pace_of, paces_told, plans_of, run_job
from policy_pieces import in_force, recalculated

from competency.main import service
from demo import framework as demo_framework
from shared.contracts.competency import MasteryChanged
from shared.ids import learner_id_of
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, run_service

FIRST, LAST = TODAY - timedelta(days=88), TODAY + timedelta(days=199)
SHOWN, LAST_YEAR, BEFORE = -18, -18 - 365, -105
