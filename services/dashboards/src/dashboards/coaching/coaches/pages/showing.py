"""How pages of coaches are rendered: people by their names in the roster."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from fastapi import Response

from dashboards.coaching.coaches import labels
from dashboards.coaching.coaches.answers import Coach
from dashboards.common.pages.render import short_id
from dashboards.readiness.forms import Sending
from dashboards.readiness.showing import words_kept
from dashboards.roster.dependencies import PageOfCaller
from dashboards.roster.usecases.names import names_of
from shared.auth.dependencies import needs

WRITES = "coaching.write"
WRITERS = [needs(WRITES)]


async def called(page: PageOfCaller, coaches: Iterable[Coach]) -> dict[UUID, str]:
    """What to call coaches, by their ids; one whom the roster does not name is called by a part of the id."""
    found = list(coaches)
    people = await names_of(page.session, page.caller, [one.person_id for one in found])
    return {one.coach_id: people.get(one.person_id) or unnamed(page, one.coach_id) for one in found}


def unnamed(page: PageOfCaller, coach_id: UUID) -> str:
    return page.l10n.gettext("Coach %(id)s", id=short_id(coach_id))


def shown(
    page: PageOfCaller, template: str, sending: Sending, context: Mapping[str, Any], *, away: bool = False
) -> Response:
    """A page with what was typed where that could not be sent; where it is `away`, the words go along."""
    if away and sending.fields is not None:
        return words_kept(page, sending)
    own = {
        "sending": sending, "key": sending.key, "texts": labels, "away": away, "writes": WRITES in page.caller.scopes,
    }  # fmt: skip
    return page.render(f"coaching/coaches/{template}", own | dict(context), status=sending.status)
