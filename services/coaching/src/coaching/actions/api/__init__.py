"""The routes of actions."""

from coaching.actions.api.actions import router as actions
from coaching.actions.api.my_actions import router as my_actions

routers = [actions, my_actions]
