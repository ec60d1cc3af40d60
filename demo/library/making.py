"""The files of the demo's library, made of the words of its items."""

from __future__ import annotations

from dataclasses import dataclass

from demo.library.catalogue import Entry, Form
from demo.library.documents import document
from demo.library.films import captions, film
from demo.library.pictures import poster


@dataclass(frozen=True, slots=True)
class Made:
    """A file. `captions_of_film`: it is the captions of the file before it, in this language."""

    name: str
    media_type: str
    data: bytes
    language: str
    captions_of_film: bool = False


def files_of(entry: Entry, credit: str) -> tuple[Made, ...]:
    """Returns the files of an item: none of links and texts, one of most, and three of a film."""
    match entry.form:
        case Form.PDF:
            data = document(entry.title, entry.language, entry.description, entry.steps, credit)
            return (Made("sheet.pdf", "application/pdf", data, entry.language),)
        case Form.PNG:
            return (Made("poster.png", "image/png", poster(entry.title, entry.steps, "png"), entry.language),)
        case Form.JPEG:
            return (Made("poster.jpg", "image/jpeg", poster(entry.title, entry.steps, "jpeg"), entry.language),)
        case Form.FILM:
            return _film(entry)
        case Form.TEXT | Form.LINK:
            return ()


def _film(entry: Entry) -> tuple[Made, ...]:
    shown = entry.steps_in_spanish if entry.language == "es" else entry.steps
    said = {"en": entry.steps, "es": entry.steps_in_spanish}
    return (
        Made("film.mp4", "video/mp4", film(entry.title, shown), entry.language),
        *(
            Made(f"film.{language}.vtt", "text/vtt; charset=utf-8", captions(steps), language, captions_of_film=True)
            for language, steps in said.items()
        ),
    )
