"""The two ends of a file: what its type is judged by, however large it is."""

from __future__ import annotations

from dataclasses import dataclass

from resources.files.rules.file_types import MIB

HEAD = 2 * MIB
"""So many first bytes are looked at. No type of text is larger, so that texts are read whole."""
TAIL = MIB
"""So many last bytes are looked at: the directory of a zip lies there."""


@dataclass(frozen=True, slots=True)
class Sample:
    """`head` is the first `HEAD` bytes and `tail` the last `TAIL`; of a smaller file each is all of it.

    `size` is that of the whole file, in bytes.
    """

    head: bytes
    tail: bytes
    size: int

    @property
    def is_whole(self) -> bool:
        return len(self.head) == self.size

    def at(self, offset: int, length: int) -> bytes | None:
        """Returns these bytes, or None where they lie in neither end, or beyond the file."""
        if offset < 0 or length < 0 or offset + length > self.size:
            return None
        if offset + length <= len(self.head):
            return self.head[offset : offset + length]
        start = offset - (self.size - len(self.tail))
        return self.tail[start : start + length] if start >= 0 else None


def sample_of(data: bytes) -> Sample:
    """Returns the ends of a file that is in memory."""
    return Sample(data[:HEAD], data[-TAIL:] if data else b"", len(data))
