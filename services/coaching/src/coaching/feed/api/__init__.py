"""The routes of calendar feeds."""

from coaching.feed.api.feeds import feeds, mine

routers = [mine, feeds]
