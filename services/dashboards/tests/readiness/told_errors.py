"""Whether a page ties what is wrong to the fields that it is about, as those need it who only listen."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

VOID = frozenset({"input", "meta", "link", "br", "img", "hr", "progress", "source", "wbr"})
CONTROLS = frozenset({"input", "select", "textarea"})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    inside: list["Element"] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name) or ""

    def all(self) -> list["Element"]:
        return [self, *(each for one in self.inside for each in one.all())]


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, dict(attrs))
        self._open[-1].inside.append(made)
        if tag not in VOID:
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        names = [one.tag for one in self._open]
        if tag in names[1:]:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]


def untied_errors(text: str) -> list[str]:
    """What is wrong with how a page tells errors: one without an id, one that no field names, a field that names one
    and is not invalid, and radios that are no group.
    """
    tree = _Tree()
    tree.feed(text)
    elements = tree.root.all()
    found: list[str] = []
    for error in (one for one in elements if "field-error" in one["class"].split()):
        tied = [one for one in elements if error["id"] and error["id"] in one["aria-describedby"].split()]
        if not tied:
            found.append(f"no field is described by the error {error['id'] or 'without an id'}")
        found += [f"{one.tag} {one['id']} is not said to be invalid" for one in tied if not _is_said_invalid(one)]
    return found


def _is_said_invalid(one: Element) -> bool:
    """A control or a group of radios by itself; a fieldset only where it is one of radios, else its fields are."""
    radios = [each for each in one.all() if each["type"] == "radio"]
    written = [each for each in one.all() if each.tag in CONTROLS and each["type"] not in ("radio", "hidden", "url")]
    if one.tag in CONTROLS or (radios and not written):
        return one["aria-invalid"] == "true" or any(each["aria-invalid"] == "true" for each in one.all())
    return one.tag == "fieldset"


async def ensure_errors_are_tied(response: httpx.Response) -> None:
    """Holds it for every page that a test is shown, so for every form that a test has refused."""
    await response.aread()
    if response.headers.get("content-type", "").startswith("text/html"):
        assert untied_errors(response.text) == [], response.request.url.path
