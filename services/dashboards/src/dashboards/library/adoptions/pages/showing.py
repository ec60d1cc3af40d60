"""How pages of adoptions are rendered: whose items these are, and what templates say values with."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from fastapi import Response

from dashboards.frameworks.usecases.browse import items_by_id
from dashboards.library.adoptions import labels
from dashboards.library.adoptions.answers import Change
from dashboards.library.adoptions.rules.sides import aligned_to, grouped, place_of, sides_of, titles_of
from dashboards.library.answers import ItemContent, Licence
from dashboards.library.pages.showing import said_with, uuids_of
from dashboards.library.queries.owners import Owner
from dashboards.readiness.forms import Sending
from dashboards.readiness.showing import words_kept
from dashboards.roster.dependencies import PageOfCaller


def shown(
    page: PageOfCaller,
    template: str,
    sending: Sending,
    owners: Mapping[UUID, Owner],
    context: Mapping[str, Any],
    *,
    away: bool = False,
) -> Response:
    """A page with what was typed where that could not be sent; where it is `away`, the words go along."""
    if away and sending.fields is not None:
        return words_kept(page, sending)
    own = said_with(page.l10n) | {
        "sending": sending, "key": sending.key, "texts": labels, "own_district": page.caller.district_id,
        "owners": owners, "away": away, "aligned": {}, "files": {},
    }  # fmt: skip
    return page.render(f"library/adoptions/{template}", own | dict(context), status=sending.status)


async def of_changes(
    page: PageOfCaller,
    changes: Iterable[Change],
    licences: Mapping[str, Licence],
    *contents: ItemContent | None,
) -> dict[str, Any]:
    """What templates show changes with: their groups, their sides, and what parts and targets are called."""
    listed = list(changes)
    targets = [*aligned_to(listed), *(one for each in contents if each is not None for one in each.alignments)]
    known = await items_by_id(page.session, page.caller, uuids_of(targets))
    return {
        "groups": grouped(listed), "sides_of": sides_of, "place_of": place_of, "titles": titles_of(listed, *contents),
        "licences": licences, "aligned": {str(key): item for key, item in known.items()},
        "content_language": next((one.language for one in contents if one is not None), page.l10n.language),
    }  # fmt: skip
