"""The files of an item's parts, as pages show them or offer them to be saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from mimetypes import guess_extension

from dashboards.library.answers import Part

MOST_ASKED = 50
"""Of so many files of one item a page asks how large they are; the others it only leads to."""


@dataclass(frozen=True, slots=True)
class PartFile:
    """Where a file is had, and what it is; `size` is in bytes."""

    address: str
    media_type: str
    size: int

    @property
    def shown_as(self) -> str:
        """By which element a page shows it: nothing where it is only saved. A drawing can hold scripts."""
        kind = self.media_type.partition("/")[0]
        return kind if kind in ("image", "video", "audio") and self.media_type != "image/svg+xml" else ""

    @property
    def opens(self) -> bool:
        """Whether browsers show it by themselves."""
        return self.media_type == "application/pdf"

    @property
    def extension(self) -> str:
        return (guess_extension(self.media_type) or "").removeprefix(".").upper()


def captions_of(part: Part, parts: Sequence[Part]) -> list[Part]:
    """Returns the parts that are captions of this one."""
    return [one for one in parts if one.caption_of is not None and one.caption_of.part_key == part.part_key]
