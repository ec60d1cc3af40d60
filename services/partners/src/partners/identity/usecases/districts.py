"""Districts: registered with an administrator client, edited by themselves."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity.queries.clients import add_client, insert_secret
from partners.identity.queries.districts import (
    DistrictRecord,
    add_district,
    change_district,
    find_district,
    is_name_taken,
)
from partners.identity.rules.client_secrets import digest, mint
from partners.identity.rules.scopes import ADMINISTRATOR
from partners.identity.schemas import DistrictChange
from shared.auth.callers import Caller
from shared.contracts.partners import DistrictRegistered
from shared.db.database import set_tenant
from shared.errors import Conflict, NotFound
from shared.events.outbox import publish
from shared.http.editing import ensure_current
from shared.values.ids import new_id

ADMINISTRATOR_CLIENT = "administrator"


class Registration(NamedTuple):
    """A new district, and its administrator client's secret, which is stored nowhere but as a digest."""

    district_id: UUID
    name: str
    minimum_group: int
    client_id: UUID
    client_secret: str


async def register(
    session: AsyncSession,
    name: str,
    minimum_group: int,
    *,
    then: UUID | None = None,
    scopes: frozenset[str] = ADMINISTRATOR,
) -> Registration:
    """Registers a district, and makes its first client.

    The transaction speaks for the new district, and from then on for `then`, where one is given.

    Raises:
        Conflict: the name is taken.
    """
    district_id = new_id()
    if not await add_district(session, district_id, name, minimum_group):
        raise Conflict("A district of this name is registered already. Choose another name.")
    await set_tenant(session, district_id)
    client_id, secret = new_id(), mint()
    await add_client(session, client_id, district_id, ADMINISTRATOR_CLIENT, scopes)
    await insert_secret(session, new_id(), client_id, district_id, digest(secret))
    registered = DistrictRegistered(registered_id=district_id, name=name, minimum_group=minimum_group)
    await publish(session, district_id, registered)
    if then is not None:
        await set_tenant(session, then)
    return Registration(district_id, name, minimum_group, client_id, secret)


async def get(session: AsyncSession, district_id: UUID) -> DistrictRecord:
    """Returns a district. Any district may look another up: it must know whom to agree with.

    Raises:
        NotFound: there is none.
    """
    district = await find_district(session, district_id)
    if district is None:
        raise NotFound("There is no such district.")
    return district


async def edit(
    session: AsyncSession, caller: Caller, district_id: UUID, change: DistrictChange, expected: str
) -> DistrictRecord:
    """Changes the caller's own district.

    Raises:
        NotFound: it is another district's id, or nobody's.
        Conflict: the name is taken.
    """
    district = await find_district(session, district_id, lock=True) if district_id == caller.district_id else None
    if district is None:
        raise NotFound("There is no such district of yours.")
    ensure_current(expected, district.version)
    name = change.name or district.name
    if await is_name_taken(session, district_id, name):
        raise Conflict("A district of this name is registered already. Choose another name.")
    changed = await change_district(session, district_id, name, change.minimum_group or district.minimum_group)
    registered = DistrictRegistered(registered_id=district_id, name=changed.name, minimum_group=changed.minimum_group)
    await publish(session, district_id, registered)
    return changed
