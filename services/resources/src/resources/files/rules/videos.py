"""Videos lose their place of taking too, while they flow by (ISO/IEC 14496-12, 4.2 and 8.10).

Telephones write it into boxes that describe the film or a track of it. These become `free` boxes of zeros: nothing
moves, so that what points into the file stays right, and no more is held in memory than the head of a box. Chapters and
titles that stand beside it go with it. A track of positions, as cameras for sport write one, stays: it is a part of
the film.
"""

from __future__ import annotations

_HOLDS_BOXES = frozenset({b"moov", b"trak"})
_DESCRIBES = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip"})
_TO_THE_END = 1 << 63


class VideoCleaner:
    """Is fed with an MP4 or M4A from its beginning, in pieces of any size, and gives out as many bytes as it takes."""

    def __init__(self) -> None:
        self._place = 0
        self._ends: list[int] = []
        self._head = b""
        self._left = 0
        self._is_blank = False
        self._is_broken = False

    @property
    def is_sound(self) -> bool:
        """Whether what was fed so far may be all: no box is broken or waits for more. Where not, keep nothing."""
        waits = self._head or 0 < self._left < _TO_THE_END >> 1
        return not (self._is_broken or waits or any(end < _TO_THE_END for end in self._ends))

    def feed(self, data: bytes) -> bytes:
        """Returns these bytes as they are kept; the first ones of a box's head come out with those that complete it."""
        out = bytearray()
        rest = memoryview(data)
        while rest and not self._is_broken:
            if self._left:
                taken, rest = rest[: self._left], rest[self._left :]
                out += bytes(len(taken)) if self._is_blank else taken
                self._left -= len(taken)
                self._pass(len(taken))
            else:
                wanted = self._wanted() - len(self._head)
                self._head, rest = self._head + bytes(rest[:wanted]), rest[wanted:]
                if len(self._head) == self._wanted():
                    out += self._open()
        return bytes(out)

    def _wanted(self) -> int:
        return 16 if self._head[:4] == b"\0\0\0\1" else 8

    def _open(self) -> bytes:
        head, kind, self._head = self._head, self._head[4:8], b""
        length = int.from_bytes(head[8:] or head[:4], "big")
        end = _TO_THE_END if length == 0 and len(head) == 8 else self._place + length
        if end < self._place + len(head):
            self._is_broken = True
            return head
        self._is_blank = kind in _DESCRIBES
        if kind in _HOLDS_BOXES:
            self._ends.append(end)
        else:
            self._left = end - self._place - len(head)
        self._pass(len(head))
        return head[:4] + b"free" + head[8:] if self._is_blank else head

    def _pass(self, count: int) -> None:
        self._place += count
        while self._ends and self._place == self._ends[-1]:
            self._ends.pop()
