"""`/resources/v1/my-playlists`: the playlists that learners have, for them and their families."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from resources.common.api import Reader
from resources.playlists.api.answers import given, of_learner
from resources.playlists.rules.given import GivenBy
from resources.playlists.rules.positions import Act
from resources.playlists.schemas import GivenPlaylistShown, LearnerPlaylistShown
from resources.playlists.usecases import learning
from shared.http.context import Now
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses
from shared.http.session import Session

PREFIX = "/resources/v1/my-playlists"
ENTRY = "/{playlist_id}/entries/{entry_id}"
router = APIRouter(prefix=PREFIX, tags=["my playlists"])

Whose = Annotated[UUID | None, Query(description="a learner whom you may see; left out: yourself, a learner")]


@router.get("")
async def list_my_playlists(
    caller: Reader, session: Session, paging: Paging, response: Response, learner_id: Whose = None
) -> Page[GivenPlaylistShown]:
    """List the playlists of a learner.

    Lists the playlists that you have as a learner, those given to yourself before those of your classes; to families
    and educators those of a learner whom they name.
    """
    after = paging.key(GivenBy, UUID)
    last = None if after is None else (after[0], after[1])
    found = await learning.find_given(session, caller, learner_id, last, paging.limit + 1)
    return paging.page(response, found, given, lambda one: [one.given_by, one.record.playlist_id])


@router.get("/{playlist_id}")
async def get_my_playlist(
    playlist_id: UUID, caller: Reader, session: Session, learner_id: Whose = None
) -> LearnerPlaylistShown:
    """Get a playlist of a learner.

    Answers the entries in their order with what each leads to today, how far the learner is with it, and what comes
    next. Nobody waits for what cannot be opened.
    """
    return of_learner(await learning.see_given(session, caller, playlist_id, learner_id))


@router.post(f"{ENTRY}/open", responses=refuses(409))
async def open_playlist_entry(
    playlist_id: UUID, entry_id: UUID, caller: Reader, session: Session, now: Now
) -> LearnerPlaylistShown:
    """Open an entry of a playlist.

    A learner begins an entry of a playlist that they have. Opening what is done undoes nothing.
    """
    return of_learner(await learning.act(session, caller, playlist_id, entry_id, Act.OPEN, now))


@router.post(f"{ENTRY}/finish")
async def finish_playlist_entry(
    playlist_id: UUID, entry_id: UUID, caller: Reader, session: Session, now: Now
) -> LearnerPlaylistShown:
    """Finish an entry of a playlist.

    A learner says that an entry is done, also one that has no page to open.
    """
    return of_learner(await learning.act(session, caller, playlist_id, entry_id, Act.FINISH, now))


@router.post(f"{ENTRY}/take-up-again")
async def take_up_playlist_entry(
    playlist_id: UUID, entry_id: UUID, caller: Reader, session: Session, now: Now
) -> LearnerPlaylistShown:
    """Take up an entry of a playlist again.

    A learner goes on with an entry that was done.
    """
    return of_learner(await learning.act(session, caller, playlist_id, entry_id, Act.TAKE_UP_AGAIN, now))
