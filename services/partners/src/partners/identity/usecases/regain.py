"""An operator's way back in, where a district's last secret is lost or expired: made beside the API, by whoever holds
the database.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity.queries import identity
from partners.identity.rules.client_secrets import MAX_ACTIVE, StoredSecret, active, digest, mint
from partners.identity.rules.scopes import ADMINISTRATOR, KNOWN
from partners.identity.usecases.districts import ADMINISTRATOR_CLIENT
from shared.db.database import become
from shared.errors import NotFound
from shared.values.ids import new_id


@dataclass(frozen=True)
class Regained:
    """A client and its new secret, which is nowhere else."""

    district_id: UUID
    district: str
    client_id: UUID
    client: str
    client_secret: str
    scopes: list[str]


async def renew_client(session: AsyncSession, client_id: UUID) -> Regained:
    """Another secret for a client, which is active again. Where it has two in force already, the older one ends.

    The session is a worker's.

    Raises:
        NotFound: there is no such client.
    """
    row = await identity.client(session, client_id, lock=True)
    if row is None:
        raise NotFound("There is no such client. `grant-client --district NAME` makes a new one.")
    await become(session, row.district_id)
    now = datetime.now(UTC)
    stored = await identity.secrets_of(session, client_id)
    in_force = [one for one in stored if active([StoredSecret(one.digest, one.expires_at)], now)]
    for one in in_force[: len(in_force) + 1 - MAX_ACTIVE]:
        await identity.expire_secret(session, client_id, one.secret_id, now)
    if not row.active:
        row = await identity.change_client(session, client_id, row.name, row.scopes, True)
    return await _with_new_secret(session, row.district_id, client_id, row.name, row.scopes)


async def grant_client(session: AsyncSession, district: str, *, platform: bool = False) -> Regained:
    """A new administrator client of a district that is there; with `platform` it may register districts, too.

    Raises:
        NotFound: no district has this name.
    """
    row = await identity.district_named(session, district)
    if row is None:
        raise NotFound("No district has this name. Write it as it was registered.")
    await become(session, row.district_id)
    scopes, client_id = sorted(KNOWN if platform else ADMINISTRATOR), new_id()
    await identity.add_client(session, client_id, row.district_id, ADMINISTRATOR_CLIENT, scopes)
    return await _with_new_secret(session, row.district_id, client_id, ADMINISTRATOR_CLIENT, scopes)


async def _with_new_secret(
    session: AsyncSession, district_id: UUID, client_id: UUID, name: str, scopes: list[str]
) -> Regained:
    secret = mint()
    await identity.add_secret(session, new_id(), client_id, district_id, digest(secret))
    district = await identity.district(session, district_id)
    assert district is not None  # noqa: S101 - no district is ever removed
    return Regained(district_id, district.name, client_id, name, secret, sorted(scopes))
