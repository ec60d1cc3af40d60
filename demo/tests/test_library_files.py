"""The files of the demo's library are what the service takes them for, and the same each time."""

from __future__ import annotations

import io
import re

import av
import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from demo.library.catalogue import Entry, Form, entries
from demo.library.documents import document, plain
from demo.library.films import SECONDS_A_STEP
from demo.library.making import Made, files_of
from demo.library.pictures import HEIGHT, WIDTH
from resources.common.rules.problems import Problem
from resources.files.rules.content.detection import type_by_content
from resources.files.rules.content.sample import sample_of
from resources.files.rules.names import clean_name
from resources.files.rules.videos import VideoCleaner

CREDIT = "© 2026 Sierra Vista Unified. CC BY 4.0."
OF_EACH_FORM = [
    next(entry for entry in entries() if (entry.form, entry.language) == (form, language))
    for form in (Form.PDF, Form.PNG, Form.JPEG, Form.FILM)
    for language in ("en", "es")
]


def first(form: Form, language: str = "es") -> Entry:
    return next(entry for entry in entries() if (entry.form, entry.language) == (form, language))


def taken_as(made: Made) -> str:
    """The media type that the service finds in a file."""
    name = clean_name(made.name)
    assert not isinstance(name, Problem)
    found = type_by_content(sample_of(made.data), name, made.media_type)
    assert not isinstance(found, Problem), found
    return found.media_type


@pytest.mark.parametrize("entry", OF_EACH_FORM, ids=lambda entry: entry.title)
def test_files_are_of_their_type_and_the_same_each_time(entry: Entry) -> None:
    made = files_of(entry, CREDIT)
    assert made == files_of(entry, CREDIT)
    assert len(made) == (3 if entry.form is Form.FILM else 1)
    for one in made:
        assert taken_as(one) == one.media_type
        assert len(one.data) < 200_000


def test_texts_and_links_have_no_file() -> None:
    for form in (Form.TEXT, Form.LINK):
        assert files_of(first(form), CREDIT) == ()


def test_every_word_can_be_written_in_the_letters_of_the_files() -> None:
    for entry in entries():
        for text in (entry.title, entry.description, *entry.steps, *entry.steps_in_spanish):
            assert plain(text) == plain(text).encode("latin-1", errors="replace").decode("latin-1")


def test_a_document_has_a_title_a_language_and_tags() -> None:
    entry = first(Form.PDF)
    data = document(entry.title, entry.language, entry.description, entry.steps, CREDIT)
    assert b"/CreationDate (D:20260901" in data  # not the day on which it is made anew
    assert b"/Lang (es)" in data
    assert b"/Marked true" in data
    assert b"/DisplayDocTitle true" in data
    tags = re.findall(rb"/S /(Document|H1|P|LI|L|Figure)\b", data)
    assert tags == [b"Document", b"H1", b"P", *[b"P"] * len(entry.steps), b"P"]
    [page] = PdfDocument(data)
    text = page.get_textpage().get_text_bounded().replace("\r\n", " ")
    assert entry.title in text
    assert "CC BY 4.0" in text


def test_every_document_is_one_page() -> None:
    for entry in entries():
        if entry.form is Form.PDF:
            [made] = files_of(entry, CREDIT)
            assert len(PdfDocument(made.data)) == 1


def test_a_poster_is_a_picture_of_its_size() -> None:
    [made] = files_of(first(Form.JPEG), CREDIT)
    assert Image.open(io.BytesIO(made.data)).size == (WIDTH, HEIGHT)


def test_a_film_lasts_as_long_as_its_captions_and_is_kept_as_it_is() -> None:
    entry = first(Form.FILM)
    film, english, spanish = files_of(entry, CREDIT)
    with av.open(io.BytesIO(film.data), "r") as container:
        pictures = list(container.decode(video=0))
        assert container.duration == len(entry.steps) * SECONDS_A_STEP * av.time_base
    assert bytes(pictures[0].planes[0]) != bytes(pictures[-1].planes[0])
    for captions, steps in ((english, entry.steps), (spanish, entry.steps_in_spanish)):
        text = captions.data.decode()
        assert [step in text for step in steps] == [True] * len(steps)
        assert re.findall(r"--> (\S+)", text)[-1] == f"00:{len(steps) * SECONDS_A_STEP:02d}.000"
    cleaner = VideoCleaner()
    cleaned = cleaner.feed(film.data)
    assert cleaner.is_sound
    assert len(cleaned) == len(film.data)
