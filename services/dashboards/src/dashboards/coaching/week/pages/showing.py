"""How pages of somebody's week are rendered: own people by their names, another district's by what they are."""

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import Response

from dashboards.coaching.week import labels
from dashboards.coaching.week.answers import Meeting
from dashboards.readiness.forms import Sending
from dashboards.readiness.partners.client import DistrictNames
from dashboards.readiness.showing import words_kept
from dashboards.roster.dependencies import PageOfCaller
from dashboards.roster.usecases.names import names_of

READS, WRITES = "coaching.read", "coaching.write"


async def shown(
    page: PageOfCaller,
    template: str,
    sending: Sending,
    context: Mapping[str, Any],
    *,
    meetings: Iterable[Meeting] = (),
    districts: DistrictNames | None = None,
    away: bool = False,
    status: int = 200,
) -> Response:
    """A page with what was typed where that could not be sent; where it is `away`, the words go along."""
    if away and sending.fields is not None:
        return words_kept(page, sending)
    people = {each.person_id for one in meetings for each in one.participants if each.person_id is not None}
    own = {
        "sending": sending, "key": sending.key, "texts": labels, "us": page.caller.district_id, "away": away,
        "writes": WRITES in page.caller.scopes, "person": page.caller.person_id,
        "districts": districts or DistrictNames(),
        "names": await names_of(page.session, page.caller, sorted(people)),
    }  # fmt: skip
    return page.render(
        f"coaching/week/{template}", own | dict(context), status=status if status > 200 else sending.status
    )
