"""Forms that are sent with nothing typed into them, by somebody who reads Spanish."""

import re
from html import unescape
from typing import Any, NamedTuple

from services.dashboards.tests.readiness.reading import hidden, read


class Blank(NamedTuple):
    """How many forms were refused beside their fields, and what was said there in each language."""

    refused: int
    spanish: set[str]
    english: set[str]


async def send_blank(client: Any, *pages: str) -> Blank:
    """Of all forms of these pages into which something can be typed or chosen."""
    refused, said = 0, set[tuple[str, str]]()
    for page in pages:
        text = await read(client, page)
        for action, form in re.findall(r'<form class="form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', text, re.S):
            kept = {name: hidden(form, name) for name in ("etag", "key", "id") if f'name="{name}"' in form}
            names = set(re.findall(r'<(?:select|textarea|input(?![^>]*hidden))[^>]* name="([^"]+)"', form)) - {*kept}
            if not names:
                continue
            answer = await client.post(unescape(action), params={"lang": "es"}, data=dict.fromkeys(names, "") | kept)
            found = re.findall(r'<p class="field-error".*?<span lang="(..)">(.*?)</span>', answer.text, re.S)
            refused += bool(found)
            said |= set(found)
    return Blank(refused, *({unescape(one) for language, one in said if language == kind} for kind in ("es", "en")))
