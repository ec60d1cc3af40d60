"""Posters: the steps of something, one below the other, as a picture. The same words give the same bytes.

They are drawn as a page and painted from it, because the letters that every reader of PDF has know all our languages.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Literal

from fpdf import FPDF
from PIL.Image import Image
from pypdfium2 import PdfDocument

from demo.library.documents import plain

WIDTH, HEIGHT = 1280, 720
_PAPER, _INK, _LINE = (255, 253, 247), (29, 43, 58), (47, 111, 143)
_FILLS = ((220, 236, 243), (231, 239, 217), (251, 233, 207), (241, 223, 232), (227, 224, 242))
_EDGE, _TOP, _GAP = 60, 170, 24


def poster(title: str, steps: Sequence[str], form: Literal["png", "jpeg"]) -> bytes:
    """Returns a picture of all steps under their title."""
    written = io.BytesIO()
    drawn(title, steps).save(written, form, optimize=True)
    return written.getvalue()


def drawn(title: str, steps: Sequence[str], marked: int | None = None) -> Image:
    """Returns the drawing, of `WIDTH` and `HEIGHT`; the step at `marked` stands out, and without it all do."""
    page = FPDF(unit="pt", format=(WIDTH, HEIGHT))
    page.set_margin(_EDGE)
    page.set_auto_page_break(False)
    page.add_page()
    page.set_text_color(*_INK)
    page.set_font("helvetica", "B", 40)
    page.multi_cell(0, 48, plain(title), align="L")
    height = (HEIGHT - _TOP - _EDGE + _GAP) / max(1, len(steps)) - _GAP
    for place, step in enumerate(steps):
        _step(page, place, step, _TOP + place * (height + _GAP), height, marked in (None, place))
    painted: Image = PdfDocument(bytes(page.output()))[0].render(fill_color=(*_PAPER, 255)).to_pil()
    return painted


def _step(page: FPDF, place: int, step: str, top: float, height: float, stands_out: bool) -> None:
    page.set_draw_color(*_LINE)
    page.set_fill_color(*(_FILLS[place % len(_FILLS)] if stands_out else _PAPER))
    page.set_line_width(4 if stands_out else 1)
    page.rect(_EDGE, top, WIDTH - 2 * _EDGE, height, "DF", round_corners=True, corner_radius=18)
    if place:
        page.line(WIDTH / 2, top - _GAP, WIDTH / 2, top)
    page.set_font("helvetica", "B", 36)
    page.text(_EDGE + 26, top + 44, str(place + 1))
    page.set_font("helvetica", "", 27)
    page.set_xy(_EDGE + 90, top + 14)
    page.multi_cell(WIDTH - 3 * _EDGE - 60, 34, plain(step), align="L")
