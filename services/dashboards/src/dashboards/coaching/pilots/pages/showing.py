"""How pages of pilots are rendered, and what becomes of what was typed where coaching is away."""

from collections.abc import Mapping
from typing import Any

from fastapi import Response

from dashboards.coaching.pilots import labels
from dashboards.coaching.pilots.client import OneWave
from dashboards.common.queries.reader import Reader
from dashboards.readiness.forms import Sending
from dashboards.readiness.showing import words_kept
from dashboards.roster.dependencies import PageOfCaller
from dashboards.roster.queries.places import School, list_schools


def shown(
    page: PageOfCaller, template: str, sending: Sending, context: Mapping[str, Any], *, away: bool = False
) -> Response:
    """A page with what was typed where that could not be sent. Where it is `away`, so that the page has no form to show
    it in, the words go along to be sent again.
    """
    if away and sending.fields is not None:
        return words_kept(page, sending)
    own = {"sending": sending, "key": sending.key, "texts": labels}
    return page.render(f"coaching/pilots/{template}", own | dict(context), status=sending.status)


async def of_wave(page: PageOfCaller, template: str, sending: Sending, one: OneWave, **more: Any) -> Response:
    """A page of one wave, with the schools of the district."""
    context = {
        "pilot": one.pilot, "wave": one.found.answer, "etag": one.found.etag, "schools": await schools_of(page),
    }  # fmt: skip
    return shown(page, template, sending, context | more, away=one.away)


async def schools_of(page: PageOfCaller) -> list[School]:
    return list(await list_schools(await Reader.live(page.session, page.caller.district_id), None))
