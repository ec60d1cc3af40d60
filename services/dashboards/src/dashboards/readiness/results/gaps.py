"""Gaps: what stands between the district, or a school, and the level that is aimed at."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from dashboards.common.pages.route import PageRoute
from dashboards.readiness.assessments.pages import schools
from dashboards.readiness.client import Readiness
from dashboards.readiness.results import client as asking
from dashboards.readiness.results.client import GapsNamed, OneGap
from dashboards.readiness.results.pages import writing
from dashboards.readiness.results.words import names_of
from dashboards.roster.dependencies import Page

router = APIRouter(prefix="/gaps", route_class=PageRoute, include_in_schema=False)

State = Annotated[Literal["open", "closed", ""], Query()]
Severity = Annotated[Literal["slight", "moderate", "serious", "critical", ""], Query()]
After = Annotated[str, Query(max_length=400)]


async def _gaps(client: Readiness, state: State = "", severity: Severity = "", after: After = "") -> GapsNamed:
    return await asking.gaps(client, state, severity, after)


async def _gap(client: Readiness, gap_id: UUID) -> OneGap:
    return await asking.gap(client, gap_id)


@router.get("", response_class=Response)
async def gaps(
    asked: Annotated[GapsNamed, Depends(_gaps)], page: Page, state: State = "", severity: Severity = ""
) -> Response:
    names = {each: names_of(one, page.l10n.language) for each, one in asked.assessments.items()}
    context = {"found": asked.found, "names_by": names, "state": state, "severity": severity}
    return page.render("readiness/gaps.html", context | {"schools": await schools(page)})


@router.get("/{gap_id}", response_class=Response)
async def gap(asked: Annotated[OneGap, Depends(_gap)], page: Page) -> Response:
    context = writing(page, asked.one) | {"gap": asked.found.answer, "schools": await schools(page)}
    return page.render("readiness/gap.html", context)
