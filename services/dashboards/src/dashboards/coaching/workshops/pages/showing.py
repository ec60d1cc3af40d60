"""How pages of workshops are rendered: times by the clocks where the workshop is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from fastapi import Response

from dashboards.coaching.clocks import typed_time
from dashboards.coaching.workshops import labels
from dashboards.coaching.workshops.answers import Slot
from dashboards.readiness.forms import Sending
from dashboards.readiness.showing import words_kept
from dashboards.roster.dependencies import PageOfCaller


def shown(
    page: PageOfCaller, template: str, sending: Sending, context: Mapping[str, Any], *, away: bool = False
) -> Response:
    """A page with what was typed where that could not be sent; where it is `away`, the words go along."""
    if away and sending.fields is not None:
        return words_kept(page, sending)

    def at(moment: datetime, zone: str) -> str:
        return page.l10n.at_clocks_of(zone, replace(page.l10n, zone=zone).moment(moment))

    def lasting(slot: Slot, zone: str) -> str:
        return page.l10n.at_clocks_of(zone, replace(page.l10n, zone=zone).period(slot.starts_at, slot.ends_at))

    own = {
        "sending": sending, "key": sending.key, "texts": labels, "at": at, "lasting": lasting,
        "typed_time": typed_time, "away": away,
    }  # fmt: skip
    return page.render(f"coaching/workshops/{template}", own | dict(context), status=sending.status)
