"""The routes of resources, by subject."""

from resources.adoptions.api.adaptations import router as adaptations
from resources.adoptions.api.adoptions import router as adoptions
from resources.adoptions.api.offers import router as offers
from resources.files.api.files import router as files
from resources.files.api.uploads import router as uploads
from resources.items.api.contents import router as contents
from resources.items.api.drafts import router as drafts
from resources.items.api.published import router as published
from resources.items.api.reviews import router as reviews
from resources.licences.api import router as licences
from resources.link_checks.api import router as link_checks
from resources.playlists.api.own import router as my_playlists
from resources.playlists.api.playlists import router as playlists
from resources.searches.api.found import router as found
from resources.searches.api.saved import router as saved

routers = [
    licences, uploads, files, drafts, reviews, published, contents, found, saved, adoptions, adaptations, offers,
    playlists, my_playlists, link_checks,
]  # fmt: skip
