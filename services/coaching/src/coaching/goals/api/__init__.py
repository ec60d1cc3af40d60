"""The routes of goals."""

from coaching.goals.api.district_goals import router as district_goals
from coaching.goals.api.goals import router as goals
from coaching.goals.api.indicators import router as indicators
from coaching.goals.api.measurements import router as measurements
from coaching.goals.api.rallying import router as rallying

routers = [rallying, goals, indicators, measurements, district_goals]
