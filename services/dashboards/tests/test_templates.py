"""Templates can be read: no line runs off the screen, and each stands in its subject's folder."""

from pathlib import Path

import pytest

import dashboards

PACKAGE = Path(dashboards.__file__).parent
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
LONGEST_LINE = 160


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
