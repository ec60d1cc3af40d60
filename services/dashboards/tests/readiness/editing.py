"""The editor of instruments, as a leader uses it whose forms stand as they were read."""

import re
from typing import Any

from services.dashboards.tests.readiness.asking import Asking
from services.dashboards.tests.readiness.reading import form_of, read


class Editor:
    """A leader at the editor, who fills in forms as they stand."""

    def __init__(self, client: Any, base: str) -> None:
        self.client, self.base = client, base

    async def send(self, part: str, status: int = 303, do: str = "", **typed: Any) -> Any:
        fields = form_of(await read(self.client, self.base + part))
        named = {name.replace("__", "."): value for name, value in typed.items()}
        answer = await self.client.post(self.base + part, data=fields | named | {"do": do})
        assert answer.status_code == status, answer.text
        return answer

    async def press(self, part: str, status: int = 303) -> Any:
        etag = form_of(await read(self.client, self.base), "etag")["etag"]
        answer = await self.client.post(self.base + part, data={"etag": etag})
        assert answer.status_code == status, answer.text
        return answer


async def begun(client: Any, title: str = "Written <here>") -> Editor:
    page = await read(client, "/instruments/new")
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    made = await client.post("/instruments/new", data={"title": title, "languages": "en, es", "key": key[1]})
    assert made.status_code == 303, made.text
    return Editor(client, made.headers["location"])


async def cloned(asking: Asking, client: Any) -> Editor:
    """A draft that says what the published instrument says."""
    await client.post(f"/instruments/{asking.instrument_id}/draft")
    made = await client.post(f"/instruments/{asking.instrument_id}/versions/1", data={"do": "clone"})
    return Editor(client, made.headers["location"])
