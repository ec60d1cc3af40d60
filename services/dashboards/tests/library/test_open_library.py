"""What is open to everybody is read without a session, kept by caches, and found by machines that search."""

import re
from xml.etree import ElementTree

import httpx
import pytest

from resources.items.api import directory
from services.dashboards.tests.library.library_pages import LibraryPages
from services.dashboards.tests.readiness.reading import read
from services.resources.tests.items.library import Library, content, part

OPEN = "/open-library"


async def test_anybody_reads_what_is_open_and_finds_nothing_else(sharing: LibraryPages, here: Library) -> None:
    item_id, own = await here.published(content(title="Open <strips>")), await here.published(content(part(None)))
    async with sharing.anyone() as anybody:
        listed = await read(anybody, f"{OPEN}?owner={here.district}")
        text = await read(anybody, f"{OPEN}/{item_id}")
        await read(anybody, f"{OPEN}/{own}", 404)
    assert "Open &lt;strips&gt;" in listed
    assert own not in listed
    for said in ("Valley &lt;Unified&gt;", "M. Ortiz", "Fold, then compare.", "CC BY 4.0", "Name who made it"):
        assert said in text, said
    assert "Sign out" not in text


async def test_caches_keep_what_is_open_but_not_what_remembers_a_language(sharing: LibraryPages, here: Library) -> None:
    item_id = await here.published()
    async with sharing.anyone() as anybody:
        for path in (OPEN, f"{OPEN}/{item_id}", f"{OPEN}/sitemap.xml"):
            assert (await anybody.get(path)).headers["cache-control"] == "public, max-age=300"
        asked = await anybody.get(f"{OPEN}/{item_id}?lang=es")
        assert asked.headers["cache-control"] == "no-store"
        sharing.away = True
        away = await anybody.get(f"{OPEN}/{item_id}")
    assert "set-cookie" in asked.headers
    assert (away.status_code, away.headers["cache-control"]) == (200, "no-store")


async def test_a_page_names_the_one_address_that_it_is_to_be_found_at(sharing: LibraryPages, here: Library) -> None:
    item_id = await here.published()
    async with sharing.anyone() as anybody:
        text = await read(anybody, f"{OPEN}/{item_id}?lang=en")
    [address] = re.findall(r'<link rel="canonical" href="([^"]*)">', text)
    assert address == f"{sharing.pages.app.context.platform.http.public_url}{OPEN}/{item_id}"


async def test_the_sitemaps_name_all_that_is_open_section_by_section(
    sharing: LibraryPages, here: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "SIZE", 2)
    open_to_all = [await here.published() for _ in range(3)]
    own, gone = await here.published(content(part("partnership"))), await here.published()
    await here.stand(gone, "taken_down", because="It is old.")
    async with sharing.anyone() as anybody:
        sections = await named(anybody, f"{OPEN}/sitemap.xml")
        items = [await named(anybody, one[one.index(OPEN) :]) for one in sections]
        sharing.away = True
        away = [await anybody.get(path) for path in (f"{OPEN}/sitemap.xml", f"{OPEN}/sitemaps/{own}.xml")]
    assert all(len(section) <= 2 for section in items)
    listed = [one.rpartition("/")[2] for section in items for one in section]
    assert len(listed) == len(set(listed))
    assert set(open_to_all) <= set(listed)
    assert not {own, gone} & set(listed)
    assert [one.status_code for one in away] == [503, 503]


async def named(anybody: httpx.AsyncClient, path: str) -> list[str]:
    """The addresses that a sitemap names."""
    answer = await anybody.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    assert answer.headers["cache-control"] == "public, max-age=300"
    root = ElementTree.fromstring(answer.text)
    return [one.text or "" for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
