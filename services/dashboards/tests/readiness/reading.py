"""Pages as a browser without scripts reads them, and what it would send of their forms."""

import re
from html import unescape
from typing import Any


async def read(client: Any, path: str, status: int = 200) -> str:
    answer = await client.get(path)
    assert answer.status_code == status, (path, answer.status_code, answer.text[:400])
    return str(answer.text)


def form_of(text: str, part: str = 'class="form editor"') -> dict[str, Any]:
    """What a browser would send of the form that has this part, as it stands."""
    begin = text.index(part)
    form = text[text.rindex("<form", 0, begin) : text.index("</form>", begin)]
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        if attributes.get("type") in ("checkbox", "radio"):
            if " checked" in tag:
                fields.setdefault(attributes["name"], []).append(attributes["value"])
        elif attributes.get("name"):
            fields[attributes["name"]] = attributes.get("value", "")
    for name, words in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        fields[name] = unescape(words)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = unescape(chosen[1]) if chosen else ""
    return fields


def error_at(text: str, field: str) -> str:
    """What is said to be wrong with the field of this id."""
    found = re.search(rf'id="{re.escape(field)}-error">(.*?)</p>', text, re.S)
    return "" if found is None else unescape(re.sub(r"<[^>]*>", "", found[1]))


def hidden(text: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return unescape(found[1])
