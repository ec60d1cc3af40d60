"""Items are brought in from a sheet by a form that needs no script, checked first, and taken along."""

import json
import re

from services.dashboards.tests.library.desk_forms import DESK
from services.dashboards.tests.library.library_pages import LibraryPages
from services.dashboards.tests.readiness.reading import form_of, read
from services.resources.tests.items.library import OWN, Library, content

PAGE = f"{DESK}/exchange"
FORM = f'action="{PAGE}"'
WHOLE = b"row,title,kind,source,licence\r\nitem,<Strips>,tool,,\r\npart,Steps,text,Fold.,CC BY 4.0\r\n"
SHEET = WHOLE + b"part,More,text,x,mine\r\n"


async def test_a_sheet_is_checked_and_then_brought_in_without_being_chosen_again(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.visitor("educator") as client:
        form = form_of(await read(client, PAGE), FORM)
        checked = await client.post(PAGE, data=form | {"do": "check"}, files={"sheet": ("a.csv", WHOLE, "text/csv")})
        assert checked.status_code == 200, checked.text
        assert "1 item would become a draft." in checked.text
        assert (await here.ask("GET", OWN, 200))["items"] == []
        form = form_of(checked.text, FORM)
        brought = await client.post(PAGE, data=form | {"do": "bring-in"}, files={"sheet": ("", b"")})
        assert "1 item is a draft now." in brought.text
        assert "&lt;Strips&gt;" in brought.text
        (made,) = (await here.ask("GET", OWN, 200))["items"]
        assert f'href="{DESK}/{made["item_id"]}"' in brought.text


async def test_what_is_wrong_stands_with_its_line(sharing: LibraryPages, here: Library) -> None:
    async with sharing.visitor("educator") as client:
        form = form_of(await read(client, PAGE), FORM)
        said = await client.post(PAGE, data=form | {"do": "bring-in"}, files={"sheet": ("a.csv", SHEET, "text/csv")})
    assert "Line 4" in said.text
    assert "left out" in said.text
    assert (await here.ask("GET", OWN, 200))["items"] == []


async def test_a_form_without_a_sheet_and_a_file_that_is_none_say_what_to_do(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.visitor("educator") as client:
        form = form_of(await read(client, PAGE), FORM)
        empty = await client.post(PAGE, data=form | {"do": "check"}, files={"sheet": ("", b"")})
        other = await client.post(PAGE, data=form | {"do": "check"}, files={"sheet": ("a.csv", b"a,b\r\n1,2\r\n")})
    assert (empty.status_code, other.status_code) == (422, 400)
    assert "Choose a sheet first." in empty.text
    assert "The sheet cannot be read" in other.text


async def test_who_makes_no_items_brings_none_in(sharing: LibraryPages, here: Library) -> None:
    async with sharing.visitor("learner") as client:
        assert (await client.get(PAGE)).status_code == 403


async def test_the_page_of_an_open_item_tells_programs_what_it_is(sharing: LibraryPages, here: Library) -> None:
    item_id = await here.published(content(title="Strips </script> & more"))
    async with sharing.anyone() as client:
        text = (await client.get(f"/open-library/{item_id}")).text
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert json.loads(block)["name"] == "Strips </script> & more"
