"""Matches coaches and gaps: phase by phase, each solved twice and checked.

A matching is *proved* only where the checker finds no rule broken, the solver says optimal, its bound is what the
matching comes to, in whole numbers, and a second run without presolve says the same, in every phase. Else it is *not
proved*: a matching that breaks no rule, with the bounds, and what speaks against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from coaching.common.rules.linear import Price, Solve
from coaching.matching.rules.check import Claim, against, read, worth
from coaching.matching.rules.doubts import Doubt, Reason
from coaching.matching.rules.hard import impossible_pins, possible_meetings
from coaching.matching.rules.instance import Instance, Matching, validate_instance
from coaching.matching.rules.model import MatchingModel, build
from coaching.matching.rules.narrowing import Narrow
from coaching.matching.rules.neighbours import overlooked
from coaching.matching.rules.phases import Phase, objective, phases


class Run(NamedTuple):
    """What a phase came to. `bound` is the weaker of what both answers say, None where neither does; `reasons` are why
    it is not proved, and none where it is.
    """

    phase: Phase
    matching: Matching | None
    value: int | None
    bound: int | None
    reasons: tuple[Reason, ...]


class Outcome(NamedTuple):
    """The matching, None where none keeps every rule and pin; what each phase came to; and why it is not proved."""

    matching: Matching | None
    runs: tuple[Run, ...]
    reasons: tuple[Reason, ...]

    @property
    def proved(self) -> bool:
        return self.matching is not None and not self.reasons


Tell = Callable[[Run], None]


def match(
    instance: Instance, solve: Solve, tell: Tell = lambda _: None, done: Sequence[Run] = (), price: Price | None = None
) -> Outcome:
    """Returns the best matching for an instance in which `validate_instance` finds nothing wrong.

    `tell` hears of each phase as it ends; given again as `done`, phases are not run again. With `price` meetings are
    left out that no matching as good can have, which is shown without the solver (`narrowing`).
    """
    if wrong := validate_instance(instance):
        raise ValueError(wrong[0])
    if impossible := impossible_pins(instance):
        return Outcome(None, (), tuple(Reason(Doubt.IMPOSSIBLE_PIN, None, rule, *pin) for rule, pin in impossible))
    runs = []
    for run in run_phases(build(instance, possible_meetings(instance)), solve, done, price):
        runs.append(run)
        tell(run)
    matching = runs[-1].matching
    return Outcome(matching, tuple(runs), _reasons(instance, runs, matching))


def run_phases(
    built: MatchingModel, solve: Solve, done: Sequence[Run] = (), price: Price | None = None
) -> Iterator[Run]:
    """Yields what each phase of a model comes to, and holds it for the next. Ends early where there is no matching."""
    known: Matching | None = None
    narrow = Narrow(built, price)
    for place, phase in enumerate(phases(built.instance)):
        narrow.turn_to(phase)
        run = done[place] if place < len(done) else _run_narrow(narrow, phase, solve, known)
        yield run
        if run.matching is None or run.value is None:
            return
        known = run.matching
        narrow.keep(phase, run.value)


def _run_narrow(narrow: Narrow, phase: Phase, solve: Solve, known: Matching | None) -> Run:
    """Solves a phase among the meetings that a matching can have which comes near the bound. One that does come so near
    is the best of all; else more meetings are let in, and all of them in the end.
    """
    for least, built in narrow.tries():
        first = _claimed(built, phase, solve, known, presolve=True)
        if first.value is None or first.reasons or (least is not None and first.value < least):
            continue
        smaller = narrow.reaching(first.value)
        second = _claimed(smaller, phase, solve, first.matching, presolve=False)
        if not (reasons := against(phase, first, second)):
            return Run(phase, first.matching, first.value, first.bound, reasons)
    return _run(narrow.built, phase, objective(narrow.built, phase), solve, known)


def _claimed(built: MatchingModel, phase: Phase, solve: Solve, known: Matching | None, *, presolve: bool) -> Claim:
    """Returns what the solver's answer to a smaller model comes to, from what is known where that is in it."""
    start = built.solution(known) if known is not None and known <= built.meets.keys() else None
    return _claim(built, phase, objective(built, phase), solve, start, presolve=presolve)


def _run(built: MatchingModel, phase: Phase, wanted: dict[int, int], solve: Solve, known: Matching | None) -> Run:
    """Solves a phase with presolve and without it; the second begins where the first ended, which proves no bound."""
    start = None if known is None else built.solution(known)
    first = _claim(built, phase, wanted, solve, start, presolve=True)
    if first.matching is not None:
        start = built.solution(first.matching)
    second = _claim(built, phase, wanted, solve, start, presolve=False)
    better: Claim = max(first, second, key=lambda claim: (claim.value is not None, claim.value or 0))
    matching, value = better.matching, better.value
    if matching is None and known is not None:
        matching, value = known, worth(built.instance, known, phase)
    bounds = [claim.bound for claim in (first, second) if claim.bound is not None]
    return Run(phase, matching, value, max(bounds, default=None), against(phase, first, second))


def _claim(
    built: MatchingModel, phase: Phase, wanted: dict[int, int], solve: Solve, start: Sequence[int] | None, *,
    presolve: bool,
) -> Claim:  # fmt: skip
    """Solves once, and again from nothing where the bound stayed apart: HiGHS 1.16 that is given the best to start from
    has been seen to call it optimal under a bound that it never tightened.
    """
    claim = read(built, phase, solve(built.model, wanted, presolve, start))
    if start is not None and any(one.doubt is Doubt.BOUND_APART for one in claim.reasons):
        claim = read(built, phase, solve(built.model, wanted, presolve, None))
    return claim


def _reasons(instance: Instance, runs: Sequence[Run], matching: Matching | None) -> tuple[Reason, ...]:
    reasons = [reason for run in runs for reason in run.reasons]
    if matching is not None:
        given_up = [run for run in runs if run.value is not None and worth(instance, matching, run.phase) < run.value]
        reasons += [Reason(Doubt.GIVES_UP, run.phase) for run in given_up]
        reasons += [Reason(Doubt.OVERLOOKS, gap=gap) for gap in overlooked(instance, matching)]
    return tuple(reasons)
