"""Who has a playlist: classes and learners, chosen by their names."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.common.pages.render import short_id
from dashboards.common.pages.route import PageRoute
from dashboards.common.queries.reader import Reader
from dashboards.library.client import Resources
from dashboards.library.playlists import client as asking
from dashboards.library.playlists.client import GivenTo
from dashboards.library.playlists.pages.playlists import PREFIX, WRITERS, shown
from dashboards.readiness.finding import finding, looks, people_of
from dashboards.readiness.forms import Fields, Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.queries.places import (
    Class,
    School,
    list_classes,
    list_classes_of_organisation,
    list_schools,
)
from dashboards.roster.usecases.names import SEE_ALL, names_of, own_people

router = APIRouter(
    prefix=f"{PREFIX}/{{playlist_id}}/people", route_class=PageRoute, include_in_schema=False, dependencies=WRITERS
)


async def _given(client: Resources, playlist_id: UUID) -> GivenTo:
    return await asking.given_to(client, playlist_id)


async def _give(client: Resources, playlist_id: UUID, fields: TypedFields) -> Sending:
    if looks(fields):
        return Sending(fields)
    gifts = {"learner_ids": people_of(fields), "class_ids": fields.chosen.get("class", [])}
    return Sending(fields, await asking.send(client, fields, "PUT", f"/{playlist_id}/gifts", gifts))


Given = Annotated[GivenTo, Depends(_given)]


@router.get("", response_class=Response)
async def people(found: Given, page: Page) -> Response:
    return await _shown(page, found, Sending())


@router.post("", response_class=Response)
async def give(sending: Annotated[Sending, Depends(_give)], found: Given, playlist_id: UUID, page: Page) -> Response:
    """Gives it to these in place of those before. Schools and people are looked for without saving anything."""
    if sending.failed or sending.outcome is None:
        return await _shown(page, found, sending)
    return RedirectResponse(f"{PREFIX}/{playlist_id}/people?saved=1", 303)


async def _shown(page: PageOfCaller, found: GivenTo, sending: Sending) -> Response:
    gifts, fields = found.gifts.answer, sending.fields
    given_classes = gifts.class_ids if gifts else []
    given_learners = gifts.learner_ids if gifts else []
    whole = page.caller.role in SEE_ALL
    own_classes, own_learners = ([], []) if whole else await own_people(page.session, page.caller)
    reader = await Reader.live(page.session, page.caller.district_id)
    schools = await list_schools(reader, None) if whole else []
    classes = await _classes(reader, fields, [*given_classes, *(one.class_id for one in own_classes)], schools)
    listed = list(dict.fromkeys([*given_learners, *own_learners]))
    names = await names_of(page.session, page.caller, listed)
    learners = [(str(one), names.get(one) or page.l10n.gettext("Learner %(id)s", id=short_id(one))) for one in listed]
    context = {
        "playlist": found.playlist.answer, "etag": found.gifts.etag, "whole": whole,
        "classes": [(str(one.class_id), one.title) for one in classes],
        "learners": sorted(learners, key=lambda one: one[1].casefold()),
        "given_classes": [str(one) for one in given_classes], "given_learners": [str(one) for one in given_learners],
        "schools": [(str(one.organisation_id), one.name) for one in schools],
        "finding": await finding(page, sending, but=frozenset(str(one) for one in listed)),
        "saved": page.request.query_params.get("saved") == "1",
    }  # fmt: skip
    away = found.playlist.answer is None or gifts is None
    return shown(page, "people.html", sending, context, away=away)


async def _classes(
    reader: Reader, fields: Fields | None, standing: Sequence[UUID], schools: Sequence[School]
) -> list[Class]:
    """Classes to choose from: those that have it, the reader's own, those that were ticked, those of a school that was
    looked for.
    """
    chosen = fields.id_of("school") if fields else None
    ticked = [one for one in (fields.chosen.get("class", []) if fields else []) if _is_id(one)]
    found = await list_classes(reader, [*standing, *(UUID(one) for one in ticked)])
    if any(one.organisation_id == chosen for one in schools) and chosen is not None:
        known = {one.class_id for one in found}
        found += [one for one in await list_classes_of_organisation(reader, chosen) if one.class_id not in known]
    return found


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
