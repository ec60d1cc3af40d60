"""Files on their way into a draft, in a real Chromium and against the real resources: what has come is never lost."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import FilePayload, Page, Route, expect

from services.dashboards.tests.browsing import CHROMIUM, Visit, problems
from services.dashboards.tests.library.desk_forms import DESK
from services.dashboards.tests.library.library_pages import LEADERS, LibraryPages
from services.resources.tests.files.rules.file_samples import SAMPLES
from services.resources.tests.files.senders import check_all
from services.resources.tests.items.library import OWN, Library

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]
UPLOAD = "**/resources/v1/uploads/*"
PIECE = 8 * 1024 * 1024
HEAD, _, REST = SAMPLES["pdf"].partition(b"\n")
LARGE: FilePayload = {
    "name": "private name.pdf", "mimeType": "application/pdf",
    "buffer": HEAD + b"\n" + (b"%" + b"x" * 99 + b"\n") * (PIECE // 100) + REST,
}  # fmt: skip
OTHER: FilePayload = {"name": "private name.pdf", "mimeType": "application/pdf", "buffer": SAMPLES["pdf"]}


@pytest_asyncio.fixture
async def own(visit: Visit, sharing: LibraryPages) -> AsyncIterator[Library]:
    async with sharing.library() as library:
        yield library


async def opened(visit: Visit, own: Library, **options: Any) -> tuple[Page, str]:
    """The files of a new draft, in somebody's browser."""
    page = await visit.page("leader", "leader", LEADERS, **options)
    item_id = await own.make()
    await page.goto(f"{visit.base}{DESK}/{item_id}/files")
    return page, item_id


async def send(page: Page, file: FilePayload) -> None:
    await page.get_by_label("File", exact=True).set_input_files(file)
    await page.get_by_role("button", name="Send the file").press("Enter")


async def test_what_has_come_is_kept_when_the_way_breaks_off_and_the_page_is_closed(visit: Visit, own: Library) -> None:
    page, item_id = await opened(visit, own)
    pieces: list[Route] = []

    async def lose_the_second(route: Route) -> None:
        if route.request.method == "PATCH":
            pieces.append(route)
        await (route.abort() if len(pieces) > 1 else route.continue_())

    await page.route(UPLOAD, lose_the_second)
    await send(page, LARGE)
    row = page.locator(".upload-files li")
    await expect(row).to_contain_text("The connection is lost. What has come is kept, and it goes on by itself.")
    assert await problems(page) == ""
    await page.unroute(UPLOAD)
    await page.reload()
    await expect(row).to_contain_text("Only some of it has come.")
    assert await row.get_by_role("progressbar").get_attribute("value") == str(PIECE)
    assert await problems(page) == ""
    await row.locator("input").set_input_files(OTHER)
    await expect(row).to_contain_text("That is another file than the one that was begun.")
    async with page.expect_request(lambda request: request.method == "PATCH") as sent:
        await row.locator("input").set_input_files(LARGE)
    assert (await sent.value).headers["upload-offset"] == str(PIECE)
    assert "private" not in (await sent.value).url
    await expect(row).to_contain_text("it is being checked")
    await check_all(own.running)
    await row.get_by_role("link", name="Put it into the draft").click()
    await page.get_by_label("Title").fill("The guide")
    await page.get_by_role("button", name="Put it into the draft").click()
    await expect(page.get_by_role("heading", name="The guide")).to_be_visible()
    await expect(row).to_have_count(0)
    parts = (await own.ask("GET", f"{OWN}/{item_id}/draft", 200))["content"]["parts"]
    assert [one["title"] for one in parts] == ["Steps", "The guide"]


async def test_an_upload_is_paused_goes_on_and_is_cancelled_by_keyboard(visit: Visit, own: Library) -> None:
    page, _ = await opened(visit, own, viewport={"width": 360, "height": 800}, color_scheme="dark")
    held: list[Route] = []

    async def hold(route: Route) -> None:
        if route.request.method == "PATCH":
            held.append(route)
        else:
            await route.continue_()

    await page.route(UPLOAD, hold)
    await send(page, LARGE)
    row = page.locator(".upload-files li")
    await row.get_by_role("button", name="Pause").press("Enter")
    await expect(row).to_contain_text("Paused. What has come is kept.")
    await expect(page.get_by_role("status")).to_have_text("private name.pdf: Paused. What has come is kept.")
    await expect(row.get_by_role("button", name="Go on")).to_be_focused()
    assert await problems(page) == ""
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.keyboard.press("Enter")
    await expect(row.get_by_role("button", name="Pause")).to_be_focused()
    async with page.expect_response(lambda answer: answer.request.method == "DELETE") as cancelled:
        await row.get_by_role("button", name="Cancel").press("Enter")
    assert (await cancelled.value).status == 204
    await expect(row).to_have_count(0)
    await expect(page.get_by_label("File", exact=True)).to_be_focused()
    await page.reload()
    await expect(row).to_have_count(0)


async def test_a_file_that_is_refused_says_why_and_the_next_one_is_taken(visit: Visit, own: Library) -> None:
    page, _ = await opened(visit, own)
    await send(page, {"name": "page.html", "mimeType": "text/html", "buffer": b"<p>"})
    row = page.locator(".upload-files li")
    await expect(row).to_contain_text("It was not taken.")
    await expect(row.locator("[lang=en]")).not_to_be_empty()
    await row.get_by_role("button", name="Take it off this list").click()
    await expect(row).to_have_count(0)
    await send(page, OTHER)
    await expect(row).to_contain_text("it is being checked")
