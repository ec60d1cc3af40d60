"""Every word of the pages is in the catalogues, in each language."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import dashboards
from dashboards.common.pages import translations as words

TEMPLATES = Path(dashboards.__file__).parent


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_message_is_missing_fuzzy_or_left_over(language: str) -> None:
    wanted = {message.id for message in words.messages() if message.id}
    kept = {message.id: message for message in words.catalogue(language) if message.id}
    assert kept.keys() == wanted
    for message in kept.values():
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        assert all(strings), message.id
        assert not message.fuzzy, message.id
        assert not list(message.check()), message.id


def test_spanish_is_not_english_again() -> None:
    same = [m.id for m in words.catalogue("es") if m.id and m.string == m.id]
    assert same == []


class BareWords(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        if re.search(r"[A-Za-z]{2,}", data):
            self.words.append(data.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("alt", "title", "aria-label", "placeholder") and re.search(r"[A-Za-z]{2,}", value or ""):
                self.words.append(f"{name}={value}")


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*/templates/*/*.html")), ids=lambda p: p.name)
def test_templates_hold_no_words_outside_the_catalogues(template: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", template.read_text(), flags=re.S)
    text = re.sub(r"\{%-?\s*trans\b.*?\bendtrans\s*-?%\}", "", text, flags=re.S)
    text = re.sub(r"\{%.*?%\}", "", text, flags=re.S)
    text = re.sub(r"\{\{.*?\}\}", "a ", text, flags=re.S)  # an element may be named by an expression
    bare = BareWords()
    bare.feed(text)
    assert [w for w in bare.words if w not in ("Trellis", "· Trellis")] == []


def test_the_check_for_bare_words_finds_them() -> None:
    bare = BareWords()
    bare.feed('<p>Hello</p><img alt="A picture">')
    assert bare.words == ["Hello", "alt=A picture"]
