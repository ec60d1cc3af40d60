"""An image without what its camera wrote, and the digests of both."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from resources.common.rules.problems import Problem
from resources.files.rules.file_types import FileType
from resources.files.rules.photographs.broken import Broken
from resources.files.rules.photographs.gif import cleaned_gif
from resources.files.rules.photographs.jpeg import cleaned_jpeg
from resources.files.rules.photographs.png import cleaned_png
from resources.files.rules.photographs.webp import cleaned_webp

_CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "jpeg": cleaned_jpeg,
    "png": cleaned_png,
    "webp": cleaned_webp,
    "gif": cleaned_gif,
}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`data` is what is stored; `sent` and `kept` are the SHA-256, in hex, of what came and of that.

    Both are kept: by the first it is known again when somebody sends it once more, by the second it is checked.
    """

    data: bytes
    sent: str
    kept: str


def is_cleaned(of_type: FileType) -> bool:
    """Whether files of this type are stored without what describes them."""
    return of_type.code in _CLEANERS


def cleaned(of_type: FileType, data: bytes) -> Cleaned | Problem:
    """Returns an image (all of it: its type has a limit that memory holds) as it is stored, or that it is broken.

    Never raises for what is in it. Cleaning what is cleaned changes nothing.
    """
    try:
        kept = _CLEANERS[of_type.code](data)
    except Broken:
        return Problem("/file", f"It is {of_type.called} that is broken or ends too early: open it, and save it anew.")
    return Cleaned(kept, hashlib.sha256(data).hexdigest(), hashlib.sha256(kept).hexdigest())
