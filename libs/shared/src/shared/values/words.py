"""Text that people and systems write, in the one form in which we keep and compare it. Pure.

Unicode writes one text in several ways: é is one character, or e and an accent; blanks around it are seen by nobody.
Both are settled where text comes in, so that what looks the same is the same.
"""

import re
import unicodedata

from shared.values.refusals import Unacceptable

UNSEEN = (
    r"\s\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
)
"""Characters that show nothing where they stand alone, as a class of a regular expression that Python and ECMAScript
read alike: white space, controls, what Unicode says may be left out (Default_Ignorable_Code_Point), the blanks that
Hangul and Braille fill up with. Those beyond U+FFFF are in `_VISIBLE`.
"""
SEEN = f"[^{UNSEEN}]"
"""As a pattern of JSON Schema: somewhere in the text there is something to be seen."""

_VISIBLE = re.compile(rf"[^{UNSEEN}\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]")
_NOT_KEPT = re.compile(r"[\0\ud800-\udfff]")
_NOT_OF_A_LINE = re.compile(r"[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]")
# A character is never more than four once it is taken apart; so much may come in before it is put together.
_APART = 4


def composed(text: str) -> str:
    """The text in Unicode's form NFC, without white space around it."""
    return unicodedata.normalize("NFC", text).strip()


def is_visible(text: str) -> bool:
    """Whether anything of the text can be seen."""
    return _VISIBLE.search(text) is not None


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can hold the text: it has no U+0000 and no lone surrogate."""
    return _NOT_KEPT.search(text) is None


def written(text: str, longest: int) -> str:
    """Words of people as we keep them: as they were typed, but composed (NFC) and without white space around them.

    Raises ValueError where nothing of them can be seen, where they are longer than `longest` characters, and for
    U+0000 and lone surrogates, which PostgreSQL cannot hold.
    """
    if len(text) > _APART * longest:
        raise _too_long(len(text), longest)
    kept = composed(text)
    if not is_visible(kept):
        raise Unacceptable("holds nothing that can be seen: write something", "text_blank")
    if len(kept) > longest:
        raise _too_long(len(kept), longest)
    if not is_storable(kept):
        raise Unacceptable("holds U+0000 or half a character, which cannot be kept", "text_not_kept")
    return kept


def one_line(text: str, longest: int) -> str:
    """The same for what is one line: a name, a title, a code. Raises ValueError also where it holds a line break or
    another control character, which is never meant there.
    """
    kept = written(text, longest)
    if _NOT_OF_A_LINE.search(kept):
        raise Unacceptable("holds a line break or another control character", "text_not_one_line")
    return kept


def _too_long(length: int, longest: int) -> Unacceptable:
    words = f"is {length} characters long; at most {longest} are allowed"
    return Unacceptable(words, "text_too_long", max_length=longest)
