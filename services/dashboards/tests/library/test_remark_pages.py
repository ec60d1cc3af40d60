"""What readers say on the page of an item, and what curators do with it; no script is needed."""

from typing import Any

import pytest

from services.dashboards.tests.library.desk_forms import DESK, name_curators, post
from services.dashboards.tests.library.library_pages import LibraryPages
from services.dashboards.tests.readiness.reading import error_at, form_of, read
from services.dashboards.tests.readiness.spoken import english_in_spanish
from services.resources.tests.items.library import Library

REPORTS = f"{DESK}/reports"


def item_page(item_id: str) -> str:
    return f"/library/items/{item_id}"


async def say(client: Any, item_id: str, saying: str, status: int = 303, **typed: Any) -> Any:
    """Sends the first form of this kind that the page of an item has, with what is typed into it."""
    to = f"{item_page(item_id)}/versions/1/{saying}"
    form = form_of(await read(client, item_page(item_id)), f'action="{to}"')
    return await post(client, to, form | typed, status)


async def test_stars_are_given_changed_and_taken_away(sharing: LibraryPages, here: Library) -> None:
    item_id = await here.published()
    form = f'action="{item_page(item_id)}/versions/1/rate"'
    async with sharing.visitor("learner") as client:
        text = await read(client, item_page(item_id))
        assert "Stars are shown once ten people have given some." in text
        assert "Take my stars away" not in text
        refused = await say(client, item_id, "rate", 422)
        assert error_at(refused.text, "rating")
        for stars in ("2", "5"):
            sent = await say(client, item_id, "rate", stars=stars)
            assert sent.headers["location"] == f"{item_page(item_id)}/versions/1#stars"
            assert form_of(await read(client, item_page(item_id)), form)["stars"] == [stars]
        await say(client, item_id, "unrate")
        assert "Take my stars away" not in await read(client, item_page(item_id))


async def test_ten_peoples_stars_are_shown_together(sharing: LibraryPages, here: Library) -> None:
    item_id = await here.published()
    for number in range(10):
        async with sharing.visitor("learner", f"reader {number}") as client:
            await say(client, item_id, "rate", stars="4")
    await sharing.count_ratings()
    async with sharing.visitor("learner") as client:
        text = await read(client, item_page(item_id))
    assert "4 of 5 stars" in text
    assert "10 ratings" in text


async def test_staff_comment_and_change_and_remove_their_own(sharing: LibraryPages, here: Library) -> None:
    item_id = await here.published()
    async with sharing.visitor("educator") as writer, sharing.visitor("leader") as other:
        assert "Nobody has said anything yet." in await read(writer, item_page(item_id))
        blank = await say(writer, item_id, "comment", 422, words=" \n")
        assert error_at(blank.text, "comment-words")
        await say(writer, item_id, "comment", words="It worked <well>.\r\nTwice.")
        text = await read(other, item_page(item_id))
        assert "It worked &lt;well&gt;.\nTwice." in text
        assert "Change what you said" not in text
        too_long = await say(writer, item_id, "edit", 422, words="a" * 2001)
        assert ">" + "a" * 2001 + "</textarea>" in too_long.text, "what was typed is not lost"
        stale = form_of(await read(writer, item_page(item_id)), f'action="{item_page(item_id)}/versions/1/edit"')
        await say(writer, item_id, "edit", words="It worked better.")
        refused = await post(writer, f"{item_page(item_id)}/versions/1/edit", stale | {"words": "Mine <too>"}, 412)
        assert ">Mine &lt;too&gt;</textarea>" in refused.text
        text = await read(other, item_page(item_id))
        assert "It worked better." in text
        assert "· edited" in text
        await say(writer, item_id, "remove")
        text = await read(other, item_page(item_id))
    assert "Its author has removed this comment." in text
    assert "It worked better." not in text


async def test_a_comment_from_another_district_names_the_district_and_no_person(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.library("Bay District") as there, sharing.visitor("educator") as writer:
        item_id = await there.published()
        await say(writer, item_id, "comment", words="Ours liked it.")
        (seen,) = (await there.ask("GET", f"/resources/v1/items/{item_id}/comments", 200))["items"]
        assert (seen["person_id"], seen["commenter_id"]) == (None, str(sharing.district))
        await there.ask("POST", f"/resources/v1/items/{item_id}/versions/1/comments", 201, json={"words": "Thank you."})
        assert "Somebody of Bay District" in await read(writer, item_page(item_id))


async def test_a_named_curator_hides_a_comment_with_why_and_shows_it_again(
    sharing: LibraryPages, here: Library
) -> None:
    await name_curators(sharing, here, "leader")
    item_id = await here.published()
    async with sharing.visitor("educator") as writer, sharing.visitor("leader") as curator:
        await say(writer, item_id, "comment", words="Ana could not do it.")
        assert "Hide this comment" not in await read(writer, item_page(item_id))
        blank = await say(curator, item_id, "hide", 422, because="")
        assert "Say why" in blank.text
        await say(curator, item_id, "hide", because="It names a <learner>.")
        text = await read(writer, item_page(item_id))
        assert "A curator has hidden this comment: It names a &lt;learner&gt;." in text
        assert "Ana could not do it." in text, "its author reads it still"
        await say(curator, item_id, "show")
        assert "A curator has hidden" not in await read(writer, item_page(item_id))


async def test_learners_read_and_write_no_comments(sharing: LibraryPages, here: Library) -> None:
    item_id = await here.published()
    async with sharing.visitor("learner") as client:
        assert 'id="comments"' not in await read(client, item_page(item_id))


async def test_a_report_goes_to_the_curators_desk_and_its_answers_come_back(
    sharing: LibraryPages, here: Library
) -> None:
    await name_curators(sharing, here, "leader")
    item_id = await here.published()
    async with sharing.visitor("learner") as learner, sharing.visitor("leader") as curator:
        blank = await say(learner, item_id, "report", 422, words="Kept <words>")
        assert error_at(blank.text, "about")
        assert ">Kept &lt;words&gt;</textarea>" in blank.text
        await say(learner, item_id, "report", about="broken", words="The film <does not> open.")
        assert f'href="{REPORTS}"' in await read(curator, DESK)
        listed = await read(curator, REPORTS)
        assert "A file or a link does not open" in listed
        [path] = {part.partition('"')[0] for part in listed.split('href="')[1:] if part.startswith(f"{REPORTS}/")}
        text = await read(curator, path)
        assert "The film &lt;does not&gt; open." in text
        form = form_of(text, f'action="{path}"')
        refused = await post(curator, path, form | {"words": "We <look>."}, 422)
        assert error_at(refused.text, "state")
        assert ">We &lt;look&gt;.</textarea>" in refused.text
        await post(curator, path, form | {"words": "We <look>.", "state": "answered"})
        stale = await post(curator, path, form | {"words": "Me too.", "state": "answered"}, 412)
        assert ">Me too.</textarea>" in stale.text
        told = await read(learner, item_page(item_id))
        assert "We &lt;look&gt;." in told
        form = form_of(await read(curator, path), f'action="{path}"')
        await post(curator, path, form | {"words": "It opens again.", "state": "closed"})
        assert "It is closed." in await read(curator, path)
        assert "It opens again." in await read(learner, item_page(item_id))
        assert path not in await read(curator, REPORTS)
        assert path in await read(curator, f"{REPORTS}?state=closed")


async def test_only_who_is_named_reads_reports(sharing: LibraryPages, here: Library) -> None:
    async with sharing.visitor("leader") as unnamed, sharing.visitor("learner") as learner:
        assert "Only who is named to decide reads what readers report." in await read(unnamed, REPORTS)
        await read(learner, REPORTS, 403)


async def test_remarks_speaks_spanish(sharing: LibraryPages, here: Library) -> None:
    await name_curators(sharing, here, "leader")
    item_id = await here.published()
    async with sharing.visitor("leader") as client:
        await say(client, item_id, "comment", words="Palabras.")
        await say(client, item_id, "report", about="rights", words="Palabras.")
        [path] = {
            part.partition('"')[0] for part in (await read(client, REPORTS)).split('href="')[1:]
            if part.startswith(f"{REPORTS}/")
        }  # fmt: skip
        for page in (item_page(item_id), REPORTS, path):
            assert english_in_spanish(await read(client, f"{page}?lang=es")) == set(), page


@pytest.mark.parametrize("saying", ["rate", "comment", "report"])
async def test_where_resources_is_away_what_was_typed_is_kept(
    sharing: LibraryPages, here: Library, saying: str
) -> None:
    item_id = await here.published()
    to = f"{item_page(item_id)}/versions/1/{saying}"
    async with sharing.visitor("educator") as client:
        form = form_of(await read(client, item_page(item_id)), f'action="{to}"')
        sharing.away = True
        kept = await post(client, to, form | {"words": "My <words>", "stars": "4"}, 503)
    assert "My &lt;words&gt;" in kept.text
