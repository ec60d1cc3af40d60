"""`/resources/v1/playlists`: what a district's people put together for learners, and to whom they give it."""

from uuid import UUID

from fastapi import APIRouter, Response

from resources.common.api import Writer
from resources.playlists.api.answers import listed, of_learner, shown
from resources.playlists.queries.playlists import PlaylistRecord, find_playlists
from resources.playlists.schemas import (
    EntryMove,
    GiftsShown,
    LearnerPlaylistShown,
    NewEntry,
    NewPlaylist,
    PlaylistChange,
    PlaylistGifts,
    PlaylistListed,
    PlaylistShown,
)
from resources.playlists.usecases import editing, giving
from resources.playlists.usecases.leading import see_playlist
from resources.playlists.usecases.learning import see_learner
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

PREFIX = "/resources/v1/playlists"
router = APIRouter(prefix=PREFIX, tags=["playlists"])


@router.post("", status_code=201, response_model=PlaylistShown, responses=sends("Location", "ETag", status=201))
async def create_playlist(said: NewPlaylist, caller: Writer, session: Session, now: Now, keyed: Keyed) -> Response:
    """Create a playlist.

    Creates a playlist without entries. It is for nobody until it is given to learners or classes.
    """

    async def act() -> Answer:
        record = await editing.create_playlist(session, caller, said, now)
        out = shown(await see_playlist(session, record))
        return created(out, location=f"{PREFIX}/{out.playlist_id}", etag=etag(out.revision))

    return await once(session, keyed, act)


@router.get("")
async def list_playlists(_: Writer, session: Session, paging: Paging, response: Response) -> Page[PlaylistListed]:
    """List your district's playlists.

    Lists the playlists that your district's people have made, in the order in which they did.
    """
    found = await find_playlists(session, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, listed, lambda one: [one.playlist_id])


@router.get("/{playlist_id}", responses=sends("ETag"))
async def get_playlist(playlist_id: UUID, _: Writer, session: Session, response: Response) -> PlaylistShown:
    """Get a playlist.

    Answers the entries in their order, each with what it leads to today: a retired item to its successor, and what
    was taken down, or is not for your district any more, to nothing, with the reason.
    """
    return await _shown(session, await editing.require_playlist(session, playlist_id), response)


@router.patch("/{playlist_id}", responses=sends("ETag"))
async def change_playlist(
    playlist_id: UUID,
    change: PlaylistChange,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> PlaylistShown:
    """Change a playlist.

    Changes its title or its words; what is left out stays. Its entries have routes of their own.
    """
    record = await editing.change_playlist(session, caller, playlist_id, change, expected, now)
    return await _shown(session, record, response)


@router.delete("/{playlist_id}", status_code=204, responses=refuses(409))
async def delete_playlist(playlist_id: UUID, _: Writer, session: Session, expected: ExpectedVersion) -> None:
    """Delete a playlist.

    Deletes a playlist with where learners were in it. While learners or classes have it, this is refused.
    """
    await editing.remove_playlist(session, playlist_id, expected)


@router.post(
    "/{playlist_id}/entries",
    status_code=201,
    response_model=PlaylistShown,
    responses=sends("Location", "ETag", status=201),
)
async def add_playlist_entry(
    playlist_id: UUID,
    said: NewEntry,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    keyed: Keyed,
) -> Response:
    """Add an entry to a playlist.

    Puts an item that your district may see today behind another entry, or at the end. It follows the newest version of
    the item unless one is named. The same item may stand in a playlist twice.
    """

    async def act() -> Answer:
        record, entry_id = await editing.add_entry(session, caller, playlist_id, said, expected, now)
        out = shown(await see_playlist(session, record))
        return created(out, location=f"{PREFIX}/{playlist_id}/entries/{entry_id}", etag=etag(out.revision))

    return await once(session, keyed, act)


@router.post("/{playlist_id}/entries/{entry_id}/move", responses=sends("ETag"))
async def move_playlist_entry(
    playlist_id: UUID,
    entry_id: UUID,
    move: EntryMove,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> PlaylistShown:
    """Move an entry of a playlist.

    Puts an entry behind another one, or to the front. Where learners are stays as it is.
    """
    record = await editing.move_entry(session, caller, playlist_id, entry_id, move.after, expected, now)
    return await _shown(session, record, response)


@router.delete("/{playlist_id}/entries/{entry_id}", responses=sends("ETag"))
async def delete_playlist_entry(
    playlist_id: UUID,
    entry_id: UUID,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> PlaylistShown:
    """Take an entry out of a playlist.

    Takes the entry out; the others keep their order, and learners have nothing to do there any more.
    """
    record = await editing.remove_entry(session, caller, playlist_id, entry_id, expected, now)
    return await _shown(session, record, response)


@router.get("/{playlist_id}/gifts", responses=sends("ETag"))
async def get_playlist_gifts(playlist_id: UUID, caller: Writer, session: Session, response: Response) -> GiftsShown:
    """Get to whom a playlist is given.

    Answers the learners and classes that have it, of those whom you may see: an educator those that they teach today.
    """
    return _gifts(await giving.see_gifts(session, caller, playlist_id), response)


@router.put("/{playlist_id}/gifts", responses=sends("ETag"))
async def set_playlist_gifts(
    playlist_id: UUID,
    gifts: PlaylistGifts,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> GiftsShown:
    """Give a playlist to learners and classes.

    Says who of those whom you may see has it, in place of those before; whom you may not see keeps it. Whoever joins a
    class has what the class was given, and whoever leaves it has it no more. Where they are in it stays known.
    """
    found = await giving.set_gifts(session, caller, playlist_id, gifts.learner_ids, gifts.class_ids, expected, now)
    return _gifts(found, response)


@router.get("/{playlist_id}/learners/{learner_id}")
async def get_learner_in_playlist(
    playlist_id: UUID, learner_id: UUID, caller: Writer, session: Session
) -> LearnerPlaylistShown:
    """Get where a learner is in a playlist.

    Answers how far a learner whom you may see is with each entry, also where they have the playlist no more. How long
    anything took is not kept.
    """
    return of_learner(await see_learner(session, caller, playlist_id, learner_id))


async def _shown(session: Session, record: PlaylistRecord, response: Response) -> PlaylistShown:
    response.headers["ETag"] = etag(record.revision)
    return shown(await see_playlist(session, record))


def _gifts(seen: giving.SeenGifts, response: Response) -> GiftsShown:
    response.headers["ETag"] = etag(seen.playlist.revision)
    return GiftsShown.model_validate(seen)
