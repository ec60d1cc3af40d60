"""Small documents as PDF, with a title, a language and tags, so that they can be read aloud. The same words give the
same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from fpdf import FPDF, ViewerPreferences

_MADE = datetime(2026, 9, 1, tzinfo=UTC)
_MARGIN = 22
_TEXT_HEIGHT = 6.5
# The letters that every reader of PDF has hold no curly quotes; all else that the catalogue writes is among them.
_PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})


class _Tagged(FPDF):
    """A document of which each block says what it is: a heading or a paragraph."""

    @contextmanager
    def tagged(self, tag: str) -> Iterator[None]:
        marked = self.struct_builder.next_mcid_for_page(self.page)
        _, place = self.struct_builder.add_marked_content(self.page, f"/{tag}", marked)
        self.pages[self.page].struct_parents = place
        self._out(f"/{tag} <</MCID {marked}>> BDC")
        yield
        self._out("EMC")


def plain(text: str) -> str:
    """Returns the text in the letters that every reader of PDF has."""
    return text.translate(_PLAIN)


def document(title: str, language: str, description: str, steps: Sequence[str], credit: str) -> bytes:
    """Returns one page: what it is for, what to do step by step, and below whose it is and under which licence."""
    page = _Tagged(format="letter")
    page.set_creation_date(_MADE)
    page.set_title(plain(title))
    page.viewer_preferences = ViewerPreferences(display_doc_title=True)
    page.set_lang(language)
    page.set_margin(_MARGIN)
    page.add_page()
    _block(page, "H1", title, 20, "B")
    _block(page, "P", description, 12)
    for number, step in enumerate(steps, start=1):
        _block(page, "P", f"{number}.  {step}", 12)
    _block(page, "P", credit, 9)
    return bytes(page.output())


def _block(page: _Tagged, tag: str, text: str, size: int, style: str = "") -> None:
    page.set_font("helvetica", style, size)
    with page.tagged(tag):
        page.multi_cell(0, _TEXT_HEIGHT * size / 12, plain(text), new_x="LMARGIN", new_y="NEXT", align="L")
    page.ln(_TEXT_HEIGHT / 2)
