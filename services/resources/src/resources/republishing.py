"""Publishes all of resources' topic again, as snapshots: for a reader that starts afresh, or missed something."""

from resources.items.usecases.telling import tell_items_again
from shared.events.republish import Republish, find_publishing_districts

republish = Republish(find_publishing_districts, tell_items_again)
