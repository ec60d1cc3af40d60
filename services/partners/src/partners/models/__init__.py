"""What partners keeps.

Clients, accounts and what proves them are looked up before a tenant is known, so their policy lets a session without
a tenant see them; a session with one sees its own district's only.
"""

from partners.models import amendments, identity, sharing, webhooks
from partners.models.base import Base

metadata = Base.metadata

__all__ = ["amendments", "identity", "metadata", "sharing", "webhooks"]
