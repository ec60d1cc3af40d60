"""The routes of resources, by subject."""

from resources.adoptions.api.adaptations import router as adaptations
from resources.adoptions.api.adoptions import router as adoptions
from resources.adoptions.api.contents import router as adopted_contents
from resources.adoptions.api.offers import router as offers
from resources.files.api.files import router as files
from resources.files.api.uploads import router as uploads
from resources.items.api.contents import router as contents
from resources.items.api.directory import router as directory
from resources.items.api.drafts import router as drafts
from resources.items.api.published import router as published
from resources.items.api.reviews import router as reviews
from resources.licences.api import router as licences
from resources.outcomes.api.reports import router as outcomes
from resources.outcomes.api.uses import router as uses
from resources.playlists.api.own import router as my_playlists
from resources.playlists.api.playlists import router as playlists
from resources.remarks.api.comments import router as comments
from resources.remarks.api.ratings import router as ratings
from resources.remarks.api.reports import router as reports
from resources.searches.api.found import router as found
from resources.searches.api.saved import router as saved

routers = [
    licences, uploads, files, drafts, reviews, published, directory, contents, found, saved, adoptions,
    adopted_contents, adaptations, offers, playlists, my_playlists, ratings, comments, reports, uses, outcomes,
]  # fmt: skip
