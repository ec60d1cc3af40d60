"""The documentation under /docs: where it is built, and where it is not."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from shared.run.documentation import Documentation
from shared.run.edge import SECURITY_HEADERS
from shared.run.process import Process


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "guide").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>Welcome</h1>")
    (folder / "guide/page.html").write_text("<h1>A guide</h1>")
    (tmp_path / "secret.txt").write_text("not of the site")
    return folder


@pytest.fixture
async def client(site: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(Documentation(site)), base_url="http://docs.example"
    ) as asking:
        yield asking


async def test_pages_are_served_with_the_security_headers_of_every_answer(client: httpx.AsyncClient) -> None:
    assert "Welcome" in (await client.get("/docs/")).text
    answer = await client.get("/docs/guide/page.html")
    assert answer.status_code == 200
    assert {name.decode(): answer.headers[name.decode()] for name, _ in SECURITY_HEADERS} == {
        name.decode(): value.decode() for name, value in SECURITY_HEADERS
    }


async def test_a_browser_asks_again_and_is_told_that_nothing_changed(client: httpx.AsyncClient, site: Path) -> None:
    first = await client.get("/docs/guide/page.html")
    assert first.headers["cache-control"] == "no-cache"
    again = await client.get("/docs/guide/page.html", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    (site / "guide/page.html").write_text("<h1>Another guide</h1>")
    changed = await client.get("/docs/guide/page.html", headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200


async def test_the_address_without_a_slash_leads_to_the_one_with(client: httpx.AsyncClient) -> None:
    answer = await client.get("/docs")
    assert (answer.status_code, answer.headers["location"]) == (308, "/docs/")


@pytest.mark.parametrize(
    "path", ["/docs/nowhere.html", "/docs/../secret.txt", "/docs/%2e%2e/secret.txt", "/docs/a%00b"]
)
async def test_what_is_no_page_of_the_site_is_a_404(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404
    assert "not of the site" not in answer.text


async def test_nothing_can_be_written(client: httpx.AsyncClient) -> None:
    answer = await client.post("/docs/")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("folder", [None, Path("nowhere")])
async def test_where_nothing_is_built_a_page_says_how_to_build_it(folder: Path | None) -> None:
    transport = httpx.ASGITransport(Documentation(folder))
    async with httpx.AsyncClient(transport=transport, base_url="http://docs.example") as asking:
        answer = await asking.get("/docs/")
    assert answer.status_code == 200
    assert "make site" in answer.text


async def test_only_a_process_that_serves_all_services_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTH_LEARNER_ID_KEY", "a key for tests only, of 32 letters or more")
    for documentation, status in ((True, 200), (False, 404)):
        process = Process([], documentation=documentation)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(process), base_url="http://docs.example") as asking:
            assert (await asking.get("/docs/")).status_code == status
