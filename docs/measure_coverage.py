"""Measures what the tests reach, branches and child processes included.

With arguments for pytest it prints where they do not reach; without, it measures the packages' own tests and writes
docs/coverage.md. Run by `make coverage`, beside a stack.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from coverage import Coverage

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var/coverage"
OWN = ["libs", "services", "demo"]
"""The tests that stand with the packages: those across services would take as long again, and reach what these do."""
NUMBERS = ("num_statements", "covered_lines", "num_branches", "covered_branches")
ALL = "**all**"
# Measuring takes time: what a test may take is the suite's affair, not this one's.
PYTEST = [
    "-m",
    "pytest",
    "--numprocesses",
    "2",
    "--dist",
    "loadfile",
    "--no-loadscope-reorder",
    "--quiet",
    "--timeout",
    "600",
]

_HEAD = (
    "# Coverage",
    "",
    "What the packages' own tests reach, written by `make coverage`; not by hand. Those across services come on top.",
    "A branch is one way out of a decision. Processes that tests start are measured too; those that a test kills",
    "cannot tell.",
    "",
    "| package | statements | reached | branches | reached |",
    "|---|---|---|---|---|",
)


def main() -> int:
    chosen = sys.argv[1:]
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    os.environ["COVERAGE_FILE"] = str(FOLDER / "data")
    tested = subprocess.run([sys.executable, "-m", "coverage", "run", *PYTEST, *(chosen or OWN)], cwd=ROOT, check=False)
    measured = Coverage()
    measured.combine()
    measured.save()
    if chosen:
        measured.report(skip_covered=True, skip_empty=True, show_missing=True, sort="cover")
    else:
        (ROOT / "docs/coverage.md").write_text(page(measured))
        print("Written to docs/coverage.md.")
    return tested.returncode


def page(measured: Coverage) -> str:
    """The page of the documentation: a line for each package of a service or of the shared library."""
    lines = [*_HEAD]
    measured.json_report(outfile=str(FOLDER / "report.json"))
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for file, found in json.loads((FOLDER / "report.json").read_text())["files"].items():
        numbers = [found["summary"][name] for name in NUMBERS]
        for name in (package_of(Path(file)), ALL):
            counted[name] = [before + more for before, more in zip(counted[name], numbers, strict=True)]
    for name, (statements, executed, branches, taken) in sorted(counted.items()):
        lines.append(
            f"| {name} | {statements:,} | {share(executed, statements)} | {branches:,} | {share(taken, branches)} |"
        )
    return "\n".join(lines) + "\n"


def package_of(file: Path) -> str:
    """`partners.rules` of partners/rules/disclosure.py; `partners` of what lies directly in that package."""
    parts = file.parts[file.parts.index("src") + 1 :]
    return ".".join(parts[: 2 if len(parts) > 2 else 1])


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


if __name__ == "__main__":
    sys.exit(main())
