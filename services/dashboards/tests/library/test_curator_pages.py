"""Who decides what is published is named on a page, by those who lead."""

from services.dashboards.tests.library.desk_forms import DESK, post
from services.dashboards.tests.library.library_pages import LibraryPages
from services.dashboards.tests.readiness.reading import error_at, form_of, read
from services.resources.tests.items.library import CURATORS, Library

PAGE = f"{DESK}/curators"
FORM = 'name="person_ids"'


async def test_a_leader_names_who_decides_and_everybody_at_the_desk_reads_it(
    sharing: LibraryPages, here: Library
) -> None:
    ana = str(sharing.uid("ana"))
    async with sharing.visitor() as leader, sharing.visitor("educator") as educator:
        text = await read(leader, PAGE)
        assert "Nobody is named to decide" in text
        form = form_of(text, FORM)
        wrong = await post(leader, PAGE, form | {"person_ids": "no <id>"}, 422)
        assert error_at(wrong.text, "person_ids")
        assert form_of(wrong.text, FORM)["person_ids"] == "no <id>"
        looked = await post(leader, PAGE, form | {"sought": "x", "look": "yes", "person_ids": ana}, 200)
        assert "Type two letters or more." in looked.text
        assert form_of(looked.text, FORM)["person_ids"] == ana
        await post(leader, PAGE, form | {"person_ids": ana})
        assert (await here.ask("GET", CURATORS, 200))["person_ids"] == [ana]
        assert form_of(await read(leader, PAGE), FORM)["person"] == [ana]
        stale = await post(leader, PAGE, form | {"person_ids": ana}, 412)
        assert "Somebody has changed this" in stale.text
        assert FORM not in await read(educator, PAGE)
        await post(educator, PAGE, form, 403)
