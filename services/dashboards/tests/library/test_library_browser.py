"""The pages of the library in a real Chromium: accessible and whole on a phone and a desk, in both schemes."""

from typing import Any
from uuid import uuid4

import pytest

from services.dashboards.tests.browsing import CHROMIUM, Visit, problems
from services.dashboards.tests.library.desk_forms import DESK, name_curators
from services.dashboards.tests.library.library_pages import LEADERS, LibraryPages
from services.dashboards.tests.library.test_files_of_items import of_file
from services.resources.tests.items.library import ANY, OWN, content, part

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]

LONG = content(
    part("CC-BY-NC-SA-4.0", "Fold, then compare.\n\nEverybody shows what half is.\nThen a third.", title="Steps"),
    part("all-rights-reserved", f"https://films.example.org/{'strips-' * 20}", kind="link", holder="other",
         holder_name="Films for Schools", title="A film about strips"),
    preparation="Cut four strips of paper for each learner.", preparation_time=20,
    accessibility=["alternativeText", "captions"],
    alignments=[{"to": "item", "relation": "teaches", "edition_id": str(uuid4()), "target": str(uuid4())}],
)  # fmt: skip


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1100)])
async def test_each_page_is_accessible_and_fits(visit: Visit, sharing: LibraryPages, scheme: Any, width: int) -> None:
    async with sharing.library() as here:
        item, old, gone = [await here.published(LONG) for _ in range(3)]
        film = await of_file(here, "film", "mp4")
        captions = {"part_key": film["part_key"], "sha256": film["source"]}
        files = [film, await of_file(here, "words", "vtt", caption_of=captions), await of_file(here, "drawing", "png")]
        await here.revise(item, LONG | {"title": "Longer strips", "parts": [*LONG["parts"], *files]})
        await here.stand(old, "retired", because="The new unit has it in it.", successor_id=item)
        await here.stand(gone, "recalled", because="A photograph was not ours.")
        await name_curators(sharing, here, "leader")
        draft, sent = await here.make(LONG | {"description": None, "authors": []}), await here.make(LONG)
        await here.ask("POST", "/resources/v1/saved-searches", 201, json={"words": "strips", "kind": "tool"})
        playlist = (await here.ask("POST", "/resources/v1/playlists", 201, json={"title": "Halves"}))["playlist_id"]
        for one in (item, old):
            entry = {"resource_id": one}
            await here.ask("POST", f"/resources/v1/playlists/{playlist}/entries", 201, json=entry, headers=ANY)
        filmed = await here.make(LONG | {"parts": files})
        await here.ask("POST", f"{OWN}/{sent}/draft/submit", 200, json={}, headers=ANY)
    page = await visit.page("leader", "leader", LEADERS, color_scheme=scheme, viewport={"width": width, "height": 800})
    items = [f"/library/items/{one}" for one in (item, old, gone)]
    desk = [
        DESK,
        *(f"{DESK}/{one}" for one in ("new", "curators", draft, sent, item, f"{draft}/files", f"{filmed}/files")),
    ]
    own = f"/library/playlists/{playlist}"
    lists = ["/library/playlists", f"{own}?words=strips", f"{own}/people", "/library?words=strips", "/library/searches"]
    for shown in (
        "/library",
        *items,
        f"{items[0]}/versions/1",
        "/open-library",
        f"/open-library/{item}",
        *desk,
        *lists,
    ):
        answer = await page.goto(
            f"{visit.base}{shown}{'&' if '?' in shown else '?'}lang={'es' if width == 360 else 'en'}"
        )
        assert answer is not None
        assert answer.ok, shown
        assert await problems(page) == "", shown
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, shown
    assert visit.complaints == []
