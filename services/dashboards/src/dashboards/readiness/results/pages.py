"""What an assessment came to: the level reached and what holds it, conditions by group, and how each score is made."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.assessments.client import Planned
from dashboards.readiness.assessments.pages import planned, shown
from dashboards.readiness.client import Readiness
from dashboards.readiness.forms import Sending
from dashboards.readiness.results import client as asking
from dashboards.readiness.results.answers import Explanation, Result, Results
from dashboards.readiness.results.client import OneResult
from dashboards.readiness.results.words import bars_of, group_words, names_of
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.http.fields import WHOLE

router = APIRouter(prefix="/assessments/{assessment_id}/results", route_class=PageRoute, include_in_schema=False)

Number = Annotated[int, Path(ge=1, le=2**31 - 1), WHOLE]
OfCondition = Annotated[str, Query(max_length=200)]


async def _results(client: Readiness, assessment_id: UUID) -> RemoteResult[Results]:
    return await asking.results(client, assessment_id)


async def _result(client: Readiness, assessment_id: UUID, number: Number) -> OneResult:
    return await asking.result(client, assessment_id, number)


async def _explanation(
    client: Readiness, assessment_id: UUID, number: Number, condition: OfCondition = ""
) -> RemoteResult[Explanation]:
    return await asking.explanation(client, assessment_id, number, condition)


@router.get("", response_class=Response)
async def results(
    one: Annotated[Planned, Depends(planned)],
    found: Annotated[RemoteResult[Results], Depends(_results)],
    page: Page,
) -> Response:
    return await shown(page, "readiness/results.html", one, Sending(), found=found, **writing(page, one))


@router.get("/{number}", response_class=Response)
async def result(asked: Annotated[OneResult, Depends(_result)], page: Page) -> Response:
    """The readiness profile."""
    charts = _charts(page, asked.one, asked.found.answer) if asked.found.answer else []
    others = asked.others.answer.items if asked.others.answer else []
    more = {"result": asked.found.answer, "others": others, "charts": charts, "reasons": asked.reasons}
    return await shown(page, "readiness/result.html", asked.one, Sending(), **more, **writing(page, asked.one))


@router.get("/{number}/explanation", response_class=Response)
async def explanation(
    one: Annotated[Planned, Depends(planned)],
    found: Annotated[RemoteResult[Explanation], Depends(_explanation)],
    number: Number,
    page: Page,
    condition: OfCondition = "",
) -> Response:
    more = {"found": found, "number": number, "asked_condition": condition}
    return await shown(page, "readiness/explanation.html", one, Sending(), **more, **writing(page, one))


def _charts(page: PageOfCaller, one: Planned, found: Result) -> list[Any]:
    names = names_of(one, page.l10n.language)
    return [
        bars_of(page.l10n, place, names.condition(condition.condition), condition)
        for place, condition in enumerate(found.conditions)
    ]


def writing(page: PageOfCaller, one: Planned | None) -> dict[str, Any]:
    """How templates say keys, groups and scores."""
    return {
        "names": names_of(one, page.l10n.language),
        "points": page.l10n.points,
        "group_words": lambda group: group_words(page.l10n, group),
    }
