"""The name under which a file is shown and saved.

It is for people: nothing is ever stored under it (`keys`). What several systems understand differently is mended
quietly, as browsers do (RFC 6266, 4.3: only the last piece of a path); what hides something is refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from resources.common.rules.problems import Problem

LONGEST = 255
"""In bytes of UTF-8: what common file systems hold."""
POINTER = "/name"

_EXTENSION = re.compile(r"[A-Za-z0-9]{1,10}")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn the direction of what follows: `exe.fdp` is then read as `pdf.exe`, and the other way round."""
_HIDING = frozenset({"Cc", "Cs", "Zl", "Zp"})
_NOT_ON_WINDOWS = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}
    | {f"{device}{digit}" for device in ("COM", "LPT") for digit in "0123456789¹²³"}
)


@dataclass(frozen=True, slots=True)
class Name:
    """A safe name. `text` is whole, in NFC and at most `LONGEST` bytes; `extension` is its end in lower case."""

    text: str
    extension: str


def clean_name(sent: str) -> Name | Problem:
    """Returns the safe form of a name as it was sent, or what is wrong with it. A safe name comes back as it is."""
    if any(sign in _TURNING for sign in sent):
        return Problem(POINTER, "The name has signs that turn the direction of reading: write it without them.")
    if any(unicodedata.category(sign) in _HIDING for sign in sent):
        return Problem(POINTER, "The name has control characters or line ends: write it without them.")
    last = re.split(r"[/\\]", sent)[-1]
    visible = "".join(sign for sign in last if unicodedata.category(sign) != "Cf")
    tidy = " ".join(unicodedata.normalize("NFC", visible).translate(_NOT_ON_WINDOWS).split()).strip(". ")
    stem, dot, extension = tidy.rpartition(".")
    if not dot or not _EXTENSION.fullmatch(extension):
        return Problem(POINTER, "The name does not end in a dot and the kind of file: write it as in Unit 3.pdf.")
    stem = stem.rstrip(". ")
    if stem.partition(".")[0].rstrip().upper() in _RESERVED:
        stem = f"_{stem}"
    stem = _shortened(stem, LONGEST - len(extension) - 1)
    return Name(f"{stem}.{extension.lower()}", extension.lower())


def _shortened(stem: str, most: int) -> str:
    return stem.encode()[:most].decode(errors="ignore").rstrip(". ")
