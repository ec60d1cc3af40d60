"""The playlists that a learner has, and where they are in them: for the learner, the family, and who teaches them."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.library.client import Resources
from dashboards.library.playlists import client as asking
from dashboards.library.playlists.answers import GivenPlaylists, LearnerPlaylist
from dashboards.library.playlists.pages.playlists import shown
from dashboards.readiness.client import Outcome
from dashboards.readiness.forms import Sending
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.usecases.names import SEE_ALL, names_of, own_people

router = APIRouter(route_class=PageRoute, include_in_schema=False)
OF_LEARNER = "/learners/{learner_id}/playlists"
ONE = f"{OF_LEARNER}/{{playlist_id}}"
Going = Literal["open", "finish", "take-up-again"]


async def _of_learner(client: Resources, learner_id: UUID) -> RemoteResult[GivenPlaylists]:
    return await asking.of_learner(client, learner_id)


async def _where(client: Resources, learner_id: UUID, playlist_id: UUID) -> RemoteResult[LearnerPlaylist]:
    return await asking.where_learner_is(client, playlist_id, learner_id)


async def _go(client: Resources, playlist_id: UUID, entry_id: UUID, going: Going) -> Outcome:
    """Learners themselves go through what they have: whoever else asks has no such playlist."""
    return await asking.act(client, playlist_id, entry_id, going)


@router.get("/my-playlists", response_class=Response)
async def my_playlists(page: Page) -> Response:
    """Leads a learner to their own, and others to whom they may see."""
    caller = page.caller
    if caller.role == "learner" and caller.person_id is not None:
        return RedirectResponse(OF_LEARNER.format(learner_id=caller.person_id), 303)
    _, learners = ([], []) if caller.role in SEE_ALL else await own_people(page.session, caller)
    if len(learners) == 1:
        return RedirectResponse(OF_LEARNER.format(learner_id=learners[0]), 303)
    names = await names_of(page.session, caller, learners)
    listed = sorted(((one, names.get(one)) for one in learners), key=lambda one: (one[1] or "~", one[0]))
    return shown(page, "my_playlists.html", Sending(), {"learners": listed})


@router.get(OF_LEARNER, response_class=Response)
async def learner_playlists(
    found: Annotated[RemoteResult[GivenPlaylists], Depends(_of_learner)], learner_id: UUID, page: Page
) -> Response:
    context = await _about(page, learner_id) | {"found": found.answer}
    return shown(page, "learner_playlists.html", Sending(), context)


@router.get(ONE, response_class=Response)
async def learner_playlist(
    found: Annotated[RemoteResult[LearnerPlaylist], Depends(_where)], learner_id: UUID, page: Page
) -> Response:
    return await _shown(page, learner_id, found.answer, Sending())


@router.post(f"{ONE}/{{entry_id}}/{{going}}", response_class=Response)
async def go_on(
    outcome: Annotated[Outcome, Depends(_go)],
    found: Annotated[RemoteResult[LearnerPlaylist], Depends(_where)],
    learner_id: UUID,
    playlist_id: UUID,
    entry_id: UUID,
    going: Going,
    page: Page,
) -> Response:
    """An entry is opened, done, or taken up again. What is opened is shown, within the playlist."""
    if not outcome.done:
        return await _shown(page, learner_id, found.answer, Sending(None, outcome))
    playlist = ONE.format(learner_id=learner_id, playlist_id=playlist_id)
    entry = found.answer.entry(entry_id) if found.answer else None
    if going == "open" and entry is not None and entry.opens is not None:
        item = f"/library/items/{entry.opens.resource_id}/versions/{entry.opens.version}"
        return RedirectResponse(f"{item}?playlist={playlist_id}&entry={entry_id}", 303)
    return RedirectResponse(f"{playlist}#entry-{entry_id}", 303)


async def _shown(page: PageOfCaller, learner_id: UUID, found: LearnerPlaylist | None, sending: Sending) -> Response:
    return shown(page, "learner_playlist.html", sending, await _about(page, learner_id) | {"playlist": found})


async def _about(page: PageOfCaller, learner_id: UUID) -> dict[str, object]:
    """Whose playlists these are; who goes through them is the learner alone."""
    own = page.caller.role == "learner" and page.caller.person_id == learner_id
    names = await names_of(page.session, page.caller, [learner_id])
    return {
        "own": own,
        "name": names.get(learner_id),
        "learner_id": learner_id,
        "base": OF_LEARNER.format(learner_id=learner_id),
    }
