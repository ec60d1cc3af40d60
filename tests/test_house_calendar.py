"""The house's rule about days, read off the code: a day is the district's day (ADR 0020)."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.test_house_rules import PACKAGES, ROOT, SHARED, modules, place

DAYS_BY_HAND = {
    # A date that a CASE package wrote as a time is that date.
    "services/competency/src/competency/frameworks/rules/case/fields.py",
    # The same seed gives the same moments for ever, whatever becomes of time zones.
    "demo/evidence.py",
}
"""Where a date is taken out of a time outside `shared.values.calendar`, each with why it is no district's day."""
DEMO = ROOT / "demo"
TEMPLATES = sorted(PACKAGES["dashboards"].rglob("templates/**/*.html"))
_DAY_IN_SQL = re.compile(
    r"current_date|localtimestamp|date_trunc|now\(\)\s*::\s*date|timestamp\(\)\s*::\s*date"
    r"|cast\((now|statement_timestamp|clock_timestamp)\(\) as date\)|at time zone 'utc'\s*(as|\)?::) ?date",
    re.IGNORECASE,
)
_DAY_IN_A_PAGE = re.compile(r"\.date\(\)|\.strftime\(|\.isoformat\(\)\[|astimezone")


def days_made_by_hand(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Where a moment becomes a day, or a day a moment, without the calendar of a district."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            whose = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            called = f"{whose}.{node.func.attr}"
            if (node.func.attr == "date" and not node.args) or called in ("datetime.combine", "date.today"):
                yield node, f"{called}()"
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("time.min", "time.max"):
            yield node, ast.unparse(node)
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith(".isoformat()"):
            yield node, "a slice of isoformat()"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _DAY_IN_SQL.search(node.value):
            yield node, "a day in SQL"


def test_a_moment_becomes_a_day_in_the_calendar_alone() -> None:
    """A day is the district's day everywhere (ADR 0020): who takes a date out of a time takes that of UTC."""
    found = [
        f"{place(file, node)} {what}"
        for package in (SHARED, *PACKAGES.values(), DEMO)
        for file, tree in modules(package)
        if file != SHARED / "values" / "calendar.py" and str(file.relative_to(ROOT)) not in DAYS_BY_HAND
        for node, what in days_made_by_hand(tree)
        if not {"migrations", "tests"} & set(file.parts)
    ]
    found += [
        f"{template.relative_to(ROOT)}:{number}"
        for template in TEMPLATES
        for number, line in enumerate(template.read_text().splitlines(), 1)
        if _DAY_IN_A_PAGE.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("written", [
    "day = datetime.now(UTC).date()", "day = moment.astimezone(UTC).date()", "datetime.combine(day, time.min, UTC)",
    "date.today()", "day = moment.isoformat()[:10]", 'text("where ends_on >= current_date")', 'text("now()::date")',
])  # fmt: skip
def test_a_day_made_by_hand_is_found(written: str) -> None:
    assert [*days_made_by_hand(ast.parse(written))]


def test_what_may_make_days_by_hand_does() -> None:
    for file in DAYS_BY_HAND:
        assert [*days_made_by_hand(ast.parse((ROOT / file).read_text()))], file
