"""What changed since an earlier assessment, as far as the two ask the same."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from dashboards.common.pages.route import PageRoute
from dashboards.kit.charts.bars import Bar, bars
from dashboards.readiness.assessments.pages import shown
from dashboards.readiness.client import Readiness
from dashboards.readiness.forms import Sending
from dashboards.readiness.results import client as asking
from dashboards.readiness.results.client import Compared
from dashboards.readiness.results.pages import writing
from dashboards.readiness.results.words import names_of
from dashboards.roster.dependencies import Page

router = APIRouter(prefix="/assessments/{assessment_id}", route_class=PageRoute, include_in_schema=False)

Earlier = Annotated[UUID | None, Query(alias="with")]


async def _compared(client: Readiness, assessment_id: UUID, earlier: Earlier = None) -> Compared:
    return await asking.comparison(client, assessment_id, earlier)


@router.get("/comparison", response_class=Response)
async def comparison(asked: Annotated[Compared, Depends(_compared)], page: Page) -> Response:
    found = asked.found.answer if asked.found else None
    names = names_of(asked.one, page.l10n.language)
    rows = [
        Bar(names.condition(one.condition), one.delta.after, one.delta.before)
        for one in (found.conditions if found else [])
        if one.delta and one.delta.change is not None
    ]
    chart = bars(
        page.l10n, "changes", page.l10n.gettext("Conditions, now and before"), rows, most=1,
        say=page.l10n.points,
        value_words=page.l10n.gettext("Now"), reference_words=page.l10n.gettext("Before"),
    )  # fmt: skip
    more = {"comparison": found, "others": asked.others, "chart": chart if rows else None, "asked": asked.found}
    return await shown(page, "readiness/comparison.html", asked.one, Sending(), **more, **writing(page, asked.one))
