"""The library as people of a district read it: what they may see, and what they may do with it."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from services.dashboards.tests.library.library_pages import LibraryPages
from services.dashboards.tests.readiness.reading import read
from services.dashboards.tests.readiness.spoken import english_in_spanish
from services.resources.tests.items.library import Library, content, part

LIBRARY = "/library"


def item_page(item_id: str) -> str:
    return f"{LIBRARY}/items/{item_id}"


def link(address: str, **more: Any) -> dict[str, Any]:
    return part("all-rights-reserved", address, kind="link", holder="other", title="A <film>") | more


async def test_cards_say_what_an_item_is_for_whom_whose_and_under_which_licence(
    sharing: LibraryPages, here: Library
) -> None:
    await here.published(content(title="Strips & <circles>"))
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        open_to_all = await there.published(content(part("CC0-1.0"), title="Open circles", language="es"))
        of_theirs = await there.published(content(part(None), title="Their own"))
        text = await read(client, f"{LIBRARY}?owner={there.district}")
        for said in ("Open circles", "Lesson content", "Grades 3 to 5", "español", "Bay District", "CC0 1.0"):
            assert said in text, said
        assert item_page(open_to_all) in text
        for absent in ("Their own", of_theirs, "Strips &amp; &lt;circles&gt;"):
            assert absent not in text
        own = await read(client, f"{LIBRARY}?owner={sharing.district}")
    assert "Strips &amp; &lt;circles&gt;" in own
    assert "your own district" in own
    assert "https://creativecommons.org/licenses/by/4.0/" in own


async def test_the_library_is_read_page_by_page(sharing: LibraryPages, here: Library) -> None:
    for number in range(25):
        await here.published(content(title=f"Item no. {number}."))
    async with sharing.visitor("learner") as client:
        first = await read(client, f"{LIBRARY}?owner={sharing.district}")
        [more] = re.findall(r'href="(/library\?[^"]*after=[^"]*)"', first)
        second = await read(client, unescape(more))
    assert "Show more" not in second
    assert [sum(f"Item no. {number}." in text for number in range(25)) for text in (first, second)] == [24, 1]


async def test_a_search_finds_words_and_keeps_what_was_asked(sharing: LibraryPages, here: Library) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        film = await there.published(content(title="Evaluación de <mitades>", kind="video", language="es"))
        tool = await there.published(content(part("CC-BY-ND-4.0"), title="Evaluar mitades", kind="tool", language="es"))
        path = f"{LIBRARY}?owner={there.district}&words=mitad"
        both = await read(client, path)
        one = await read(client, f"{path}&kind=video")
        adaptable = await read(client, f"{path}&adapt=true")
        nothing = await read(client, f"{LIBRARY}?words=zzyzx+%3Cb%3E")
        await read(client, f"{LIBRARY}?owner=x", 404)
    assert (item_page(film) in both, item_page(tool) in both) == (True, True)
    assert "2 items were found." in both
    assert "Evaluación de &lt;mitades&gt;" in both
    assert "Video (1)" in both
    assert (item_page(film) in one, item_page(tool) in one) == (True, False)
    assert '<option value="video" selected>' in one
    assert (item_page(film) in adaptable, item_page(tool) in adaptable) == (True, False)
    assert "Nothing was found." in nothing
    assert 'value="zzyzx &lt;b&gt;"' in nothing


async def test_an_address_asks_for_what_is_aligned_to_a_condition(sharing: LibraryPages, here: Library) -> None:
    instrument = str(uuid4())
    aligned = {"to": "condition", "relation": "supports", "edition_id": instrument, "target": "clear_vision"}
    found = await here.published(content(alignments=[aligned]))
    other = await here.published()
    async with sharing.visitor() as client:
        text = await read(client, f"{LIBRARY}?condition=clear_vision")
    assert (item_page(found) in text, item_page(other) in text) == (True, False)
    assert "What supports the condition “Clear vision”." in text


async def test_an_item_says_all_of_itself_and_what_its_reader_may_do(sharing: LibraryPages, here: Library) -> None:
    said = content(
        part("CC-BY-SA-4.0", "Fold.\n\nThen <compare>.\nTwice."),
        link("https://films.example.org/strips?x=1&y=2"),
        preparation="Cut paper.",
        preparation_time=1,
        accessibility=["alternativeText", "a-claim-of-their-own"],
        alignments=[
            {"to": "condition", "relation": "supports", "edition_id": str(uuid4()), "target": "clear_vision"},
            {"to": "item", "relation": "teaches", "edition_id": str(uuid4()), "target": str(uuid4())},
        ],
    )
    async with sharing.library("Bay District") as there, sharing.visitor("learner") as client:
        text = await read(client, item_page(await there.published(said)))
    for words in (
        '<p class="statement">Fold.</p>', "Then &lt;compare&gt;.\nTwice.", "A &lt;film&gt;", "at films.example.org",
        'href="https://films.example.org/strips?x=1&amp;y=2" rel="noopener noreferrer"', "It takes 1 minute.",
        "https://creativecommons.org/licenses/by-sa/4.0/", "All rights reserved", "Valley Unified", "M. Ortiz",
        "a-claim-of-their-own; Pictures are described in words", "Clear vision", "Supports", "Teaches",
        "Keep a copy and pass it on, unaltered.", "Pass on what you make of it under the same licence.",
        "Bay District", "Open to everybody", "version 1, published on Dec 1, 2026",
    ):  # fmt: skip
        assert words in text, words


async def test_versions_say_what_has_changed_and_an_earlier_one_leads_to_the_newest(
    sharing: LibraryPages, here: Library
) -> None:
    item_id = await here.published()
    await here.revise(item_id, content(title="Longer strips"))
    async with sharing.visitor() as client:
        newest = await read(client, item_page(item_id))
        earlier = await read(client, f"{item_page(item_id)}/versions/1")
        await read(client, f"{item_page(item_id)}/versions/3", 404)
        await read(client, f"{item_page(item_id)}/versions/0", 404)
    assert "Longer strips" in newest
    assert "It says more." in newest
    assert "This is an earlier version." not in newest
    assert "This is an earlier version." in earlier
    assert "<h1>" in earlier
    assert "Fraction strips" in earlier


async def test_what_was_retired_is_still_shown_and_leads_to_its_successor(sharing: LibraryPages, here: Library) -> None:
    item_id, successor = await here.published(), await here.published()
    await here.stand(item_id, "retired", because="It is in <the> new unit.", successor_id=successor)
    async with sharing.visitor() as client:
        text = await read(client, item_page(item_id))
    for said in ("It was retired on Dec 1, 2026", "It is in &lt;the&gt; new unit.", item_page(successor), "Steps"):
        assert said in text, said


@pytest.mark.parametrize(
    ("standing", "said"), [("taken_down", "took it down on Dec 1, 2026"), ("recalled", "It was recalled on Dec 1")]
)
async def test_of_what_is_gone_a_page_says_only_that_and_why(
    sharing: LibraryPages, here: Library, standing: str, said: str
) -> None:
    item_id = await here.published()
    await here.stand(item_id, standing, because="A photograph was not ours.")
    async with sharing.visitor() as client, sharing.anyone() as anybody:
        for text in (await read(client, item_page(item_id)), await read(anybody, f"/open-library/{item_id}")):
            assert said in text
            assert "A photograph was not ours." in text
            for gone in ("Fraction strips", "Fold, then compare.", "What you may do"):
                assert gone not in text


async def test_what_another_districts_licences_keep_from_a_reader_is_no_page(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor() as client:
        item_id = await there.published(content(part(None)))
        await read(client, item_page(item_id), 404)
        await read(client, f"{item_page(item_id)}/versions/1", 404)


async def test_pages_in_spanish_say_all_in_spanish(sharing: LibraryPages, here: Library) -> None:
    item_id, old = await here.published(content(preparation_time=5)), await here.published()
    await here.stand(old, "retired", because="Old.", successor_id=item_id)
    async with sharing.visitor() as client:
        for page in (LIBRARY, item_page(item_id), item_page(old), f"/open-library/{item_id}", "/open-library"):
            assert english_in_spanish(await read(client, f"{page}?lang=es")) == set(), page


async def test_where_resources_is_away_pages_say_so(sharing: LibraryPages, here: Library) -> None:
    item_id = await here.published()
    sharing.away = True
    async with sharing.visitor() as client:
        for page in (LIBRARY, item_page(item_id), f"{item_page(item_id)}/versions/1"):
            assert "does not answer" in await read(client, page), page
