"""Saved searches: kept from the library's page, and read for what is new."""

from collections.abc import Iterable, Mapping
from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.library.answers import Licence
from dashboards.library.client import Resources
from dashboards.library.pages.searching import InAddress, asked_of
from dashboards.library.pages.showing import said_with
from dashboards.library.queries.owners import Owner
from dashboards.library.searches import client as asking
from dashboards.library.searches.answers import NewItems, SavedSearch
from dashboards.library.searches.client import Saved
from dashboards.library.usecases.owners import owners_of
from dashboards.readiness.client import Outcome
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.http.session import PublishedBy, Publishes

PREFIX = "/library/searches"
router = APIRouter(prefix=PREFIX, route_class=PageRoute, include_in_schema=False)
After = Annotated[str, Query(max_length=400)]


class Listed(NamedTuple):
    saved: Saved
    owners: Mapping[UUID, Owner]


class News(NamedTuple):
    search: RemoteResult[SavedSearch]
    news: RemoteResult[NewItems]
    licences: Mapping[str, Licence]
    owners: Mapping[UUID, Owner]


async def _shown_of(
    client: Resources, published_by: PublishedBy, search: UUID | None = None, after: After = ""
) -> Listed | News:
    """All searches; or the one that the address names, with what it has found."""
    return await (_saved(client, published_by) if search is None else _news(client, published_by, search, after))


async def _saved(client: Resources, published_by: PublishedBy) -> Listed:
    found = await asking.saved(client)
    searches = [one.search for one in found.searches or []]
    return Listed(found, await _owners(published_by, searches))


async def _news(client: Resources, published_by: PublishedBy, search_id: UUID, after: str) -> News:
    search, news, known = await asking.news_of(client, search_id, after)
    made_by = [one.item.owner_id for one in news.answer.items] if news.answer else []
    owners = await _owners(published_by, [search.answer] if search.answer else [], made_by)
    return News(search, news, known, owners)


async def _owners(
    published_by: Publishes, searches: Iterable[SavedSearch], others: Iterable[UUID] = ()
) -> Mapping[UUID, Owner]:
    asked = (one.asked.owner_id for one in searches)
    return await owners_of(published_by, {*others, *(one for one in asked if one is not None)})


async def _save(client: Resources, asked: InAddress, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.save(client, fields, asked.sent()))


async def _forget(client: Resources, search_id: UUID) -> Outcome:
    return await asking.forget(client, search_id)


Found = Annotated[Listed, Depends(_saved)]


@router.get("", response_class=Response)
async def saved_searches(found: Annotated[Listed | News, Depends(_shown_of)], page: Page) -> Response:
    return _shown(page, found, Sending()) if isinstance(found, Listed) else _shown_news(page, found)


@router.post("", response_class=Response)
async def save_search(sending: Annotated[Sending, Depends(_save)], found: Found, page: Page) -> Response:
    """Saves the search that the form's address asks for."""
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(PREFIX, 303)
    return _shown(page, found, sending)


@router.post("/{search_id}/forget", response_class=Response)
async def forget_search(outcome: Annotated[Outcome, Depends(_forget)], found: Found, page: Page) -> Response:
    if outcome.done:
        return RedirectResponse(PREFIX, 303)
    return _shown(page, found, Sending(None, outcome))


def _shown(page: PageOfCaller, found: Listed, sending: Sending) -> Response:
    context = {
        "searches": found.saved.searches, "licences": found.saved.licences, "owners": found.owners, "sending": sending,
    }  # fmt: skip
    return page.render("library/searches/searches.html", _said(page) | context, status=sending.status)


def _shown_news(page: PageOfCaller, found: News) -> Response:
    context = {
        "search": found.search.answer, "news": found.news.answer, "licences": found.licences, "owners": found.owners,
    }  # fmt: skip
    return page.render("library/searches/news.html", _said(page) | context)


def _said(page: PageOfCaller) -> dict[str, object]:
    return said_with(page.l10n) | {"own_district": page.caller.district_id, "asked_of": asked_of}
