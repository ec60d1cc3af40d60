"""The start page tells staff what waits for them, whoever of the services answers."""

import asyncio
import re
from collections import Counter
from datetime import UTC, datetime
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio

from dashboards.coaching.client import COACHING
from dashboards.common.client import COMPETENCY
from dashboards.library.client import RESOURCES
from dashboards.readiness.client import READINESS
from dashboards.readiness.partners.client import PARTNERS
from dashboards.start.client import QUESTIONS
from services.dashboards.tests.readiness.spoken import english_in_spanish
from services.dashboards.tests.small_district import World
from services.dashboards.tests.visitors import SCOPE, signed_in
from shared.http.peers import ServiceClient
from shared.outgoing.client import AsyncClient, MockTransport
from shared.testing import DISTRICT_A, DISTRICT_B

EDUCATOR = (
    SCOPE,
    "coaching.take-part",
    "coaching.safeguard",
    "competency.read",
    "readiness.take-part",
    "readiness.review",
    "resources.read",
    "resources.write",
    "resources.curate",
)
LEADER = (*EDUCATOR, "coaching.read", "coaching.write", "partners.read", "readiness.read")
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
PILOT, WORKSHOP = UUID(int=1), UUID(int=2)
GATE = {
    "pilot_id": str(PILOT), "title": "Studios & shops", "tried": "x", "why": "y", "wave": 2, "state": "open",
    "past_gate": True,
}  # fmt: skip
RANKING = {
    "workshop_id": str(WORKSHOP), "state": "open", "title": "Learning together", "venue": "Hall", "starts_at": None,
    "badge": 7, "ranked_at": None,
}  # fmt: skip


def draft(purpose: str, recipient: UUID = DISTRICT_B) -> dict[str, Any]:
    return {
        "agreement_id": str(uuid4()), "discloser_id": str(DISTRICT_A), "recipient_id": str(recipient),
        "purpose": purpose, "granularity": "aggregate", "basis": "evaluation", "elements": [], "document_hash": "x",
        "starts_on": "2026-12-01", "expires_on": "2027-12-01", "destroy_by": "2028-12-01", "state": "draft",
    }  # fmt: skip


class Services:
    """All services that the page asks: what each list holds, which of them fail, and what they were asked."""

    def __init__(self) -> None:
        self.lists: dict[str, list[dict[str, Any]]] = {}
        self.statuses: dict[str, int] = {}
        self.goes_on: set[str] = set()
        self.asked: Counter[str] = Counter()
        self.together: asyncio.Barrier | None = None

    async def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.asked[path] += 1
        if self.together is not None:
            async with asyncio.timeout(20):
                await self.together.wait()
        if status := self.statuses.get(path):
            return httpx.Response(status, json={"status": status, "detail": "No."})
        narrowed = request.url.params.get("state")
        items = [one for one in self.lists.get(path, []) if narrowed in (None, one.get("state"))]
        return httpx.Response(200, json={"items": items, "next": "more" if path in self.goes_on else None})


@pytest_asyncio.fixture
async def services(lasting: World) -> Services:
    made = Services()
    context = lasting.running.app.context
    for place in (COMPETENCY, READINESS, PARTNERS, COACHING, RESOURCES):
        await context.find(place).aclose()
        client = AsyncClient(transport=MockTransport(made.answer), base_url="http://service")
        context.keep(place, ServiceClient("http://service", seconds=30, client=client))
    return made


async def start(world: World, role: str = "leader", scopes: tuple[str, ...] = LEADER, language: str = "en") -> Any:
    person = "leader" if role in ("leader", "operator") else "teacher"
    with world.running.set_clock(lambda: NOW):
        async with signed_in(world, role, person, scopes=scopes) as client:
            return await client.get("/", params={"lang": language})


def told(answer: httpx.Response) -> list[str]:
    """The lines of the list, in words."""
    _, _, listed = answer.text.partition('<ul class="waiting">')
    lines = re.split(r"<li(?: class=\"waiting-away\")?>\s*(?=<p class|[A-Z])", listed.partition("</section>")[0])[1:]
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in lines]


async def test_each_kind_says_how_many_which_and_by_when_and_leads_to_where_it_is_done(
    lasting: World, services: Services
) -> None:
    services.lists = {
        "/coaching/v1/pilots": [
            GATE | {"decides_on": "2026-11-19"},
            GATE | {"decides_on": "2026-11-27", "title": "Blocks"},
            GATE | {"decides_on": "2026-11-28", "title": "Later"},
        ],
        "/coaching/v1/my-workshops": [RANKING],
        "/partners/v1/agreements": [draft("To learn"), draft("To learn <together>", uuid4())],
    }
    answer = await start(lasting)
    assert told(answer) == [
        "Gates to decide at 2 Studios & shops Due since Nov 19, 2026 Blocks by Nov 27, 2026",
        "Agreements to sign 2 Bay District by Dec 1, 2026 To learn <together> by Dec 1, 2026",
        "Workshops to rank sessions of 1 Learning together",
    ]
    for href in (f"/pilots/{PILOT}/waves/2/gate", f"/my-workshops/{WORKSHOP}", "/pilots", "/agreements"):
        assert f'href="{href}"' in answer.text


async def test_the_library_tells_what_is_to_be_reviewed_decided_and_looked_at(
    lasting: World, services: Services
) -> None:
    moment = "2026-11-19T12:00:00Z"
    item = {
        "item_id": str(uuid4()), "title": "Our <strips>", "kind": "tool", "newest": 1, "state": "in_review",
        "latest_published": None, "standing": None, "because": None, "successor_id": None, "seen_by": None,
        "changed_at": moment,
    }  # fmt: skip
    offer = {
        "offer_id": str(uuid4()), "item_id": str(uuid4()), "title": "Fractions", "adopter_id": str(DISTRICT_B),
        "author_id": str(DISTRICT_A), "state": "offered", "words": "Clearer.", "reason": None, "reply": None,
        "made_at": moment, "changed_at": moment,
    }  # fmt: skip
    adopted = {
        "adoption_id": str(uuid4()), "item_id": str(uuid4()), "owner_id": str(DISTRICT_B), "version": 1,
        "state": "adapted", "title": "Ratios", "own_item_id": str(uuid4()), "upstream": "revised", "newest": 2,
        "adopted_at": moment, "changed_at": moment,
    }  # fmt: skip
    services.lists = {
        "/resources/v1/my-reviews": [item], "/resources/v1/offers": [offer],
        "/resources/v1/adoptions": [adopted, adopted | {"state": "pinned", "title": "Kept"}],
    }  # fmt: skip
    answer = await start(lasting, "educator", EDUCATOR)
    assert told(answer) == [
        "Items to publish or give back 1 Our <strips>",
        "Improvements to decide about 1 Fractions – Bay District",
        "Adopted items to look at 1 Ratios – Bay District",
    ]
    for href in (
        f"/library/desk/{item['item_id']}", f"/library/offers/{offer['offer_id']}",
        f"/library/adoptions/{adopted['adoption_id']}/changes",
    ):  # fmt: skip
        assert f'href="{href}"' in answer.text


async def test_where_nothing_waits_that_is_said(lasting: World, services: Services) -> None:
    answer = await start(lasting)
    assert (answer.status_code, told(answer)) == (200, [])
    assert "Nothing waits for you now." in answer.text
    assert sum(services.asked.values()) == len([one for one in QUESTIONS if "leader" in one.roles])


@pytest.mark.parametrize("status", [400, 409, 422, 429, 500, 503])
async def test_what_cannot_be_asked_says_so_and_the_rest_stays(lasting: World, services: Services, status: int) -> None:
    services.lists = {"/coaching/v1/my-workshops": [RANKING]}
    services.statuses = {"/coaching/v1/pilots": status, "/partners/v1/agreements": status}
    answer = await start(lasting)
    assert answer.status_code == 200
    assert told(answer)[0] == "Workshops to rank sessions of 1 Learning together"
    away = ["Agreements to sign: could not be asked just now. Try again"] * (status != 409)
    assert told(answer)[1:] == away + ["Gates to decide at: could not be asked just now. Try again"] * (status != 409)
    assert "Nothing waits" not in answer.text


async def test_whoever_may_not_see_a_kind_is_told_nothing_of_it(lasting: World, services: Services) -> None:
    services.statuses = {"/coaching/v1/concerns": 403, "/coaching/v1/my-meetings": 404}
    answer = await start(lasting)
    assert "Nothing waits for you now." in answer.text


async def test_a_session_that_has_ended_is_renewed(lasting: World, services: Services) -> None:
    services.statuses = {"/coaching/v1/pilots": 401}
    assert (await start(lasting)).headers["location"] == "/partners/v1/session/renew?next=/%3Flang%3Den"


async def test_all_are_asked_at_once(lasting: World, services: Services) -> None:
    """Each is answered only once all have been asked: asked one after another, none would be."""
    services.together = asyncio.Barrier(len([one for one in QUESTIONS if "leader" in one.roles]))
    answer = await start(lasting)
    assert (answer.status_code, told(answer)) == (200, [])


async def test_educators_are_told_what_is_theirs_and_are_led_to_their_classes(
    lasting: World, services: Services
) -> None:
    services.lists = {"/coaching/v1/my-workshops": [RANKING], "/partners/v1/agreements": [draft("To learn")]}
    answer = await start(lasting, "educator", EDUCATOR)
    assert told(answer) == ["Workshops to rank sessions of 1 Learning together"]
    assert f"/classes/{lasting.uid('maths')}" in answer.text
    assert "/coaching/v1/matches" not in services.asked
    assert services.asked["/competency/v1/reviews"] == 1


async def test_of_a_list_that_goes_on_it_is_said_that_there_are_more(lasting: World, services: Services) -> None:
    services.lists, services.goes_on = {"/coaching/v1/my-workshops": [RANKING] * 4}, {"/coaching/v1/my-workshops"}
    (line,) = told(await start(lasting))
    assert line == "Workshops to rank sessions of 4+ " + " ".join(["Learning together"] * 3)


@pytest.mark.parametrize(("role", "person"), [("family", "parent"), ("learner", "ana"), ("system", None)])
async def test_for_families_learners_and_systems_nobody_is_asked(
    lasting: World, services: Services, role: str, person: str | None
) -> None:
    async with signed_in(lasting, role, person, scopes=LEADER) as client:
        assert (await client.get("/")).status_code == 303
    assert not services.asked


async def test_the_list_speaks_the_readers_language(lasting: World, services: Services) -> None:
    services.lists = {"/coaching/v1/pilots": [GATE | {"decides_on": "2026-11-19"}]}
    services.statuses = {"/partners/v1/agreements": 503}
    answer = await start(lasting, language="es")
    assert english_in_spanish(answer.text) == set()
    assert "Venció el 19" in answer.text
