"""How pages of goals are rendered, and what becomes of what was typed where coaching is away."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import Response

from dashboards.coaching.goals import drawing, labels
from dashboards.readiness.forms import Sending
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
        "sending": sending, "key": sending.key, "texts": labels, "aim": partial(drawing.aim_words, page.l10n),
        "how_far": partial(drawing.progress_words, page.l10n), "line_at": partial(drawing.expected_words, page.l10n),
        "in_unit": partial(drawing.value_words, page.l10n),
    }  # fmt: skip
    return page.render(f"coaching/goals/{template}", own | dict(context), status=sending.status)
