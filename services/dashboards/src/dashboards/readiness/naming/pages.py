"""Who verifies an assessment, and what of it: named among the accounts of the district where those can be read."""

from dataclasses import replace
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.common.pages.route import PageRoute
from dashboards.readiness.assessments.pages import shown
from dashboards.readiness.client import Outcome, Readiness
from dashboards.readiness.forms import Fields, Sending, TypedFields, matching
from dashboards.readiness.instruments.words import language_for
from dashboards.readiness.naming import client as asking
from dashboards.readiness.naming.client import Reviewed
from dashboards.readiness.naming.usecases.choosing import (
    Person,
    choosable,
    people,
    stands_already,
    terms_of,
    with_questions,
    wrong_reviewers,
)
from dashboards.readiness.partners.answers import Account
from dashboards.readiness.partners.client import DistrictAccounts
from dashboards.readiness.showing import words_kept
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.usecases.names import names_of

router = APIRouter(prefix="/assessments/{assessment_id}/review", route_class=PageRoute, include_in_schema=False)


async def _reviewed(client: Readiness, assessment_id: UUID) -> Reviewed:
    return await asking.reviewed(client, assessment_id)


OneReviewed = Annotated[Reviewed, Depends(_reviewed)]


async def _name(
    client: Readiness, one: OneReviewed, assessment_id: UUID, fields: TypedFields
) -> tuple[Reviewed, Sending]:
    """What became of the form, and what stands by now; one that only ticks all questions or none is sent nowhere."""
    if one.one.version.answer is None:
        return one, Sending(fields, Outcome())
    if fields.get("do") in ("all", "none"):
        return one, Sending(_ticked(one, fields))
    terms = terms_of(fields)
    outcome = await asking.name_reviewers(client, assessment_id, terms, matching(fields))
    if outcome.status == 412:
        one = replace(one, review=await asking.review(client, assessment_id))
        if stands_already(terms, one.review.answer):
            outcome = Outcome(200)
    return one, Sending(fields, outcome)


@router.get("", response_class=Response)
async def review(
    one: OneReviewed, accounts: DistrictAccounts, page: Page, saved: Annotated[Literal["yes"] | None, Query()] = None
) -> Response:
    return await _shown(page, one, accounts, Sending(), saved=saved is not None)


@router.post("", response_class=Response)
async def name_reviewers(
    given: Annotated[tuple[Reviewed, Sending], Depends(_name)],
    accounts: DistrictAccounts,
    assessment_id: UUID,
    page: Page,
) -> Response:
    one, sending = given
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(f"/assessments/{assessment_id}/review?saved=yes", 303)
    return await _shown(page, one, accounts, sending)


def _ticked(one: Reviewed, fields: Fields) -> Fields:
    """The form with all questions ticked, or none."""
    content = one.one.version.answer.content if one.one.version.answer else None
    conditions = choosable(content, content.base) if content and fields.get("do") == "all" else []
    return with_questions(fields, [each.key for condition in conditions for each in condition.questions])


async def _shown(
    page: PageOfCaller, one: Reviewed, accounts: list[Account] | None, sending: Sending, *, saved: bool = False
) -> Response:
    stands, fields = one.review.answer, sending.fields
    if fields is not None and stands is None:
        return words_kept(page, sending)
    known = await _people(page, accounts or [], stands.reviewers if stands else [])
    content = one.one.version.answer.content if one.one.version.answer else None
    conflict = sending.outcome is not None and sending.outcome.status == 412
    more = {
        "review": stands, "saved": saved, "conflict": conflict, "readable": accounts is not None, "people": known,
        "conditions": choosable(content, language_for(content, page.l10n.language)) if content else [],
        "called": {each.subject: each.words for each in known if each.words}, "own": page.caller.subject,
        "wrong": wrong_reviewers(sending, known),
        # What was typed is sent over the version that its writer has read, until the page shows them a newer one.
        "etag": one.review.etag if fields is None or conflict else fields.get("etag", ""),
    }  # fmt: skip
    return await shown(page, "readiness/naming.html", one.one, sending, **more)


async def _people(page: PageOfCaller, accounts: list[Account], named: list[str]) -> list[Person]:
    ids = [one.person_id for one in accounts if one.person_id is not None]
    names = await names_of(page.session, page.caller, ids) if ids else {}
    return people(accounts, named, lambda one: (names.get(one.person_id) if one.person_id else None) or one.user_name)
