"""`python -m benchmarks [row ...]`: without names every row, and docs/benchmarks.md is written; with names those rows
are printed.
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable

from benchmarks import (
    bulk,
    choices,
    cost,
    credentials,
    doors,
    fan_out,
    files,
    frameworks,
    growth,
    hop,
    map,
    matching,
    methods,
    publishing,
    rebuild,
    recalculation,
    relay,
    results,
    scoring,
    searches,
    seating,
    streams,
    timelines,
    write_path,
)
from benchmarks.engines import Engines, engines
from benchmarks.report import PAGE, Report, now, page, table
from devstack.disk import say
from shared.run.long_work import keep_what_is_there

ROWS: dict[str, Callable[[Engines], Report]] = {
    "write": write_path.report,
    "bulk": bulk.measure,
    "doors": doors.measure,
    "methods": methods.measure,
    "recalculation": recalculation.measure,
    "map": map.measure,
    "frameworks": frameworks.measure,
    "credentials": credentials.measure,
    "relay": relay.measure,
    "hop": hop.measure,
    "fan-out": fan_out.measure,
    "rebuild": rebuild.measure,
    "sse": streams.measure,
    "growth": growth.measure,
    "cost": cost.measure,
    "scoring": scoring.measure,
    "answers": scoring.measure_answers,
    "results": results.measure,
    "matching": matching.measure,
    "seating": seating.measure,
    "timeline": timelines.measure,
    "searches": searches.measure,
    "files": files.measure,
    "publishing": publishing.measure,
    "choices": choices.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", help=f"of {', '.join(ROWS)}")
    chosen = parser.parse_args().rows
    if unknown := set(chosen) - set(ROWS):
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    # A shell that runs us in the background has us ignore Ctrl-C, and what we start would then ignore it too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    load, started, began = os.getloadavg(), now(), time.monotonic()
    say(f"Load average {load[0]:.1f}. Starting durable engines...")
    reports = {}
    with engines() as running:
        for name in chosen or ROWS:
            at = time.monotonic()
            say(f"{name}...")
            keep_what_is_there()  # the relay, the load and most limits run here: as in a service, none of it is garbage
            reports[name] = ROWS[name](running)
            say(f"{name}: {time.monotonic() - at:.0f} s\n{table(reports[name].lines)}")
    text = page(reports, started, load, time.monotonic() - began)
    if chosen:
        print(text)
    else:
        PAGE.write_text(text)
        say(f"Wrote docs/{PAGE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
