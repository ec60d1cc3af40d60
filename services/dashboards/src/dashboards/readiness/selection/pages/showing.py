"""How pages of selection are rendered, and what becomes of what was typed where readiness is away."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import Response

from dashboards.readiness.forms import Sending
from dashboards.readiness.instruments.words import spoken
from dashboards.readiness.selection import labels
from dashboards.readiness.showing import words_kept
from dashboards.roster.dependencies import PageOfCaller


def shown(
    page: PageOfCaller, template: str, sending: Sending, context: Mapping[str, Any], *, away: bool = False
) -> Response:
    """A page with what was typed where that could not be sent. Where it is `away`, so that the page has no form to show
    it in, the words go along to be sent again.
    """
    if away and sending.fields is not None:
        return words_kept(page, sending)
    own = {
        "sending": sending, "key": sending.key, "texts": labels,
        "spoken": partial(spoken, language=page.l10n.language),
    }  # fmt: skip
    return page.render(f"readiness/selection/{template}", own | dict(context), status=sending.status)
