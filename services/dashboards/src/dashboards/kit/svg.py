"""SVG as text: elements with escaped content and finite numbers, and how much room a text takes."""

import math
import re
from collections.abc import Iterable
from functools import cache, lru_cache

from markupsafe import Markup, escape

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, whichever way it is written."""
_WIDE = "mwMW@%—–ÑÜ"
_THIN = "fijlrtI.,:;'|!()[]/ "

TEXT = 13.0
"""Size of the text in a chart, in its own units. Charts are shown about as large as they are drawn."""
LINE = 17.0
"""From one line of text to the next."""
BOLD = 1.16
"""How much wider bold text is."""


def element(name: str, *content: str | Markup, **attributes: str | float | None) -> Markup:
    """An element. Content that is not markup is escaped. An attribute that is None is left out; `class_` is `class`,
    and other underscores are hyphens.
    """
    named = "".join(
        f'{_attribute(key)}="{_escaped(value) if isinstance(value, str) else plain(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(one if isinstance(one, Markup) else _escaped(one) for one in content)
    return Markup(f"<{name}{named}>{inside}</{name}>")  # noqa: S704 - every part has been escaped


def together(parts: Iterable[Markup]) -> Markup:
    """Parts behind each other. `Markup.join` asks each whether it is markup, which takes a fifth of a chart's time."""
    return Markup("".join(parts))  # noqa: S704 - every part is markup


@cache
def _attribute(key: str) -> str:
    return f" {key.rstrip('_').replace('_', '-')}"


@lru_cache(maxsize=4096)
def _escaped(words: str) -> str:
    """Classes, figures and names of groups come again and again."""
    return str(escape(_FORBIDDEN.sub("\ufffd", words)))


def plain(value: float) -> str:
    """A coordinate, to a hundredth. Raises ValueError for what is no number or has no end."""
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be drawn")
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def text(words: str, x: float, y: float, class_: str = "", anchor: str = "start") -> Markup:
    return element("text", words, x=x, y=y, class_=class_ or None, text_anchor=None if anchor == "start" else anchor)


def points(places: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{plain(x)},{plain(y)}" for x, y in places)


def width_of(words: str, size: float = TEXT) -> float:
    """How wide a text is at most in any of the typefaces that the pages ask for. No drawing is measured: fonts differ
    from machine to machine, so this is an upper estimate by the kind of letter.
    """
    return size * sum(0.95 if one in _WIDE or ord(one) > 0x2FF else 0.36 if one in _THIN else 0.63 for one in words)


def wrapped(words: str, width: float, lines: int = 2) -> list[str]:
    """A text in at most so many lines of a width. What does not fit ends in an ellipsis; the table beside a chart has
    the whole of it.
    """
    left, made = words.split(), list[str]()
    while left and len(made) < lines:
        line, left = _line_of(left, width, last=len(made) == lines - 1)
        made.append(line)
    return made or [""]


def _line_of(left: list[str], width: float, *, last: bool) -> tuple[str, list[str]]:
    if last:
        return shortened(" ".join(left), width), []
    count = 1
    while count < len(left) and width_of(" ".join(left[: count + 1])) <= width:
        count += 1
    line = " ".join(left[:count])
    if width_of(line) <= width:
        return line, left[count:]
    fits = max(1, next(n for n in range(len(line), -1, -1) if n < 2 or width_of(line[:n]) <= width))
    return line[:fits], [line[fits:], *left[count:]]


def shortened(words: str, width: float) -> str:
    """As much of the text as has room, with an ellipsis where something is left out."""
    if width_of(words) <= width:
        return words
    kept = words
    while kept and width_of(kept + "…") > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"
