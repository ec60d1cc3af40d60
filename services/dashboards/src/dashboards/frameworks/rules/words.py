"""Words as people type them into a search: without capitals and accents."""

import re
import unicodedata

LONGEST = 40
MOST_SOUGHT = 8
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The different words of a text, in order."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return list(dict.fromkeys(word[:LONGEST] for word in _WORD.findall(plain)))


def sought(text: str) -> str:
    """What finds every text that has, for each word typed, one that begins so; empty where nothing was typed."""
    return " & ".join(f"'{word}':*" for word in words_of(text)[:MOST_SOUGHT])
