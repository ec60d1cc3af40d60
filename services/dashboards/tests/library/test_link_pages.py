"""The page of links says how each stands, and what to do about it."""

import pytest

from resources.link_checks.usecases.checking import LinkChecker
from services.dashboards.tests.library.library_pages import LibraryPages
from services.dashboards.tests.readiness.reading import read
from services.dashboards.tests.readiness.spoken import english_in_spanish
from services.resources.tests.items.library import Library, content, part
from services.resources.tests.link_checks.test_checking import no_names
from shared.outgoing.client import OutboundClient

LINKS = "/library/desk/links"


@pytest.fixture
async def linked(sharing: LibraryPages, here: Library) -> Library:
    """A district with a link that was looked at, and is not one of the public web, and another that was not."""
    addresses = {"Intranet": "https://127.0.0.1/a?b=1&c=2", "Game": "https://game.example/"}
    links = [part(kind="link", title=f"<{title}>", source=source) for title, source in addresses.items()]
    await here.published(content(*links))
    async with OutboundClient(resolver=no_names) as client:
        await LinkChecker(sharing.resources.worker, client, sharing.resources.app.context.now).check_due()
    return here


async def test_links_are_shown_with_what_was_found_and_filtered_by_how_they_stand(
    sharing: LibraryPages, linked: Library
) -> None:
    async with sharing.visitor("educator") as client:
        assert f"{LINKS}?state=broken" in await read(client, "/library/desk")
        text = await read(client, LINKS)
        for said in (
            "&lt;Intranet&gt;",
            "https://127.0.0.1/a?b=1&amp;c=2",
            "Not sure",
            "Open it yourself.",
            "Fraction strips",
        ):
            assert said in text, said
        assert "There is no such link." in await read(client, f"{LINKS}?state=broken")
        assert "&lt;Game&gt;" in await read(client, f"{LINKS}?state=inconclusive")
        await read(client, f"{LINKS}?state=cracked", 404)


async def test_who_only_reads_the_library_sees_no_page_of_links(sharing: LibraryPages, linked: Library) -> None:
    async with sharing.visitor("learner") as client:
        assert (await client.get(LINKS)).status_code == 403


async def test_the_page_says_when_resources_is_away(sharing: LibraryPages) -> None:
    sharing.away = True
    async with sharing.visitor() as client:
        assert "does not answer" in await read(client, LINKS)


async def test_the_page_of_links_is_spoken_in_spanish(sharing: LibraryPages, linked: Library) -> None:
    async with sharing.visitor() as client:
        assert english_in_spanish(await read(client, f"{LINKS}?lang=es")) == set()
