"""Playlists as educators put them together: what is in them, in which order, and who has them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.library.client import Resources
from dashboards.library.pages.searching import LONGEST_WORDS
from dashboards.library.pages.showing import said_with
from dashboards.library.playlists import client as asking
from dashboards.library.playlists.answers import Playlists
from dashboards.library.playlists.client import Opened
from dashboards.readiness.client import Outcome
from dashboards.readiness.forms import Fields, Sending, TypedFields
from dashboards.readiness.showing import words_kept
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.auth.dependencies import needs

WRITERS = [needs("resources.write")]
PREFIX, ONE = "/library/playlists", "/{playlist_id}"
router = APIRouter(prefix=PREFIX, route_class=PageRoute, include_in_schema=False, dependencies=WRITERS)

After = Annotated[str, Query(max_length=400)]
Words = Annotated[str, Query(max_length=LONGEST_WORDS)]


async def _listed(client: Resources, after: After = "") -> RemoteResult[Playlists]:
    return await asking.listed(client, after)


async def _opened(client: Resources, playlist_id: UUID, words: Words = "") -> Opened:
    return await asking.opened(client, playlist_id, words.strip())


async def _add(client: Resources, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.send(client, fields, "POST", "", _about(fields)))


async def _change(client: Resources, playlist_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.send(client, fields, "PATCH", f"/{playlist_id}", _about(fields)))


async def _turn(client: Resources, playlist_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await _pressed(client, playlist_id, fields))


async def _delete(client: Resources, playlist_id: UUID, fields: TypedFields) -> tuple[Sending, Opened | None]:
    """What came of it, and the playlist where it is still there."""
    sending = Sending(fields, await asking.send(client, fields, "DELETE", f"/{playlist_id}"))
    return sending, await asking.opened(client, playlist_id, "") if sending.failed else None


Found = Annotated[Opened, Depends(_opened)]
_GIVEN_STILL = 409


async def _pressed(client: Resources, playlist_id: UUID, fields: Fields) -> Outcome:
    """The button says what it does with which entry: `move`, an entry and the one that it is to come after, or none;
    `remove` and an entry; `add`, an item and its version today.
    """
    how, which, other = (*fields.words("do").split(), "", "", "")[:3]
    entries = f"/{playlist_id}/entries"
    if how == "add":
        pinned = {"version": int(other)} if "pin" in fields and other.isdigit() else {}
        return await asking.send(client, fields, "POST", entries, {"resource_id": which} | pinned)
    entry = f"{entries}/{_id(which)}"
    if how == "move":
        return await asking.send(client, fields, "POST", f"{entry}/move", {"after": other or None})
    return await asking.send(client, fields, "DELETE", entry)


def _id(text: str) -> UUID:
    """What is none is the id of nothing."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _about(fields: Fields) -> dict[str, Any]:
    return {"title": fields.words("title"), "words": fields.prose("words") or None}


@router.get("", response_class=Response)
async def playlists(found: Annotated[RemoteResult[Playlists], Depends(_listed)], page: Page) -> Response:
    return _all(page, found, Sending())


@router.post("", response_class=Response)
async def add_playlist(
    sending: Annotated[Sending, Depends(_add)],
    found: Annotated[RemoteResult[Playlists], Depends(_listed)],
    page: Page,
) -> Response:
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(f"{PREFIX}/{sending.outcome.said['playlist_id']}", 303)
    return _all(page, found, sending)


@router.get(ONE, response_class=Response)
async def one_playlist(found: Found, page: Page, words: Words = "") -> Response:
    return _one(page, found, words, Sending())


@router.post(ONE, response_class=Response)
async def change_playlist(
    sending: Annotated[Sending, Depends(_change)], found: Found, playlist_id: UUID, page: Page
) -> Response:
    return _after(page, found, playlist_id, sending, "about")


@router.post(f"{ONE}/entries", response_class=Response)
async def change_entries(
    sending: Annotated[Sending, Depends(_turn)], found: Found, playlist_id: UUID, page: Page
) -> Response:
    """An entry is added, moved or taken out."""
    return _after(page, found, playlist_id, sending, "entries")


@router.post(f"{ONE}/delete", response_class=Response)
async def delete_playlist(deleted: Annotated[tuple[Sending, Opened | None], Depends(_delete)], page: Page) -> Response:
    """While somebody has it, it stays."""
    sending, left = deleted
    return RedirectResponse(PREFIX, 303) if left is None else _one(page, left, "", sending, "delete")


def _after(page: PageOfCaller, found: Opened, playlist_id: UUID, sending: Sending, act: str) -> Response:
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(f"{PREFIX}/{playlist_id}", 303)
    return _one(page, found, "", sending, act)


def _all(page: PageOfCaller, found: RemoteResult[Playlists], sending: Sending) -> Response:
    return shown(page, "playlists.html", sending, {"found": found.answer}, away=found.answer is None)


def _one(page: PageOfCaller, found: Opened, words: str, sending: Sending, act: str = "") -> Response:
    context = {
        "playlist": found.playlist.answer, "etag": found.playlist.etag, "words": words.strip(),
        "longest": LONGEST_WORDS, "found": found.found, "sent": sending if act == "about" else Sending(),
        "kept": act == "delete" and sending.status == _GIVEN_STILL,
    }  # fmt: skip
    return shown(page, "playlist.html", sending, context, away=found.playlist.answer is None)


def shown(
    page: PageOfCaller, template: str, sending: Sending, context: dict[str, Any], *, away: bool = False
) -> Response:
    """With what was typed that could not be sent. Where it has no form to show it in, the words go along."""
    if away and sending.fields is not None:
        return words_kept(page, sending)
    own = said_with(page.l10n) | {"sending": sending, "key": sending.key}
    return page.render(f"library/playlists/{template}", own | context, status=sending.status)
