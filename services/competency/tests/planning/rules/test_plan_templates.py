"""Templates, and plans that follow them without losing what is their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from time import process_time
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.common.cycles import Cycle
from competency.planning.rules.plans import MOST_ITEMS, Add, Drop, Goal, Plan, PlanItem, Project, Replace, Year, edit
from competency.planning.rules.templates import (
    SyncLine,
    Template,
    TemplateVersion,
    UnknownTemplate,
    including,
    next_version,
    ordered_by_includes,
    steps_between,
    sync,
)
from services.competency.tests.evidence.shown_pieces import unhurried

YEAR = Year(date(2026, 8, 17), date(2027, 6, 4))
LATECOMERS = Year(date(2027, 1, 11), date(2027, 6, 4))
OCTOBER, NOVEMBER, MARCH = date(2026, 10, 1), date(2026, 11, 2), date(2027, 3, 1)
A, B, C, D, P, Q = (UUID(int=n) for n in range(1, 7))
GRADE_7, MATHS, READING = UUID(int=70), UUID(int=71), UUID(int=72)


def version(number: int, *items: PlanItem, projects: tuple[Project, ...] = ()) -> TemplateVersion:
    return TemplateVersion(GRADE_7, number, {i.key: i for i in items}, {p.key: p for p in projects})


def following(template: TemplateVersion, year: Year = YEAR) -> Plan:
    return sync(Plan(year), steps_between(None, template)).plan


def the(plan: Plan, key: UUID) -> PlanItem | None:
    return next((item for item in plan.items if item.key == key), None)


def template(key: UUID, title: str, *items: PlanItem, includes: tuple[UUID, ...] = ()) -> Template:
    return Template(key, title, items, (), includes)


def test_a_plan_that_follows_a_template_takes_all_of_it() -> None:
    synced = sync(Plan(YEAR), steps_between(None, version(1, PlanItem(A, OCTOBER), PlanItem(B))))
    assert synced.plan.items == (PlanItem(A, OCTOBER), PlanItem(B))
    assert synced.report == (SyncLine("added", "item", A), SyncLine("added", "item", B))
    assert [one.how for one in synced.changed] == ["added", "added"]


def test_what_the_plan_did_not_change_itself_follows_and_the_rest_is_left_alone_field_by_field() -> None:
    old = version(1, PlanItem(A, OCTOBER, "power"), PlanItem(B, OCTOBER), PlanItem(C, OCTOBER), PlanItem(D, OCTOBER))
    new = version(2, PlanItem(A, NOVEMBER, "challenge"), PlanItem(B, NOVEMBER), PlanItem(P, MARCH))
    own = edit(
        following(old),
        [Replace(PlanItem(A, MARCH, "power")), Replace(PlanItem(D, MARCH)), Add(PlanItem(Q)), Add(Goal(A, "Fly"))],
    )
    synced = sync(own, steps_between(old, new))
    assert synced.plan == Plan(
        YEAR,
        goals=(Goal(A, "Fly"),),
        items=(
            PlanItem(A, MARCH, "challenge"),
            PlanItem(B, NOVEMBER),
            PlanItem(D, MARCH),
            PlanItem(Q),
            PlanItem(P, MARCH),
        ),
    )
    assert synced.report == (
        SyncLine("left_alone", "item", A, "target", "own_change"),
        SyncLine("changed", "item", A, "focus"),
        SyncLine("moved", "item", B, "target"),
        SyncLine("added", "item", P),
        SyncLine("dropped", "item", C),
        SyncLine("left_alone", "item", D, None, "own_change"),
    )
    assert [(one.key, one.how) for one in synced.changed] == [
        (A, "changed"), (B, "changed"), (C, "dropped"), (P, "added"),
    ]  # fmt: skip


def test_what_a_learner_dropped_does_not_come_back() -> None:
    old, new = version(1, PlanItem(A), PlanItem(B)), version(2, PlanItem(A, OCTOBER))
    own = edit(following(old), [Drop("item", A), Drop("item", B)])
    synced = sync(own, steps_between(old, new))
    assert synced.plan == own
    assert synced.report == (SyncLine("left_alone", "item", A, None, "dropped_here"),)


def test_what_a_learner_had_before_the_template_did_stays_as_it_is() -> None:
    own = Plan(YEAR, items=(PlanItem(A, MARCH), PlanItem(B, OCTOBER)))
    synced = sync(own, steps_between(None, version(1, PlanItem(A, OCTOBER), PlanItem(B, OCTOBER))))
    assert synced.plan == own
    assert synced.report == (SyncLine("left_alone", "item", A, "target", "own_part"),)


def test_of_what_the_template_did_not_touch_nothing_is_reported() -> None:
    old, new = version(1, PlanItem(A, OCTOBER, "power")), version(2, PlanItem(A, NOVEMBER, "power"))
    own = edit(following(old), [Replace(PlanItem(A, OCTOBER, "challenge"))])
    synced = sync(own, steps_between(old, new))
    assert synced.plan.items == (PlanItem(A, NOVEMBER, "challenge"),)
    assert synced.report == (SyncLine("moved", "item", A, "target"),)
    late = sync(following(old, LATECOMERS), steps_between(old, version(2, PlanItem(A, OCTOBER))))
    assert late.report == (SyncLine("changed", "item", A, "focus"),)


def test_a_plan_that_follows_no_longer_keeps_what_it_made_its_own() -> None:
    old = version(1, PlanItem(A, OCTOBER), PlanItem(B, OCTOBER))
    own = edit(following(old), [Replace(PlanItem(A, MARCH))])
    assert sync(own, steps_between(old, None)).plan.items == (PlanItem(A, MARCH),)


def test_a_date_that_the_plans_year_does_not_have_is_left_out_and_said() -> None:
    old, new = version(1, PlanItem(A, OCTOBER)), version(2, PlanItem(A, NOVEMBER), PlanItem(B, OCTOBER))
    first = sync(Plan(LATECOMERS), steps_between(None, old))
    assert first.plan.items == (PlanItem(A),)
    assert first.report[-1] == SyncLine("left_alone", "item", A, "target", "outside_year")
    assert sync(first.plan, steps_between(old, new)).plan.items == (PlanItem(A), PlanItem(B))
    # Having had no date is not a change of the learner's: a date that fits is taken.
    assert sync(first.plan, steps_between(old, version(2, PlanItem(A, MARCH)))).plan.items == (PlanItem(A, MARCH),)


def test_a_project_leaves_with_its_template_unless_the_plans_items_are_shown_in_it() -> None:
    bridge = Project(P, "Bridge")
    old = version(1, PlanItem(A, project=P), projects=(bridge,))
    own = following(old)
    assert sync(own, steps_between(old, version(2))).plan == Plan(YEAR)
    own = edit(own, [Add(PlanItem(B, project=P))])
    synced = sync(own, steps_between(old, version(2)))
    assert (synced.plan.projects, synced.plan.items) == ((bridge,), (PlanItem(B, project=P),))
    assert SyncLine("left_alone", "project", P, None, "in_use") in synced.report


def test_an_item_taken_out_of_a_project_stays_out_when_the_project_has_left() -> None:
    first, second = Project(P, "Bridge"), Project(Q, "Tower")
    old = version(1, PlanItem(A, None, None, P), projects=(first,))
    new = version(2, PlanItem(A, None, None, Q), projects=(second,))
    own = edit(following(old), [Replace(PlanItem(A))])
    once = sync(own, steps_between(old, new)).plan
    assert once == Plan(YEAR, projects=(second,), items=(PlanItem(A),))
    assert sync(once, steps_between(old, new)).plan == once


def test_dropping_a_project_leaves_its_items_following() -> None:
    bridge = Project(P, "Bridge")
    old, new = (version(n, PlanItem(A, day, None, P), projects=(bridge,)) for n, day in ((1, OCTOBER), (2, MARCH)))
    own = edit(following(old), [Drop("project", P)])
    assert sync(own, steps_between(old, new)).plan.items == (PlanItem(A, MARCH),)
    assert sync(own, steps_between(old, version(2, projects=(bridge,)))).plan.items == ()


def test_a_template_includes_others_and_its_own_word_counts_first_then_theirs_in_order() -> None:
    templates = {
        one.template_id: one
        for one in (
            template(GRADE_7, "Grade 7", PlanItem(A, OCTOBER), includes=(MATHS, READING)),
            template(MATHS, "Maths", PlanItem(A, MARCH), PlanItem(B, NOVEMBER)),
            template(READING, "Reading", PlanItem(B, MARCH), PlanItem(C), includes=(MATHS,)),
        )
    }
    made = next_version(GRADE_7, templates, None)
    assert made.number == 1
    assert list(made.items.values()) == [PlanItem(A, OCTOBER), PlanItem(B, NOVEMBER), PlanItem(C)]
    assert including(MATHS, templates) == (MATHS, READING, GRADE_7)
    assert including(GRADE_7, templates) == (GRADE_7,)


def test_a_template_has_a_new_version_only_when_it_says_something_else() -> None:
    templates = {
        GRADE_7: template(GRADE_7, "Grade 7", includes=(MATHS,)),
        MATHS: template(MATHS, "Maths", PlanItem(A, MARCH)),
    }
    first = next_version(GRADE_7, templates, None)
    renamed = templates | {MATHS: replace(templates[MATHS], title="Mathematics")}
    assert next_version(GRADE_7, renamed, first) is first
    moved = templates | {MATHS: template(MATHS, "Maths", PlanItem(A, OCTOBER))}
    second = next_version(GRADE_7, moved, first)
    assert (second.number, second.items[A].target) == (2, OCTOBER)


def test_templates_that_include_each_other_are_refused_and_the_path_named() -> None:
    templates = {
        GRADE_7: template(GRADE_7, "Grade 7", includes=(MATHS,)),
        MATHS: template(MATHS, "Maths", includes=(READING,)),
        READING: template(READING, "Reading", includes=(MATHS,)),
    }
    with pytest.raises(Cycle, match=r"^Maths → Reading → Maths$") as refused:
        ordered_by_includes(templates)
    path: tuple[Any, ...] = refused.value.path  # a circle is of whatever things rest on one another
    assert [named.template_id for named in path] == [MATHS, READING]
    alone = {MATHS: template(MATHS, "Maths", includes=(MATHS,))}
    with pytest.raises(Cycle, match=r"^Maths → Maths$"):
        next_version(MATHS, alone, None)


def test_an_included_template_must_be_there_and_all_of_it_fit_a_plan() -> None:
    with pytest.raises(UnknownTemplate, match="Maths includes"):
        ordered_by_includes({MATHS: template(MATHS, "Maths", includes=(READING,))})
    halves = [template(UUID(int=k), "H", *(PlanItem(UUID(int=k + n)) for n in range(1, 600))) for k in (1000, 2000)]
    both = template(MATHS, "Maths", includes=tuple(half.template_id for half in halves))
    with pytest.raises(ValueError, match=f"1198 items; {MOST_ITEMS} is most"):
        next_version(MATHS, {one.template_id: one for one in (*halves, both)}, None)


keys = st.sampled_from([A, B, C])
days = st.sampled_from([None, OCTOBER, NOVEMBER, MARCH])


@st.composite
def versions(draw: st.DrawFn, number: int) -> TemplateVersion:
    projects = draw(
        st.lists(st.builds(Project, st.sampled_from([P, Q]), st.just("x"), days), unique_by=lambda p: p.key)
    )
    within = st.sampled_from([None, *(project.key for project in projects)])
    items = draw(
        st.lists(st.builds(PlanItem, keys, days, st.sampled_from([None, "power"]), within), unique_by=lambda i: i.key)
    )
    return version(number, *items, projects=tuple(projects))


@st.composite
def own_plans(draw: st.DrawFn, template: TemplateVersion) -> Plan:
    """A plan that follows the template and has gone its own way in places."""
    plan = following(template, draw(st.sampled_from([YEAR, LATECOMERS])))
    for key in draw(st.sets(keys)):
        other = PlanItem(key, draw(st.sampled_from([None, MARCH])))
        held = the(plan, key) is not None
        drop = held and draw(st.booleans())
        plan = edit(plan, [Drop("item", key) if drop else Replace(other) if held else Add(other)])
    if draw(st.booleans()) and plan.projects:
        plan = edit(plan, [Drop("project", plan.projects[0].key)])
    return plan


old_new_own = versions(1).flatmap(lambda old: st.tuples(st.just(old), versions(2), own_plans(old)))


@unhurried
@given(old_new_own)
def test_following_twice_or_following_no_change_changes_nothing(
    case: tuple[TemplateVersion, TemplateVersion, Plan],
) -> None:
    old, new, own = case
    once = sync(own, steps_between(old, new))
    assert sync(once.plan, steps_between(old, new)).plan == once.plan
    assert sync(own, steps_between(old, old)) == (replace(once, plan=own, changed=(), report=()))


@unhurried
@given(versions(1), versions(2))
def test_a_plan_that_never_went_its_own_way_becomes_what_the_new_template_says(
    old: TemplateVersion, new: TemplateVersion
) -> None:
    plan = sync(following(old), steps_between(old, new)).plan
    assert {item.key: item for item in plan.items} == new.items
    assert {project.key: project for project in plan.projects} == new.projects


@unhurried
@given(old_new_own)
def test_no_value_that_the_plan_set_itself_is_ever_lost(case: tuple[TemplateVersion, TemplateVersion, Plan]) -> None:
    old, new, own = case
    after = sync(own, steps_between(old, new)).plan
    for key in (A, B, C):
        said, mine, now = old.items.get(key), the(own, key), the(after, key)
        if mine is None and said is not None:
            assert now is None
        if mine is not None and (said is None or mine.target not in (said.target, None)):
            assert now is not None
            assert now.target == mine.target


def test_a_cohort_of_4200_plans_follows_in_seconds() -> None:
    items = [PlanItem(UUID(int=n), OCTOBER) for n in range(100)]
    old, new = version(1, *items), version(2, *(replace(item, target=MARCH) for item in items[:5]), *items[5:])
    plan, steps = following(old), steps_between(old, new)
    start = process_time()
    for _ in range(420):
        sync(plan, steps)
    assert process_time() - start < 1
