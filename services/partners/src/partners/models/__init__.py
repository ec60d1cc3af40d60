"""What partners keeps.

Clients, accounts and what proves them are looked up before a tenant is known, so their policy lets a session without
a tenant see them; a session with one sees its own district's only.
"""

from partners.models.amendments import AmendmentNotice, ContestedRecord
from partners.models.base import Base
from partners.models.identity import Account, Attempt, Client, ClientSecret, District, SignIn, SigningKey
from partners.models.sharing import (
    Agreement,
    Disclosure,
    DisclosureHead,
    Feed,
    FeedHead,
    LearnerIdentifier,
    Pseudonym,
    Tally,
)
from partners.models.webhooks import Delivery, Endpoint, EndpointSecret

metadata = Base.metadata

__all__ = [
    "Account",
    "Agreement",
    "AmendmentNotice",
    "Attempt",
    "Client",
    "ClientSecret",
    "ContestedRecord",
    "Delivery",
    "Disclosure",
    "DisclosureHead",
    "District",
    "Endpoint",
    "EndpointSecret",
    "Feed",
    "FeedHead",
    "LearnerIdentifier",
    "Pseudonym",
    "SignIn",
    "SigningKey",
    "Tally",
    "metadata",
]
