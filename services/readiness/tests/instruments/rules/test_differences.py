"""What two versions differ in, key by key, and how far a clone has moved from its original."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from readiness.instruments.rules.differences import Change, Fate, How, clone, differences, lineage
from readiness.instruments.rules.instrument import Anchor, Instrument, Level, Option, Question, RoleTerms, Section
from services.readiness.tests.instruments.instrument_pieces import (
    CHOICE,
    CURRICULUM,
    ORIGIN,
    SMALL,
    TECHNOLOGY,
    both,
    few,
    instruments,
    question,
    with_question,
)


def how(old: Instrument, new: Instrument) -> dict[tuple[str, str], tuple[How, ...]]:
    return {(one.part, one.key): one.how for one in differences(old, new)}


def only(old: Instrument, new: Instrument) -> Change:
    (found,) = differences(old, new)
    return found


def with_sections(*sections: Section) -> Instrument:
    return replace(SMALL, sections=sections)


@few
@given(instruments())
def test_an_instrument_differs_in_nothing_from_itself(instrument: Instrument) -> None:
    assert differences(instrument, instrument) == ()


def test_each_change_of_a_question_has_its_name() -> None:
    first = question("c1")
    changes: dict[How, Question] = {
        "reworded": replace(first, text=both("Another?")),
        "rescored": replace(first, weight=Decimal(2)),
        "asked": replace(first, roles=("leader",)),
    }
    for name, changed in changes.items():
        assert how(SMALL, with_question(SMALL, changed)) == {("question", "c1"): (name,)}
    anchored = Level((*first.form.anchors[:3], Anchor(4, both("reworded"))))  # type: ignore[union-attr]
    found = only(SMALL, with_question(SMALL, replace(first, form=anchored)))
    assert (found.how, found.fields[0].field) == (("reworded",), "anchor/4")
    scored = replace(CHOICE, options=(CHOICE.options[0], Option("most", both("most"), Decimal(1))))
    found = only(SMALL, with_question(SMALL, replace(question("c3", CHOICE), form=scored)))
    assert (found.how, found.fields[0].field) == (("rescored",), "options")
    for rescored in (
        replace(first, gate=Decimal("0.5")),
        replace(first, dont_know="lowest"),
        replace(first, not_applicable="lowest"),
    ):
        assert how(SMALL, with_question(SMALL, rescored)) == {("question", "c1"): ("rescored",)}


def test_a_level_more_is_rescored_and_worded() -> None:
    longer = Level((*question("c1").form.anchors, Anchor(5, both("level 5"))))  # type: ignore[union-attr]
    assert how(SMALL, with_question(SMALL, replace(question("c1"), form=longer))) == {
        ("question", "c1"): ("reworded", "rescored")
    }


def test_added_and_removed_are_by_key() -> None:
    more = replace(CURRICULUM, questions=(*CURRICULUM.questions[1:], question("c9")))
    assert how(SMALL, with_sections(more, TECHNOLOGY)) == {
        ("question", "c9"): ("added",),
        ("question", "c1"): ("removed",),
    }
    assert how(SMALL, with_sections(CURRICULUM)) == {
        ("section", "technology"): ("removed",), ("question", "t1"): ("removed",), ("question", "t2"): ("removed",)
    }  # fmt: skip


def test_moved_is_to_another_section_or_out_of_the_order_and_an_insertion_moves_nobody() -> None:
    c1, c2, c3 = CURRICULUM.questions
    last = replace(CURRICULUM, questions=(c2, c3, c1))
    assert how(SMALL, with_sections(last, TECHNOLOGY)) == {("question", "c1"): ("moved",)}
    inserted = replace(CURRICULUM, questions=(question("c0"), c1, c2, c3))
    assert how(SMALL, with_sections(inserted, TECHNOLOGY)) == {("question", "c0"): ("added",)}
    away = with_sections(
        replace(CURRICULUM, questions=(c1, c2)), replace(TECHNOLOGY, questions=(*TECHNOLOGY.questions, c3))
    )
    found = only(SMALL, away)
    assert (found.key, found.how, found.fields[0]) == ("c3", ("moved",), ("section", "curriculum", "technology"))
    assert how(SMALL, with_sections(TECHNOLOGY, CURRICULUM)) == {("section", "technology"): ("moved",)}


def test_roles_and_the_whole_differ_too() -> None:
    roles = (RoleTerms("leader", 4), RoleTerms("family", 10))
    assert how(SMALL, replace(SMALL, roles=roles, title=both("New"))) == {
        ("instrument", ""): ("reworded",), ("role", "leader"): ("rescored",), ("role", "family"): ("added",),
        ("role", "teacher"): ("removed",),
    }  # fmt: skip
    assert differences(SMALL, replace(SMALL, roles=SMALL.roles[::-1])) == ()


def test_a_blank_translation_is_the_same_as_none() -> None:
    blank = replace(question("c1"), guidance={"es": " "})
    assert differences(SMALL, with_question(SMALL, blank)) == ()


@few
@given(instruments(), instruments())
def test_seen_from_the_other_side_added_is_removed_and_the_rest_stays(one: Instrument, other: Instrument) -> None:
    there = {(c.part, c.key): set(c.how) for c in differences(one, other)}
    back = {(c.part, c.key): set(c.how) for c in differences(other, one)}
    mirrored: dict[How, How] = {"added": "removed", "removed": "added"}
    # Which of several moved depends on the side; that something did does not.
    assert {
        key: {mirrored.get(name, name) for name in names} - {"moved"}
        for key, names in there.items()
        if names != {"moved"}
    } == {key: names - {"moved"} for key, names in back.items() if names != {"moved"}}


def test_a_clone_names_its_origin_and_is_the_same_until_it_is_adapted() -> None:
    own = clone(replace(SMALL, editorial=frozenset({"c1"})), ORIGIN)
    assert (own.origin, own.editorial) == (ORIGIN, frozenset())
    found = lineage(SMALL, own)
    assert found.kept == 1
    assert {one.fate for one in found.questions} == {Fate.SAME}


def test_lineage_follows_a_question_under_another_key() -> None:
    c1, c2, c3 = CURRICULUM.questions
    own = with_sections(
        replace(CURRICULUM, questions=(replace(c1, key="ours"), replace(c2, text=both("Other?")), question("new"))),
        TECHNOLOGY,
    )
    found = lineage(SMALL, own, {"ours": "c1"})
    assert [(one.fate, one.original, one.own) for one in found.questions] == [
        (Fate.SAME, "c1", "ours"), (Fate.CHANGED, "c2", "c2"), (Fate.ADDED, None, "new"), (Fate.SAME, "t1", "t1"),
        (Fate.SAME, "t2", "t2"), (Fate.DROPPED, "c3", None),
    ]  # fmt: skip
    assert found.kept == Decimal("0.5")
    assert c3.key == "c3"


def test_of_two_questions_that_name_the_same_original_the_first_is_it() -> None:
    own = with_sections(replace(CURRICULUM, questions=(question("x"), question("y"))))
    found = lineage(SMALL, own, {"x": "c1", "y": "c1"}).questions
    assert [(one.own, one.original) for one in found[:2]] == [("x", "c1"), ("y", None)]


@few
@given(instruments(), instruments(), st.booleans())
def test_lineage_has_every_question_of_both_once(one: Instrument, other: Instrument, crossed: bool) -> None:
    mine = [question.key for _, question in other.placed_questions()]
    theirs = [question.key for _, question in one.placed_questions()]
    origins = dict.fromkeys(mine, theirs[0]) if crossed else {}
    found = lineage(one, other, origins).questions
    assert [kin.own for kin in found if kin.own is not None] == mine
    assert sorted(kin.original for kin in found if kin.original is not None) == sorted(theirs)
