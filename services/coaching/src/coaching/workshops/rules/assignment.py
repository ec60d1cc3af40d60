"""Gives each of many people one of few sessions at the least cost, exactly.

People come one after the other; each takes the cheapest chain of moves that makes a seat for them. After each the cost
is the least for those who came, since a chain of least cost leaves no ring of moves that would save anything
(successive shortest paths: Ahuja, Magnanti and Orlin, Network Flows, 1993, section 9.7). Chains run between sessions,
which are few. Costs are Python's whole numbers, which have no end, so a cost can hold many wishes in their order, each
above anything that the next can come to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Costs = Sequence[int | None]
"""Of one person, by session; None where they cannot attend."""

Table = Sequence[Sequence[int | None]]
"""By two sessions, the least cost of a chain of moves from one into the other; None where there is none."""


class Step(NamedTuple):
    """The cheapest move out of a session into another, and who makes it."""

    cost: int
    person: int


@dataclass(slots=True)
class Assignment:
    """`costs` by person and session; every person can attend a session without end. `at` is where each sits."""

    costs: Sequence[Costs]
    seats: Sequence[int]
    at: dict[int, int] = field(default_factory=dict)
    inside: list[set[int]] = field(init=False)
    _steps: dict[int, list[Step | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.inside = [set() for _ in self.seats]

    def free(self, session: int) -> bool:
        return len(self.inside[session]) < self.seats[session]

    def steps(self, session: int) -> list[Step | None]:
        """Returns the cheapest move out of a session into each; None where nobody there can attend the other."""
        if session not in self._steps:
            self._steps[session] = [self._step(session, to) for to in range(len(self.seats))]
        return self._steps[session]

    def _step(self, session: int, to: int) -> Step | None:
        best: Step | None = None
        for person in self.inside[session]:
            there, here = self.costs[person][to], self.costs[person][session]
            if there is not None and here is not None and to != session:
                step = Step(there - here, person)
                best = step if best is None else min(best, step)
        return best

    def move(self, person: int, session: int) -> None:
        before = self.at.get(person)
        if before is not None:
            self.inside[before].discard(person)
            self._steps.pop(before, None)
        self.at[person] = session
        self.inside[session].add(person)
        self._steps.pop(session, None)

    def add(self, person: int) -> None:
        """Gives the person a seat by the cheapest chain of moves, which ends where a seat is free."""
        distance: list[int | None] = list(self.costs[person])
        came: dict[int, int] = {}
        waiting = [session for session, cost in enumerate(distance) if cost is not None]
        while waiting:
            session = waiting.pop(0)
            so_far = distance[session]
            for to, step in enumerate(self.steps(session)):
                if step is None or so_far is None:
                    continue
                known = distance[to]
                if known is None or so_far + step.cost < known:
                    distance[to], came[to] = so_far + step.cost, session
                    if to not in waiting:
                        waiting.append(to)
        _, end = min(
            (cost, session) for session, cost in enumerate(distance) if cost is not None and self.free(session)
        )
        moves = []
        while end in came:
            step = self.steps(came[end])[end]
            if step is not None:
                moves.append((step.person, end))
            end = came[end]
        for other, session in moves:
            self.move(other, session)
        self.move(person, end)

    def shortest(self) -> Table:
        """Returns the costs of the cheapest chains (Floyd and Warshall, 1962)."""
        size = range(len(self.seats))
        table: list[list[int | None]] = []
        for session in size:
            row: list[int | None] = [None if step is None else step.cost for step in self.steps(session)]
            row[session] = 0
            table.append(row)
        for over in size:
            for row in table:
                first = row[over]
                if first is None:
                    continue
                for to, rest in enumerate(table[over]):
                    known = row[to]
                    if rest is not None and (known is None or first + rest < known):
                        row[to] = first + rest
        return table


def assign(costs: Sequence[Costs], seats: Sequence[int]) -> Assignment:
    """Returns the assignment of least cost."""
    assignment = Assignment(costs, seats)
    for person in range(len(costs)):
        assignment.add(person)
    return assignment


def is_cheapest(assignment: Assignment, table: Table) -> bool:
    """Returns whether nothing is cheaper: no ring of moves saves anything, and no chain to a free seat (Klein, A primal
    method for minimal cost flows, Management Science 14, 1967). `table` is that of `shortest`.
    """
    rings = all((table[session][session] or 0) >= 0 for session in range(len(table)))
    chains = all(
        (table[session][to] or 0) >= 0
        for session in range(len(table))
        if assignment.inside[session]
        for to in range(len(table))
        if assignment.free(to)
    )
    within = all(len(inside) <= seats for inside, seats in zip(assignment.inside, assignment.seats, strict=True))
    return rings and chains and within
