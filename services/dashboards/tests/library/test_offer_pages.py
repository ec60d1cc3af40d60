"""Improvements are offered back to the authors, who accept or decline them with reasons."""

from typing import Any
from uuid import uuid4

from services.dashboards.tests.coaching.blank_forms import send_blank
from services.dashboards.tests.library.adoption_forms import OFFERS, adapted
from services.dashboards.tests.library.desk_forms import post, press
from services.dashboards.tests.library.library_pages import LibraryPages
from services.dashboards.tests.readiness.reading import error_at, form_of, read
from services.dashboards.tests.readiness.spoken import english_in_spanish
from services.resources.tests.items.library import ANY, OWN, Library, content, part

AUTHORS = [{"person_id": str(uuid4()), "name": "M. Ortiz"}]
CLEARER = "Learners fold <long> strips and compare them."


async def improved(client: Any, there: Library, here: Library) -> tuple[str, str]:
    """An item of another district's that this one has improved: its id, and the page of the adoption."""
    said = content(authors=AUTHORS)
    item_id = await there.published(said)
    page, own = await adapted(client, item_id)
    authors = [*AUTHORS, {"person_id": str(uuid4()), "name": "B. Reyes"}]
    ours = said | {"description": CLEARER, "grade_band": "k-2", "authors": authors}
    await here.ask("PUT", f"{OWN}/{own}/draft", 200, json=ours, headers=ANY)
    return item_id, page


async def offer(client: Any, page: str, *paths: str, status: int = 303, words: str = "It is <clearer>.") -> Any:
    form = form_of(await read(client, f"{page}/offer"), f'action="{page}/offer"')
    return await post(client, f"{page}/offer", form | {"path": list(paths), "words": words}, status)


async def test_what_is_accepted_gets_into_the_authors_draft_and_both_sides_read_that(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        item_id, page = await improved(client, there, here)
        text = await read(client, f"{page}/offer")
        for words in ("Description", "For whom", "&lt;long&gt;", "B. Reyes"):
            assert words in text, words
        made = str((await offer(client, page, "description", "grade_band")).headers["location"])
        text = await read(client, made)
        for words in ("Waits for its authors", "It is &lt;clearer&gt;.", "Bay District", f'action="{made}/withdraw"'):
            assert words in text, words
        assert f'action="{made}/accept"' not in text
        sharing.district, adopter = there.district, sharing.district
        async with sharing.visitor("educator") as author:
            listed = await read(author, OFFERS)
            assert listed.index(f'href="{made}"') < listed.index("Offered by you")
            asked = await read(author, made)
            assert "Named with the authors once it is accepted: B. Reyes." in asked
            assert form_of(asked, f'action="{made}/accept"')["path"] == ["description", "grade_band"]
            refused = await press(author, made, "accept", 422, path=[], words="Thank <you>.")
            assert error_at(refused.text, "paths")
            again = form_of(refused.text, f'action="{made}/accept"')
            assert (again.get("path"), again["words"]) == (None, "Thank <you>.")
            await press(author, made, "accept", path=["description"], words="Thank <you>.")
            assert f'href="/library/desk/{item_id}"' in await read(author, made)
        sharing.district = adopter
        text = await read(client, made)
        draft = (await there.ask("GET", f"{OWN}/{item_id}/draft", 200))["content"]
    assert (draft["description"], draft["grade_band"]) == (CLEARER, "3-5")
    assert "Accepted" in text
    assert "Thank &lt;you&gt;." in text


async def test_what_is_declined_says_why_and_what_is_withdrawn_is_kept(sharing: LibraryPages, here: Library) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        _, page = await improved(client, there, here)
        first = str((await offer(client, page, "description")).headers["location"])
        second = str((await offer(client, page, "grade_band")).headers["location"])
        form = form_of(await read(client, second), f'action="{second}/withdraw"')
        await press(client, second, "withdraw", words="We found a better way.")
        stale = await post(client, f"{second}/withdraw", form | {"words": "Again"}, 412)
        assert "We found a better way." in stale.text
        sharing.district, adopter = there.district, sharing.district
        async with sharing.visitor("educator") as author:
            refused = await press(author, first, "decline", 422, reason="other", words="")
            assert error_at(refused.text, "decline-words")
            assert form_of(refused.text, f'action="{first}/decline"')["reason"] == ["other"]
            await press(author, first, "decline", reason="other_audience", words="Our classes are <older>.")
        sharing.district = adopter
        text = await read(client, first)
        listed = await read(client, OFFERS)
    for words in ("Declined", "It is for others than ours", "Our classes are &lt;older&gt;."):
        assert words in text, words
    assert "Withdrawn" in listed


async def test_an_offer_that_is_refused_keeps_its_words_and_what_both_changed_is_not_offered(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        item_id, page = await improved(client, there, here)
        refused = await offer(client, page, status=422, words="My <words>")
        assert error_at(refused.text, "paths")
        blank = await offer(client, page, "description", status=422, words="")
        assert error_at(blank.text, "words")
        assert form_of(blank.text, f'action="{page}/offer"')["path"] == ["description"]
        made = str((await offer(client, page, "description")).headers["location"])
        await there.revise(item_id, content(authors=AUTHORS, description="Another.", grade_band="6-8"))
        text = await read(client, f"{page}/offer")
        outdated = await read(client, made)
    assert 'value="description"' not in text
    assert form_of(refused.text, f'action="{page}/offer"')["words"] == "My <words>"
    assert "Outdated" in outdated
    assert "changed the same since" in outdated


async def test_offers_are_for_the_two_districts_alone_in_words_of_either_language(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        _, page = await improved(client, there, here)
        made = str((await offer(client, page, "description")).headers["location"])
        for shown in (OFFERS, made, f"{page}/offer"):
            assert english_in_spanish(await read(client, f"{shown}?lang=es")) == set(), shown
        sent = await send_blank(client, f"{page}/offer")
        assert sent.english == set()
        sharing.away = True
        for shown in (OFFERS, made):
            assert "no responde" in await read(client, shown), shown
        lost = await post(client, f"{made}/withdraw", {"etag": '"1"', "words": "My <words>"}, 503)
        assert "My &lt;words&gt;" in lost.text
        sharing.away = False
        async with sharing.visitor("learner") as learner:
            await read(learner, OFFERS, 403)
            await read(learner, made, 403)
    sharing.district = uuid4()
    async with sharing.visitor() as stranger:
        await read(stranger, made, 404)
        await post(stranger, f"{made}/accept", {"etag": "*"}, 404)


async def test_a_page_of_an_item_says_what_it_was_made_of(sharing: LibraryPages, here: Library) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as client:
        item_id = await there.published(content(part("CC-BY-SA-4.0"), title="First <strips>", authors=AUTHORS))
        _, own = await adapted(client, item_id)
        await here.publish(own)
        text = await read(client, f"/library/items/{own}")
    for words in ("Made of", "First &lt;strips&gt;", "M. Ortiz", "taken on Dec 1, 2026"):
        assert words in text, words
