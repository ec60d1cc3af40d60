"""Words that are there in several languages, in the one that a reader is shown."""

from collections.abc import Mapping
from typing import NamedTuple


class Spoken(NamedTuple):
    language: str
    words: str


def spoken(words: Mapping[str, str], language: str) -> Spoken:
    """Returns the words in this language, else in English, else in the first that has any."""
    for one in (language, "en", *words):
        if words.get(one):
            return Spoken(one, words[one])
    return Spoken(language, "")
