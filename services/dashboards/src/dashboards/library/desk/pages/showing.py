"""How pages of the desk are rendered, and what becomes of what was typed where resources is away."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import Response

from dashboards.library.answers import ItemContent, Licence
from dashboards.library.desk.answers import Problem
from dashboards.library.desk.marks import Marks
from dashboards.library.desk.usecases.read_forms import shown_authors, shown_parts
from dashboards.library.pages.showing import said_with
from dashboards.library.usecases.licence_words import choices
from dashboards.readiness.finding import finding
from dashboards.readiness.forms import Sending
from dashboards.readiness.showing import words_kept
from dashboards.roster.dependencies import PageOfCaller
from shared.auth.dependencies import needs

WRITERS = [needs("resources.write")]


def shown(
    page: PageOfCaller, template: str, sending: Sending, context: Mapping[str, Any], *, away: bool = False
) -> Response:
    """A page with what was typed where that could not be sent. Where it is `away`, so that the page has no form to show
    it in, the words go along to be sent again.
    """
    if away and sending.fields is not None:
        return words_kept(page, sending)
    own = said_with(page.l10n) | {
        "sending": sending, "key": sending.key, "own_district": page.caller.district_id, "owners": {}, "aligned": {},
        "leads": "resources.manage" in page.caller.scopes, "curates": "resources.curate" in page.caller.scopes,
    }  # fmt: skip
    return page.render(f"library/desk/{template}", own | dict(context), status=sending.status)


def saved_at(item_id: UUID | str, sending: Sending) -> str:
    """Where a form leads to that was saved: the button says it that was pressed."""
    to_files = sending.fields is not None and sending.fields.words("do") == "files"
    return f"/library/desk/{item_id}/files" if to_files else f"/library/desk/{item_id}?saved=1"


async def editing(
    page: PageOfCaller,
    sending: Sending,
    content: ItemContent | None,
    problems: Sequence[Problem],
    licences: Mapping[str, Licence],
) -> dict[str, Any]:
    """What the form of an item is made of: what was typed, else what stands, else an item of the reader's own."""
    parts = shown_parts(sending.fields, content)
    authors = shown_authors(sending.fields, _authors(page, content))
    named = frozenset(str(one["person_id"]) for one in authors)
    empty = [f"/{name}" for name in ("description", "authors", "parts") if content and not getattr(content, name)]
    return {
        "content": content, "parts": parts, "authors": authors, "licences": licences,
        "marks": Marks(page.l10n, sending, problems, empty),
        "licence_choices": choices(page.l10n, licences, (one["licence"] or "" for one in parts)),
        "finding": await finding(page, sending, but=named),
    }  # fmt: skip


def _authors(page: PageOfCaller, content: ItemContent | None) -> list[dict[str, Any]]:
    """Of a new item whoever begins it."""
    if content is not None:
        return [one.model_dump(mode="json") for one in content.authors]
    if page.caller.person_id is None or page.who.name is None:
        return []
    return [{"person_id": str(page.caller.person_id), "name": page.who.name}]
