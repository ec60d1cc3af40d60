"""The routes of actions."""

from coaching.actions.api.actions import router as actions

routers = [actions]
