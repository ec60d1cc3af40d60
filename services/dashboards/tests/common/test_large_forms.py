"""Whoever sends a form that is too large is told so by a page, and gets back what can be given back."""

from typing import Any

import httpx
import pytest

from services.dashboards.tests.small_district import World
from services.dashboards.tests.visitors import signed_in

FORM = "/instruments/import"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
OWN_PAGE = BROWSER | {"Sec-Fetch-Site": "same-origin"}
ROWS = b"question,model.shared\n" * 100_000
TITLE = "What <we> share"
WRITTEN = "Word after word. " * 70_000


async def sent(world: World, headers: dict[str, str] = OWN_PAGE, path: str = FORM, **form: Any) -> httpx.Response:
    async with signed_in(world) as client:
        answer: httpx.Response = await client.post(path, headers=headers, **form)
    return answer


async def test_the_file_that_is_too_large_is_named_and_the_words_beside_it_are_given_back(lasting: World) -> None:
    answer = await sent(
        lasting, data={"title": TITLE, "password": "hidden"}, files={"file": ("rows of <may>.csv", ROWS, "text/csv")}
    )
    assert (answer.status_code, answer.headers["content-type"]) == (413, "text/html; charset=utf-8")
    assert "A form may hold 1 MB in all" in answer.text
    assert "The file “rows of &lt;may&gt;.csv” has 2.2 MB." in answer.text
    assert "<blockquote>What &lt;we&gt; share</blockquote>" in answer.text
    assert "hidden</" not in answer.text
    assert answer.text.count("Choose a smaller file") == 1
    assert "has to be chosen again" not in answer.text


async def test_words_that_are_too_many_are_given_back_whole(lasting: World) -> None:
    for how in ({"data": {"notes": WRITTEN}}, {"files": {"notes": (None, WRITTEN)}}):
        answer = await sent(lasting, **how)
        assert (answer.status_code, WRITTEN in answer.text) == (413, True)
        assert "Write less, or send it in parts." in answer.text


async def test_the_page_speaks_the_readers_language(lasting: World) -> None:
    answer = await sent(lasting, OWN_PAGE | {"Accept-Language": "es"}, data={"notes": WRITTEN})
    assert (answer.status_code, answer.headers["content-language"]) == (413, "es")
    assert "Un formulario puede contener 1 MB en total" in answer.text


@pytest.mark.parametrize("path", [FORM, "/nowhere"])
async def test_a_form_of_which_too_much_comes_to_read_it_all_is_told_by_a_page_too(lasting: World, path: str) -> None:
    answer = await sent(lasting, path=path, data={"notes": WRITTEN * 8})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "text/html; charset=utf-8")
    assert "Go back in your browser" in answer.text
    assert "Word after word" not in answer.text


async def test_what_another_site_sends_is_not_shown(lasting: World) -> None:
    answer = await sent(lasting, BROWSER | {"Sec-Fetch-Site": "cross-site"}, data={"notes": WRITTEN})
    assert (answer.status_code, "Word after word" in answer.text) == (413, False)


async def test_a_program_gets_the_problem_document(lasting: World) -> None:
    answer = await sent(lasting, {"Accept": "application/json"}, content=b" " * 1_000_001)
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


async def test_a_form_just_as_large_as_it_may_be_is_taken(lasting: World) -> None:
    filled = {"notes": "x" * (1_000_000 - len("notes="))}
    assert (await sent(lasting, data=filled)).status_code != 413
    filled["notes"] += "x"
    assert (await sent(lasting, data=filled)).status_code == 413
