"""Ids that a district's systems have for people and things: one reading of them, wherever they come in. Pure.

An identifier is a source (the system's name, or its address) and the id that it gives. Both are kept in one form
(`words.one_line`), and compared as text. In a path both are one text, `source:sourced_id`. A source may hold colons of
its own, as the home page of an xAPI account does: there they are written %3A, and a per cent sign %25. So the first
colon ends the source, and no two identifiers are written alike.
"""

import re
from typing import NamedTuple
from urllib.parse import unquote
from uuid import UUID

from shared.values.words import SEEN, UNSEEN, one_line

LONGEST = 255
"""Characters of a source, and of the id that it gives."""
LONGEST_WRITTEN = 16 * LONGEST
"""Characters of an identifier in a path: each part may come decomposed, and a source percent-encoded."""

HOW_TO_WRITE = "our id, or source:sourced_id; in the source a colon is written %3A and a per cent sign %25"
"""For descriptions and refusals. All of it is then URL-encoded, as any part of a path is."""

_HEX = "[0-9A-Fa-f]"
_ENCODED = f"%{_HEX}{{2}}"
_SEEN_IN_A_SOURCE = f"[^{UNSEEN}:%]"
PATTERN = (
    f"^({_HEX}{{8}}(-?{_HEX}{{4}}){{3}}-?{_HEX}{{12}}"
    f"|([^:%]|{_ENCODED})*({_SEEN_IN_A_SOURCE}|{_ENCODED})([^:%]|{_ENCODED})*:(.*{SEEN}.*))$"
)
"""The same for JSON Schema; it does not look into what is percent-encoded, nor for control characters."""
EXAMPLES = ["0190a000-0000-7000-8000-000000000001", "sis:1234"]

_OUR_ID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)
_NOT_ENCODED = re.compile(r"%(?![0-9A-Fa-f]{2})")


class SourcedId(NamedTuple):
    """The id that a source (a SIS) has for somebody or something; its text is that of a path."""

    source: str
    sourced_id: str

    def __str__(self) -> str:
        return f"{self.source.replace('%', '%25').replace(':', '%3A')}:{self.sourced_id}"


def source(text: str) -> str:
    """A source's name as we keep it. Raises ValueError."""
    return one_line(text, LONGEST)


def sourced_id(text: str) -> str:
    """The id that a source gives, as we keep it. Raises ValueError."""
    return one_line(text, LONGEST)


def read_named(text: str) -> UUID | SourcedId:
    """What a part of a path names somebody or something by: our id, or `source:sourced_id`. Raises ValueError."""
    if _OUR_ID.fullmatch(text):
        return UUID(text)
    encoded, colon, given = text.partition(":")
    if not colon:
        raise ValueError(f"give {HOW_TO_WRITE}")
    if _NOT_ENCODED.search(encoded):
        raise ValueError("in the source a per cent sign is written %25, and a colon %3A")
    try:
        named = unquote(encoded, errors="strict")
    except UnicodeDecodeError:
        raise ValueError("what is percent-encoded in the source is not UTF-8") from None
    return SourcedId(source(named), sourced_id(given))
