"""Every form of our pages: who refuses it, what was typed into it is given back, on a page in the reader's language."""

from collections.abc import AsyncIterator
from html import unescape
from typing import Any, Literal, get_args, get_origin
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from fastapi.routing import APIRoute

from dashboards.coaching.client import COACHING
from dashboards.common.client import COMPETENCY
from dashboards.common.pages.route import PageRoute
from dashboards.library.client import RESOURCES
from dashboards.main import service
from dashboards.readiness.client import READINESS
from dashboards.readiness.partners.client import PARTNERS
from services.dashboards.tests.readiness.spoken import english_in_spanish
from services.dashboards.tests.small_district import World
from services.dashboards.tests.visitors import SCOPE, signed_in
from shared.http.peers import ServiceClient
from shared.outgoing.client import AsyncClient, MockTransport

WORDS = "Why <we> ask:\n& how"
SECRET = "c2VjcmV0IHdvcmRz"
MADE = "0123456789abcdef0123456789abcdef"
TYPED = {
    "notes": WORDS, "words:model.token": "A <second> answer", "key": "means.shared",
    "password": SECRET, "Invitation-Secret": SECRET, "csrf_token": SECRET, "shown:model.token": SECRET, "etag": SECRET,
}  # fmt: skip
OWN_PAGE = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
SOME_ID = UUID("01a22aaa-c424-7390-a212-e9d7e1d4b22a")
SCOPES = (
    SCOPE, "readiness.read", "readiness.write", "readiness.take-part", "readiness.review", "partners.read",
    "partners.manage", "coaching.read", "coaching.write", "coaching.take-part", "coaching.safeguard",
    "resources.read", "resources.write", "resources.curate", "resources.manage",
)  # fmt: skip
FORMS = {
    route.path: route
    for router in service.routers
    for route in router.routes
    if isinstance(route, PageRoute) and "POST" in (route.methods or ())
}


def address(route: APIRoute) -> str:
    """Where the form is sent to, about nothing that there is; of some things it can do, the first."""
    given: dict[str, Any] = {"version": "1", "section": "0", "question": "0", "wave": "1", "secret": "x"}
    for place in route.dependant.path_params:
        kind = place.field_info.annotation
        if get_origin(kind) is Literal:
            given[place.alias] = get_args(kind)[0]
    return route.path.format(**dict.fromkeys(route.param_convertors, SOME_ID) | given)


class Refusing:
    """All services that pages ask, each of which refuses everything in the same way."""

    def __init__(self, world: World) -> None:
        self.world, self.status = world, 0

    async def begin(self) -> "Refusing":
        context = self.world.running.app.context
        for place in (COMPETENCY, READINESS, PARTNERS, COACHING, RESOURCES):
            await context.find(place).aclose()
            client = AsyncClient(transport=MockTransport(self._answer), base_url="http://service")
            context.keep(place, ServiceClient("http://service", seconds=10, client=client))
        return self

    async def _answer(self, _: httpx.Request) -> httpx.Response:
        return httpx.Response(self.status, json={"status": self.status, "detail": "It is not for you."})

    async def send(self, path: str, form: dict[str, str], language: str = "en") -> httpx.Response:
        async with signed_in(self.world, scopes=SCOPES) as client:
            answer: httpx.Response = await client.post(
                address(FORMS[path]), data=form, headers=OWN_PAGE, params={"lang": language}
            )
        return answer


@pytest_asyncio.fixture(scope="module")
async def refusing(lasting: World) -> AsyncIterator[Refusing]:
    yield await Refusing(lasting).begin()


def shown(text: str) -> str:
    return unescape(text).replace("\r\n", "\n")


def test_the_forms_of_all_pages_are_found() -> None:
    assert len(FORMS) > 80
    for subject in ("readiness", "coaching", "agreements", "library"):
        assert any(f"dashboards.{subject}." in route.endpoint.__module__ for route in FORMS.values())


@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize("path", sorted(FORMS))
async def test_a_form_that_is_refused_gives_its_words_back_and_nothing_secret(
    refusing: Refusing, path: str, status: int
) -> None:
    refusing.status = status
    answer = await refusing.send(path, TYPED)
    assert answer.status_code == status, answer.text
    for words in (WORDS, "A <second> answer", "means.shared"):
        assert f"<blockquote>{words}</blockquote>" in shown(answer.text)
    assert "copy it before you leave this page" in answer.text
    assert SECRET not in answer.text


@pytest.mark.parametrize("path", sorted(FORMS))
async def test_a_refusal_is_said_in_the_readers_language(refusing: Refusing, path: str) -> None:
    for status in (403, 404, 409, 422, 503):
        refusing.status = status
        answer = await refusing.send(path, TYPED, "es")
        assert answer.headers["content-language"] == "es", status
        assert english_in_spanish(answer.text) == set(), status


@pytest.mark.parametrize("path", sorted(FORMS))
async def test_nothing_is_said_to_be_lost_where_nothing_was_typed(refusing: Refusing, path: str) -> None:
    refusing.status = 404
    answer = await refusing.send(path, {"key": MADE, "etag": '"1"', "notes": " "})
    assert (answer.status_code, "was not taken" in answer.text) == (404, False)
