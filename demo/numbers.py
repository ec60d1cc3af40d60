"""Hands out SIS ids in the manner of each source, counting from the same start in every district."""

from collections import Counter
from collections.abc import Callable

from demo.records import SisId

_KINDS = ("district", "school", "session", "learner", "educator", "guardian", "leader", "class", "enrolment")
_LETTERS = dict(zip(_KINDS, "DSTLEGACN", strict=True))
_STYLES: dict[str, Callable[[str, int], str]] = {
    "orchard": lambda kind, n: f"{_LETTERS[kind]}{10000 + n}",
    "canal": lambda kind, n: f"{kind}-{n:06d}",
    "almanac": lambda kind, n: f"{_KINDS.index(kind) + 1}{n:07d}",
    "granary": lambda kind, n: f"QS.{_LETTERS[kind]}.{n}",
}


class Numbers:
    """The counters of one district."""

    def __init__(self) -> None:
        self._last: Counter[tuple[str, str]] = Counter()

    def next(self, source: str, kind: str) -> SisId:
        self._last[source, kind] += 1
        return SisId(source, _STYLES[source](kind, self._last[source, kind]))

    def next_mailbox(self) -> int:
        """Tells namesakes of one district apart in their e-mail addresses."""
        self._last["", "mailbox"] += 1
        return self._last["", "mailbox"]
