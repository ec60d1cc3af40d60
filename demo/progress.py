"""How one learner moves through the framework: an invented but plausible course of attempts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from demo import framework
from demo.outline import Item

FEWEST_PIECES, MOST_PIECES = 20, 60
FEWEST_MASTERED, MOST_MASTERED = 10, 45
_MASTERY = float(framework.MASTERY_SCORE)
_TOP_LEVEL = max(framework.LEVEL_GRADES)

_FIRST_TRY = ((0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5), (2, 5, 14, 20, 28, 18, 10, 3))
_BROUGHT_ALONG = ((3.0, 3.5, 4.0), (65, 25, 10))
_SHOWN_AGAIN = ((2.5, 3.0, 3.5, 4.0), (8, 47, 30, 15))
_OUT_OF_REACH = ((0.0, 0.5, 1.0, 1.5), (1, 3, 4, 2))
_STEPS = (0.0, 0.5, 1.0, 1.5)

_SOURCES = {
    "MA": ("performance task", "investigation", "conference", "problem of the week", "exhibition"),
    "LI": ("performance task", "conference", "reading response", "writing sample", "seminar"),
    "LL": ("conference", "reflection", "community project", "peer review", "exhibition"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    target: str
    score: float
    source: str


@cache
def _by_code() -> dict[str, Item]:
    return {target.code: target for target in framework.targets()}


@cache
def _topics() -> tuple[str, ...]:
    return tuple(dict.fromkeys(_topic(target.code) for target in framework.targets()))


def _topic(code: str) -> str:
    return code.rpartition(".")[0]


class Progress:
    """A learner whose work centres on a level, a little ahead in some topics and behind in others."""

    def __init__(self, rng: Random, level: int) -> None:
        self._rng = rng
        self._start = {topic: self._start_level(level) for topic in _topics()}
        self._unopened = rng.sample(_topics(), len(_topics()))
        self._opened = [self._unopened.pop() for _ in range(rng.randint(9, 14))]
        self._growth = rng.choice(((30, 40, 20, 10), (18, 42, 28, 12), (8, 37, 35, 20), (2, 20, 43, 35)))
        self._count = rng.randint(FEWEST_PIECES, MOST_PIECES)
        self._best: dict[str, float] = {}
        self._mastered: list[str] = []
        self._written = 0

    def pieces(self) -> Iterator[Piece]:
        """First what the learner brings along, then the work of the year so far."""
        for topic in self._opened:
            yield from self._brought_along(topic)
        while self._written < self._count or self._is_catching_up:
            yield self._next_piece()

    @property
    def _is_catching_up(self) -> bool:
        return len(self._mastered) < FEWEST_MASTERED and self._written < MOST_PIECES

    def _start_level(self, level: int) -> int:
        return min(_TOP_LEVEL, max(1, level + self._rng.choices((-2, -1, 0, 1), (1, 4, 7, 2))[0]))

    def _brought_along(self, topic: str) -> Iterator[Piece]:
        earlier = [2, 1] if self._rng.random() < 0.15 else [1]
        for back in earlier:
            target = f"{topic}.{self._start[topic] - back}"
            if target in _by_code():
                yield self._write(target, self._draw(_BROUGHT_ALONG), "portfolio")

    def _next_piece(self) -> Piece:
        ready = self._ready()
        if not ready and self._unopened:
            self._opened.append(self._unopened.pop())
            return self._next_piece()
        if not ready or len(self._mastered) >= MOST_MASTERED or (self._rng.random() < 0.1 and self._mastered):
            return self._write(self._rng.choice(self._mastered), self._draw(_SHOWN_AGAIN))
        if self._rng.random() < 0.03:
            target = self._rng.choice(ready)
            beyond = f"{_topic(target)}.{int(target[-1]) + 1}"
            if beyond in _by_code():  # a try at what comes next: brave, rarely a success, never mastery
                return self._write(beyond, self._draw(_OUT_OF_REACH))
        return self._attempt(ready)

    def _attempt(self, ready: list[str]) -> Piece:
        begun = [target for target in ready if target in self._best]
        target = self._rng.choice(begun if begun and self._rng.random() < 0.65 else ready)
        if target not in self._best:
            return self._write(target, self._draw(_FIRST_TRY))
        step = self._draw((_STEPS, self._growth))
        if self._written >= self._count:
            step = max(step, 1.0)  # nobody is left without a success
        return self._write(target, min(4.0, self._best[target] + step))

    def _ready(self) -> list[str]:
        """Targets of the opened topics, not mastered yet, of which everything that they need is."""
        found = []
        for topic in self._opened:
            level = self._start[topic]
            while (target := f"{topic}.{level}") in _by_code() and self._is_known(target):
                level += 1
            if target in _by_code() and all(map(self._is_known, _by_code()[target].follows)):
                found.append(target)
        return found

    def _is_known(self, target: str) -> bool:
        before_this_year = int(target[-1]) < self._start[_topic(target)]
        return before_this_year or self._best.get(target, 0.0) >= _MASTERY

    def _write(self, target: str, score: float, source: str | None = None) -> Piece:
        before = self._best.get(target, 0.0)
        self._best[target] = max(before, score)
        if before < _MASTERY <= score:
            self._mastered.append(target)
        self._written += 1
        return Piece(target, score, source or self._rng.choice(_SOURCES[target[:2]]))

    def _draw(self, scores: tuple[tuple[float, ...], tuple[int, ...]]) -> float:
        return self._rng.choices(*scores)[0]
