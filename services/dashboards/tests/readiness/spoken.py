"""Whether a page says all that is ours in its own language."""

from functools import cache
from html.parser import HTMLParser

from dashboards.common.pages.translations import catalogue
from services.dashboards.tests.readiness.told_errors import VOID


@cache
def _english() -> frozenset[str]:
    """Messages that read otherwise in Spanish, and that are whole as they stand."""
    return frozenset(
        one.id
        for one in catalogue("es")
        if isinstance(one.id, str) and one.id and "%(" not in one.id and one.string != one.id
    )


class _Page(HTMLParser):
    """What a page says, by the language that it says it is in."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, set[str]] = {}
        self._open = [("", "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        language = given.get("lang", self._open[-1][1])
        if tag not in VOID:
            self._open.append((tag, language))
        self._say(given.get("aria-label", ""), language)

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _ in self._open]
        if tag in names[1:]:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self._say(data, self._open[-1][1])

    def _say(self, words: str, language: str) -> None:
        self.said.setdefault(language, set()).add(" ".join(words.split()))


def english_in_spanish(text: str) -> set[str]:
    """Messages of ours that a page in Spanish says in English, and does not mark so."""
    page = _Page()
    page.feed(text)
    assert len(page.said["es"]) > 5, "the page is in Spanish"
    return page.said["es"] & _english()
