"""Learners' plans, edited as values."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.planning.rules.plans import (
    LONGEST_WORDS,
    MOST_GOALS,
    Add,
    Change,
    Changed,
    Drop,
    FieldChange,
    FocusArea,
    Goal,
    Part,
    Plan,
    PlanItem,
    PlanRefused,
    Project,
    Replace,
    Year,
    compare,
    edit,
    validate_parts,
)
from services.competency.tests.evidence.shown_pieces import unhurried

YEAR = Year(date(2026, 8, 17), date(2027, 6, 4))
AUTUMN, SPRING = date(2026, 10, 1), date(2027, 3, 1)
ALGEBRA, ESSAY, BRIDGE, MUSIC, FRACTIONS = (UUID(int=n) for n in range(1, 6))
PLAN = Plan(
    YEAR,
    goals=(Goal(MUSIC, "I want to play in front of people."),),
    projects=(Project(BRIDGE, "A bridge that holds", SPRING),),
    items=(PlanItem(ALGEBRA, AUTUMN, "power", BRIDGE), PlanItem(ESSAY, focus="challenge")),
)


def test_an_edit_gives_the_plan_after_it_and_what_is_different() -> None:
    changes: list[Change] = [
        Replace(PlanItem(ALGEBRA, SPRING, "power", BRIDGE)),
        Add(PlanItem(FRACTIONS, AUTUMN)),
        Drop("item", ESSAY),
    ]
    edited = edit(PLAN, changes)
    assert edited.items == (PlanItem(ALGEBRA, SPRING, "power", BRIDGE), PlanItem(FRACTIONS, AUTUMN))
    assert (edited.goals, edited.projects) == (PLAN.goals, PLAN.projects)
    assert compare(PLAN, edited) == (
        Changed("item", ALGEBRA, "changed", (FieldChange("target", AUTUMN, SPRING),)),
        Changed("item", ESSAY, "dropped", (FieldChange("focus", "challenge", None),)),
        Changed("item", FRACTIONS, "added", (FieldChange("target", None, AUTUMN),)),
    )


def test_what_people_wrote_is_never_among_what_changed() -> None:
    changes: list[Change] = [
        Replace(Goal(MUSIC, "I want to play at the concert, Ms Ito said so.")),
        Replace(Project(BRIDGE, "Tim's bridge", SPRING)),
        Add(Goal(ALGEBRA, "Secret")),
    ]
    edited = edit(PLAN, changes)
    assert [(one.key, [field.field for field in one.fields]) for one in compare(PLAN, edited)] == [
        (MUSIC, ["words"]),
        (ALGEBRA, ["words"]),
        (BRIDGE, ["title"]),
    ]
    assert not any(word in repr(compare(PLAN, edited)) for word in ("play", "Tim", "Secret", "holds"))


def test_items_stay_when_their_project_is_dropped() -> None:
    edited = edit(PLAN, [Drop("project", BRIDGE)])
    assert edited.items == (PlanItem(ALGEBRA, AUTUMN, "power"), PLAN.items[1])
    assert [(one.kind, one.how) for one in compare(PLAN, edited)] == [("project", "dropped"), ("item", "changed")]


def test_a_project_and_its_items_can_be_added_in_one_edit_in_any_order() -> None:
    changes = [Add(PlanItem(FRACTIONS, project=MUSIC)), Add(Project(MUSIC, "Songs"))]
    assert edit(PLAN, changes).items[-1].project == MUSIC


@pytest.mark.parametrize(
    ("change", "pointer", "problem"),
    [
        (Add(PlanItem(ALGEBRA)), "/0/key", "there already"),
        (Replace(PlanItem(FRACTIONS)), "/0/key", "no such item"),
        (Drop("goal", ALGEBRA), "/0/key", "no such goal"),
        (Add(PlanItem(FRACTIONS, date(2026, 8, 16))), "/0/target", "2026-08-16 is outside .* 2026-08-17 to 2027-06-04"),
        (Add(PlanItem(FRACTIONS, date(2027, 6, 5))), "/0/target", "outside the plan's year"),
        (Add(Goal(FRACTIONS, "x", date(2028, 1, 1))), "/0/target", "outside the plan's year"),
        (
            Add(PlanItem(FRACTIONS, focus=cast("FocusArea", "urgent"))),
            "/0/focus",
            "'urgent'; choose one of power, additional, challenge",
        ),
        (Add(PlanItem(FRACTIONS, project=MUSIC)), "/0/project", "no such project"),
        (Replace(Goal(MUSIC, " \n")), "/0/words", "write something"),
        (Replace(Goal(MUSIC, "a\x00b")), "/0/words", r"U\+0000"),
        (Replace(Goal(MUSIC, "x" * (LONGEST_WORDS + 1))), "/0/words", "is 2001 characters long"),
        (Replace(Project(BRIDGE, "x" * 201)), "/0/title", "at most 200"),
    ],
)
def test_an_edit_that_cannot_be_meant_is_told_where_and_why(change: Change, pointer: str, problem: str) -> None:
    with pytest.raises(PlanRefused, match=problem) as refused:
        edit(PLAN, [change])
    assert list(refused.value.problems) == [pointer]


def test_an_edit_is_told_all_that_is_wrong_and_changes_nothing() -> None:
    with pytest.raises(PlanRefused) as refused:
        edit(
            PLAN,
            [Add(PlanItem(FRACTIONS)), Add(PlanItem(FRACTIONS, focus=cast("FocusArea", "x"))), Drop("project", MUSIC)],
        )
    assert list(refused.value.problems) == ["/1/key", "/1/focus", "/2/key"]


def test_the_ends_of_every_limit_belong_to_it() -> None:
    edited = edit(Plan(YEAR), [Add(Goal(UUID(int=n), "x" * LONGEST_WORDS, YEAR.last)) for n in range(MOST_GOALS)])
    assert len(edited.goals) == MOST_GOALS
    with pytest.raises(PlanRefused, match="50 of this kind already"):
        edit(edited, [Add(Goal(UUID(int=MOST_GOALS), "one more"))])
    assert edit(edited, [Replace(Goal(UUID(int=0), "reworded", YEAR.first))]).goals[0].target == YEAR.first


def test_a_plan_made_under_other_limits_can_still_be_edited() -> None:
    old = Plan(YEAR, items=(PlanItem(ALGEBRA, date(2025, 1, 1)),))
    assert len(edit(old, [Add(PlanItem(ESSAY))]).items) == 2


@pytest.mark.parametrize("last", [YEAR.first, date(2026, 1, 1), YEAR.first + timedelta(days=400)])
def test_a_year_ends_after_it_begins_and_is_no_longer_than_a_school_year(last: date) -> None:
    with pytest.raises(ValueError, match="400 days"):
        Year(YEAR.first, last)


def test_a_whole_plan_is_judged_as_it_was_sent() -> None:
    problems = validate_parts(
        YEAR,
        goals=[Goal(MUSIC, "")],
        projects=[Project(BRIDGE, "Bridge"), Project(BRIDGE, "Bridge")],
        items=[PlanItem(ALGEBRA, project=BRIDGE), PlanItem(ESSAY, date(2020, 1, 1), project=MUSIC), PlanItem(ALGEBRA)],
    )
    assert list(problems) == [
        "/goals/0/words",
        "/projects/1/key",
        "/items/1/target",
        "/items/2/key",
        "/items/1/project",
    ]
    assert validate_parts(None, items=[PlanItem(ESSAY, date(2020, 1, 1))]) == {}
    assert list(validate_parts(None, goals=[Goal(UUID(int=n), "x") for n in range(MOST_GOALS + 1)])) == ["/goals"]


keys = st.integers(0, 4).map(lambda n: UUID(int=n))
days = st.none() | st.sampled_from([AUTUMN, SPRING])
projects = st.lists(st.builds(Project, keys, st.just("P"), days), unique_by=lambda part: part.key, max_size=2)


@st.composite
def some_plans(draw: st.DrawFn) -> Plan:
    known = draw(projects)
    within = st.none() | st.sampled_from([part.key for part in known]) if known else st.none()
    focus = st.sampled_from([None, "power", "additional"])
    item = st.builds(PlanItem, keys, days, focus, within)
    goal = st.builds(Goal, keys, st.sampled_from(["a", "b"]), days)
    return Plan(
        YEAR,
        tuple(draw(st.lists(goal, unique_by=lambda part: part.key, max_size=3))),
        tuple(known),
        tuple(draw(st.lists(item, unique_by=lambda part: part.key, max_size=4))),
    )


@unhurried
@given(some_plans(), some_plans())
def test_what_changed_from_one_plan_to_another_says_all_that_it_takes(before: Plan, after: Plan) -> None:
    changed = compare(before, after)
    parts: dict[tuple[str, UUID], Part] = {("goal", p.key): p for p in after.goals}
    parts |= {("project", p.key): p for p in after.projects}
    parts |= {("item", p.key): p for p in after.items}
    by_how: dict[str, type[Add] | type[Replace]] = {"added": Add, "changed": Replace}
    changes: list[Change] = [
        Drop(one.kind, one.key) if one.how == "dropped" else by_how[one.how](parts[one.kind, one.key])
        for one in changed
    ]
    edited = edit(before, changes)
    assert compare(edited, after) == ()
    assert compare(before, edited) == changed
    assert compare(before, before) == ()
    assert {(one.kind, one.key, one.how) for one in compare(after, before)} == {
        (one.kind, one.key, {"added": "dropped", "dropped": "added"}.get(one.how, one.how)) for one in changed
    }
