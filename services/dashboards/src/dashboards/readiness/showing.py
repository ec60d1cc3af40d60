"""A page that has no form to show what was typed, because readiness is away: the words go along, to be sent again."""

from fastapi import Response

from dashboards.readiness.forms import Sending
from dashboards.roster.dependencies import PageOfCaller


def words_kept(page: PageOfCaller, sending: Sending) -> Response:
    return page.render("readiness/away.html", {"words": sending.typed}, status=503)
