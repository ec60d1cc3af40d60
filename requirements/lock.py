"""The locks: one for development, one per image, one to build with, and one for the installer itself.

Run by `make lock`, with the network. What the locks were made from is kept as digests in inputs.sha256, so that
`make check` can tell without the network that a pyproject file has changed since (tests/test_tooling_locks.py).
"""

import hashlib
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SERVICES = sorted(file.parent.name for file in ROOT.glob("services/*/pyproject.toml"))
_UV = ROOT / ".venv" / "bootstrap" / "bin" / "uv"
_EXPORT = ("--quiet", "--no-header", "--no-emit-index-url", "--no-emit-workspace")


def main() -> None:
    _uv("lock")
    _uv("export", *_EXPORT, "--all-packages", "--output-file", "requirements/dev.txt")
    _uv("export", *_EXPORT, "--only-group", "build", "--output-file", "requirements/build.txt")
    for service in SERVICES:
        only = ("--package", f"trellis-{service}", "--no-dev")
        _uv("export", *_EXPORT, *only, "--output-file", f"requirements/{service}.txt")
    compile_ = ("--quiet", "--generate-hashes", "--universal", "--no-header", "--no-emit-index-url")
    _uv("pip", "compile", *compile_, "requirements/bootstrap.in", "--output-file", "requirements/bootstrap.txt")
    note_inputs()


def note_inputs() -> None:
    """Keep what the locks were made from."""
    (HERE / "inputs.sha256").write_text("".join(f"{line}\n" for line in inputs()))


def inputs() -> Iterator[str]:
    """A line per file that the locks come from: the digest of what a resolver reads of it, and its path."""
    members = sorted(path for pattern in ("libs/*", "services/*") for path in ROOT.glob(f"{pattern}/pyproject.toml"))
    for file in [ROOT / "pyproject.toml", *members]:
        read = tomllib.loads(file.read_text())
        project, tool = read.get("project", {}), read.get("tool", {}).get("uv", {})
        parts = {
            name: project.get(name) for name in ("name", "requires-python", "dependencies", "optional-dependencies")
        }
        parts |= {"groups": read.get("dependency-groups"), "uv": tool}
        yield f"{_digest(json.dumps(parts, sort_keys=True))}  {file.relative_to(ROOT)}"
    yield f"{_digest((HERE / 'bootstrap.in').read_text())}  requirements/bootstrap.in"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _uv(*arguments: str) -> None:
    if subprocess.run([_UV, *arguments], cwd=ROOT, check=False).returncode:
        sys.exit(f"uv {arguments[0]} failed; the locks are as they were, or half new: run `make lock` again.")


if __name__ == "__main__":
    main()
