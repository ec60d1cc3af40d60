"""The routes of tokens, sessions, districts, clients and accounts."""

from partners.identity.api import accounts, clients, districts, oauth, session

routers = [oauth.router, session.router, districts.router, clients.router, accounts.router]
