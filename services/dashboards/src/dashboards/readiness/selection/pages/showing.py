"""How pages of selection are rendered, and what becomes of what was typed where readiness is away."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import Response

from dashboards.readiness.forms import Sending, new_key
from dashboards.readiness.selection import labels
from dashboards.readiness.selection.usecases.speaking import spoken
from dashboards.roster.dependencies import PageOfCaller


def shown(
    page: PageOfCaller, template: str, sending: Sending, context: Mapping[str, Any], *, away: bool = False
) -> Response:
    """A page with what was typed where that could not be sent. Where it is `away`, so that the page has no form to show
    it in, the words go along to be sent again.
    """
    if away and sending.fields is not None:
        words = [(name, value) for name, values in sending.fields.chosen.items() for value in values]
        return page.render("readiness/away.html", {"words": words}, status=503)
    own = {
        "sending": sending, "key": new_key(), "texts": labels, "may": page.caller.scopes,
        "spoken": partial(spoken, language=page.l10n.language),
    }  # fmt: skip
    return page.render(f"readiness/selection/{template}", own | dict(context), status=_status(sending))


def _status(sending: Sending) -> int:
    """The page's own status: what readiness refused, or that it is away."""
    if sending.outcome is None or sending.outcome.done:
        return 200
    return sending.outcome.status or 503
