"""Links between the repository's Markdown files lead somewhere: to a file that is there, and to a heading in it."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SITE_ONLY = ROOT / "docs/site/index.md"  # its links are those of the built site (tests/test_docs_site.py)
_FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)


def pages() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout: which files are committed cannot be told")
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [file for file in files if file.is_file() and file != SITE_ONLY]


def links(page: Path) -> list[str]:
    return _LINK.findall(_CODE.sub("", _FENCED.sub("", page.read_text())))


@cache
def anchors(page: Path) -> frozenset[str]:
    """A heading's anchor as repository hosts and the site make it: lower case, hyphens for blanks, no punctuation."""
    headings = _HEADING.findall(_FENCED.sub("", page.read_text()))
    plain = (re.sub(r"[`*]|\]\([^)]*\)|\[", "", heading).lower() for heading in headings)
    return frozenset(re.sub(r"[^\w\- ]", "", words).replace(" ", "-") for words in plain)


def problem(page: Path, link: str) -> str | None:
    if re.match(r"[a-z]+:", link):
        return None
    place, _, anchor = link.partition("#")
    target = (page.parent / place).resolve() if place else page
    if not target.exists():
        return f"{page.relative_to(ROOT)}: {link}: there is no such file"
    if anchor and target.suffix == ".md" and anchor not in anchors(target):
        return f"{page.relative_to(ROOT)}: {link}: there is no such heading"
    return None


def test_every_link_leads_to_a_file_and_a_heading_that_are_there() -> None:
    found = [problem(page, link) for page in pages() for link in links(page)]
    assert len(found) > 50
    assert [each for each in found if each] == []


def test_a_link_that_leads_nowhere_is_noticed(tmp_path: Path) -> None:
    page = ROOT / "README.md"
    assert problem(page, "docs/nowhere.md") is not None
    assert problem(page, "CHANGELOG.md#nowhere") is not None
    assert problem(page, "#try-it") is None
