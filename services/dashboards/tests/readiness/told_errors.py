"""Whether a page ties what is wrong to the fields that it is about, as those need it who only listen, leads to each of
them from its top, and says it in words of people.
"""

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


def unnamed_errors(text: str) -> list[str]:
    """Errors of a form that was refused which its summary does not lead to, and links of it that lead nowhere."""
    tree = _Tree()
    tree.feed(text)
    elements = tree.root.all()
    summaries = [one for one in elements if "form-summary" in one["class"].split() and "autofocus" in one.attributes]
    if not summaries:
        return []
    links = [one["href"].removeprefix("#") for one in summaries[0].all() if one.tag == "a"]
    errors = {one["id"] for one in elements if "field-error" in one["class"].split()}
    places = {one["id"]: set(one["aria-describedby"].split()) | {one["id"]} for one in elements if one["id"]}
    groups = [(set(one["aria-describedby"].split()), {each["id"] for each in one.all()}) for one in elements]
    led = {error for link in links for error in errors if error in places.get(link, set())}
    led |= {error for told, inside in groups for error in told & errors if inside & set(links)}
    found = [f"the summary leads to no field of {error}" for error in sorted(errors - led)]
    return found + [f"there is no {link} to go to" for link in links if link not in places]


def said_by_a_machine(text: str) -> list[str]:
    """What of a page are no words of people: how a value is checked."""
    return [words for words in ("Input should", "Value error", "after validation", "valid UUID") if words in text]


async def ensure_errors_are_tied(response: httpx.Response) -> None:
    """Holds it for every page that a test is shown, so for every form that a test has refused."""
    await response.aread()
    if response.headers.get("content-type", "").startswith("text/html"):
        assert untied_errors(response.text) == [], response.request.url.path
        assert unnamed_errors(response.text) == [], response.request.url.path
        assert said_by_a_machine(response.text) == [], response.request.url.path
