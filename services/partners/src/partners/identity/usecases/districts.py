"""Districts: registered with an administrator client, edited by themselves."""

from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity.queries import identity
from partners.identity.rules.client_secrets import digest, mint
from partners.identity.rules.scopes import ADMINISTRATOR
from partners.identity.schemas import District, DistrictChange, RegisteredDistrict
from shared.auth.callers import Caller
from shared.contracts.partners import DistrictRegistered
from shared.db.database import become
from shared.errors import Conflict, NotFound
from shared.events.outbox import publish
from shared.http.editing import refuse_stale
from shared.values.ids import new_id

ADMINISTRATOR_CLIENT = "administrator"


async def register(
    session: AsyncSession,
    name: str,
    minimum_group: int,
    *,
    then: UUID | None = None,
    scopes: frozenset[str] = ADMINISTRATOR,
) -> RegisteredDistrict:
    """Register a district, and make its first client.

    The transaction speaks for the new district, and from then on for `then`, where one is given.

    Raises:
        Conflict: the name is taken.
    """
    district_id = new_id()
    if not await identity.add_district(session, district_id, name, minimum_group):
        raise Conflict("A district of this name is registered already. Choose another name.")
    await become(session, district_id)
    client_id, secret = new_id(), mint()
    await identity.add_client(session, client_id, district_id, ADMINISTRATOR_CLIENT, sorted(scopes))
    await identity.add_secret(session, new_id(), client_id, district_id, digest(secret))
    told = DistrictRegistered(registered_id=district_id, name=name, minimum_group=minimum_group)
    await publish(session, district_id, told)
    if then is not None:
        await become(session, then)
    return RegisteredDistrict(
        district_id=district_id, name=name, minimum_group=minimum_group, client_id=client_id, client_secret=secret
    )


async def get(session: AsyncSession, district_id: UUID) -> Row[tuple[object, ...]]:
    """A district's row. Any district may look another up: it must know whom to agree with."""
    row = await identity.district(session, district_id)
    if row is None:
        raise NotFound("There is no such district.")
    return row


async def edit(
    session: AsyncSession, caller: Caller, district_id: UUID, change: DistrictChange, expected: str
) -> tuple[District, int]:
    """The district as edited, and its version. Another district's id is as good as none."""
    row = await identity.district(session, district_id, lock=True) if district_id == caller.district_id else None
    if row is None:
        raise NotFound("There is no such district of yours.")
    refuse_stale(expected, row.version)
    name = change.name or row.name
    if await identity.district_name_taken(session, district_id, name):
        raise Conflict("A district of this name is registered already. Choose another name.")
    row = await identity.change_district(session, district_id, name, change.minimum_group or row.minimum_group)
    await publish(
        session,
        district_id,
        DistrictRegistered(registered_id=district_id, name=row.name, minimum_group=row.minimum_group),
    )
    return District.model_validate(row), row.version
