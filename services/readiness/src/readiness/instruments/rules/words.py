"""Words in several languages, and what is said where a language is missing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.values.words import is_visible

Words = Mapping[str, str]
"""What is said, by language: a tag of BCP 47 in its short form (`en`, `es`, `zh-Hant`)."""

NO_WORDS: Words = MappingProxyType({})


def says(words: Words, language: str) -> bool:
    """Returns whether anything can be read in this language."""
    return is_visible(words.get(language, ""))


def in_language(words: Words, language: str, base: str) -> tuple[str, str]:
    """Returns what is said in this language, and the language it is in: the base language where this one is missing,
    so that a rater never meets a blank. Both are empty only where the base says nothing either.
    """
    for tag in (language, base):
        if says(words, tag):
            return words[tag], tag
    return "", ""
