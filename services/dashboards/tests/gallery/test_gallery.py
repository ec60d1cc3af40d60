"""The gallery: absent unless it is asked for; with every part, in both languages, all words in the catalogues."""

import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from fastapi.routing import APIRoute

import dashboards
from dashboards.common.pages import translations as words
from dashboards.gallery.routes import answers, pages
from services.dashboards.tests.common.test_catalogues import BareWords
from services.dashboards.tests.gallery.served import PATHS, gallery_service
from shared.testing import RunningService

PACKAGE = Path(dashboards.__file__).parent
TEMPLATES = sorted(file for folder in ("kit", "gallery") for file in (PACKAGE / folder).rglob("*.html"))
VOID = {"meta", "link", "input", "img", "br"}


@pytest_asyncio.fixture(scope="module")
async def gallery(databases: Any) -> AsyncIterator[RunningService]:
    async with gallery_service(databases) as running:
        yield running


async def test_there_is_no_gallery_unless_a_setting_says_so(world: Any) -> None:
    async with world.running.client() as client:
        for path in PATHS:
            assert (await client.get(path)).status_code == 404, path
        for route in answers.routes:
            assert isinstance(route, APIRoute)
            assert (await client.post(route.path, json={})).status_code == 404
    assert len(pages.routes) + len(answers.routes) == 4


@pytest.mark.parametrize("language", words.LANGUAGES)
async def test_every_part_is_shown_in_every_language(gallery: RunningService, language: str) -> None:
    async with gallery.client() as client:
        for path in PATHS:
            answer = await client.get(f"{path}?lang={language}")
            assert answer.status_code == 200, path
            assert answer.headers["content-language"] == language
            assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|NaN|\bNone\b", answer.text), path
            _WellFormed(path).feed(answer.text)
        assert (await client.get("/gallery/nothing")).status_code == 404


class _WellFormed(HTMLParser):
    """Fails where an element is closed that was not opened last, or an id is there twice."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.open, self.ids = path, list[str](), set[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                assert value not in self.ids, f"{self.path}: {value} twice"
                self.ids.add(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"{self.path}: {tag} was never opened"
        assert self.open.pop() == tag, f"{self.path}: {tag} closes another"


async def test_a_table_follows_its_address_without_scripts(gallery: RunningService) -> None:
    async with gallery.client() as client:
        text = (await client.get("/gallery/table?sort=-shown&grade=03")).text
    assert text.index("Ben Example") < text.index("Cruz Ñandú")
    assert "Ana Example" not in text
    assert 'aria-sort="descending"' in text
    assert "2 of 5 are shown." in text


async def test_codes_are_said_in_words_and_numbers_as_people_write_them(gallery: RunningService) -> None:
    async with gallery.client() as client:
        english = (await client.get("/gallery/table")).text
        spanish = (await client.get("/gallery/table?lang=es")).text
    assert all(words in english for words in ("Kindergarten", "Grade 3", "1,114", "2.5", "Educator"))
    assert all(words in spanish for words in ("Kínder", "Grado 3", "1,114", "2.5", "Docente"))


async def test_the_forms_of_the_gallery_are_answered(gallery: RunningService) -> None:
    async with gallery.client() as client:
        for said, status in (("Longer library evenings", 201), ("Short", 422), ("A conflict of mine", 409)):
            answer = await client.post("/gallery/thoughts", json={"words": said, "area": "place", "stars": 4})
            assert answer.status_code == status
        assert (await client.post("/gallery/files", content=b"1234")).json() == {"bytes": 4}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.name)
def test_templates_of_the_kit_hold_no_words_outside_the_catalogues(template: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", template.read_text(), flags=re.S)
    text = re.sub(r"\{%-?\s*trans\b.*?\bendtrans\s*-?%\}", "", text, flags=re.S)
    text = re.sub(r"<blockquote>.*?</blockquote>", "", text, flags=re.S)  # what a person of the gallery wrote
    text = re.sub(r"\{%.*?%\}|(?<!<)(?<!</)\{\{.*?\}\}", "", text, flags=re.S).replace("{{ heading }}", "h2")
    bare = BareWords()
    bare.feed(text)
    assert bare.words == []
