"""Contents to adopt, and what adopters and authors do to them."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from uuid import UUID

from hypothesis import strategies as st

from resources.adoptions.rules.intents import Intent, Intents
from resources.items.rules.content import (
    SETS,
    SINGLE,
    AlignedTo,
    Alignment,
    Author,
    Body,
    CaptionOf,
    Content,
    Part,
    PartKind,
    Relation,
)

FOLLOWING = Intents(Intent.FOLLOWING)
ASKED = Intents(Intent.ASKED)
EDITION = UUID(int=900)
ALIGNMENTS = tuple(
    Alignment(AlignedTo.ITEM, relation, EDITION, target)
    for relation in (Relation.TEACHES, Relation.ASSESSES)
    for target in ("fractions", "ratios")
)


def key(number: int) -> UUID:
    return UUID(int=number)


def author(number: int) -> Author:
    return Author(key(number), f"Author {number}")


def text(number: int, words: str | None = None, licence: str = "CC-BY-4.0") -> Part:
    return Part(key(number), f"Part {number}", Body(PartKind.TEXT, words or f"Words of part {number}.", licence))


def video(number: int, source: str) -> Part:
    return Part(key(number), "Video", Body(PartKind.FILE, source, "CC-BY-4.0"))


def captions(number: int, of: int, source: str) -> Part:
    body = Body(PartKind.FILE, "c" * 64, "CC-BY-4.0", CaptionOf(key(of), source))
    return Part(key(number), "Captions", body)


def unit(*numbers: int) -> Content:
    """A unit of these parts."""
    return Content("Fractions", parts=tuple(text(number) for number in numbers))


def with_part(content: Content, part: Part) -> Content:
    """The same with this part in the place of the one of its key."""
    return replace(content, parts=tuple(part if one.part_key == part.part_key else one for one in content.parts))


def numbers(content: Content) -> list[int]:
    return [part.part_key.int for part in content.parts]


TITLES = ("x", "y", "z")
BODIES = tuple(Body(PartKind.TEXT, words, licence) for words in ("a", "b") for licence in (None, "CC0-1.0"))
AUTHORS = (author(801), author(802), author(803))
PARTS = tuple(Part(key(number), title, body) for number in (1, 2, 3, 4) for title in TITLES for body in BODIES)
OUTSIDES = tuple(
    Content(
        title,
        description=description,
        grade_band=band,
        accessibility=frozenset(claims),
        alignments=frozenset(aligned),
        authors=frozenset(authors),
    )
    for title in TITLES[:2]
    for description in TITLES[:2]
    for band in (None, "3-5")
    for claims in ((), ("captions",))
    for aligned in ((), ALIGNMENTS[:1], ALIGNMENTS[:2])
    for authors in ((), AUTHORS[:2])
)


@st.composite
def contents(draw: st.DrawFn, least_parts: int = 0) -> Content:
    """Any content; of so few values that two of them often agree."""
    parts = draw(st.lists(st.sampled_from(PARTS), min_size=least_parts, max_size=4, unique_by=lambda one: one.part_key))
    return replace(draw(st.sampled_from(OUTSIDES)), parts=tuple(parts))


@st.composite
def changed(draw: st.DrawFn, base: Content, new_keys: tuple[int, ...]) -> Content:
    """The content with some of its places changed: fields, parts edited, removed, added and moved. Drawn as one seed,
    for many small draws take seconds.
    """
    dice = Random(draw(st.integers(0, 2**32)))
    parts = [_changed_part(part, dice) for part in base.parts if dice.random() < 0.8]
    if len(parts) > 1 and dice.random() < 0.4:
        parts.insert(dice.randrange(len(parts)), parts.pop(dice.randrange(len(parts))))
    for number in new_keys:
        if dice.random() < 0.5:
            parts.insert(dice.randint(0, len(parts)), Part(key(number), "new", dice.choice(BODIES[:2])))
    other = dice.choice(OUTSIDES)
    fields = {name: getattr(other, name) for name in (*SINGLE, *SETS) if dice.random() < 0.3}
    return replace(base, parts=tuple(parts), **fields)


def _changed_part(part: Part, dice: Random) -> Part:
    title = dice.choice(TITLES) if dice.random() < 0.3 else part.title
    return replace(part, title=title, body=dice.choice(BODIES) if dice.random() < 0.3 else part.body)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Content, Content, Content]:
    """A base, what the adopter made of it, and what upstream made of it. Each side adds parts of keys of its own, and
    both may add a part of one key, as when an offered part was accepted.
    """
    base = draw(contents(least_parts=2))
    return base, draw(changed(base, (11, 12, 31))), draw(changed(base, (21, 22, 31)))


@st.composite
def some_intents(draw: st.DrawFn) -> Intents:
    """Any intents: one for all, and others for some places."""
    paths = ("title", "alignments", "parts", *(f"parts/{key(number)}" for number in (1, 2)), f"parts/{key(3)}/title")
    at = draw(st.dictionaries(st.sampled_from(paths), st.sampled_from(Intent)))
    return Intents(draw(st.sampled_from(Intent)), at)
