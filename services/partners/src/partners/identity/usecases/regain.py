"""New credentials for a district whose last secret is lost or expired: an operator makes them beside the API, with
access to the database.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity.queries.clients import (
    add_client,
    change_client,
    find_client,
    find_secrets,
    insert_secret,
    set_expiry,
)
from partners.identity.queries.districts import find_district, find_district_by_name
from partners.identity.rules.client_secrets import MAX_ACTIVE, StoredSecret, active, digest, mint
from partners.identity.rules.scopes import ADMINISTRATOR, KNOWN
from partners.identity.usecases.districts import ADMINISTRATOR_CLIENT
from shared.db.database import set_tenant
from shared.errors import NotFound
from shared.values.ids import new_id


@dataclass(frozen=True)
class Regained:
    """A client and its new secret, which is stored nowhere but as a digest."""

    district_id: UUID
    district: str
    client_id: UUID
    client: str
    client_secret: str
    scopes: list[str]


async def renew_client(session: AsyncSession, client_id: UUID, now: datetime) -> Regained:
    """Gives a client another secret and makes it active. Where it has two in force already, the older one ends.

    The session is a worker's.

    Raises:
        NotFound: there is no such client.
    """
    client = await find_client(session, client_id, lock=True)
    if client is None:
        raise NotFound("There is no such client. `grant-client --district NAME` makes a new one.")
    await set_tenant(session, client.district_id)
    stored = await find_secrets(session, client_id)
    in_force = [one for one in stored if active([StoredSecret(one.digest, one.expires_at)], now)]
    for one in in_force[: len(in_force) + 1 - MAX_ACTIVE]:
        await set_expiry(session, client_id, one.secret_id, now)
    if not client.active:
        client = await change_client(session, client_id, client.name, client.scopes, active=True)
    return await _with_new_secret(session, client.district_id, client_id, client.name, client.scopes)


async def grant_client(session: AsyncSession, district: str, *, platform: bool = False) -> Regained:
    """Makes a new administrator client of a registered district; with `platform` it may register districts, too.

    Raises:
        NotFound: no district has this name.
    """
    found = await find_district_by_name(session, district)
    if found is None:
        raise NotFound("No district has this name. Write it as it was registered.")
    await set_tenant(session, found.district_id)
    scopes, client_id = sorted(KNOWN if platform else ADMINISTRATOR), new_id()
    await add_client(session, client_id, found.district_id, ADMINISTRATOR_CLIENT, scopes)
    return await _with_new_secret(session, found.district_id, client_id, ADMINISTRATOR_CLIENT, scopes)


async def _with_new_secret(
    session: AsyncSession, district_id: UUID, client_id: UUID, name: str, scopes: list[str]
) -> Regained:
    secret = mint()
    await insert_secret(session, new_id(), client_id, district_id, digest(secret))
    district = await find_district(session, district_id)
    assert district is not None  # noqa: S101 - no district is ever removed
    return Regained(district_id, district.name, client_id, name, secret, sorted(scopes))
