"""A rater's form in a browser without scripts: what it shows, and what it sends."""

import re
from html import unescape

import httpx

from services.dashboards.tests.readiness.asking import Asking, Link


async def read(asking: Asking, path: str, status: int = 200, accept: str = "en") -> str:
    async with asking.anyone() as client:
        answer = await client.get(path, headers={"Accept-Language": accept})
    assert answer.status_code == status, (answer.status_code, answer.text[:500])
    return unescape(answer.text)


def shown(text: str, key: str) -> str:
    """What the page says that it showed of a question."""
    found = re.search(rf'name="shown:{re.escape(key)}" value="([^>]*)">', text)
    assert found, key
    return unescape(found[1])


async def page_of(asking: Asking, link: Link, page: str = "1") -> dict[str, str]:
    """The hidden fields of a page as it is now."""
    async with asking.anyone() as client:
        text = (await client.get(f"{link.path}/questions?page={page}")).text
    return {f"shown:{key}": shown(text, key) for key in re.findall(r'name="shown:([^"]+)"', text)}


async def send(asking: Asking, link: Link, page: str = "1", **fields: str) -> httpx.Response:
    named = {name.replace("__", ":").replace("_of_", "."): value for name, value in fields.items()}
    async with asking.anyone() as client:
        return await client.post(f"{link.path}/questions?page={page}", data=await page_of(asking, link, page) | named)
