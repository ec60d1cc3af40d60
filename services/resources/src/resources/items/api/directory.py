"""`/resources/v1/open-directory`: all that is open to everybody, for machines that search."""

from uuid import UUID

from fastapi import APIRouter, Response

from resources.items.api.published import KEPT
from resources.items.queries.directory import find_section, find_sections
from resources.items.schemas.directory import Directory, ListedItem, Section, SectionItems
from shared.auth.dependencies import Public
from shared.http.session import UntenantedSession

PREFIX = "/resources/v1/open-directory"
SIZE = 10_000
"""Of each section, in items: what asks for one is not kept waiting, and a sitemap may have five times as many."""
router = APIRouter(prefix=PREFIX, tags=["items"], dependencies=[Public])


@router.get("")
async def list_open_sections(session: UntenantedSession, response: Response) -> Directory:
    """List the sections of all that is open to everybody.

    Answers where each section of ten thousand items begins, in the order of their ids. Public; it may be kept for five
    minutes.
    """
    response.headers["Cache-Control"] = KEPT
    return Directory(sections=[Section(**one._asdict()) for one in await find_sections(session, SIZE)])


@router.get("/{first_id}")
async def get_open_section(first_id: UUID, session: UntenantedSession, response: Response) -> SectionItems:
    """Get a section of all that is open to everybody.

    Answers ten thousand items at most, from this one on, by their ids alone; none where there are none behind it.
    Public; it may be kept for five minutes.
    """
    response.headers["Cache-Control"] = KEPT
    return SectionItems(items=[ListedItem(**one._asdict()) for one in await find_section(session, first_id, SIZE)])
