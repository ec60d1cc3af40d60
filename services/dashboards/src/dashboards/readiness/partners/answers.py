"""Districts and accounts, as partners says them."""

from uuid import UUID

from dashboards.common.answers import Listing, RemoteAnswer


class NamedDistrict(RemoteAnswer):
    """A district, as partners says it."""

    district_id: UUID
    name: str


class NamedDistricts(Listing[NamedDistrict]):
    pass


class Account(RemoteAnswer):
    """Who can sign in, as partners says it to those who manage accounts."""

    account_id: UUID
    user_name: str
    role: str
    active: bool
    person_id: UUID | None = None


class Accounts(Listing[Account]):
    pass
