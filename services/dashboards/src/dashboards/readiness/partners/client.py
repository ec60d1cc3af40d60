"""How pages ask partners for the names of districts, and for the accounts of those who may review (ADR 0019)."""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from dashboards.common.client import PeerClient
from dashboards.common.dependencies import InContext, Viewer
from dashboards.network.queries import list_partners
from dashboards.readiness.client import fetch_all
from dashboards.readiness.partners.answers import Account, Accounts, NamedDistrict, NamedDistricts
from shared.auth.callers import Caller
from shared.http.context import Kept
from shared.http.peers import ServiceClient

PARTNERS = Kept[ServiceClient]("partners")
DISTRICTS = "/partners/v1/districts"
ACCOUNTS = "/partners/v1/accounts"
READ, MANAGE = "partners.read", "partners.manage"
_FEW = 4


class PartnersClient(PeerClient):
    name = "partners"


@dataclass(frozen=True, slots=True)
class DistrictNames:
    """Names by id; one that is not known is called by a part of its id."""

    names: Mapping[UUID, str] = field(default_factory=dict)

    def get(self, district_id: UUID) -> str | None:
        return self.names.get(district_id)


class Naming:
    """What districts are called, for the person who asks: partners of an agreement are known here, others to partners,
    which tells leaders.
    """

    def __init__(self, client: PartnersClient, context: InContext, caller: Caller) -> None:
        self._client, self._context, self._caller = client, context, caller

    async def names_of(self, districts: Iterable[UUID]) -> DistrictNames:
        wanted = set(districts)
        if not wanted:
            return DistrictNames()
        async with self._context.database.lean_transaction(self._caller.district_id) as session:
            known = {one.district_id: one.name for one in await list_partners(session, self._caller.district_id)}
        unknown = wanted - known.keys()
        if unknown and READ in self._caller.scopes:
            known |= await self._asked(unknown)
        return DistrictNames({one: name for one, name in known.items() if one in wanted})

    async def accounts(self) -> list[Account] | None:
        """The accounts of the district that can sign in; None for whoever may not read them, or while nobody can."""
        if MANAGE not in self._caller.scopes:
            return None
        found = await fetch_all(self._client, Accounts, ACCOUNTS, optional=True)
        return None if found.answer is None else [one for one in found.answer.items if one.active]

    async def _asked(self, unknown: Collection[UUID]) -> dict[UUID, str]:
        """One by one where they are few, else from the list of all."""
        if len(unknown) <= _FEW:
            asked = (self._client.fetch_optional(NamedDistrict, f"{DISTRICTS}/{one}") for one in unknown)
            answers = [one.answer for one in await asyncio.gather(*asked)]
            return {one.district_id: one.name for one in answers if one is not None}
        found = await fetch_all(self._client, NamedDistricts, DISTRICTS, optional=True)
        return {one.district_id: one.name for one in (found.answer.items if found.answer else [])}


async def _naming(request: Request, context: InContext, caller: Viewer) -> Naming:
    return Naming(PartnersClient(request, PARTNERS.of(request)), context, caller)


Names = Annotated[Naming, Depends(_naming)]
"""It stands before the page's transaction: partners may take their time."""


async def _accounts(names: Names) -> list[Account] | None:
    return await names.accounts()


DistrictAccounts = Annotated[list[Account] | None, Depends(_accounts)]
"""The accounts of the district; None where the reader may not read them."""
