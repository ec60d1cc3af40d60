"""How pages ask partners for agreements, and send it what the district signs, changes and ends (ADR 0019)."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Request

from dashboards.agreements.answers import Agreement, Agreements
from dashboards.agreements.usecases.read_forms import draft_of, terms_of
from dashboards.common.client import RemoteResult
from dashboards.common.dependencies import Viewer
from dashboards.readiness.client import Outcome, ReadinessClient, Tagged, fetch_all
from dashboards.readiness.forms import Fields, keyed, matching
from dashboards.readiness.partners.answers import NamedDistrict, NamedDistricts
from dashboards.readiness.partners.client import DISTRICTS, PARTNERS, READ
from shared.auth.callers import Caller

AGREEMENTS = "/partners/v1/agreements"
Deciding = Literal["sign", "change", "end"]


class AgreementsClient(ReadinessClient):
    name = "partners"


async def _partners(request: Request, _: Viewer) -> AgreementsClient:
    """Whoever may not see our pages makes us ask nobody."""
    return AgreementsClient(request, PARTNERS.of(request))


Partners = Annotated[AgreementsClient, Depends(_partners)]


async def all_agreements(client: AgreementsClient) -> RemoteResult[Agreements]:
    return await fetch_all(client, Agreements, AGREEMENTS)


async def drafts_for(client: AgreementsClient, caller: Caller) -> RemoteResult[Agreements]:
    """Those that are still to be signed; for whoever may not read them there are none."""
    if READ not in caller.scopes:
        return RemoteResult()
    return await fetch_all(client, Agreements, AGREEMENTS, optional=True, state="draft")


async def one_agreement(client: AgreementsClient, agreement_id: UUID) -> Tagged[Agreement]:
    return await client.fetch_tagged(Agreement, f"{AGREEMENTS}/{agreement_id}")


async def other_districts(client: AgreementsClient, us: UUID) -> list[NamedDistrict]:
    """All that are registered but one's own; none where partners cannot be asked."""
    found = await fetch_all(client, NamedDistricts, DISTRICTS)
    return [one for one in (found.answer.items if found.answer else []) if one.district_id != us]


async def draft(client: AgreementsClient, fields: Fields, us: UUID) -> Outcome:
    return await client.send("POST", AGREEMENTS, draft_of(fields, us), headers=keyed(fields))


async def act(client: AgreementsClient, agreement_id: UUID, deciding: Deciding, fields: Fields) -> Outcome:
    """Signs or changes the very words that the page has shown, or ends the agreement."""
    path = f"{AGREEMENTS}/{agreement_id}"
    match deciding:
        case "sign":
            return await client.send("POST", f"{path}/sign", headers=matching(fields))
        case "change":
            return await client.send("PATCH", path, terms_of(fields), headers=matching(fields))
        case "end":
            return await client.send("POST", f"{path}/end")
