"""The routes of resources, by subject."""

from resources.licences.api import router as licences

routers = [licences]
