"""Links of what is published are looked at on a real web server, and stand as it answers."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from resources.link_checks.usecases.checking import LinkChecker
from services.resources.tests.items.library import OWN, Library, content, part
from shared.outgoing.client import AllowList, OutboundClient
from shared.testing import RunningService

LINKS = "/resources/v1/link-checks"
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
ANSWERS = {
    "/ok": "200 OK",
    "/gone": "404 Not Found",
    "/robots": "403 Forbidden",
    "/failing": "500 Internal Server Error",
    "/moved": "301 Moved Permanently\r\nLocation: /ok",
    "/away-for-now": "302 Found\r\nLocation: /ok",
    "/loop": "302 Found\r\nLocation: /loop",
    "/private": "302 Found\r\nLocation: http://10.0.0.1/admin",
}


class Web:
    """A web server: what it was asked, and how many asked at once. HEAD of `/get-only` it does not know."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.at_once = self.most_at_once = 0
        self.idle = asyncio.Event()
        self.port = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.at_once += 1
        self.idle.clear()
        try:
            method, path, _ = (await reader.readuntil(b"\r\n\r\n")).decode().split(" ", 2)
            self.asked.append(f"{method} {path}")
            self.most_at_once = max(self.most_at_once, self.at_once)
            if path == "/slow":
                await reader.read()
            said = (
                ("405 Method Not Allowed" if method == "HEAD" else "200 OK") if path == "/get-only" else ANSWERS[path]
            )
            writer.write(f"HTTP/1.1 {said}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # whoever asked has gone
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
            self.at_once -= 1
            if not self.at_once:
                self.idle.set()

    def of(self, path: str) -> dict[str, Any]:
        return part(kind="link", title=path, source=f"http://127.0.0.1:{self.port}{path}")


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    made = Web()
    server = await asyncio.start_server(made.answer, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    server.close()
    if made.at_once:
        await made.idle.wait()


async def no_names(host: str, port: int) -> Sequence[str]:
    raise OSError(host)


@asynccontextmanager
async def checker_of(running: RunningService, web: Web) -> AsyncIterator[LinkChecker]:
    allowed = AllowList.parse([f"127.0.0.1:{web.port}"])
    async with OutboundClient(allowed, deadline_seconds=1, resolver=no_names) as client:
        yield LinkChecker(running.worker, client, running.app.context.now)


async def check_all(checker: LinkChecker) -> None:
    while await checker.check_due():
        pass


async def states(here: Library, item_id: str) -> dict[str, tuple[str, str | None]]:
    found = await here.ask("GET", f"{OWN}/{item_id}/link-checks", 200)
    return {one["part_title"]: (one["state"], one["why"]) for one in found["items"]}


async def test_each_link_stands_as_its_site_answers(running: RunningService, here: Library, web: Web) -> None:
    paths = [*ANSWERS, "/get-only", "/slow"]
    item_id = await here.published(content(*(web.of(one) for one in paths)))
    assert set((await states(here, item_id)).values()) == {("unchecked", None)}
    async with checker_of(running, web) as checker:
        await check_all(checker)
    assert await states(here, item_id) == {
        "/ok": ("ok", "answered"),
        "/get-only": ("ok", "answered"),
        "/away-for-now": ("ok", "answered"),
        "/moved": ("moved", "moved_for_good"),
        "/gone": ("inconclusive", "not_there"),
        "/robots": ("inconclusive", "robots_refused"),
        "/failing": ("inconclusive", "site_failed"),
        "/loop": ("inconclusive", "redirects"),
        "/private": ("inconclusive", "not_called"),
        "/slow": ("inconclusive", "no_answer"),
    }
    moved = await here.ask("GET", f"{LINKS}?state=moved", 200)
    assert [one["moved_to"] for one in moved["items"]] == [f"http://127.0.0.1:{web.port}/ok"]
    assert web.most_at_once == 1, "a host is never asked twice at once"
    assert web.asked.count("HEAD /loop") <= 6


async def test_a_link_is_broken_on_the_third_day_and_whole_when_something_is_there(
    running: RunningService, here: Library, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    item_id = await here.published(content(web.of("/gone")))

    async def stands_on(day: float) -> str:
        with running.set_clock(lambda: NOW + timedelta(days=day)):
            async with checker_of(running, web) as checker:
                await check_all(checker)
        return (await states(here, item_id))["/gone"][0]

    assert [await stands_on(day) for day in (0, 0.1, 1, 1.1, 2.1)] == ["inconclusive"] * 4 + ["broken"]
    assert [one["item_title"] for one in (await here.ask("GET", f"{LINKS}?state=broken", 200))["items"]]
    monkeypatch.setitem(ANSWERS, "/gone", "200 OK")
    assert await stands_on(10) == "ok"


async def test_a_name_that_nobody_knows_says_nothing_while_nothing_else_answers(
    running: RunningService, here: Library, web: Web
) -> None:
    lost = await here.published(content(part(kind="link", title="lost", source="https://lost.example/")))
    async with checker_of(running, web) as checker:
        await check_all(checker)
        assert (await states(here, lost))["lost"] == ("inconclusive", "no_answer")
        await here.published(content(web.of("/ok")))
        await check_all(checker)
        other = await here.published(content(part(kind="link", title="lost", source="https://lost.example/2")))
        await check_all(checker)
    assert (await states(here, other))["lost"] == ("inconclusive", "no_such_name")


async def test_a_link_is_looked_at_afresh_when_its_address_changes_and_goes_with_its_item(
    running: RunningService, here: Library, web: Web
) -> None:
    kept, changed = web.of("/ok"), web.of("/robots")
    item_id = await here.published(content(kept, changed))
    async with checker_of(running, web) as checker:
        await check_all(checker)
    await here.revise(item_id, content(kept, changed | {"source": web.of("/ok")["source"]}))
    assert await states(here, item_id) == {"/ok": ("ok", "answered"), "/robots": ("unchecked", None)}
    await here.revise(item_id, content(kept))
    assert await states(here, item_id) == {"/ok": ("ok", "answered")}
    await here.stand(item_id, "taken_down", because="It was not ours.")
    assert await states(here, item_id) == {}
    async with checker_of(running, web) as checker:
        assert await checker.check_due() == 0


async def test_what_is_published_stands_whatever_its_links_do_and_only_its_district_is_told(
    running: RunningService, here: Library, there: Library, web: Web
) -> None:
    item_id = await here.published(content(web.of("/gone")))
    async with checker_of(running, web) as checker:
        await check_all(checker)
    await there.ask("GET", f"/resources/v1/items/{item_id}", 200)
    await there.ask("GET", f"{OWN}/{item_id}/link-checks", 404)
    assert (await there.ask("GET", LINKS, 200))["items"] == []
    await here.ask("GET", f"{LINKS}?state=cracked", 422)


async def test_links_of_items_that_were_published_before_are_taken_up(
    running: RunningService, here: Library, web: Web
) -> None:
    item_id = await here.published(content(web.of("/ok")))
    async with running.worker.transaction(None) as session:
        await session.execute(text("delete from link_check"))
    assert await states(here, item_id) == {}
    assert await running.run_job("resources.links") is False
    assert await states(here, item_id) == {"/ok": ("unchecked", None)}
