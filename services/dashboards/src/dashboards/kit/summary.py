"""The summary above a form that was refused: all that the page says beside its fields, with a link to each field."""

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

PLACES = "<!-- places -->"
"""Stands in a page where the links are to be."""

_CONTROLS = frozenset({"input", "select", "textarea"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_Attributes = list[tuple[str, str | None]]


@dataclass(slots=True)
class _Fieldset:
    told_by: list[str]
    legend: str = ""
    first: str = ""


@dataclass(slots=True)
class _Reading:
    """An element whose words are read, and what of them: those of soft notes beside a name are left out."""

    into: str
    of: str
    words: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    left_out: int = 0


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.errors: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.controls: list[tuple[str, list[str]]] = []
        self.fieldsets: list[_Fieldset] = []
        self._open: list[_Fieldset] = []
        self._reading: _Reading | None = None

    def handle_starttag(self, tag: str, attrs: _Attributes) -> None:
        said = {name: value or "" for name, value in attrs}
        told_by, classes = said.get("aria-describedby", "").split(), said.get("class", "").split()
        if tag == "fieldset":
            self.fieldsets.append(_Fieldset(told_by))
            self._open.append(self.fieldsets[-1])
        elif tag in _CONTROLS and "id" in said:
            self.controls.append((said["id"], told_by))
            for one in self._open:
                one.first = one.first or said["id"]
        if tag in _VOID:
            return
        if self._reading is not None:
            self._go_into(tag, said.get("lang", ""), classes)
        elif tag == "label" and "for" in said:
            self._reading = _Reading("label", said["for"])
        elif tag == "legend" and self._open:
            self._reading = _Reading("legend", "")
        elif "field-error" in classes and "id" in said:
            self._reading = _Reading("error", said["id"])

    def _go_into(self, tag: str, language: str, classes: list[str]) -> None:
        reading = self._reading
        if reading is None:
            return
        if reading.left_out or "soft" in classes or (reading.into == "error" and tag == "b"):
            reading.left_out += 1
        elif language:
            reading.words.append(f'<span lang="{escape(language)}">')
        reading.ends.append("</span>" if language and not reading.left_out else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "fieldset" and self._open:
            self._open.pop()
        reading = self._reading
        if reading is None or tag in _VOID:
            return
        if reading.ends:
            reading.words.append(reading.ends.pop())
            reading.left_out -= bool(reading.left_out)
            return
        self._reading = None
        words = " ".join("".join(reading.words).split())
        match reading.into:
            case "label":
                self.labels.setdefault(reading.of, words)
            case "legend":
                self._open[-1].legend = self._open[-1].legend or words
            case _:
                self.errors.setdefault(reading.of, words)

    def handle_data(self, data: str) -> None:
        if self._reading is not None and not self._reading.left_out:
            self._reading.words.append(escape(data))


def with_summary(page: str, mark: str) -> str:
    """The page with a link, where its template wants them, to each field beside which it says that something is wrong,
    named as its label names it; a field that nobody can go to is gone to by what is said beside it. The title of the
    page then begins with a mark, for it is the first that is read out.
    """
    if PLACES not in page:
        return page
    read = _Page()
    read.feed(page)
    links = [f'<li><a href="#{escape(to)}">{words}</a></li>' for to, words in (_link(read, one) for one in read.errors)]
    summary = f"<ul>{''.join(links)}</ul>" if links else ""
    return page.replace(PLACES, summary).replace("<title>", f"<title>{escape(mark)} ", 1)


def _link(page: _Page, error: str) -> tuple[str, str]:
    said = page.errors[error]
    for control, told_by in page.controls:
        if error in told_by:
            return control, _named(page.labels.get(control, ""), said)
    for one in page.fieldsets:
        if error in one.told_by:
            return one.first or error, _named(one.legend, said)
    return error, said


def _named(label: str, said: str) -> str:
    return f"{label.rstrip(':?. ')}: {said}" if label else said
