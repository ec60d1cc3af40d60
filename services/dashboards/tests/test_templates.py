"""Templates can be read: no line runs off the screen, and each stands in its subject's folder."""

import re
from pathlib import Path

import pytest

import dashboards

PACKAGE = Path(dashboards.__file__).parent
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
LONGEST_LINE = 160
COUNTS_NOTHING = {
    "%(zero)s scores 0, %(one)s scores 100", "weight %(weight)s", "weight %(weight)s, %(share)s of the mean",
    "shown from %(minimum)s answers on; weight %(weight)s", "Place %(place)s on the reserve list",
    "Its weight would be %(after)s in place of %(before)s.", "at least %(number)s score each application",
    "%(verified)s of %(chosen)s verified",
    "%(answered)s of %(asked)s answered", "{n} of %(asked)s answered", "%(scored)s of %(all)s scored",
    "Each application needs sheets of at least %(number)s reviewers before it has a score. Reviewers read the "
    "applications once the call is closed, each by themselves.",
}  # fmt: skip
"""Words of readiness with a number that is a place or a weight, that is never one, or that no word goes with."""


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_line_of_a_template_is_too_long(template: Path) -> None:
    lines = template.read_text().splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE] == []


def test_every_template_is_in_the_folder_of_its_subject() -> None:
    """Templates of all subjects are found by one loader: two of one name would hide each other."""
    assert len(TEMPLATES) > 30
    assert sorted(PACKAGE.rglob("*.html")) == TEMPLATES
    for template in TEMPLATES:
        subject, folder, name, *_ = template.relative_to(PACKAGE).parts
        assert (folder, name) == ("templates", subject)


def test_words_that_go_with_a_number_are_there_for_one_and_for_more() -> None:
    trans = re.compile(r"\{%-?\s*trans\s+([^%]*?\|\s*number\b[^%]*?)%\}(.*?)\{%-?\s*endtrans", re.DOTALL)
    single = {
        re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", " ".join(words.split()))
        for template in PACKAGE.glob("readiness/templates/**/*.html")
        for _, words in trans.findall(template.read_text())
        if "pluralize" not in words
    }
    assert single - COUNTS_NOTHING == set()
    assert COUNTS_NOTHING - single == set(), "no template says these any more"
