"""Style sheets: what a browser would silently leave out, and what nothing uses.

Templates are read by djlint and scripts by oxlint (`make pages`); no linter of style sheets comes as a wheel.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, ParseError, QualifiedRule

ROOT = Path(__file__).resolve().parent.parent
SHEETS = [*sorted(ROOT.glob("services/*/src/**/*.css")), *sorted(ROOT.glob("docs/site/static/*.css"))]
OF_THE_THEME = {"table-wrapper", "docutils"}  # classes of pages that Sphinx writes
NESTING = {"media", "supports", "layer", "container", "starting-style"}


@dataclass
class Sheet:
    """What a style sheet says, and what is wrong with how it says it."""

    problems: list[str] = field(default_factory=list)
    defined: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)

    def read(self, text: str) -> "Sheet":
        self._rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))
        self.used |= set(re.findall(r"var\(\s*(--[\w-]+)\s*\)", text))  # with a fallback it need not be set
        return self

    def _rules(self, nodes: list[Node]) -> None:
        for node in nodes:
            if isinstance(node, ParseError):
                self.problems.append(f"line {node.source_line}: {node.message}")
            elif isinstance(node, QualifiedRule):
                if any(isinstance(part, ParseError) for part in node.prelude):
                    self.problems.append(f"line {node.source_line}: a selector that is none")
                selector = tinycss2.serialize(node.prelude)
                self.classes |= set(re.findall(r"\.([A-Za-z_][\w-]*)", re.sub(r"\[[^\]]*\]", "", selector)))
                self._block(node.content)
            elif isinstance(node, AtRule) and node.content is not None:
                if node.lower_at_keyword in NESTING:
                    rules = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
                    self._rules(rules)
                elif node.lower_at_keyword != "keyframes":
                    self._block(node.content)

    def _block(self, content: list[Node]) -> None:
        last: dict[str, str] = {}
        for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
            if isinstance(node, Declaration):
                value = tinycss2.serialize(node.value).strip()
                if not value:
                    self.problems.append(f"line {node.source_line}: {node.name} has no value")
                if last.get(node.name) == value:
                    self.problems.append(f"line {node.source_line}: {node.name} is there twice")
                last[node.name] = value
                if node.name.startswith("--"):
                    self.defined.add(node.name)
                if re.search(r"url\(\s*['\"]?(https?:)?//", value):
                    self.problems.append(f"line {node.source_line}: an address of another host")
            else:
                self._rules([node])


def source_of(sheet: Path) -> Path:
    """The folder that the sheet's pages are in: a service's, or that of the documentation's static files."""
    return next((parent for parent in sheet.parents if parent.name == "src"), sheet.parent)


def scripts_and_templates(sheet: Path) -> Iterator[str]:
    for file in source_of(sheet).rglob("*"):
        if file.suffix in (".html", ".js", ".py", ".svg"):
            yield file.read_text()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_browser_reads_every_rule_of_a_style_sheet(sheet: Path) -> None:
    assert Sheet().read(sheet.read_text()).problems == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_custom_properties_are_set_and_used(sheet: Path) -> None:
    read = Sheet().read(sheet.read_text())
    beside = set(re.findall(r"--[\w-]+", " ".join(scripts_and_templates(sheet))))
    together = [Sheet().read(other.read_text()) for other in source_of(sheet).rglob("*.css")]
    assert read.used - set().union(*(each.defined for each in together)) - beside == set()
    assert read.defined - set().union(*(each.used for each in together)) - beside == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_class_of_a_style_sheet_is_in_a_page(sheet: Path) -> None:
    words = set(re.findall(r"[\w-]+", " ".join(scripts_and_templates(sheet)))) | OF_THE_THEME
    # `level-{{ level }}` in a template gives level-1, level-2, ...
    made = tuple(word for word in words if word.endswith("-"))
    unused = {name for name in Sheet().read(sheet.read_text()).classes - words if not name.startswith(made)}
    assert unused == set()


@pytest.mark.parametrize(
    "text",
    ["a { color: ; }", "a { color: red; color: red; }", "a { : }", "a } b {}", "a { b: url(https://other.example/x) }"],
)
def test_a_mistake_is_noticed(text: str) -> None:
    assert Sheet().read(text).problems != []
