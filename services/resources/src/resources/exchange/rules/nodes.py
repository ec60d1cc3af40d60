"""Objects of JSON from elsewhere, read term by term; whatever is wrong with one is noted at its pointer."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from resources.exchange.rules.described import Note
from shared.values.json_types import Json, JsonObject
from shared.values.words import written

LONGEST = 100_000
"""Characters: no text of an item is longer. How long each may be is judged where it is kept."""
_SHOWN = 60

Word = TypeVar("Word", bound=StrEnum)


class Node:
    """An object of which each term is asked for once. What cannot be read is noted, and answered as if it were not
    there.
    """

    def __init__(self, value: JsonObject, pointer: str, notes: list[Note]) -> None:
        self._left = dict(value)
        self._notes = notes
        self.pointer = pointer

    def note(self, term: str, detail: str, *, refused: bool = True) -> None:
        self._notes.append(Note(f"{self.pointer}/{_escaped(term)}" if term else self.pointer, detail, refused))

    def text(self, term: str, *, needed: bool = False) -> str:
        """Returns the text of a term; an empty one where there is none."""
        return self._text(term, self._left.pop(term, None), needed)

    def texts(self, term: str) -> tuple[str, ...]:
        """Returns the texts of a term that may have one or several."""
        return tuple(found for value in _several(self._left.pop(term, None)) if (found := self._text(term, value)))

    def nodes(self, term: str, text: str) -> Iterator[Node]:
        """Yields the objects of a term that may have one or several. A mere text stands for an object with this text
        under the term `text`.
        """
        value = self._left.pop(term, None)
        for place, one in enumerate(_several(value)):
            found = {text: one} if isinstance(one, str) else one
            if isinstance(found, dict):
                at = f"/{place}" if isinstance(value, list) else ""
                yield Node(found, f"{self.pointer}/{_escaped(term)}{at}", self._notes)
            else:
                self.note(term, "It is no object: write an object, or leave it out.")

    def node(self, term: str, text: str) -> Node | None:
        """Returns the one object of a term."""
        found = list(self.nodes(term, text))
        if len(found) > 1:
            self.note(term, "There are several: name one.")
        return found[0] if found else None

    def identifier(self, term: str) -> UUID | None:
        """Returns the UUID of a term, written as a URN or plainly."""
        text = self.text(term)
        try:
            return UUID(text.removeprefix("urn:uuid:")) if text else None
        except ValueError:
            self.note(term, "That is no UUID: write it as urn:uuid: and 32 digits, or leave it out.")
            return None

    def word(self, term: str, words: type[Word], otherwise: Word) -> Word:
        """Returns a word out of a few; `otherwise` where there is none."""
        text = self.text(term)
        if not text:
            return otherwise
        if text not in [*words]:
            self.note(term, f"{text[:_SHOWN]!r} is none of {', '.join(words)}: write one of them.")
            return otherwise
        return words(text)

    def pass_over(self, *terms: str) -> None:
        """Leaves out terms that say nothing new, or nothing that is kept."""
        for term in terms:
            self._left.pop(term, None)

    def done(self) -> None:
        """Notes what nobody has asked for."""
        for term in self._left:
            self.note(term, f"{term[:_SHOWN]!r} is not known here: it is left out.", refused=False)

    def _text(self, term: str, value: Json, needed: bool = False) -> str:
        if value is None or value == "":
            if needed:
                self.note(term, "It is missing: write it.")
            return ""
        if not isinstance(value, str):
            self.note(term, "It is no text: write one, or leave it out.")
            return ""
        try:
            return written(value, LONGEST)
        except ValueError as problem:
            self.note(term, f"The text {problem}.")
            return ""


def _several(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _escaped(term: str) -> str:
    """A term as a JSON pointer has it (RFC 6901, 3), cut to what can be shown."""
    shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in term[:_SHOWN])
    return shown.replace("~", "~0").replace("/", "~1")
