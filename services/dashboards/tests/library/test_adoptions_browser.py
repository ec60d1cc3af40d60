"""Pages of adoptions in a real Chromium: whole on a phone and a desk, and changes are chosen by keyboard alone."""

import re
from typing import Any
from uuid import uuid4

import pytest

from services.dashboards.tests.browsing import CHROMIUM, Visit, problems
from services.dashboards.tests.library.adoption_forms import ADOPTIONS, OFFERS
from services.dashboards.tests.library.library_pages import EDUCATORS, LibraryPages
from services.resources.tests.adoptions.adopters import adapted, adopt, draft, offer, write
from services.resources.tests.items.library import Library, content, part

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]

SAME = {"authors": [{"person_id": str(uuid4()), "name": "M. Ortiz"}]}
STEPS = part(words="Fold each strip in two.\nThen compare the halves.\nShow a partner.", title="Steps")
LINES = part("CC-BY-SA-4.0", "Draw a number line.", title="Number lines")


async def changed_on_both_sides(here: Library, there: Library) -> tuple[str, str, str]:
    """An item that was adopted and changed here and there: its id, the adoption's and that of the own item."""
    item_id = await there.published(content(STEPS, LINES, title="Fraction strips", **SAME))
    adoption_id, own = await adapted(here, item_id)
    ours = STEPS | {"source": "Fold each long strip in two.\nThen compare the halves.\nShow a partner what half is."}
    our_page = part(words="Strips in the colours of our school.", title="Our page")
    await write(here, own, content(ours, LINES, our_page, title="Fraction strips", **SAME))
    theirs = STEPS | {"source": "Fold each strip in two, twice.\nCompare the quarters."}
    quiz = part(words="What is half of a half?", title="A quiz")
    said = {"title": "Fraction strips and lines", "description": "They fold, compare and draw.", **SAME}
    await there.revise(item_id, content(LINES, theirs, quiz, **said))
    return item_id, adoption_id, own


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1100)])
async def test_each_page_is_accessible_and_fits(visit: Visit, sharing: LibraryPages, scheme: Any, width: int) -> None:
    async with sharing.library() as here, sharing.library("Bay District") as there:
        _, adoption_id, _ = await changed_on_both_sides(here, there)
        shut = await there.published(content(part("CC-BY-NC-ND-4.0")))
        pinned = await adopt(here, await there.published(content(title="Circles")))
        made = await offer(here, adoption_id, *await _kept(here, adoption_id))
        own = await here.published()
        theirs, their_own = await adapted(there, own)
        await write(there, their_own, content(title="Better", description="Better so.", **SAME))
        received = await offer(there, theirs, "title", "description")
    page = await visit.page(
        "educator", "leader", EDUCATORS, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    adoption = f"{ADOPTIONS}/{adoption_id}"
    pages = [f"/library/items/{shut}/adopt", ADOPTIONS, adoption, f"{ADOPTIONS}/{pinned}", f"{adoption}/changes"]
    pages += [f"{adoption}/offer", OFFERS, *(f"{OFFERS}/{one['offer_id']}" for one in (made, received))]
    for shown in pages:
        answer = await page.goto(f"{visit.base}{shown}?lang={'es' if width == 360 else 'en'}")
        assert answer is not None
        assert answer.ok, shown
        assert await problems(page) == "", shown
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, shown
    assert visit.complaints == []


@pytest.mark.timeout(300)
async def test_changes_are_chosen_previewed_and_saved_by_keyboard_without_a_script(
    visit: Visit, sharing: LibraryPages
) -> None:
    async with sharing.library() as here, sharing.library("Bay District") as there:
        _, adoption_id, own = await changed_on_both_sides(here, there)
        page = await visit.page("educator", "leader", EDUCATORS, java_script_enabled=False)
        await page.goto(f"{visit.base}{ADOPTIONS}/{adoption_id}/changes?lang=en")
        steps = page.get_by_role("radiogroup", name=re.compile("What the part “Steps” is"))
        await steps.get_by_role("radio", name="Decide later").focus()
        await page.keyboard.press("ArrowDown")
        assert await steps.get_by_role("radio", name="Take theirs", exact=True).is_checked()
        title = page.get_by_role("radiogroup", name=re.compile("What you do.*Title"))
        await title.get_by_role("radio", name="Decide later").focus()
        for _ in range(4):
            await page.keyboard.press("ArrowDown")
        assert await title.get_by_role("radio", name="Keep ours, whatever they publish here").is_checked()
        await page.get_by_role("button", name="Show what comes of it").focus()
        await page.keyboard.press("Enter")
        result = page.get_by_role("region", name="What your item would say")
        assert "Fold each strip in two, twice." in await result.inner_text()
        assert "Strips in the colours of our school." in await result.inner_text()
        assert await title.get_by_role("radio", name="Keep ours, whatever they publish here").is_checked()
        save = page.get_by_role("button", name="Save", exact=True)
        await save.focus()
        await page.keyboard.press("Enter")
        await page.get_by_text("Saved. What you have taken is in the draft of your item.").wait_for()
        said = (await draft(here, own))["content"]
    assert said["title"] == "Fraction strips"
    assert said["parts"][0]["source"] == "Fold each strip in two, twice.\nCompare the quarters."
    assert said["parts"][-1]["title"] == "Our page"
    assert visit.complaints == []


async def _kept(here: Library, adoption_id: str) -> list[str]:
    seen = await here.ask("GET", f"/resources/v1/adoptions/{adoption_id}/changes", 200)
    return [one["path"] for one in seen["changes"] if one["outcome"] == "kept"]
