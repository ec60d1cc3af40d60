"""The documentation site: it builds, asks nothing of any other host, obeys the Content-Security-Policy under which it
is served, and every link in it leads somewhere.
"""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


class Page(HTMLParser):
    """What a page loads, where it leads, which places it has, and what stands in it that should stand in a file."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: list[str] = []
        self.places = {"", "top"}
        self.inline: list[str] = []
        self._script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.places |= {named[name] for name in ("id", "name") if name in named}
        if tag == "a" and "href" in named:
            self.leads.append(named["href"])
        elif tag in ("script", "img", "iframe", "source") and "src" in named:
            self.loads.append(named["src"])
        elif tag == "link" and "href" in named:
            self.loads.append(named["href"])
        elif tag in ("style", "script"):
            self.inline.append(tag)
        self.inline += [name for name in named if name == "style" or name.startswith("on")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "site"
    done = subprocess.run(
        [sys.executable, ROOT / "docs/site/build.py", "--into", folder], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def built(site: Path) -> dict[Path, Page]:
    return {file: Page(file.read_text()) for file in sorted(site.rglob("*.html"))}


def target(site: Path, page: Path, link: str) -> Path:
    path = unquote(urlsplit(link).path)
    return (page.parent / path).resolve() if path else page


def test_nothing_is_loaded_from_elsewhere_and_what_is_loaded_is_there(site: Path, built: dict[Path, Page]) -> None:
    assert (site / "index.html") in built
    found = [(page.name, link) for page, read in built.items() for link in read.loads]
    outside = [each for each in found if urlsplit(each[1]).netloc]
    assert outside == []
    absent = [
        (page.name, link)
        for page, read in built.items()
        for link in read.loads
        if not link.startswith("data:") and not target(site, page, link).is_file()
    ]
    assert absent == []
    for sheet in site.rglob("*.css"):
        assert re.findall(r"(?:@import|url\()\s*['\"]?(?:https?:)?//\S{0,40}", sheet.read_text()) == [], sheet


def test_no_script_or_style_stands_in_a_page(built: dict[Path, Page]) -> None:
    assert {page.name: read.inline for page, read in built.items() if read.inline} == {}


def test_every_link_leads_to_a_page_and_a_place_that_are_there(site: Path, built: dict[Path, Page]) -> None:
    wrong = []
    for page, read in built.items():
        for link in read.leads:
            if urlsplit(link).scheme:
                continue
            to = target(site, page, link)
            place = unquote(urlsplit(link).fragment)
            if not to.is_file() or (to in built and place not in built[to].places):
                wrong.append((page.name, link))
    assert wrong == []
