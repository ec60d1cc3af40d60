"""Words as they are searched by: without capitals and accents, each by itself. Items and searches are read alike."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

LONGEST_WORD = 60
MOST_WORDS = 12
FEWEST_LETTERS = 4
"""A shorter word resembles too much; it is looked for in its own spelling, unless a search has no others."""

_WORD = re.compile(r"[^\W_]+")
_ION = re.compile(r"(?<=\w\w)ion\b")
_MARK = re.compile(r"(?<!n)[\u0300-\u036f]|[\u0300-\u0302\u0304-\u036f]")


class Stemmer(StrEnum):
    """Which endings of a language's words are taken off; PostgreSQL's names."""

    ENGLISH = "english"
    SPANISH = "spanish"
    SIMPLE = "simple"


def stemmer_of(language: str) -> Stemmer:
    """Returns the stemmer of a language tag; words of a language without one are found as they are written."""
    return {"en": Stemmer.ENGLISH, "es": Stemmer.SPANISH}.get(primary(language), Stemmer.SIMPLE)


def primary(language: str) -> str:
    """Returns the language of a tag without its country and script: es of es-MX."""
    return language.partition("-")[0].lower()


def folded(text: str) -> str:
    """Returns the words of a text between single blanks, in small letters without accents. ñ stays: año is no ano."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = unicodedata.normalize("NFC", _MARK.sub("", apart))
    return " ".join(word[:LONGEST_WORD] for word in _WORD.findall(plain))


def stemmable(words: str, stemmer: Stemmer) -> str:
    """Returns folded words as the stemmer has to be given them. PostgreSQL's Spanish one takes licitación and
    licitaciones for one word, and licitacion for another: the accent that folding took from it is put back.
    """
    return _ION.sub("ión", words) if stemmer is Stemmer.SPANISH else words


def spelled(words: str) -> str:
    """Returns folded words as their spelling is compared, where whoever has no ñ on the keyboard writes n."""
    return words.replace("ñ", "n")


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for: the words as each stemmer is given them, and those whose spelling may differ, the
    longest first.
    """

    english: str
    spanish: str
    simple: str
    spellings: tuple[str, ...]


def sought(text: str) -> Sought | None:
    """Returns what is looked for; None where the text has no letter and no digit. Of many words the first count."""
    words = list(dict.fromkeys(folded(text).split()))[:MOST_WORDS]
    if not words:
        return None
    whole = " ".join(words)
    long = [one for one in words if len(one) >= FEWEST_LETTERS] or words
    spellings = sorted(dict.fromkeys(map(spelled, long)), key=lambda one: (-len(one), one))
    english, spanish, simple = (stemmable(whole, one) for one in Stemmer)
    return Sought(english, spanish, simple, tuple(spellings))
