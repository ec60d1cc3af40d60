"""The items of the demo's library, read from the outlines beside this module.

An item begins with a line in brackets: its kind, its language, its grade band (`all`: no band), the minutes that
getting ready takes, its licence (`-`: nobody has set one), and the form of its part; behind it stands what it is
aligned to. Then come its title, what it is for, and its steps; of a link the address follows, and of a film each step
is said in both languages, English first.

    [lesson_content en 3-5 20 CC-BY-4.0 pdf] teaches MA.PR.3; supports instruction
    Fractions on a folded strip
    Learners fold strips of paper and find fractions that are equal.
    - Fold a strip in halves, another in fourths.
    - Lay them side by side and mark what meets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

NAMES = ("mathematics", "literacy", "lifelong", "change")


class Form(StrEnum):
    """What the part of an item is."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    FILM = "film"
    TEXT = "text"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Alignment:
    """`target` is the code of an item of the demo's framework, or the key of a section of its instrument: of one of
    the ten conditions.
    """

    relation: str
    target: str

    @property
    def is_condition(self) -> bool:
        return "." not in self.target


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the library. `steps` are in its own language, and `steps_in_spanish` is filled where it is a film."""

    kind: str
    language: str
    grade_band: str | None
    preparation_time: int
    licence: str | None
    form: Form
    alignments: tuple[Alignment, ...]
    title: str
    description: str
    steps: tuple[str, ...] = ()
    steps_in_spanish: tuple[str, ...] = ()
    address: str | None = None


class CatalogueError(ValueError):
    """An entry that is not written as it should be."""


_HEAD = re.compile(r"\[(\w+) (en|es) (\S+) ([0-9]+) (\S+) (\w+)\] ?(.*)")


@cache
def entries() -> tuple[Entry, ...]:
    """All items in the order of the outlines."""
    folder = Path(__file__).parent
    return tuple(one for name in NAMES for one in read_entries((folder / f"{name}.txt").read_text(encoding="utf-8")))


def read_entries(text: str) -> tuple[Entry, ...]:
    """The entries of an outline; between them stand empty lines."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    blocks = re.split(r"\n\s*\n", "\n".join(lines).strip())
    return tuple(_read(block.splitlines()) for block in blocks)


def _read(block: list[str]) -> Entry:
    found = _HEAD.fullmatch(block[0])
    if found is None or len(block) < 4:
        raise CatalogueError(f"no entry begins so, or it is too short: {block[0][:80]}")
    kind, language, band, minutes, licence, form, aligned = found.groups()
    head, title, description, *rest = block
    is_link, is_film = Form(form) is Form.LINK, Form(form) is Form.FILM
    steps = tuple(_step(line, head) for line in rest if not is_link)
    if is_film and any(" | " not in step for step in steps):
        raise CatalogueError(f"a step of the film is not said in both languages: {head}")
    return Entry(
        kind=kind,
        language=language,
        grade_band=None if band == "all" else band,
        preparation_time=int(minutes),
        licence=None if licence == "-" else licence,
        form=Form(form),
        alignments=tuple(_alignment(one) for one in aligned.split("; ") if one),
        title=title,
        description=description,
        steps=tuple(step.partition(" | ")[0] for step in steps) if is_film else steps,
        steps_in_spanish=tuple(step.partition(" | ")[2] for step in steps) if is_film else (),
        address=rest[0] if is_link else None,
    )


def _step(line: str, head: str) -> str:
    if not line.startswith("- "):
        raise CatalogueError(f"a line is no step: {head}: {line[:40]}")
    return line.removeprefix("- ")


def _alignment(text: str) -> Alignment:
    relation, _, target = text.partition(" ")
    return Alignment(relation, target)
