"""The routes of partners."""

from partners.api import accounts, agreements, amendments, clients, districts, feed, oauth, session, webhooks

routers = [
    oauth.router,
    session.router,
    districts.router,
    clients.router,
    accounts.router,
    agreements.router,
    feed.router,
    amendments.router,
    webhooks.router,
]
