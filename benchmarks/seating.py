"""Coaching: 500 people are seated in 40 sessions, in a process of its own, as the job does it."""

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from random import Random
from typing import NamedTuple
from uuid import UUID

from benchmarks.engines import Engines
from benchmarks.report import Line, Report, below
from coaching.matching.process import peak_memory
from coaching.workshops.rules.seating import seat
from coaching.workshops.rules.workshop import Person, Session, Workshop

PEOPLE, SESSIONS, LISTED = 500, 40, 8
SEED = bytes(range(32))


class Seated(NamedTuple):
    """What a seating took, with the interpreter's own memory."""

    seconds: float
    megabytes: float
    proved: bool
    seats: int
    first: int


def measure(_: Engines) -> Report:
    """Once with all sessions side by side and just enough seats, once in four slots of ten."""
    lines: list[Line] = []
    for slots, capacity in ((1, 13), (4, 55)):
        found = _in_a_child(slots, capacity)
        what = f"{PEOPLE} people x {SESSIONS} sessions in {slots} slot{'s' * (slots > 1)}"
        lines.append(below("seating", f"{what}, seconds", found.seconds, "s", 10))
        proved = "proved" if found.proved else "not proved"
        lines.append(
            Line("seating", f"{what}, memory; seats", f"{found.megabytes:.0f} MB; {found.seats} given, {proved}, "
                 f"{found.first} first choices")
        )  # fmt: skip
    note = (
        f"Popular sessions are wished more (the k-th with weight 1/k); everybody ranks up to {LISTED} sessions. "
        "Seconds are those of the rules in the child process, with the proof and everybody's reasons; starting it is "
        "left out."
    )
    return Report(lines, [note])


def _in_a_child(slots: int, capacity: int) -> Seated:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_seated, slots, capacity).result()


def _seated(slots: int, capacity: int) -> Seated:
    workshop = _workshop(slots, capacity)
    began = time.perf_counter()
    found = seat(workshop)
    seconds = time.perf_counter() - began
    megabytes = peak_memory() / 1024**2
    places = [one.place for one in found.given if one.session is not None]
    return Seated(seconds, megabytes, found.proved, len(places), places.count(1))


def _workshop(slots: int, capacity: int) -> Workshop:
    drawn = Random(1)
    sessions = [Session(UUID(int=number + 1), number % slots, capacity) for number in range(SESSIONS)]
    people = tuple(Person(UUID(int=1000 + number), _list(drawn, sessions)) for number in range(PEOPLE))
    return Workshop(tuple(sessions), people, SEED)


def _list(drawn: Random, sessions: Sequence[Session]) -> tuple[UUID, ...]:
    weights = [1 / (number + 1) for number in range(len(sessions))]
    return tuple(dict.fromkeys(one.id for one in drawn.choices(sessions, weights, k=LISTED)))
