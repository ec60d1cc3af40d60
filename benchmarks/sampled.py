"""Where a process spends its processor time: a stack every few milliseconds of it, by the kernel's own clock.

`python -m benchmarks.sampled FILE MODULE ...` runs a module as `python -m` does, takes samples from a first SIGUSR1 on
and writes what it found to FILE when it ends; `Samples` does the same for a block of this process. Waiting costs no
samples. Time in C (the driver's protocol, JSON, system calls) is counted for the Python function that called it.
"""

import json
import re
import runpy
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

EVERY_SECONDS = 0.004
_PACKAGE = re.compile(r"site-packages/([^/]+?)(?:\.py)?(?:/|$)")
_OURS = re.compile(r"/(?:libs|services)/[^/]+/src/(.+)\.py$")
_BENCH = re.compile(r"/(benchmarks/[^/]+)\.py$")


@dataclass
class Samples:
    """Counted stacks: `own` by package of the innermost function, `functions` by itself, `within` by each function of
    ours on the stack.
    """

    total: int = 0
    own: Counter[str] = field(default_factory=Counter)
    within: Counter[str] = field(default_factory=Counter)
    functions: Counter[str] = field(default_factory=Counter)

    def take(self, _: int, frame: FrameType | None) -> None:
        self.total += 1
        if frame is None:
            self.own["the interpreter"] += 1
            return
        package = _package(frame.f_code.co_filename)
        self.own[package] += 1
        self.functions[f"{Path(frame.f_code.co_filename).stem}.{frame.f_code.co_qualname}"] += 1
        seen: set[str] = set()
        at: FrameType | None = frame
        while at is not None:
            found = _OURS.search(at.f_code.co_filename)
            if found:
                seen.add(f"{found[1].replace('/', '.')}.{at.f_code.co_qualname}")
            at = at.f_back
        self.within.update(seen)

    def begin(self, *_: object) -> None:
        signal.signal(signal.SIGPROF, self.take)
        signal.setitimer(signal.ITIMER_PROF, EVERY_SECONDS, EVERY_SECONDS)

    @staticmethod
    def end() -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_IGN)

    @contextmanager
    def taken(self) -> Iterator["Samples"]:
        self.begin()
        try:
            yield self
        finally:
            self.end()

    def in_words(self, *, most: int = 7) -> str:
        """Shares of the samples, by package and by function of ours."""
        if not self.total:
            return "no samples"
        packages = ", ".join(f"{name} {_share(count, self.total)}" for name, count in self.own.most_common(most))
        functions = [
            (name, count)
            for name, count in self.within.most_common(60)
            if 0.04 * self.total <= count <= 0.93 * self.total and "<locals>" not in name
        ]
        listed = "\n".join(f"| `{name}` | {_share(count, self.total)} |" for name, count in functions[: most * 2])
        own = ", ".join(f"`{name}` {_share(count, self.total)}" for name, count in self.functions.most_common(most))
        return (
            f"{self.total} samples of processor time. By package (C code counts for its caller): {packages}. Functions "
            f"by their own time: {own}.\n\n"
            f"| function of ours, with all it calls | share |\n| --- | --- |\n{listed}"
        )

    def write(self, file: Path) -> None:
        file.write_text(
            json.dumps({"total": self.total, "own": self.own, "within": self.within, "functions": self.functions})
        )

    @classmethod
    def read(cls, file: Path) -> "Samples":
        told: dict[str, Any] = json.loads(file.read_text())
        return cls(told["total"], Counter(told["own"]), Counter(told["within"]), Counter(told["functions"]))


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.0f} %"


def _package(filename: str) -> str:
    if (found := _OURS.search(filename)) is not None:
        return found[1].split("/")[0]
    if (found := _PACKAGE.search(filename)) is not None:
        return found[1]
    return "the bench" if _BENCH.search(filename) else "Python's own library"


def main() -> None:
    file, module, *arguments = sys.argv[1:]
    sys.argv = [module, *arguments]
    samples = Samples()
    # uvicorn hands the signal that ended it on; by default that would end us before the samples are written.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGUSR1, samples.begin)
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        samples.end()
        samples.write(Path(file))


if __name__ == "__main__":
    main()
