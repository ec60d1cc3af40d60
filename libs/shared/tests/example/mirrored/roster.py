"""The roster that mirrored keeps: who may see whom is told by it."""

from mirrored.models import ROSTER_TABLES
from shared.roster.visibility import Visibility
from shared.values.calendar import today_in

VISIBILITY = Visibility(ROSTER_TABLES, today=today_in("'UTC'"))
