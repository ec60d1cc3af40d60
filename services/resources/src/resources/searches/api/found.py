"""`/resources/v1/found-items` and `…/open-found-items`: what one searches for in the library, and how much there is."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from resources.common.api import Reader
from resources.items.rules.content import ItemKind
from resources.licences.rules.reading import LONGEST as LONGEST_LICENCE
from resources.searches.queries.found import FoundRecord, Way
from resources.searches.rules.search import Asked, Search
from resources.searches.schemas import LANGUAGE, LONGEST_WORDS, Facets, FoundCounts, FoundItem, GradeBand, ValueCount
from resources.searches.usecases.asking import search_of
from resources.searches.usecases.finding import Place, count, find
from shared.auth.dependencies import Public
from shared.http.fields import line
from shared.http.paging import Page, PageRequest, Paging
from shared.http.session import Session, UntenantedSession

FOUND = "/resources/v1/found-items"
OPEN = "/resources/v1/open-found-items"
router = APIRouter(tags=["searches"])

_KEPT = "public, max-age=300"
Words = Annotated[
    str | None,
    Query(max_length=LONGEST_WORDS, description="that an item has all of, in any form, capitals and accents aside"),
]
Licence = Annotated[str | None, Query(max_length=LONGEST_LICENCE, description="that occurs in it: an id or a name")]
Language = Annotated[str | None, Query(max_length=40, pattern=LANGUAGE, description="a tag of BCP 47")]
Condition = Annotated[
    Annotated[str, line(200)] | None,
    Query(description="a condition's key that it is aligned to, as a readiness gap has it"),
]


async def search_asked(
    words: Words = None,
    kind: ItemKind | None = None,
    language: Language = None,
    grade_band: Annotated[GradeBand | None, Query(description="what is for all is for each")] = None,
    licence: Licence = None,
    may_adapt: Annotated[bool | None, Query(description="whether its licences let you adapt it")] = None,
    owner_id: Annotated[UUID | None, Query(description="of this district only")] = None,
    framework_item: Annotated[
        UUID | None, Query(description="that it is aligned to, or that is above such a one in its district's framework")
    ] = None,
    instrument_id: Annotated[UUID | None, Query(description="the instrument of the condition; none: any")] = None,
    condition: Condition = None,
) -> Search:
    """Returns what the address asks for. Raises a 422 for what cannot be searched for."""
    return search_of(
        Asked(
            words,
            kind,
            language,
            grade_band,
            licence,
            may_adapt,
            owner_id,
            framework_item,
            instrument_id,
            condition,
        )
    )


Sent = Annotated[Search, Depends(search_asked)]


@router.get(FOUND)
async def list_found_items(
    caller: Reader, session: Session, asked: Sent, paging: Paging, response: Response
) -> Page[FoundItem]:
    """Search the library.

    Finds what is offered and your district may see, in its newest version: what has all the words, in whatever form,
    in its title before its description before its parts, and without words everything. Where fewer than five items have
    them, those come behind whose titles or descriptions have words spelled nearly so. All filters hold at once.
    """
    return await _page(session, caller.district_id, asked, paging, response)


@router.get(FOUND + "/counts")
async def get_found_counts(caller: Reader, session: Session, asked: Sent) -> FoundCounts:
    """Count what a search of the library finds.

    Answers how many items the same search finds, and for each filter its values with how many it would find with that
    one: exactly, of what your district may see. Of each filter the hundred most frequent values are told.
    """
    return await _counts(session, caller.district_id, asked)


@router.get(OPEN, dependencies=[Public])
async def list_found_open_items(
    session: UntenantedSession, asked: Sent, paging: Paging, response: Response
) -> Page[FoundItem]:
    """Search what is open to everybody.

    Searches as `/resources/v1/found-items` does, in what anybody may see. Public; it may be kept for five minutes.
    """
    response.headers["Cache-Control"] = _KEPT
    return await _page(session, None, asked, paging, response)


@router.get(OPEN + "/counts", dependencies=[Public])
async def get_found_open_counts(session: UntenantedSession, asked: Sent, response: Response) -> FoundCounts:
    """Count what a search of what is open finds.

    Counts as `/resources/v1/found-items/counts` does, in what anybody may see. Public; it may be kept for five minutes.
    """
    response.headers["Cache-Control"] = _KEPT
    return await _counts(session, None, asked)


def found_item(record: FoundRecord) -> FoundItem:
    return FoundItem(**record._asdict(), kind=ItemKind(record.item_kind))


async def _page(
    session: Session, own: UUID | None, asked: Search, paging: PageRequest, response: Response
) -> Page[FoundItem]:
    key = paging.key(int, UUID, Way)
    found = await find(session, own, asked, Place(*key) if key is not None else None, paging.limit + 1)
    return paging.page(response, found.items, found_item, lambda one: [one.rank, one.item_id, found.way])


async def _counts(session: Session, own: UUID | None, asked: Search) -> FoundCounts:
    counted = await count(session, own, asked)
    values = {
        facet: [ValueCount(value=one.value, items=one.items) for one in counted.facets.get(facet, ())]
        for facet in Facets.model_fields
    }
    return FoundCounts(items=counted.items, nearly=counted.nearly, facets=Facets(**values))
