"""Changes of the roster that other subjects follow."""

from shared.db.followers import Followers
from shared.roster.handlers import RosterChange

ROSTER_CHANGE = Followers(RosterChange)
