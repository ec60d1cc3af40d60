"""Playlists on pages, without a script: put together, given, gone through by learners, followed by who may see them."""

from typing import Any
from uuid import uuid4

import pytest

from services.dashboards.tests.library.desk_forms import post
from services.dashboards.tests.library.library_pages import LibraryPages
from services.dashboards.tests.library.school import found_class
from services.dashboards.tests.readiness.reading import error_at, form_of, read
from services.resources.tests.items.library import Library, content

PLAYLISTS = "/library/playlists"


async def begin(client: Any, title: str = "Halves <and> quarters") -> str:
    form = form_of(await read(client, PLAYLISTS), f'action="{PLAYLISTS}"')
    answer = await post(client, PLAYLISTS, form | {"title": title, "words": "Fold first."})
    return str(answer.headers["location"])


async def press(client: Any, page: str, do: str, status: int = 303, words: str = "", **typed: str) -> Any:
    """A button of the entries, or of what was found for these words."""
    text = await read(client, f"{page}?words={words}")
    form = form_of(text, f'value="{do}') | {"do": button(text, do)} | typed
    return await post(client, f"{page}/entries", form, status)


def button(text: str, do: str) -> str:
    begin = text.index(f'value="{do}') + len('value="')
    return text[begin : text.index('"', begin)]


async def filled(client: Any, here: Library, *titles: str) -> str:
    """A playlist with items of these titles."""
    page = await begin(client)
    for title in titles:
        await here.published(content(title=title))
        await press(client, page, "add ", words=title)
    return page


def order(text: str, *titles: str) -> list[str]:
    shown = text[text.index('class="links"') : text.index("find-title")]
    return sorted(titles, key=lambda one: shown.index(f">{one}</a>"))


async def give(client: Any, page: str, chosen: dict[str, Any], status: int = 303) -> Any:
    form = form_of(await read(client, f"{page}/people"), f'action="{page}/people"')
    return await post(client, f"{page}/people", form | chosen, status)


async def test_a_playlist_is_put_together_and_its_items_are_moved_by_buttons(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.visitor("educator") as client:
        page = await filled(client, here, "Strips", "Games", "Halves")
        text = await read(client, page)
        assert "Halves &lt;and&gt; quarters" in text
        assert order(text, "Games", "Halves", "Strips") == ["Strips", "Games", "Halves"]
        third = button(text, "move ").split()[1]
        first = text.index(third)
        assert first < text.index("Games"), "the first button moves the first entry down"
        await press(client, page, "move ")
        assert order(await read(client, page), "Games", "Halves", "Strips") == ["Games", "Strips", "Halves"]
        await press(client, page, "remove ")
        text = await read(client, page)
        assert ">Games</a>" not in text
        form = form_of(text, f'action="{page}"')
        refused = await post(client, page, form | {"title": ""}, 422)
        assert error_at(refused.text, "title")
        await post(client, page, form | {"title": "Halves"})
        assert "<h1>Halves</h1>" in await read(client, page)


async def test_an_item_can_be_kept_in_the_version_of_today(sharing: LibraryPages, here: Library) -> None:
    item_id = await here.published(content(title="Strips"))
    async with sharing.visitor("educator") as client:
        page = await begin(client)
        await press(client, page, "add ", words="Strips", pin="yes")
        await here.revise(item_id, content(title="Longer strips"))
        text = await read(client, page)
    assert "version 1, whatever comes" in text
    assert ">Strips</a>" in text


async def test_what_changed_meanwhile_is_not_overwritten(sharing: LibraryPages, here: Library) -> None:
    async with sharing.visitor("educator") as client:
        page = await filled(client, here, "Strips", "Games")
        old = form_of(await read(client, page), f'action="{page}"')
        await press(client, page, "move ")
        answer = await post(client, page, old | {"title": "Mine <too>"}, 412)
    assert "Somebody has changed this since you opened it." in answer.text
    assert 'value="Mine &lt;too&gt;"' in answer.text


async def test_an_educator_gives_it_to_a_class_and_a_learner_goes_through_it(
    sharing: LibraryPages, here: Library
) -> None:
    found = await found_class(sharing)
    learner = sharing.uid("learner")
    async with sharing.visitor("educator") as educator, sharing.visitor("learner") as client:
        page = await filled(educator, here, "Strips", "Games")
        saved = await give(educator, page, {"class": [str(found.class_id)]})
        assert "Saved." in await read(educator, saved.headers["location"])
        listed = (await client.get("/my-playlists")).headers["location"]
        assert listed == f"/learners/{learner}/playlists"
        text = await read(client, listed)
        assert "Given to a class" in text
        own = f"{listed}/{page.rpartition('/')[2]}"
        text = await read(client, own)
        assert "0 of 2 are done" in text
        assert text.index("<b>Next</b>") < text.index("Games")
        opened = await press_in(client, own, "open")
        item = await read(client, opened)
        assert "Back to your playlist" in item
        assert 'aria-current="step"' in await read(client, own)
        finish = item[item.index(f'action="{own}/') + len('action="') :].partition('"')[0]
        assert finish.endswith("/finish")
        await post(client, finish, {})
        text = await read(client, own)
        assert "1 of 2 is done" in text
        assert text.index("Games") < text.index("<b>Next</b>")
        await press_in(client, own, "finish")
        assert "All of it is done." in await read(client, own)
        await press_in(client, own, "take-up-again")
        assert "All of it is done." not in await read(client, own)


async def press_in(client: Any, page: str, going: str) -> str:
    """The first button of its kind in a learner's playlist; where it leads."""
    text = await read(client, page)
    at = text.index(f"/{going}")
    path = text[text.rindex('"', 0, at) + 1 : text.index('"', at)]
    return str((await post(client, path, {})).headers["location"])


@pytest.mark.parametrize("role", ["family", "educator", "leader"])
async def test_who_may_see_a_learner_sees_where_they_are_and_does_nothing_for_them(
    role: str, sharing: LibraryPages, here: Library
) -> None:
    await found_class(sharing)
    learner = sharing.uid("learner")
    async with sharing.visitor("educator") as educator, sharing.visitor(role) as client:
        page = await filled(educator, here, "Strips")
        await give(educator, page, {"person": [str(learner)]})
        own = f"/learners/{learner}/playlists"
        assert "Given to the learner" in await read(client, own)
        text = await read(client, f"{own}/{page.rpartition('/')[2]}")
        assert "0 of 1" in text
        assert "/finish" not in text
        entry = text[text.index('id="entry-') + len('id="entry-') :].partition('"')[0]
        answer = await client.post(f"{own}/{page.rpartition('/')[2]}/{entry}/finish")
        assert answer.status_code == 404


async def test_a_learner_whom_somebody_may_not_see_is_nobody(sharing: LibraryPages, here: Library) -> None:
    await found_class(sharing)
    for role, person in (("learner", "other"), ("family", "other"), ("educator", "other")):
        async with sharing.visitor(role, person) as client:
            await read(client, f"/learners/{sharing.uid('learner')}/playlists", 404)
            await read(client, f"/learners/{sharing.uid('learner')}/playlists/{uuid4()}", 404)


async def test_leaders_list_the_classes_of_a_school_and_keep_who_has_it(sharing: LibraryPages, here: Library) -> None:
    found = await found_class(sharing)
    learner = str(sharing.uid("learner"))
    async with sharing.visitor("leader") as client:
        page = await filled(client, here, "Strips")
        assert ">4b</label>" not in await read(client, f"{page}/people")
        looked = await give(
            client, page, {"look": "classes", "school": str(found.school_id), "person_ids": learner}, 200
        )
        assert ">4b</label>" in looked.text
        form = form_of(looked.text, f'action="{page}/people"')
        assert form["person_ids"] == learner
        await post(client, f"{page}/people", form | {"class": [str(found.class_id)]})
        form = form_of(await read(client, f"{page}/people"), f'action="{page}/people"')
        assert (form["class"], form["person"]) == ([str(found.class_id)], [learner])
        refused = await give(client, page, {"person_ids": str(uuid4())}, 422)
        assert "that you may see" in refused.text
        kept = await post(client, f"{page}/delete", form_of(await read(client, page), f'action="{page}/delete"'), 409)
        assert "take it back from everybody first" in kept.text
        await give(client, page, {"class": [], "person": []})
        gone = await post(client, f"{page}/delete", form_of(await read(client, page), f'action="{page}/delete"'))
        assert gone.headers["location"] == PLAYLISTS
        await read(client, page, 404)


async def test_whoever_writes_nothing_makes_no_playlist_and_resources_may_be_away(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.visitor("learner") as learner, sharing.visitor("family") as family:
        await read(learner, PLAYLISTS, 403)
        assert "No learner is listed here for you." in await read(family, "/my-playlists")
    async with sharing.visitor("educator") as client:
        form = form_of(await read(client, PLAYLISTS), f'action="{PLAYLISTS}"')
        sharing.away = True
        answer = await post(client, PLAYLISTS, form | {"title": "Typed <words>"}, 503)
        assert "Typed &lt;words&gt;" in answer.text
        assert "data-away" in await read(client, f"{PLAYLISTS}/{uuid4()}")
        assert "data-away" in await read(client, f"/learners/{uuid4()}/playlists")
