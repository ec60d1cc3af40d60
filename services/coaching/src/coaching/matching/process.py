"""A process of its own that works out one matching: `python -m coaching.matching.process`.

It is given, as one line of JSON on its standard input, the instance, the seed and what was worked out before; it writes
a line of JSON for each thing as it is known, with what it has used so far. It knows no database, so whoever started it
may be killed, and may kill it, at any time.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO
from uuid import UUID

from coaching.common.solving import price, solve
from coaching.matching.rules.changes import to_cover
from coaching.matching.rules.explain import uncovered, why_pair, why_uncovered
from coaching.matching.rules.instance import Instance, Matching
from coaching.matching.rules.matching import Outcome, Run, match
from coaching.matching.rules.stored.explained import (
    remedy_as_json,
    why_not_as_json,
    why_pair_as_json,
    why_uncovered_as_json,
)
from coaching.matching.rules.stored.frozen import instance_of, matching_as_json, reasons_as_json, run_as_json, run_of
from coaching.matching.rules.whynot import why_not
from shared.values.json_types import JsonObject

NICE = 10
"""It gives way to whatever answers requests."""
_KIB = 1024

Tell = Callable[[str, JsonObject], None]


def work(given: JsonObject, tell: Tell) -> None:
    """Works out the matching, and then why the rest is left."""
    instance = instance_of(given["instance"], bytes.fromhex(given["seed"]))
    done = [run_of(one) for one in given["done"]]
    begun = len(done)
    place = 0

    def told(run: Run) -> None:
        nonlocal place
        if place >= begun:
            tell("phase", {"place": place, "run": run_as_json(run)})
        place += 1

    outcome = match(instance, solve, told, done, price)
    if not given["finished"]:
        tell("matching", _result(instance, outcome))
    if outcome.matching is not None:
        _explain(instance, outcome, frozenset(map(UUID, given["explained"])), tell)
    tell("end", {})


def _result(instance: Instance, outcome: Outcome) -> JsonObject:
    matching = outcome.matching
    return {
        "matching": None if matching is None else matching_as_json(matching),
        "proved": outcome.proved,
        "reasons": reasons_as_json(outcome.reasons),
        "pairs": [] if matching is None else _pairs(instance, matching),
        "uncovered": {}
        if matching is None
        else {
            str(gap.id): why_uncovered_as_json(why_uncovered(instance, matching, gap))
            for gap in uncovered(instance, matching)
        },
        "left_out": [] if matching is None else [str(one) for one in _left_out(instance, matching)],
    }


def _pairs(instance: Instance, matching: Matching) -> list[JsonObject]:
    return [
        {"coach": str(one.coach), "gap": str(one.gap), "slot": one.slot}
        | {"why": why_pair_as_json(why_pair(instance, matching, one))}
        for one in sorted(matching)
    ]


def _left_out(instance: Instance, matching: Matching) -> list[UUID]:
    busy = {meeting.coach for meeting in matching}
    return sorted(coach.id for coach in instance.coaches if coach.id not in busy)


def _explain(instance: Instance, outcome: Outcome, explained: frozenset[UUID], tell: Tell) -> None:
    """Tells the cheapest change for each gap that is left, the most severe first, and why each coach has no pair."""
    assert outcome.matching is not None  # noqa: S101 - asked for only where there is one
    for gap in uncovered(instance, outcome.matching):
        if gap.id not in explained:
            remedy = to_cover(instance, outcome.matching, gap, solve)
            tell("remedy", {"gap": str(gap.id), "says": remedy_as_json(remedy)})
    coaches = {coach.id: coach for coach in instance.coaches}
    for one in _left_out(instance, outcome.matching):
        if one not in explained:
            says = why_not_as_json(why_not(instance, outcome, coaches[one], solve))
            tell("why_not", {"coach": str(one), "says": says})


def used() -> JsonObject:
    """Returns the most memory that the process has had, and the time of the processor that it has used."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {"peak_memory": peak_memory(), "processor": usage.ru_utime + usage.ru_stime}


def peak_memory() -> int:
    """Returns the most memory, in bytes, that this program has had.

    Linux counts in `ru_maxrss` what the process had before it became this program, which is its parent's memory; so
    the kernel's own page is read where there is one (proc_pid_status(5), `VmHWM`).
    """
    with suppress(FileNotFoundError), open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) * _KIB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB


def main(source: TextIO = sys.stdin, sink: TextIO = sys.stdout) -> None:
    os.nice(NICE)

    def tell(what: str, says: JsonObject) -> None:
        sink.write(json.dumps({"tells": what, **says, "used": used()}) + "\n")
        sink.flush()

    work(json.loads(source.readline()), tell)


if __name__ == "__main__":
    main()
