"""Timelines: how far each gap is, and what has been done for one, live."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from dashboards.common.dependencies import InContext, PositionBefore, Viewer
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.assessments.pages import schools
from dashboards.readiness.client import Readiness
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.readiness.results.words import names_of as words_of
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.usecases.names import names_of
from dashboards.timelines.client import Instruments, instruments_of
from dashboards.timelines.schemas import GapProgress, GapState, GapTimeline
from dashboards.timelines.usecases.coaches import people_of
from dashboards.timelines.usecases.view import list_gaps, view_timeline
from shared.http.paging import Paging, encode

router = APIRouter(prefix="/timelines", route_class=PageRoute, include_in_schema=False)

State = Annotated[Literal["open", "closed", ""], Query()]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of gaps, with what says what they are called; `next` is the cursor of the page behind it."""

    gaps: list[GapProgress]
    next: str | None
    instruments: Instruments
    districts: DistrictNames


@dataclass(frozen=True, slots=True)
class Shown:
    """A gap's timeline, with what says what it is called."""

    gap: GapTimeline
    instruments: Instruments
    districts: DistrictNames


# Gaps are read in a transaction that ends before anybody else is asked.
async def _listed(
    context: InContext, caller: Viewer, client: Readiness, names: Names, paging: Paging, state: State = ""
) -> Listed:
    only: GapState | None = state or None
    async with context.database.transaction(caller.district_id) as session:
        found = await list_gaps(session, caller, only, paging.key(bool, date, UUID), paging.limit + 1)
    rows = found.rows[: paging.limit]
    more = len(found.rows) > paging.limit
    gaps = [found.gaps[row.gap_id] for row in rows]
    following = encode([rows[-1].closed, rows[-1].last_on, rows[-1].gap_id]) if more else None
    return Listed(gaps, following, await instruments_of(client, gaps), await names.names_of(_partners(gaps)))


async def _shown(context: InContext, caller: Viewer, client: Readiness, names: Names, gap_id: UUID) -> Shown:
    async with context.database.transaction(caller.district_id) as session:
        gap = await view_timeline(session, caller, gap_id)
    hosts = {one.host_id for one in gap.entries if one.host_id is not None}
    districts = await names.names_of({*hosts, *_partners([gap])})
    return Shown(gap, await instruments_of(client, [gap]), districts)


def _partners(gaps: Iterable[GapProgress]) -> set[UUID]:
    return {one.partner_id for one in gaps if one.partner_id is not None}


@router.get("", response_class=Response)
async def timelines(
    after: PositionBefore, listed: Annotated[Listed, Depends(_listed)], page: Page, state: State = ""
) -> Response:
    context = {"listed": listed, "state": state, "after": after, "stream": "only=gaps"}
    return page.render("timelines/timelines.html", context | await _words(page, listed.instruments, listed.districts))


@router.get("/{gap_id}", response_class=Response)
async def timeline(after: PositionBefore, shown: Annotated[Shown, Depends(_shown)], page: Page) -> Response:
    coaches = {one for entry in shown.gap.entries for one in entry.coach_ids or ()}
    people = await people_of(page.session, page.caller, sorted(coaches))
    called = await names_of(page.session, page.caller, sorted(people.values()))
    context = {
        "gap": shown.gap, "after": after, "stream": "only=gaps", "called": called, "people": people,
        "points": page.l10n.points, "own_district": page.caller.district_id,
    }  # fmt: skip
    return page.render("timelines/timeline.html", context | await _words(page, shown.instruments, shown.districts))


async def _words(page: PageOfCaller, instruments: Instruments, districts: DistrictNames) -> dict[str, object]:
    return {
        "names_by": {one: words_of(planned, page.l10n.language) for one, planned in instruments.items()},
        "districts": districts,
        "schools": await schools(page),
    }
