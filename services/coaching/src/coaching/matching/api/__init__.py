"""The routes of gaps, needs, matchings and matches."""

from coaching.matching.api.gaps import router as gaps
from coaching.matching.api.matches import my_matches
from coaching.matching.api.matches import router as matches
from coaching.matching.api.matchings import router as matchings
from coaching.matching.api.needs import router as needs
from coaching.matching.api.results import router as results

routers = [gaps, needs, matchings, results, matches, my_matches]
