"""Builds the documentation site into build/site, from the Markdown files of the repository and the contracts in docs.

Pages lie in the site as they lie in the repository, so that a link that works in one works in the other. The site asks
nothing of any other host, and obeys a Content-Security-Policy of `default-src 'self'`: what the theme writes into pages
is moved into files.
"""

import argparse
import hashlib
import re
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

PAGES = (
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "docs/**/*.md",
    "services/*/README.md",
    "libs/*/README.md",
    "deploy/**/README.md",
)
BESIDE = (
    "docs/**/*.svg",
    "docs/**/*.png",
    "docs/asyncapi.yaml",
    "docs/openapi/*.json",
)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_STYLED = re.compile(r'(<[a-z][^<>]*?) style="([^"]*)"')
_FOLDER_LINK = re.compile(r"\]\((?:\.\./)*(?:docs/)?openapi/\)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "build/site", help="the site's folder (%(default)s)")
    into: Path = parser.parse_args().into.absolute()
    began = time.monotonic()
    source = into.with_name(f"{into.name}-source")
    stage(source)
    if failed := build(source, into):
        return failed
    pages = sum(1 for _ in obey_the_policy(into))
    print(f"{pages} pages in {into} after {time.monotonic() - began:.1f} s", file=sys.stderr)
    return 0


def stage(source: Path) -> None:
    """Lays out what Sphinx reads: the repository's pages, and those made of the contracts."""
    from docs.site.reference import reference_pages

    shutil.rmtree(source, ignore_errors=True)
    for file in found(*PAGES, *BESIDE):
        target = source / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == ".md":
            target.write_text(_FOLDER_LINK.sub("](/docs/reference/index.md)", file.read_text()))
        else:
            shutil.copyfile(file, target)
    with (source / "docs/adr/README.md").open("a") as decisions:
        decisions.write("\n```{toctree}\n:hidden:\n:glob:\n\n0*\n```\n")
    shutil.copyfile(HERE / "index.md", source / "index.md")
    if not (source / "docs/coverage.md").exists():
        (source / "docs/coverage.md").write_text(
            "# Coverage\n\nNot measured yet: `make coverage` does, and writes this page.\n"
        )
    for name, text in reference_pages(ROOT / "docs"):
        target = source / "docs/reference" / f"{name}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


def found(*patterns: str) -> Iterator[Path]:
    for pattern in patterns:
        for file in sorted(ROOT.glob(pattern)):
            if file != HERE / "index.md":
                yield file


def build(source: Path, into: Path) -> int:
    """Runs Sphinx; a warning, such as a link that leads nowhere, is an error."""
    from sphinx.cmd.build import main as sphinx

    shutil.rmtree(into, ignore_errors=True)
    cache = into.with_name(f"{into.name}-doctrees")
    quiet = ["--quiet", "--fail-on-warning", "--keep-going", "--jobs", "2"]
    return sphinx([*quiet, "-c", str(HERE), "-d", str(cache), "-b", "html", str(source), str(into)])


def obey_the_policy(site: Path) -> Iterator[Path]:
    """Moves styles and scripts out of the pages; yields each page."""
    for page in sorted(site.rglob("*.html")):
        page.write_text(Moving(site, page).moved(page.read_text()))
        yield page


class Moving:
    """Moves what one page holds inline into files that it names: a `style` becomes a class of a style sheet."""

    def __init__(self, site: Path, page: Path) -> None:
        self._site = site
        self._up = "../" * (len(page.relative_to(site).parts) - 1)
        self._classes: dict[str, str] = {}

    def moved(self, text: str) -> str:
        text = _STYLED.sub(self._classed, text)
        text = _STYLE.sub(lambda match: self._named(match[1], "css"), text)
        text = _SCRIPT.sub(lambda match: self._named(match[1], "js"), text)
        if not self._classes:
            return text
        rules = "".join(f".{name}{{{style}}}\n" for name, style in sorted(self._classes.items()))
        return text.replace("</head>", self._named(rules, "css") + "</head>", 1)

    def _classed(self, match: re.Match[str]) -> str:
        name = f"styled-{_digest(match[2])[:8]}"
        self._classes[name] = match[2]
        before = match[1]
        if 'class="' in before:
            return before.replace('class="', f'class="{name} ', 1)
        return f'{before} class="{name}"'

    def _named(self, content: str, suffix: str) -> str:
        """The element that loads a file with this content."""
        name = f"page-{_digest(content)[:12]}.{suffix}"
        (self._site / "_static" / name).write_text(content)
        address = f"{self._up}_static/{name}"
        return f'<link rel="stylesheet" href="{address}">' if suffix == "css" else f'<script src="{address}"></script>'


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
