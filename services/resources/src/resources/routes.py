"""The routes of resources, by subject."""

from resources.items.api.drafts import router as drafts
from resources.items.api.published import router as published
from resources.items.api.reviews import router as reviews
from resources.licences.api import router as licences
from resources.searches.api.found import router as found
from resources.searches.api.saved import router as saved

routers = [licences, drafts, reviews, published, found, saved]
