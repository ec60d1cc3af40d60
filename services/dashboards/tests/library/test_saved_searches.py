"""A search of the library is saved from its page, tells what is new since then, and is forgotten again."""

from datetime import timedelta

from services.dashboards.tests.library.desk_forms import post
from services.dashboards.tests.library.library_pages import NOW, LibraryPages
from services.dashboards.tests.readiness.reading import form_of, read
from services.resources.tests.items.library import Library, content

SAVED = "/library/searches"


async def test_a_saved_search_says_what_it_asks_for_and_what_is_new(sharing: LibraryPages, here: Library) -> None:
    asked = "words=lanterns+%26+%3Cmore%3E&kind=tool&band=3-5&adapt=true"
    async with sharing.visitor("educator") as client, sharing.visitor("leader") as other:
        text = await read(client, f"/library?{asked}")
        path = text[text.index(f'action="{SAVED}') + len('action="') :].partition('"')[0].replace("&amp;", "&")
        await post(client, path, form_of(text, f'action="{SAVED}'))
        listed = await read(client, SAVED)
        for said in ("“lanterns &amp; &lt;more&gt;”", "Tool", "Grades 3 to 5", "I may change it", "Nothing is new"):
            assert said in listed, said
        assert f'href="/library?{asked}"'.replace("&", "&amp;") in listed
        assert "lanterns" not in await read(other, SAVED), "searches are their reader's alone"
        search = listed[listed.index(f"{SAVED}/") :].partition("/forget")[0]
        assert "Nothing is new" in await read(client, f"{SAVED}?search={search.rpartition('/')[2]}")
        await post(client, f"{search}/forget", {})
        assert "You have saved no search yet." in await read(client, SAVED)
        await read(client, f"{SAVED}?search={search.rpartition('/')[2]}", 404)
        await post(client, f"{search}/forget", {}, 404)


async def test_what_was_published_since_is_listed_by_search(sharing: LibraryPages, here: Library) -> None:
    await here.published(content(title="Old lanterns"))
    async with sharing.visitor("educator") as client:
        await post(client, f"{SAVED}?words=lanterns", {"key": "a" * 32})
        item_id = await here.published(content(title="New <lanterns>"))
        with sharing.resources.set_clock(lambda: NOW + timedelta(days=1)):
            while await sharing.resources.run_job("resources.notices"):
                pass
            listed = await read(client, SAVED)
            news = await read(client, listed[listed.index(f'"{SAVED}?') + 1 :].partition('"')[0])
    for text in (listed, news):
        assert f'href="/library/items/{item_id}"' in text
        assert "New &lt;lanterns&gt;" in text
        assert "Old lanterns" not in text


async def test_a_search_that_asks_for_everything_is_refused_in_words(sharing: LibraryPages, here: Library) -> None:
    async with sharing.visitor("educator") as client:
        assert "Save this search" not in await read(client, "/library")
        answer = await post(client, SAVED, {}, 422)
        assert "write words, or set a filter" in answer.text
        sharing.away = True
        assert "data-away" in await read(client, SAVED)
