"""The routes of selection."""

from readiness.selection.api.applications import router as applications
from readiness.selection.api.board import router as board
from readiness.selection.api.calls import router as calls
from readiness.selection.api.decisions import router as decisions
from readiness.selection.api.open_calls import router as open_calls
from readiness.selection.api.reviews import router as reviews

routers = [calls, open_calls, applications, board, decisions, reviews]
