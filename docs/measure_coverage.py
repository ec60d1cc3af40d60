"""Measures what the tests reach, branches and child processes included.

With arguments for pytest it prints where they do not reach; without, it measures all and writes docs/coverage.md. Run
by `make coverage`, beside a stack.
"""

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from coverage import Coverage

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var/coverage"
# Measuring takes time: what a test may take is the suite's affair, not this one's.
PYTEST = ["-m", "pytest", "--numprocesses", "2", "--dist", "loadfile", "--quiet", "--timeout", "600"]


def main() -> int:
    chosen = sys.argv[1:]
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    os.environ["COVERAGE_FILE"] = str(FOLDER / "data")
    tested = subprocess.run([sys.executable, "-m", "coverage", "run", *PYTEST, *chosen], cwd=ROOT, check=False)
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
    lines = [
        "# Coverage",
        "",
        "What the tests reach, written by `make coverage`; not by hand. A branch is one way out of a",
    ]
    lines += ["decision. Processes that tests start are measured too; what is killed by a test cannot tell.", ""]
    lines += ["| package | statements | reached | branches | reached |", "|---|---|---|---|---|"]
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for file in sorted(measured.get_data().measured_files()):
        if not Path(file).is_file():
            continue
        numbers = measured._analyze(file).numbers
        found = (numbers.n_statements, numbers.n_executed, numbers.n_branches, numbers.n_executed_branches)
        for name in (package_of(Path(file)), "**all**"):
            counted[name] = [before + more for before, more in zip(counted[name], found, strict=True)]
    for name, (statements, executed, branches, taken) in sorted(counted.items(), key=lambda each: each[0].strip("*")):
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
