"""How pages of engagements are rendered: own people by their names, another district's by what they are."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Response

from dashboards.coaching.engagements import labels
from dashboards.coaching.engagements.answers import Engagement, Member
from dashboards.readiness.forms import Sending
from dashboards.readiness.partners.client import DistrictNames
from dashboards.readiness.showing import words_kept
from dashboards.roster.dependencies import PageOfCaller
from dashboards.roster.usecases.names import names_of
from shared.auth.callers import Caller
from shared.auth.dependencies import needs

READS, WRITES = "coaching.read", "coaching.write"
Leader = Annotated[Caller, needs(READS)]
"""Who reads what a district does with others."""
WRITERS = [needs(WRITES)]


def shown(
    page: PageOfCaller, template: str, sending: Sending, context: Mapping[str, Any], *, away: bool = False
) -> Response:
    """A page with what was typed where that could not be sent; where it is `away`, the words go along."""
    if away and sending.fields is not None:
        return words_kept(page, sending)
    own = {
        "sending": sending, "key": sending.key, "texts": labels, "away": away, "us": page.caller.district_id,
        "writes": WRITES in page.caller.scopes,
    }  # fmt: skip
    return page.render(f"coaching/engagements/{template}", own | dict(context), status=sending.status)


def districts_of(*found: Engagement | None) -> set[UUID]:
    """The districts that a page of these engagements names."""
    return {district for one in found if one is not None for district in (one.host_id, one.partner_id)}


async def of_engagement(
    page: PageOfCaller,
    template: str,
    sending: Sending,
    one: Engagement | None,
    members: Sequence[Member],
    districts: DistrictNames,
    **more: Any,
) -> Response:
    """A page of one engagement, which names people of both teams."""
    own = [each.person_id for each in members if each.person_id is not None]
    context = {
        "one": one, "members": members, "by_id": {each.member_id: each for each in members}, "districts": districts,
        "names": await names_of(page.session, page.caller, own),
        "hosts": one is not None and one.host_id == page.caller.district_id,
    }  # fmt: skip
    return shown(page, template, sending, context | more, away=one is None)
