"""A rater takes part: by the personal link of a mail, without signing in, or as somebody who is signed in.

The link has the secret in its path, as mails name it: no log of ours has what follows `/take-part/`, and no other site
is told where a reader came from. Reading changes nothing, for programs that look at mails open what they find.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from dashboards.common.client import RemoteResult
from dashboards.common.pages.render import page as rendered
from dashboards.common.pages.route import PageRoute, Typed
from dashboards.readiness.client import API, Readiness, ReadinessForRaters
from dashboards.readiness.forms import TypedFields
from dashboards.readiness.taking_part.answers import OwnInvitations
from dashboards.readiness.taking_part.client import by_link, by_person
from dashboards.readiness.taking_part.steps import Step, Way
from dashboards.roster.dependencies import Page
from shared.auth.dependencies import Public
from shared.errors import NotFound, Problem

Secret = Annotated[str, Path(max_length=100, pattern=r"^[\x21-\x7e]+$")]
Language = Annotated[str | None, Query(max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]
At = Annotated[str, Query(alias="page", pattern=r"^(all|[1-9][0-9]{0,2})$")]


class LinkRoute(PageRoute):
    """Tells no other site where its reader came from, and says kindly what a link is that opens nothing."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            response = await handle(request)
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return answer

    def refuse(self, request: Request, problem: Problem, typed: Typed) -> Response:
        if problem.status != NotFound.status:
            return super().refuse(request, problem, typed)
        return rendered(request, "readiness/no_invitation.html", {"typed": typed}, status=NotFound.status)


links = APIRouter(prefix="/take-part/{invitation_id}/{secret}", route_class=LinkRoute, include_in_schema=False)
own = APIRouter(prefix="/my-invitations", route_class=PageRoute, include_in_schema=False)


async def _way_of_link(
    client: ReadinessForRaters, invitation_id: UUID, secret: Secret, language: Language = None
) -> Way:
    return Way(f"/take-part/{invitation_id}/{secret}", by_link(client, invitation_id, secret), language)


def _own_way(client: Readiness, invitation_id: UUID, language: str | None) -> Way:
    return Way(f"/my-invitations/{invitation_id}", by_person(client, invitation_id), language)


LinkWay = Annotated[Way, Depends(_way_of_link)]


def _shown(request: Request, step: Step) -> Response:
    return step.answer(partial(rendered, request))


@links.get("", response_class=Response, dependencies=[Public])
async def link_start(request: Request, way: LinkWay) -> Response:
    """Who will see what, before the first question; afterwards, that the answers were received."""
    return _shown(request, await way.start())


@links.get("/questions", response_class=Response, dependencies=[Public])
async def link_questions(request: Request, way: LinkWay, at: At = "1") -> Response:
    return _shown(request, await way.questions(at))


@links.post("/questions", response_class=Response, dependencies=[Public])
async def save_link_questions(request: Request, way: LinkWay, fields: TypedFields, at: At = "1") -> Response:
    return _shown(request, await way.save(at, fields))


@links.get("/review", response_class=Response, dependencies=[Public])
async def link_review(request: Request, way: LinkWay) -> Response:
    """What is unanswered, before it is sent."""
    return _shown(request, await way.review())


@links.post("/submit", response_class=Response, dependencies=[Public])
async def submit_link(request: Request, way: LinkWay, _: TypedFields) -> Response:
    return _shown(request, await way.submit())


async def _own_invitations(
    client: Readiness, after: Annotated[str, Query(max_length=400)] = ""
) -> RemoteResult[OwnInvitations]:
    return await client.fetch(OwnInvitations, f"{API}/my-invitations", {"after": after} if after else {})


async def _start(client: Readiness, invitation_id: UUID, language: Language = None) -> Step:
    return await _own_way(client, invitation_id, language).start()


async def _questions(client: Readiness, invitation_id: UUID, language: Language = None, at: At = "1") -> Step:
    return await _own_way(client, invitation_id, language).questions(at)


async def _save(
    client: Readiness, fields: TypedFields, invitation_id: UUID, language: Language = None, at: At = "1"
) -> Step:
    return await _own_way(client, invitation_id, language).save(at, fields)


async def _review(client: Readiness, invitation_id: UUID, language: Language = None) -> Step:
    return await _own_way(client, invitation_id, language).review()


async def _submit(client: Readiness, _: TypedFields, invitation_id: UUID, language: Language = None) -> Step:
    return await _own_way(client, invitation_id, language).submit()


@own.get("", response_class=Response)
async def own_invitations(
    found: Annotated[RemoteResult[OwnInvitations], Depends(_own_invitations)], page: Page
) -> Response:
    """The assessments that the one who is signed in is invited to."""
    return page.render("readiness/my_invitations.html", {"found": found})


# A step is taken before the page's transaction begins.


@own.get("/{invitation_id}", response_class=Response)
async def own_start(step: Annotated[Step, Depends(_start)], page: Page) -> Response:
    return step.answer(page.render)


@own.get("/{invitation_id}/questions", response_class=Response)
async def own_questions(step: Annotated[Step, Depends(_questions)], page: Page) -> Response:
    return step.answer(page.render)


@own.post("/{invitation_id}/questions", response_class=Response)
async def save_own_questions(step: Annotated[Step, Depends(_save)], page: Page) -> Response:
    return step.answer(page.render)


@own.get("/{invitation_id}/review", response_class=Response)
async def own_review(step: Annotated[Step, Depends(_review)], page: Page) -> Response:
    return step.answer(page.render)


@own.post("/{invitation_id}/submit", response_class=Response)
async def submit_own(step: Annotated[Step, Depends(_submit)], page: Page) -> Response:
    return step.answer(page.render)
