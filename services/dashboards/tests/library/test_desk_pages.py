"""The desk, which needs no script: an item is written, reviewed, published, and stands otherwise."""

from typing import Any
from uuid import uuid4

import pytest

from services.dashboards.tests.coaching.blank_forms import send_blank
from services.dashboards.tests.library.desk_forms import DESK, EDITOR, WHOLE, name_curators, post, press, write
from services.dashboards.tests.library.library_pages import LibraryPages
from services.dashboards.tests.readiness.reading import error_at, form_of, read
from services.dashboards.tests.readiness.spoken import english_in_spanish
from services.resources.tests.items.library import OWN, Library, content, part

TWO = {
    "part-1-title": "More", "part-1-kind": "link", "part-1-source": "https://example.org/a?b=1",
    "part-1-licence": "all-rights-reserved", "part-1-holder": "other",
}  # fmt: skip


async def test_an_item_is_written_reviewed_published_and_goes_on_in_a_further_version(
    sharing: LibraryPages, here: Library
) -> None:
    await name_curators(sharing, here, "leader")
    async with sharing.visitor("educator") as writer, sharing.visitor("leader") as curator:
        page = await write(writer)
        assert "Everybody sees it once it is published." in await read(writer, page)
        await press(writer, page, "submit")
        waiting = await read(curator, DESK)
        assert waiting.index("Fraction &lt;strips&gt;") < waiting.index("Everything on the desk")
        reviewed = await read(curator, page)
        for said in ("In review", "Fold, then compare.", "M. &lt;Ortiz&gt;", "They compare."):
            assert said in reviewed, said
        assert EDITOR not in reviewed, "nobody edits it now"
        await press(curator, page, "publish")
        assert "Fraction &lt;strips&gt;" in await read(writer, page.replace("/desk/", "/items/"))
        await press(writer, page, "begin")
        refused = await press(writer, page, "submit", 422, changes="")
        assert "Say what has changed since the last version" in error_at(refused.text, "changes")
        await press(writer, page, "submit", changes="Longer strips.")
        await press(curator, page, "publish")
        assert "Longer strips." in await read(writer, page.replace("/desk/", "/items/"))


async def test_what_keeps_a_draft_from_being_published_stands_beside_its_field(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.visitor() as client:
        page = await write(client, description="", other_id="", other_name="")
        form = form_of(await read(client, page), EDITOR)
        await post(client, page, form | TWO | {"part-1-source": "no address"})
        text = await read(client, page)
        refused = await press(client, page, "submit", 422)
    assert "3 things keep it from being published." in text
    assert "Describe what it is for" in error_at(text, "description")
    assert "Name who made it." in error_at(text, "authors")
    assert "That is no address of the web" in error_at(text, "part-1-source")
    assert "That is no address of the web" in refused.text


async def test_parts_are_added_moved_and_taken_out_and_all_that_is_typed_is_saved_with_it(
    sharing: LibraryPages, here: Library
) -> None:
    async def titles(page: str) -> list[str]:
        draft = await here.ask("GET", f"{OWN}/{page.rpartition('/')[2]}/draft", 200)
        return [one["title"] for one in draft["content"]["parts"]]

    async with sharing.visitor() as client:
        page = await write(client)
        for typed, expected in (
            (TWO | {"do": "more"}, ["Steps", "More"]),
            ({"part-1-title": "Much more", "do": "up-1"}, ["Much more", "Steps"]),
            ({"do": "down-0"}, ["Steps", "Much more"]),
            ({"do": "remove-0"}, ["Much more"]),
            ({"part-0-title": "", "part-0-source": ""}, []),
        ):
            form = form_of(await read(client, page), EDITOR)
            await post(client, page, form | typed)
            assert await titles(page) == expected


async def test_what_the_form_has_no_field_for_stays_as_it_came(sharing: LibraryPages, here: Library) -> None:
    video, key = "a" * 64, str(uuid4())
    files = [
        part(title="Film", kind="file", source=video, part_key=key, caption_of=None),
        part(title="Captions", kind="file", source="b" * 64, caption_of={"part_key": key, "sha256": video}),
    ]
    aligned = [{"to": "condition", "relation": "supports", "edition_id": str(uuid4()), "target": "clear_vision"}]
    said = content(*files, alignments=aligned, accessibility=["captions", "of-their-own"])
    item_id = await here.make(said)
    async with sharing.visitor() as client:
        form = form_of(await read(client, f"{DESK}/{item_id}"), EDITOR)
        await post(client, f"{DESK}/{item_id}", form | {"title": "Another", "do": "down-0"})
    kept = (await here.ask("GET", f"{OWN}/{item_id}/draft", 200))["content"]
    assert kept["title"] == "Another"
    assert kept["parts"] == files[::-1]
    assert (kept["alignments"], kept["accessibility"]) == (aligned, ["captions", "of-their-own"])
    assert kept["authors"] == said["authors"]


async def test_a_form_that_is_refused_or_stale_gives_its_words_back(sharing: LibraryPages, here: Library) -> None:
    async with sharing.visitor() as client:
        page = await write(client)
        form = form_of(await read(client, page), EDITOR)
        typed = form | TWO | {"title": "", "description": "New <words>", "preparation_time": "long", "do": "up-1"}
        refused = await post(client, page, typed, 422)
        assert "Fill this in." in error_at(refused.text, "title")
        assert "Write a whole number." in error_at(refused.text, "preparation_time")
        again = form_of(refused.text, EDITOR)
        for name, words in {
            "description": "New <words>", "preparation_time": "long", "part-0-title": "More", "part-1-title": "Steps",
        }.items():  # fmt: skip
            assert again[name] == words
        await post(client, page, form | {"title": "Meanwhile"})
        stale = await post(client, page, form | {"description": "New <words>"}, 412)
        assert "Somebody has changed this" in stale.text
        again = form_of(stale.text, EDITOR)
        assert (again["title"], again["description"]) == (WHOLE["title"], "New <words>")
        await post(client, page, again)


@pytest.mark.parametrize(
    ("licences", "said"),
    [
        (["CC-BY-4.0", "CC0-1.0"], "Everybody sees it once it is published."),
        (["CC-BY-4.0", "partnership"], "and nobody else, because of part 2: it is for districts under an agreement."),
        ([None, "CC-BY-4.0", None], "because of part 1, 3: no licence is set for it."),
        (["CC-BY-4.0", "all-rights-reserved"], "because of part 2: all rights in it are reserved."),
        (["CC BY"], "Only your district sees it once it is published, because of part 1: no licence is set for it."),
    ],
)
async def test_who_would_see_it_is_said_in_one_sentence(
    sharing: LibraryPages, here: Library, licences: list[str | None], said: str
) -> None:
    item_id = await here.make(content(*(part(one) for one in licences)))
    async with sharing.visitor() as client:
        assert said in await read(client, f"{DESK}/{item_id}")


async def test_only_who_is_named_decides_and_what_is_given_back_says_why(sharing: LibraryPages, here: Library) -> None:
    await name_curators(sharing, here, "leader")
    async with sharing.visitor("educator") as writer, sharing.visitor("leader") as curator:
        page = await write(writer)
        etag = form_of(await read(writer, page), EDITOR)["etag"]
        await press(writer, page, "submit")
        assert f'action="{page}/publish"' not in await read(writer, page)
        denied = await writer.post(f"{page}/return", data={"etag": etag, "words": "Not <yet>"})
        assert (denied.status_code, "<blockquote>Not &lt;yet&gt;</blockquote>" in denied.text) == (403, True)
        blank = await press(curator, page, "return", 422, words=" ")
        assert error_at(blank.text, "return-words")
        await press(curator, page, "return", words="Name the <words>.")
        text = await read(writer, page)
    assert EDITOR in text
    assert "Name the &lt;words&gt;." in text


async def test_comments_are_about_the_whole_or_a_part(sharing: LibraryPages, here: Library) -> None:
    async with sharing.visitor("educator") as client:
        page = await write(client)
        assert "Nobody has said anything yet." in await read(client, page)
        form = form_of(await read(client, page), f'action="{page}/comment"')
        key = form_of(await read(client, page), EDITOR)["part-0-key"]
        for _ in range(2):
            await post(client, f"{page}/comment", form | {"words": "Which <words>?", "part_key": key})
        text = await read(client, page)
        refused = await press(client, page, "comment", 422, words="Kept", part_key=str(uuid4()))
    assert text.count("Which &lt;words&gt;?") == 1, "sent twice, said once"
    assert "version 1 · Steps" in text
    assert ">Kept</textarea>" in refused.text


async def test_a_curator_retires_an_item_with_a_reason_and_offers_it_again(
    sharing: LibraryPages, here: Library
) -> None:
    await name_curators(sharing, here, "leader")
    item_id, successor = await here.published(), await here.published(content(title="The new unit"))
    page = f"{DESK}/{item_id}"
    async with sharing.visitor() as client:
        refused = await press(client, page, "stand", 422, standing="retired", successor_id=successor)
        assert "Say why" in error_at(refused.text, "because")
        again = form_of(refused.text, f'action="{page}/stand"')
        assert (again["standing"], again["successor_id"]) == (["retired"], successor)
        await press(client, page, "stand", standing="retired", because="It is <old>.", successor_id=successor)
        text = await read(client, page)
        for said in ("Retired from the library: It is &lt;old&gt;.", f"/library/items/{successor}"):
            assert said in text, said
        await press(client, page, "stand", standing="offered")
        assert "Retired from the library" not in await read(client, page)
        await press(client, page, "stand", standing="recalled", because="It harms.")
        text = await read(client, page)
    assert f'action="{page}/stand"' not in text, "it is never undone"
    assert f'action="{page}/begin"' not in text


async def test_what_takes_its_place_is_found_by_words_or_by_its_id_before_anything_is_sent(
    sharing: LibraryPages, here: Library
) -> None:
    await name_curators(sharing, here, "leader")
    item_id, mark = await here.published(), f"Umbrella{uuid4().hex[:8]}"
    page = f"{DESK}/{item_id}"
    async with sharing.library("Bay District") as there, sharing.visitor() as client:
        theirs = await there.published(content(title=f"{mark} <unit>"))
        for words in (mark.lower(), theirs):
            looked = await press(client, page, "stand", 200, look="yes", successor_words=words, because="Old.")
            form = form_of(looked.text, f'action="{page}/stand"')
            assert (form["successor_words"], form["because"]) == (words, "Old.")
            assert f'<option value="{theirs}">{mark} &lt;unit&gt;</option>' in looked.text
        for nothing in ("zzyzx", "!!!", str(uuid4())):
            looked = await press(client, page, "stand", 200, look="yes", successor_words=nothing)
            assert "Nothing was found." in looked.text
        assert "Retired from the library" not in await read(client, page)
        typed: dict[str, Any] = {"standing": "retired", "successor_words": mark, "successor_id": theirs}
        refused = await press(client, page, "stand", 422, **typed)
        assert form_of(refused.text, f'action="{page}/stand"')["successor_id"] == theirs
        await press(client, page, "stand", because="Old.", **typed)
        assert f"/library/items/{theirs}" in await read(client, page)


async def test_a_draft_is_withdrawn_and_thrown_away(sharing: LibraryPages, here: Library) -> None:
    async with sharing.visitor("educator") as client:
        page = await write(client)
        await press(client, page, "submit")
        await press(client, page, "withdraw")
        gone = await press(client, page, "discard")
        assert gone.headers["location"] == DESK
        await read(client, page, 404)


async def test_the_desk_is_listed_by_state(sharing: LibraryPages, here: Library) -> None:
    await here.make(content(title="A draft of it"))
    await here.published(content(title="What is public"))
    async with sharing.visitor("educator") as client:
        for state, shown, absent in (
            ("", "A draft of it", "nothing"), ("draft", "A draft of it", "What is public"),
            ("published", "What is public", "A draft of it"),
        ):  # fmt: skip
            text = await read(client, f"{DESK}?state={state}")
            assert shown in text
            assert absent not in text
        assert "Nothing waits to be decided." in text


async def test_the_desk_is_for_those_who_make_items_and_shows_no_other_districts(
    sharing: LibraryPages, here: Library
) -> None:
    item_id = await here.make()
    async with sharing.visitor("learner") as learner:
        for page in (DESK, f"{DESK}/new", f"{DESK}/{item_id}", f"{DESK}/curators"):
            await read(learner, page, 403)
    sharing.district = uuid4()
    async with sharing.visitor() as stranger:
        await read(stranger, f"{DESK}/{item_id}", 404)
        lost: Any = await stranger.post(f"{DESK}/{item_id}", data={"etag": '"1"', "description": "My <words>"})
    assert (lost.status_code, "My &lt;words&gt;" in lost.text) == (404, True)


async def test_pages_in_spanish_say_all_in_spanish_and_refuse_in_it(sharing: LibraryPages, here: Library) -> None:
    await name_curators(sharing, here, "leader")
    said = content(part(title="Folding"))
    draft, public = f"{DESK}/{await here.make(said)}", f"{DESK}/{await here.published(said)}"
    async with sharing.visitor() as client:
        for page in (DESK, f"{DESK}/new", f"{DESK}/curators", draft, public):
            assert english_in_spanish(await read(client, f"{page}?lang=es")) == set(), page
        blank = await send_blank(client, draft)
    assert blank.refused > 0
    assert "Complete este campo." in blank.spanish
    assert blank.english == set()


async def test_where_resources_is_away_the_desk_says_so_and_keeps_what_was_typed(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.visitor() as client:
        page, new = await write(client), form_of(await read(client, f"{DESK}/new"), EDITOR)
        form = form_of(await read(client, page), EDITOR)
        sharing.away = True
        for shown in (DESK, f"{DESK}/new", f"{DESK}/curators", page):
            assert "does not answer" in await read(client, shown), shown
        for to, typed in ((page, form), (f"{DESK}/new", new), (f"{page}/comment", {"key": new["key"]})):
            lost = await post(client, to, typed | {"words": "My <words>"}, 503)
            assert "My &lt;words&gt;" in lost.text, to
