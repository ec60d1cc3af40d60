"""What a district adopts of others: as it is, following it, or changed; how it stands, and whose credit it is."""

from typing import Any
from uuid import uuid4

import pytest

from services.dashboards.tests.library.adoption_forms import ADOPTIONS, adapted, adopt, choose
from services.dashboards.tests.library.desk_forms import post, press
from services.dashboards.tests.library.library_pages import LibraryPages
from services.dashboards.tests.readiness.reading import error_at, form_of, read
from services.dashboards.tests.readiness.spoken import english_in_spanish
from services.resources.tests.items.library import ANY, OWN, Library, content, part

AUTHORS = {"authors": [{"person_id": str(uuid4()), "name": "M. <Ortiz>"}]}


async def write(by: Library, item_id: str, said: dict[str, Any]) -> None:
    await by.ask("PUT", f"{OWN}/{item_id}/draft", 200, json=said, headers=ANY)


async def said(by: Library, item_id: str) -> Any:
    return (await by.ask("GET", f"{OWN}/{item_id}/draft", 200))["content"]


async def test_an_item_is_adopted_as_it_is_with_what_its_licence_says_and_its_credit(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        item_id = await there.published(content(part("CC-BY-NC-SA-4.0"), title="Strips & <circles>", **AUTHORS))
        shown = f"/library/items/{item_id}"
        assert f'href="{shown}/adopt"' in await read(client, shown)
        asked = await read(client, f"{shown}/adopt")
        for words in (
            "Name who made it, and its licence.", "Pass on what you make of it under the same licence.",
            "Take no money for it.", "Make an item of our own of it, to be changed",
        ):  # fmt: skip
            assert words in asked, words
        page = await adopt(client, item_id)
        text = await read(client, page)
        assert f'href="{page}"' in await read(client, ADOPTIONS)
        again = await client.get(f"{shown}/adopt")
    for words in (
        "Kept at this version", "Bay District", "Strips &amp; &lt;circles&gt;", "M. &lt;Ortiz&gt;", "CC BY-NC-SA 4.0",
        "taken on Dec 1, 2026", "Fold, then compare.",
    ):  # fmt: skip
        assert words in text, words
    assert again.headers["location"] == page, "what is adopted is not adopted twice"


async def test_of_what_allows_no_derivatives_a_page_says_which_ways_are_lawful(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        shut = await there.published(content(part("CC-BY-ND-4.0")))
        mixed = await there.published(content(part(), part("CC-BY-ND-4.0")))
        texts = [await read(client, f"/library/items/{one}/adopt") for one in (shut, mixed)]
        page = await adopt(client, shut)
        text = await read(client, page)
        form = form_of(text, f'action="{page}/follow"')
        refused = await post(client, f"{page}/adapt", form, 409)
        desk = await adopt(client, mixed, "adapted")
    for one in (*texts, text):
        assert "Ask its authors for another licence." in one
    assert "Because of part 1: it may be used unaltered only." in " ".join(texts[0].split())
    assert ["adapted" in form_of(one, 'name="how"').get("how", []) for one in texts] == [False, False]
    assert ['value="adapted"' in one for one in texts] == [False, True]
    assert "Change it" in text
    assert f'action="{page}/adapt"' not in text
    assert "licence of the version that you have forbids it" in refused.text
    assert desk.startswith("/library/desk/"), "the parts that allow it are changed"


async def test_an_adoption_is_followed_pinned_and_ended_and_its_list_says_how_each_stands(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        item_id = await there.published(content(title="Strips"))
        page = await adopt(client, item_id)
        await there.revise(item_id, content(title="Longer strips"))
        listed = await read(client, ADOPTIONS)
        assert "There is a newer version" in listed
        assert "1 of 2" in listed
        form = form_of(await read(client, page), f'action="{page}/take-newest"')
        await press(client, page, "take-newest")
        stale = await post(client, f"{page}/follow", form, 412)
        assert "Somebody has changed this" in stale.text
        await press(client, page, "follow")
        assert "Follows the newest version" in await read(client, page)
        await press(client, page, "pin")
        await there.stand(item_id, "retired", because="It is in <the> new unit.")
        text = await read(client, page)
        for words in ("Longer strips", "Retired by its district.", "It is in &lt;the&gt; new unit."):
            assert words in text, words
        await press(client, page, "end")
        text = await read(client, page)
        assert "No longer used" in await read(client, f"{ADOPTIONS}?state=ended")
        assert "There is nothing here yet." in await read(client, f"{ADOPTIONS}?state=pinned")
    assert "<form" not in text.partition('id="asked-title"')[0].partition("<h1>")[2]


async def test_what_was_taken_down_stays_and_what_was_recalled_is_shown_no_more(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        gone, bad = [await there.published(content(part(words=f"Words {one}."))) for one in (1, 2)]
        pages = [await adopt(client, one) for one in (gone, bad)]
        await there.stand(gone, "taken_down", because="Old.")
        await there.stand(bad, "recalled", because="Not ours.")
        kept, lost = [await read(client, one) for one in pages]
    assert "Words 1." in kept
    assert "Taken down by its district." in kept
    assert "Words 2." not in lost
    assert "Nobody may go on showing it" in lost


async def test_changes_stand_beside_each_other_and_are_taken_and_declined_one_by_one(
    sharing: LibraryPages, here: Library
) -> None:
    first, second = part(words="Fold, then compare."), part(words="Draw.", title="Lines")
    ours = part(words="Ours alone.", title="Our page")
    body = f"parts__{first['part_key']}__body"
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        item_id = await there.published(content(first, second, **AUTHORS))
        page, own = await adapted(client, item_id)
        assert "They have changed nothing that you could take." in await read(client, f"{page}/changes")
        changed = first | {"source": "Fold twice, then compare."}
        await write(here, own, content(changed, second, ours, title="Our strips", **AUTHORS))
        theirs = first | {"source": "Fold, then <compare> again."}
        await there.revise(item_id, content(theirs, title="Strips", description="They say more.", **AUTHORS))
        text = await read(client, f"{page}/changes")
        for words in (
            "Both of you have changed this", "They have changed this", "Yours alone: it stays", "What both began with",
            "The part “Our page”", "What the part “Steps” is", "<ins><span class=\"hidden\">Added: </span> twice</ins>",
            "&lt;", "The part “Lines”",
        ):  # fmt: skip
            assert words in text, words
        shown = await choose(client, page, 200, "show", **{body: "take", "title": "pinned", "description": "take"})
        preview = shown.text[shown.text.index('id="result-title"') : shown.text.index('id="choices"')]
        for words in ("Our strips", "They say more.", "Fold, then &lt;compare&gt; again.", "Ours alone."):
            assert words in preview, words
        assert (await said(here, own))["description"] == content()["description"], "nothing is saved yet"
        kept = form_of(shown.text, 'id="choices"')
        assert (kept[f"at:{body.replace('__', '/')}"], kept["at:title"]) == (["take"], ["pinned"])
        chosen = {name: value for name, value in kept.items() if name.startswith("at:")}
        answer = await post(client, f"{page}/changes", kept | {"do": "save"})
        text = await read(client, str(answer.headers["location"]))
    assert chosen
    assert "Saved." in text
    assert "You keep yours here, whatever they publish" in text
    item = await said(here, own)
    assert (item["title"], item["description"]) == ("Our strips", "They say more.")
    assert [one["source"] for one in item["parts"]] == ["Fold, then <compare> again.", "Draw.", "Ours alone."]


async def test_what_is_declined_stays_visible_and_can_be_taken_later(sharing: LibraryPages, here: Library) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        item_id = await there.published(content(title="Strips"))
        page, own = await adapted(client, item_id)
        await there.revise(item_id, content(title="Longer strips"))
        await choose(client, page, 303, "save", title="decline")
        text = await read(client, f"{page}/changes")
        assert "You have declined this before" in text
        assert "Longer" in text
        await choose(client, page, 303, "save", title="following")
        assert (await said(here, own))["title"] == "Longer strips"
        await there.revise(item_id, content(title="Strips again"))
        assert "Taken by itself, as you follow them here" in await read(client, f"{page}/changes")
        await choose(client, page, 303, "save")
    assert (await said(here, own))["title"] == "Strips again"


async def test_what_changed_meanwhile_is_shown_with_the_choices_that_were_made(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        item_id = await there.published(content(title="Strips"))
        page, own = await adapted(client, item_id)
        await there.revise(item_id, content(title="Longer strips"))
        form = form_of(await read(client, f"{page}/changes"), 'id="choices"') | {"at:title": "take"}
        await write(here, own, content(title="Ours"))
        meanwhile = await post(client, f"{page}/changes", form | {"do": "save"}, 409)
        again = form_of(meanwhile.text, 'id="choices"')
        assert again["at:title"] == ["take"]
        assert again["fingerprint"] != form["fingerprint"]
        assert "Both of you have changed this" in meanwhile.text
        await press(client, page, "intents", otherwise="following")
        stale = await post(client, f"{page}/changes", again | {"do": "save"}, 412)
        assert "Somebody has changed this" in stale.text
        await post(client, f"{page}/changes", form_of(stale.text, 'id="choices"') | {"do": "save"})
    assert (await said(here, own))["title"] == "Longer strips"


async def test_what_is_wanted_in_general_is_kept_and_an_adaptation_is_given_up(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        page, _ = await adapted(client, await there.published())
        refused = await press(client, page, "intents", 422, otherwise="")
        assert error_at(refused.text, "otherwise")
        await press(client, page, "intents", otherwise="pinned")
        assert form_of(await read(client, page), f'action="{page}/intents"')["otherwise"] == ["pinned"]
        await press(client, page, "revert")
        assert "Kept at this version" in await read(client, page)


async def test_adoptions_are_for_those_who_make_items_and_no_other_districts(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.library("Bay District") as there:
        item_id = await there.published()
        async with sharing.visitor("educator") as client:
            page, _ = await adapted(client, item_id)
        async with sharing.visitor("learner") as learner:
            for shown in (ADOPTIONS, page, f"{page}/changes", f"{page}/offer", f"/library/items/{item_id}/adopt"):
                await read(learner, shown, 403)
            assert "/adopt" not in await read(learner, f"/library/items/{item_id}")
    sharing.district = uuid4()
    async with sharing.visitor() as stranger:
        for shown in (page, f"{page}/changes", f"{page}/offer"):
            await read(stranger, shown, 404)
        await post(stranger, f"{page}/end", {"etag": "*"}, 404)


async def test_pages_in_spanish_say_all_in_spanish(sharing: LibraryPages, here: Library) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        item_id = await there.published(content(part("CC-BY-SA-4.0"), part("CC-BY-ND-4.0")))
        other = await there.published(content(part("CC-BY-ND-4.0")))
        page, own = await adapted(client, item_id)
        await write(here, own, content(title="Ours"))
        await there.revise(item_id, content(part(), title="Theirs"))
        pages = [ADOPTIONS, page, f"{page}/changes", f"{page}/offer", f"/library/items/{other}/adopt"]
        for shown in pages:
            assert english_in_spanish(await read(client, f"{shown}?lang=es")) == set(), shown
        assert english_in_spanish(await read(client, await adopt(client, other))) == set()


async def test_where_resources_is_away_pages_say_so_and_keep_what_was_chosen(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        item_id, other = await there.published(content(title="Strips")), await there.published()
        page, _ = await adapted(client, item_id)
        await there.revise(item_id, content(title="Longer strips"))
        form = form_of(await read(client, f"{page}/changes"), 'id="choices"')
        to_adopt = f"/library/items/{other}/adopt"
        sharing.away = True
        for shown in (ADOPTIONS, page, f"{page}/changes", f"{page}/offer", to_adopt):
            assert "does not answer" in await read(client, shown), shown
        lost = await post(client, f"{page}/changes", form | {"at:title": "take", "do": "save"}, 503)
        assert 'name="at:title" value="take"' in lost.text
        lost = await post(client, to_adopt, {"how": "following", "key": "a" * 32}, 503)
    assert 'name="how" value="following"' in lost.text


@pytest.mark.parametrize("how", ["", "borrowed"])
async def test_what_is_no_way_to_adopt_is_taken_as_keeping_a_version(
    sharing: LibraryPages, here: Library, how: str
) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        assert "Kept at this version" in await read(client, await adopt(client, await there.published(), how))
