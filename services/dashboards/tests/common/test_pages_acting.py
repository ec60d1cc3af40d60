"""The pages of records in a real Chromium: opened branch by branch, acted on, and live."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route, expect

from dashboards.learners.usecases import map
from services.dashboards.tests import competency_says as says
from services.dashboards.tests.browsing import CHROMIUM, problems, visiting
from services.dashboards.tests.visitors import uid

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest_asyncio.fixture
async def visit(district: Any, competency: Any) -> AsyncIterator[Any]:
    competency.answers = {
        "/competency/v1/reviews": says.reviews(uid),
        competency.learner("ana", f"mastery/{uid('MA.NQ.2')}/explain"): says.explanation(uid),
        competency.learner("ana", f"mastery/{uid('MA.NQ.2')}/history"): says.history(uid),
        competency.learner("ana", "reviews"): says.returned(uid, moves=[]),
        competency.learner("ana", "amendments"): [says.amendment(uid)],
        competency.learner("ana", "evidence"): says.evidence(uid),
        "/competency/v1/amendments": {"items": [says.amendment(uid)], "next": None},
        competency.framework("editions"): says.EDITIONS,
        competency.framework("editions/1/diff/2"): says.difference(uid),
        competency.framework("import-report"): says.report(uid),
        competency.framework("lineage"): says.lineage(uid),
        f"/ims/case/v1p1/CFItemAssociations/{uid('MA.NQ.1')}": says.case_item(uid),
    }
    async with visiting(district) as visit:
        yield visit


_BEYOND = """(width) => [...document.querySelectorAll("main *")]
  .filter((one) => one.getBoundingClientRect().right > width).map((one) => one.outerHTML.slice(0, 90))"""


def paths() -> list[str]:
    framework, ana = f"/frameworks/{uid('framework')}", f"/learners/{uid('ana')}"
    return [
        "/frameworks?q=counts", framework, f"{framework}/items/{uid('MA.NQ.1')}", f"{framework}/editions?old=1&new=2",
        f"{framework}/lineage", f"{framework}/import-report", f"{ana}/map?framework={uid('framework')}",
        f"{ana}/items/{uid('MA.NQ.2')}", f"{ana}/reviews", "/reviews", "/verify", "/amendments", f"{ana}/amendments",
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (320, "es")])
async def test_no_page_of_records_has_an_accessibility_problem_or_scrolls_sideways(
    visit: Any, width: int, language: str
) -> None:
    size = {"width": width, "height": 800}
    educator = await visit.page("educator", "teacher", viewport=size)
    family = await visit.page("family", "parent", viewport=size)
    for path in paths():
        page = family if path.startswith("/learners") else educator
        await page.goto(f"{visit.base}{path}{'&' if '?' in path else '?'}lang={language}")
        await page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
        await page.wait_for_timeout(200)
        assert await problems(page) == "", path
        wide = await page.evaluate(_BEYOND, width)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, (path, wide)
    assert visit.complaints == []


async def test_branches_open_by_keyboard_and_stay_open_when_the_map_changes(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map, "WHOLE", 1)
    page = await visit.page("learner", "ana")
    await page.goto(f"{visit.base}{paths()[6]}")
    await page.wait_for_selector(".live-on")
    for code in ("MA", "MA.NQ"):
        await page.locator(f"#map-{uid(code)} > summary").press("Enter")
    cell = page.locator(f'[data-cell="{uid("ana")} {uid("MA.NQ.2")}"]')
    await expect(cell).to_contain_text("Approaching")
    await visit.world.tell(visit.world.mastery("ana", "MA.NQ.2", "4", minutes=30))
    await expect(cell.locator(".level-exceeding")).to_be_visible()
    await expect(page.get_by_role("status")).to_contain_text("Updated just now")
    assert visit.complaints == []


class Service:
    """Stands where competency takes changes: what was sent, and what it answers."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any, str]] = []
        self.answers: list[tuple[int, Any]] = []

    async def __call__(self, route: Route) -> None:
        request = route.request
        self.sent.append((request.url, request.post_data_json, request.headers["idempotency-key"]))
        status, body = self.answers.pop(0) if self.answers else (200, {})
        if status == 0:
            await route.abort()
        else:
            await route.fulfill(status=status, json=body)


async def _at(visit: Any, path: str, role: str = "educator", person: str | None = "teacher") -> tuple[Page, Service]:
    page, service = await visit.page(role, person), Service()
    await page.route("**/competency/v1/**", service)
    await page.goto(visit.base + path)
    return page, service


async def test_a_review_is_taken_once_and_the_inbox_is_read_again(visit: Any, competency: Any) -> None:
    page, service = await _at(visit, "/reviews")
    before = len(competency.heard)
    await page.get_by_role("button", name="Take it").click()
    await expect(page.locator("[data-announce]")).to_have_text("It is yours now.")
    await expect(page.locator("#main")).to_be_focused()
    [(url, body, key)] = service.sent
    assert url.endswith(f"/competency/v1/reviews/{uid('first')}/take")
    assert body == {}
    assert len(key) == 32
    assert len(competency.heard) == before + 1


async def test_what_is_wrong_with_a_field_is_said_beside_it(visit: Any) -> None:
    page, service = await _at(visit, "/reviews")
    wrong = {"pointer": "/evidence/0/score", "detail": "Too much."}
    service.answers = [(422, {"detail": "See errors.", "errors": [wrong]})]
    await page.locator("summary", has_text="Decide").click()
    score = page.locator(f"#score-{uid('second')}")
    await score.fill("3.5")
    await page.locator(f"#answer-{uid('second')}").fill("You explained it twice.")
    await page.get_by_role("button", name="Decide").click()
    summary = page.get_by_role("alert")
    await expect(summary).to_be_focused()
    await summary.get_by_role("link", name="Score, from 1 to 4; mastery begins at 3: Too much.").click()
    await expect(score).to_be_focused()
    assert await score.get_attribute("aria-invalid") == "true"
    await expect(score).to_have_accessible_description("Too much.")
    assert service.sent[0][1] == {"evidence": [{"score": 3.5}], "words": "You explained it twice."}
    assert await problems(page) == ""
    await score.fill("3")
    await page.get_by_role("button", name="Decide").click()
    await expect(page.get_by_role("alert")).to_have_count(0)
    assert service.sent[1][2] != service.sent[0][2], "another request has a key of its own"


async def test_what_a_colleague_was_faster_with_is_said_and_shown(visit: Any, competency: Any) -> None:
    page, service = await _at(visit, "/reviews")
    service.answers = [(409, {"detail": "A colleague has taken it."})]
    await page.get_by_role("button", name="Take it").click()
    summary = page.get_by_role("alert")
    await expect(summary).to_be_focused()
    await expect(summary).to_contain_text("Somebody has changed this since you opened it.")
    await expect(summary).to_contain_text("A colleague has taken it.")
    assert await problems(page) == ""
    competency.answers["/competency/v1/reviews"]["items"].pop(0)
    await summary.get_by_role("link", name="Show what is there now").click()
    await expect(page.get_by_role("button", name="Take it")).to_have_count(0)


async def test_a_decision_without_its_parts_is_not_sent(visit: Any) -> None:
    page, service = await _at(visit, "/amendments", "leader", "leader")
    await page.locator("summary", has_text="Accept").click()
    await page.get_by_role("button", name="Accept and change the record").click()
    await expect(page.get_by_role("alert").get_by_role("link")).to_have_text(
        ["What becomes of it: Fill this in.", "Your reasons, for the family: Fill this in."]
    )
    await page.get_by_label("What becomes of it").select_option("corrected")
    await page.get_by_label("The score it should have, from 1 to 4").fill("2")
    await page.reload()
    await expect(page.get_by_label("The score it should have, from 1 to 4")).to_have_value("2")
    await expect(page.get_by_label("What becomes of it")).to_have_value("corrected")
    assert service.sent == []


async def test_a_request_that_was_lost_is_sent_again_as_the_same_one(visit: Any, competency: Any) -> None:
    del competency.answers[competency.learner("ana", "reviews")]
    page, service = await _at(visit, f"/learners/{uid('ana')}/items/{uid('MA.NQ.2')}", "learner", "ana")
    service.answers = [(0, None), (503, {"detail": "Unknown."})]
    await page.get_by_label("Ask for a review: what can you show?").fill("With blocks")
    ask = page.get_by_role("button", name="Ask for a review")
    for tries in (1, 2):
        await ask.click()
        await expect(page.get_by_role("alert")).to_contain_text("Send it again")
        assert len(service.sent) == tries
    await ask.click()
    await expect(page.locator("[data-announce]")).to_have_text("Your educators have been asked.")
    assert len({key for _, _, key in service.sent}) == 1
    assert service.sent[0][1] == {"item_id": str(uid("MA.NQ.2")), "words": "With blocks"}


async def test_a_parent_asks_beside_a_piece_and_what_they_type_outlives_a_change(visit: Any, competency: Any) -> None:
    page, service = await _at(visit, f"/learners/{uid('ana')}/items/{uid('MA.NQ.2')}", "family", "parent")
    await page.wait_for_selector(".live-on")
    await page.locator("summary", has_text="Ask to have this changed").click()
    first = uid("piece-1")
    await page.locator(f"#ground-{first}").select_option("misleading")
    await page.locator(f"#wrong-{first}").fill("She was ill.")
    await visit.world.tell(visit.world.mastery("ana", "MA.NQ.2", "2.5", minutes=40))
    news = page.get_by_role("button", name="There is something new. Show it")
    await news.click()
    await expect(news).to_have_count(0)
    await expect(page.locator(f"#wrong-{first}")).to_have_value("She was ill.")
    await page.locator(f"#should-{first}").fill("Take it out.")
    asked = [{"item_id": str(uid("MA.NQ.2")), "evidence_id": str(one)} for one in (first, uid("piece-3"))]
    competency.answers[competency.learner("ana", "amendments")] = [says.amendment(uid, contested=asked)]
    await page.get_by_role("button", name="Send the request").click()
    await expect(page.locator("[data-announce]")).to_contain_text("Your request has been received")
    await expect(page.get_by_text("You have asked to have this changed.")).to_have_count(2)
    await expect(page.locator(f"#wrong-{first}")).to_have_count(0)
    [(url, body, _)] = service.sent
    assert url.endswith(f"/learners/{uid('ana')}/amendments")
    assert body == {
        "contested": [{"evidence_id": str(first)}], "ground": "misleading", "wrong": "She was ill.",
        "should_be": "Take it out.",
    }  # fmt: skip
    assert visit.complaints == []


@pytest.mark.parametrize("becomes", ["corrected", "void"])
async def test_a_leader_accepts_with_what_becomes_of_the_piece(visit: Any, becomes: str) -> None:
    page, service = await _at(visit, "/amendments", "leader", "leader")
    await page.locator("summary", has_text="Accept").click()
    score = page.get_by_label("The score it should have, from 1 to 4")
    await expect(score).to_be_hidden()
    await page.get_by_label("What becomes of it").select_option(becomes)
    await expect(score).to_be_visible(visible=becomes == "corrected")
    assert await problems(page) == ""
    amended: dict[str, Any] = {"evidence_id": str(uid("piece-3"))}
    if becomes == "corrected":
        await score.fill("2")
        amended["correction"] = {
            "score": 2, "observed_at": "2026-11-03T10:00:00+00:00", "source": "exhibition", "kind": "performance_task",
            "observer": str(uid("teacher")),
        }  # fmt: skip
    await page.locator(f"#accepting-{uid('asked')}").fill("The names were mixed up.")
    await page.get_by_role("button", name="Accept and change the record").click()
    await expect(page.locator("[data-announce]")).to_contain_text("Accepted.")
    [(url, body, _)] = service.sent
    assert url.endswith(f"/competency/v1/amendments/{uid('asked')}/decision")
    assert body == {"outcome": "accepted", "amended": [amended], "reasons": "The names were mixed up."}


async def test_of_a_result_only_the_pieces_that_are_chosen_are_amended(visit: Any, competency: Any) -> None:
    whole = says.amendment(uid, contested=[{"item_id": str(uid("MA.NQ.2")), "evidence_id": None}])
    competency.answers["/competency/v1/amendments"] = {"items": [whole], "next": None}
    page, service = await _at(visit, "/amendments", "leader", "leader")
    await page.locator("summary", has_text="Accept").click()
    await page.get_by_label("What becomes of it").nth(1).select_option("void")
    await page.locator(f"#accepting-{uid('asked')}").fill("Only that one.")
    await page.get_by_role("button", name="Accept and change the record").click()
    await expect(page.locator("[data-announce]")).to_contain_text("Accepted.")
    assert service.sent[0][1]["amended"] == [{"evidence_id": str(uid("piece-3"))}]


async def test_a_credential_is_verified_in_words_without_signing_in(visit: Any) -> None:
    page, service = await _at(visit, "/verify?lang=es", role="")
    service.answers = [(200, says.verdict(good=True)), (200, says.verdict(good=False))]
    await page.fill("#credential", "eyJ.good")
    await page.click("main button[type=submit]")
    await expect(page.locator("#verdict h2")).to_have_text("Esta credencial es válida", use_inner_text=True)
    await expect(page.locator("#verdict h2")).to_be_focused()
    await expect(page.locator("#verdict")).to_contain_text("Orchard Valley")
    await expect(page.locator('[data-claim="from"]')).to_have_text("1 nov 2026 UTC")
    await expect(page.locator("#verdict")).to_contain_text("MA.NQ.2 Explains tens and ones · Mastered · 3.5")
    assert await problems(page) == ""
    await page.set_input_files(
        "#file", {"name": "badge.json", "mimeType": "application/json", "buffer": b'{"credential": "eyJ.revoked"}'}
    )
    await expect(page.locator("#credential")).to_have_value("eyJ.revoked")
    await page.click("main button[type=submit]")
    await expect(page.locator("#verdict h2")).to_have_text("Esta credencial no es válida", use_inner_text=True)
    await expect(page.locator("#verdict")).to_contain_text("El emisor la ha revocado.")
    await expect(page.locator("[data-claims]")).to_be_hidden()
    assert [body for _, body, _ in service.sent] == [{"credential": "eyJ.good"}, {"credential": "eyJ.revoked"}]


async def test_a_link_to_a_credential_verifies_it_at_once(visit: Any) -> None:
    page, service = await _at(visit, "/verify", role="")
    service.answers = [(200, says.verdict(good=True))]
    await page.goto(f"{visit.base}/verify?credential=eyJ.link")
    await expect(page.locator("#verdict h2")).to_have_text("This credential is good", use_inner_text=True)
    assert service.sent[0][1] == {"credential": "eyJ.link"}
