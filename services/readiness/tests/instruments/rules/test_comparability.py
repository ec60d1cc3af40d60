"""Which answers, conditions and wholes of two versions can be compared, and why the threshold holds what it says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.common.rules.roles import ROLES, Role
from readiness.instruments.rules.comparability import THRESHOLD, Cell, Kept, comparable, condition_weights
from readiness.instruments.rules.instrument import Anchor, Form, Instrument, Level, Question, RoleTerms, Section, YesNo
from services.readiness.tests.instruments.instrument_pieces import (
    CHOICE,
    CURRICULUM,
    SMALL,
    TECHNOLOGY,
    both,
    few,
    instruments,
    level,
    question,
    with_question,
)

FIRST = question("c1")
WHOLE = Kept(Decimal(1), True)


def of_first(**changes: Any) -> Instrument:
    return with_question(SMALL, replace(FIRST, **changes))


@few
@given(instruments())
def test_a_version_is_comparable_with_itself(instrument: Instrument) -> None:
    found = comparable(instrument, instrument)
    assert found.others == {}
    assert found.questions == {question.key: question.key for _, question in instrument.placed_questions()}
    assert found.whole == WHOLE
    assert all(kept == WHOLE for kept in found.conditions.values())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"form": level(5)}, "levels"),
        ({"form": YesNo()}, "kind"),
        ({"gate": Decimal("0.5")}, "gate"),
        ({"dont_know": "lowest"}, "dont_know"),
        ({"not_applicable": "lowest"}, "not_applicable"),
        ({"text": both("Another?")}, "text"),
        ({"guidance": both("Show it")}, "guidance"),
        ({"form": Level((*level().anchors[:3], Anchor(4, both("more"))))}, "anchor/4"),
    ],
)
def test_answers_do_not_mean_the_same_once_scale_effects_gate_or_words_change(
    changes: dict[str, Any], field: str
) -> None:
    for old, new in ((SMALL, of_first(**changes)), (of_first(**changes), SMALL)):
        found = comparable(old, new)
        assert field in found.others["c1"]
        assert "c1" not in found.questions


def test_words_may_change_where_the_version_marks_them_as_edited_and_nothing_else_may() -> None:
    edited = replace(of_first(text=both("Better said?")), editorial=frozenset({"c1"}))
    assert comparable(SMALL, edited).questions["c1"] == "c1"
    rescored = replace(of_first(text=both("Better said?"), gate=Decimal(1)), editorial=frozenset({"c1"}))
    assert comparable(SMALL, rescored).others["c1"] == ("gate",)


def test_a_translation_that_is_added_changes_no_meaning_but_one_that_is_changed_does() -> None:
    english = of_first(text={"en": "Question c1?"})
    assert "c1" in comparable(english, SMALL).questions
    assert comparable(SMALL, of_first(text={"en": "Question c1?", "es": "Otra"})).others == {"c1": ("text",)}


def test_every_version_on_the_way_must_have_marked_what_it_changed() -> None:
    second = replace(of_first(text=both("Second?")), editorial=frozenset({"c1"}))
    third = replace(of_first(text=both("Third?")), editorial=frozenset({"c1"}))
    assert "c1" in comparable(SMALL, third, [second]).questions
    assert "c1" in comparable(SMALL, third, [replace(second, editorial=frozenset())]).others
    # What was said in between and is said no longer does not count.
    assert "c1" in comparable(SMALL, SMALL, [replace(second, editorial=frozenset())]).questions
    without = replace(SMALL, sections=(replace(CURRICULUM, questions=CURRICULUM.questions[1:]), TECHNOLOGY))
    assert "c1" in comparable(SMALL, third, [without]).others


def test_weight_and_place_and_roles_change_no_meaning_and_cost_weight() -> None:
    heavier = comparable(SMALL, of_first(weight=Decimal(2)))
    assert "c1" in heavier.questions
    # 1/3, 1/3, 1/3 became 2/4, 1/4, 1/4.
    assert heavier.conditions["curriculum"] == (Decimal("0.833333"), False)
    # Of two conditions of equal weight the other is kept whole: 1/2 + 1/2 x 5/6.
    assert heavier.whole == (Decimal("0.916666"), True)
    moved = replace(
        SMALL,
        sections=(
            replace(CURRICULUM, questions=CURRICULUM.questions[1:]),
            replace(TECHNOLOGY, questions=(*TECHNOLOGY.questions, FIRST)),
        ),
    )
    found = comparable(SMALL, moved)
    assert "c1" in found.questions
    assert not found.conditions["technology"].comparable
    fewer = comparable(SMALL, of_first(roles=("leader",)))
    assert "c1" in fewer.questions
    assert fewer.conditions["curriculum"].share < 1


@pytest.mark.parametrize(("count", "enough"), [(10, True), (9, False)])
def test_one_of_ten_may_be_new_and_one_of_nine_may_not(count: int, enough: bool) -> None:
    old = replace(CURRICULUM, questions=tuple(question(f"q{n}") for n in range(count)))
    new = replace(CURRICULUM, questions=(*old.questions[1:], question("new")))
    found = comparable(replace(SMALL, sections=(old,)), replace(SMALL, sections=(new,)))
    assert found.conditions["curriculum"].comparable is enough
    assert found.whole.comparable is enough


def test_an_adaptation_is_compared_by_the_keys_it_took_its_questions_from() -> None:
    renamed = replace(CURRICULUM, questions=tuple(replace(one, key=f"own.{one.key}") for one in CURRICULUM.questions))
    own = replace(SMALL, sections=(renamed, TECHNOLOGY))
    assert not comparable(SMALL, own).conditions["curriculum"].comparable
    origins = {f"own.{one.key}": one.key for one in CURRICULUM.questions}
    found = comparable(SMALL, own, origins=origins)
    assert found.whole == WHOLE
    # Two questions cannot both be the original's one.
    twice = comparable(SMALL, own, origins=dict.fromkeys(origins, "c1"))
    assert list(twice.questions.values()).count("c1") <= 1


def test_a_condition_of_which_nothing_is_scored_is_not_compared() -> None:
    silent = replace(TECHNOLOGY, questions=TECHNOLOGY.questions[1:], weight=Decimal(0))
    both_silent = replace(SMALL, sections=(CURRICULUM, silent))
    assert comparable(both_silent, both_silent).conditions.keys() == {"curriculum"}


keys = ("a", "b", "c", "d")
some_forms: st.SearchStrategy[Form] = st.sampled_from([YesNo(), YesNo(), CHOICE])
question_sets = st.lists(st.sampled_from(keys), min_size=1, unique=True)


@st.composite
def plain(draw: st.DrawFn) -> Instrument:
    """Draws instruments of yes/no questions, whose keys and meanings recur, with weights and roles of their own."""
    left = draw(question_sets)
    sections = []
    for key in ("s1", "s2"):
        asked = []
        for name in left if key == "s1" else [one for one in keys if one not in left]:
            changed = draw(some_forms)
            roles: tuple[Role, ...] = draw(st.sampled_from([("leader",), ("teacher",), ("leader", "teacher")]))
            asked.append(Question(name, both(name), changed, roles, Decimal(draw(st.integers(1, 4)))))
        if asked:
            sections.append(Section(key, both(key), tuple(asked), Decimal(draw(st.integers(1, 4)))))
    terms = tuple(RoleTerms(role, 3, Decimal(draw(st.integers(1, 4)))) for role in ROLES[:2])
    return Instrument(both("t"), ("en", "es"), tuple(sections), terms)


def whole_score(instrument: Instrument, answers: dict[Cell, Fraction]) -> Fraction:
    conditions = condition_weights(instrument)
    total = sum(Fraction(one.weight) for one in instrument.sections)
    return sum(
        (
            Fraction(one.weight) / total * weight * answers[cell]
            for one in instrument.sections
            for cell, weight in conditions[one.key].items()
        ),
        Fraction(0),
    )


@given(plain(), plain(), st.data())
def test_the_same_answers_score_differently_by_at_most_the_weight_that_is_lost(
    old: Instrument, new: Instrument, data: st.DataObject
) -> None:
    found = comparable(old, new)
    share = st.fractions(0, 1, max_denominator=5)
    cells: list[Cell] = [(key, role) for key in keys for role in ROLES[:2]]
    before = {cell: data.draw(share) for cell in cells}
    after = {(key, role): before[key, role] if key in found.questions else data.draw(share) for key, role in cells}
    apart = abs(whole_score(old, before) - whole_score(new, after))
    assert apart <= 1 - Fraction(found.whole.share)
    if found.whole.comparable:
        assert apart <= 1 - Fraction(THRESHOLD)


@given(plain(), plain())
def test_some_answers_do_score_differently_by_all_of_it(old: Instrument, new: Instrument) -> None:
    found = comparable(old, new)
    cells: list[Cell] = [(key, role) for key in keys for role in ROLES[:2]]
    before: dict[Cell, Fraction] = {}
    after: dict[Cell, Fraction] = {}
    weights_of = []
    for one in (old, new):
        total = sum(Fraction(section.weight) for section in one.sections)
        conditions = condition_weights(one)
        weights_of.append(
            {cell: Fraction(s.weight) / total * w for s in one.sections for cell, w in conditions[s.key].items()}
        )
    was, now = weights_of
    for key, role in cells:
        same = key in found.questions
        gain = was.get((key, role), 0) > now.get((key, role), 0)
        before[key, role] = Fraction(gain) if same else Fraction(1)
        after[key, role] = before[key, role] if same else Fraction(0)
    exact = 1 - (whole_score(old, before) - whole_score(new, after))
    assert 0 <= exact - Fraction(found.whole.share) < Fraction(1, 10**6)


@given(plain(), plain())
def test_what_is_kept_is_the_same_from_either_side(old: Instrument, new: Instrument) -> None:
    assert comparable(old, new).whole == comparable(new, old).whole
