"""Timelines: how far each gap is, and what has been done for one, live."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from dashboards.coaching.client import Coaching
from dashboards.common.dependencies import InContext, PositionBefore, Viewer
from dashboards.common.pages.render import short_id
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.assessments.pages import schools
from dashboards.readiness.client import Readiness
from dashboards.readiness.instruments.titles import titles
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.readiness.results.words import names_of as words_of
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.usecases.names import names_of
from dashboards.timelines.client import Words, words_for
from dashboards.timelines.schemas import GapProgress, GapState, GapTimeline
from dashboards.timelines.usecases.coaches import people_of
from dashboards.timelines.usecases.view import list_districts, list_gaps, view_timeline
from shared.http.paging import Paging, encode

router = APIRouter(prefix="/timelines", route_class=PageRoute, include_in_schema=False)

Gap = TypeVar("Gap", bound=GapProgress)  # with or without what was told of it
State = Annotated[Literal["open", "closed", ""], Query()]
District = Annotated[UUID | Literal[""], Query()]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of gaps, with what says what they are called; `next` is the cursor of the page behind it, and `whose` are
    the districts that have any.
    """

    gaps: list[GapProgress]
    next: str | None
    whose: list[UUID]
    words: Words
    districts: DistrictNames


@dataclass(frozen=True, slots=True)
class Shown:
    """A gap's timeline, with what says what it is called."""

    gap: GapTimeline
    words: Words
    districts: DistrictNames


# Gaps are read in a transaction that ends before anybody else is asked.
async def _listed(
    context: InContext,
    caller: Viewer,
    client: Readiness,
    coaching: Coaching,
    names: Names,
    paging: Paging,
    state: State = "",
    district: District = "",
) -> Listed:
    only: GapState | None = state or None
    after = paging.key(bool, date, UUID)
    async with context.database.transaction(caller.district_id) as session:
        found = await list_gaps(session, caller, only, district or None, after, paging.limit + 1)
        whose = await list_districts(session, caller)
    rows = found.rows[: paging.limit]
    more = len(found.rows) > paging.limit
    gaps = [found.gaps[row.gap_id] for row in rows]
    following = encode([rows[-1].closed, rows[-1].last_on, rows[-1].gap_id]) if more else None
    return Listed(gaps, following, whose, await words_for(client, coaching, gaps), await names.names_of(whose))


async def _shown(
    context: InContext, caller: Viewer, client: Readiness, coaching: Coaching, names: Names, gap_id: UUID
) -> Shown:
    async with context.database.transaction(caller.district_id) as session:
        gap = await view_timeline(session, caller, gap_id)
    districts = {one.host_id for one in gap.entries if one.host_id is not None}
    if gap.partner_id is not None:
        districts.add(gap.partner_id)
    return Shown(gap, await words_for(client, coaching, [gap]), await names.names_of(districts))


@router.get("", response_class=Response)
async def timelines(
    after: PositionBefore,
    listed: Annotated[Listed, Depends(_listed)],
    page: Page,
    state: State = "",
    district: District = "",
) -> Response:
    own = page.caller.district_id
    partners = _sorted(listed.whose, own, listed.districts)
    context = {
        "listed": listed, "gaps_listed": [_named(one, listed.words) for one in listed.gaps], "state": state,
        "after": after, "stream": "only=gaps", "district_id": district, "own_district": own, "partners": partners,
    }  # fmt: skip
    return page.render("timelines/timelines.html", context | await _words(page, listed.words, listed.districts))


@router.get("/{gap_id}", response_class=Response)
async def timeline(after: PositionBefore, shown: Annotated[Shown, Depends(_shown)], page: Page) -> Response:
    coaches = {one for entry in shown.gap.entries for one in entry.coach_ids or ()}
    people = await people_of(page.session, page.caller, sorted(coaches))
    called = await names_of(page.session, page.caller, sorted(people.values()))
    context = {
        "gap": _named(shown.gap, shown.words), "need": shown.words.needs.get(shown.gap.gap_id), "after": after,
        "stream": "only=gaps", "called": called, "people": people, "points": page.l10n.points,
        "own_district": page.caller.district_id,
    }  # fmt: skip
    return page.render("timelines/timeline.html", context | await _words(page, shown.words, shown.districts))


def _sorted(whose: list[UUID], own: UUID, districts: DistrictNames) -> list[tuple[UUID, str]]:
    """Partners by their names, for a field in which one is chosen."""
    partners = [(one, districts.get(one) or short_id(one)) for one in whose if one != own]
    return sorted(partners, key=lambda one: one[1].casefold())


def _named(gap: Gap, words: Words) -> Gap:
    """A gap of which nobody told what it is about says so by the need that was brought."""
    need = words.needs.get(gap.gap_id)
    if gap.condition is not None or need is None:
        return gap
    return gap.model_copy(update={"condition": need.condition, "question": need.question})


async def _words(page: PageOfCaller, words: Words, districts: DistrictNames) -> dict[str, object]:
    language = page.l10n.language
    return {
        "names_by": {one: words_of(planned, language) for one, planned in words.instruments.items()},
        "titles": titles(words.published.versions, language),
        "districts": districts,
        "schools": await schools(page),
    }
