"""What a browser is shown at an address of nothing or when we fail, and what a program gets there."""

import re
from typing import Any

import pytest

from shared.db.database import Database
from shared.testing import DISTRICT_A

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["/nowhere", "/learners", "/district/x", "/sign-in/", "/%00", "/static/x"])
async def test_a_browser_at_an_address_of_nothing_is_shown_the_error_page(world: Any, path: str) -> None:
    async with world.running.client() as client:
        english = await client.get(path, headers=BROWSER)
        spanish = await client.get(path, headers=BROWSER | {"Accept-Language": "es"})
    for answer, words_ in ((english, "Not found"), (spanish, "No encontrad")):
        assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert words_ in answer.text
        assert '<a href="/">' in answer.text


@pytest.mark.parametrize(
    "accept",
    [None, "*/*", "application/json", "application/json, text/plain, */*", "text/html;q=0.5, application/json",
     "text/html;q=0", "text/html;q=x", "application/problem+json, text/html;q=0.9"],
)  # fmt: skip
async def test_a_program_at_an_address_of_nothing_gets_the_problem_document(world: Any, accept: str | None) -> None:
    async with world.running.client() as client:
        answer = await client.get("/nowhere", headers={"Accept": accept} if accept else {})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_beneath_the_read_api_a_browser_gets_the_problem_document_too(world: Any) -> None:
    async with world.running.client() as client:
        for path in ("/dashboards", "/dashboards/v1/nowhere", "/dashboards/v1/district"):
            answer = await client.get(path, headers=BROWSER)
            assert answer.headers["content-type"] == "application/problem+json"


async def test_a_browser_is_shown_a_page_also_where_we_fail(world: Any) -> None:
    app = world.running.app
    there = app.context.database
    app.context.database = away = Database(
        "postgresql://nobody:x@127.0.0.1:1/none", app.context.settings, application="x"
    )
    try:
        async with world.running.client(DISTRICT_A, "dashboards.read", role="leader") as client:
            answer = await client.get("/district", headers=BROWSER)
            moved = await client.put("/district", headers=BROWSER)
    finally:
        app.context.database = there
        await away.close()
    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert "Try again in a moment" in answer.text
    assert answer.headers["retry-after"]
    assert (moved.status_code, moved.headers["allow"]) == (405, "GET")


@pytest.mark.parametrize("path", ["//evil.example/x", "/%09/evil.example", "/%5Cevil.example", "/x%22%3E%3Cscript%3E"])
async def test_no_link_of_the_error_page_leads_elsewhere(world: Any, path: str) -> None:
    async with world.running.client() as client:
        answer = await client.get(f"http://trellis.test{path}", headers=BROWSER)
    assert answer.status_code == 404
    for link in re.findall(r'(?:href|src|action)="([^"]*)"', answer.text):
        assert re.match(r"/[^/\\\s]", link) or link in ("/", "#main"), link
    assert "<script>" not in answer.text
