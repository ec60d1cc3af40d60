"""The locks are what the pyproject files ask for, and no file tells where somebody's packages or files are."""

import importlib.util
import re
import subprocess
from pathlib import Path

import pytest

from shared.cli import installed_services

ROOT = Path(__file__).resolve().parent.parent

# Spelt in parts, so that this file does not name what it forbids.
HOSTS = ("files pythonhosted", "pypi org", "repo maven", "repo1 maven", "registry npmjs")
FORBIDDEN = {
    "a package host": re.compile(rf"(?i)\b({'|'.join(re.escape(words.replace(' ', '.')) for words in HOSTS)})"),
    "an index": re.compile(r"^--(extra-)?(index-url|find-links|trusted-host)", re.MULTILINE),
    "somebody's folder": re.compile(r"(?<![\w.$~/])/(?:(?:home|Users)/[a-z]\w*/|(?:root|work)/\w)"),
}


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout: which files are committed cannot be told")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_the_locks_were_made_from_the_pyproject_files_as_they_are() -> None:
    spec = importlib.util.spec_from_file_location("lock", ROOT / "requirements" / "lock.py")
    assert spec is not None
    assert spec.loader is not None
    lock = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(lock)
    noted = (ROOT / "requirements" / "inputs.sha256").read_text().splitlines()
    assert list(lock.inputs()) == noted, "A pyproject file changed its dependencies: run `make lock`."


def test_every_locked_package_has_a_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        entries = re.split(r"\n(?=\S)", lock.read_text().strip())
        pins = [entry for entry in entries if not entry.startswith("#")]
        assert pins, lock.name
        assert [entry.split()[0] for entry in pins if "==" not in entry or "--hash=sha256:" not in entry] == [], (
            lock.name
        )


def test_an_image_gets_no_version_that_was_not_tested() -> None:
    tested = set(pins(ROOT / "requirements" / "dev.txt"))
    for service in installed_services():
        assert set(pins(ROOT / "requirements" / f"{service}.txt")) <= tested, service


def pins(lock: Path) -> list[str]:
    return re.findall(r"^([\w.\[\]-]+==\S+)", lock.read_text(), re.MULTILINE)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_names(what: str) -> None:
    found = []
    for path in committed():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in FORBIDDEN[what].finditer(text)]
    assert found == []


def test_make_help_knows_every_target_a_person_may_call() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = set(re.findall(r"^\.PHONY: (\S+)", makefile, re.MULTILINE))
    helped = set(re.findall(r"^([a-z][a-z-]*):.*## ", makefile, re.MULTILINE))
    assert phony == helped
