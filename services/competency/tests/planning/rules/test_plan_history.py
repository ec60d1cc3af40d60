"""Plans as they stood, from the changes that were written down."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from competency.planning.rules.plan_history import is_in_order, parts_then
from competency.planning.rules.plans import (
    Add,
    Change,
    Drop,
    Goal,
    Plan,
    PlanItem,
    PlanRefused,
    Project,
    Replace,
    Year,
    compare,
    edit,
)
from competency.planning.rules.templates import TemplateVersion, steps_between, sync
from competency.planning.usecases.stored_plans import serialize_changes, serialize_order, serialize_parts
from services.competency.tests.evidence.shown_pieces import unhurried

YEAR = Year(date(2026, 8, 17), date(2027, 6, 4))
TEMPLATE = UUID(int=99)
keys = st.integers(0, 4).map(lambda n: UUID(int=n))
days = st.sampled_from([None, date(2026, 10, 1), date(2027, 3, 1)])
goals = st.builds(Goal, keys, st.sampled_from(["a", "b"]), days)
projects = st.builds(Project, keys, st.sampled_from(["P", "Q"]), days)
items = st.builds(PlanItem, keys, days, st.sampled_from([None, "power"]), st.none() | keys)
parts = goals | projects | items
changes = st.builds(Add, parts) | st.builds(Replace, parts) | st.builds(Drop, st.sampled_from(["goal", "item"]), keys)
again = st.one_of(
    goals.map(lambda g: [Drop("goal", g.key), Add(g)]), items.map(lambda i: [Drop("item", i.key), Add(i)])
)
"""What one edit drops and adds again: it is then the last."""
edits = again | st.lists(changes | st.builds(Drop, st.just("project"), keys), min_size=1, max_size=5)
versions = st.builds(
    lambda items, projects: TemplateVersion(
        TEMPLATE, 1, {one.key: one for one in items}, {one.key: one for one in projects}
    ),
    st.lists(items, max_size=3),
    st.lists(projects, max_size=2),
)


@dataclass(frozen=True)
class Written:
    """A row of a plan's changes."""

    version: int
    template_id: UUID | None
    changed: list[dict[str, Any]]
    placed: dict[str, list[str]] | None


def written(number: int, before: Plan | None, after: Plan, template: UUID | None, *, in_order: bool = True) -> Written:
    """As `record_change` stores it, by the same functions and through JSON."""
    changed = serialize_changes(before, after, compare(before or Plan(YEAR), after))
    placed = json.loads(json.dumps(serialize_order(after))) if in_order else None
    return Written(number, template, json.loads(json.dumps(changed)), placed)


def lived(steps: list[list[Change] | TemplateVersion]) -> list[tuple[Plan, UUID | None]]:
    """Every plan that there was, with the template where it followed one; what is refused changes nothing."""
    stood: list[tuple[Plan, UUID | None]] = [(Plan(YEAR, (Goal(UUID(int=0), "a"),)), None)]
    old: TemplateVersion | None = None
    for step in steps:
        plan = stood[-1][0]
        if isinstance(step, TemplateVersion):
            after, old = sync(plan, steps_between(old, step)).plan, step
        else:
            try:
                after = edit(plan, step)
            except PlanRefused:
                continue
        if after != plan:
            stood.append((after, TEMPLATE if isinstance(step, TemplateVersion) else None))
    return stood


@unhurried
@given(st.lists(edits | versions, max_size=12))
def test_the_changes_up_to_any_moment_give_the_plan_as_it_was_kept_then(
    steps: list[list[Change] | TemplateVersion],
) -> None:
    stood = lived(steps)
    rows: list[Written] = []
    for number, (plan, template) in enumerate(stood, 1):
        rows.append(written(number, stood[number - 2][0] if rows else None, plan, template))
        then = parts_then(rows)
        assert then == json.loads(serialize_parts(plan))
        assert is_in_order(rows)


@unhurried
@given(st.lists(edits | versions, max_size=12))
def test_where_the_order_was_not_written_down_it_is_known_or_said_to_be_unknown(
    steps: list[list[Change] | TemplateVersion],
) -> None:
    stood = lived(steps)
    rows: list[Written] = []
    for number, (plan, template) in enumerate(stood, 1):
        rows.append(written(number, stood[number - 2][0] if rows else None, plan, template, in_order=False))
        then, kept = parts_then(rows), json.loads(serialize_parts(plan))
        for name, group in kept.items():
            assert sorted(then[name], key=lambda part: part["key"]) == sorted(group, key=lambda part: part["key"])
        if is_in_order(rows):
            assert then == kept


def test_a_part_dropped_and_added_again_in_one_edit_is_the_last_from_then_on() -> None:
    first, second = PlanItem(UUID(int=1)), PlanItem(UUID(int=2))
    before = Plan(YEAR, items=(first, second))
    after = edit(before, [Drop("item", first.key), Add(first)])
    rows = [written(1, None, before, None), written(2, before, after, None)]
    assert [part["key"] for part in parts_then(rows)["items"]] == [str(second.key), str(first.key)]
    assert [part["key"] for part in parts_then(rows[:1])["items"]] == [str(first.key), str(second.key)]
    old = [rows[0], written(2, before, after, None, in_order=False)]
    assert (is_in_order(old), is_in_order(old[:1]), is_in_order([*old, rows[1]])) == (False, True, True)
