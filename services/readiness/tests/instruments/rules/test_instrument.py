"""Whether an instrument can be published: every problem, where it is, and what to do."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import cast

import pytest
from hypothesis import given

from readiness.common.rules.roles import Role
from readiness.instruments.rules.instrument import (
    Anchor,
    Choice,
    Evidence,
    Instrument,
    Level,
    Number,
    OpenText,
    Option,
    Protection,
    Question,
    RoleTerms,
    Topic,
    YesNo,
)
from readiness.instruments.rules.validation import MOST_QUESTIONS, MOST_SECTIONS, validate_instrument
from readiness.instruments.rules.words import Words, in_language
from services.readiness.tests.instruments.instrument_pieces import (
    CHOICE,
    CURRICULUM,
    NUMBER,
    SMALL,
    TECHNOLOGY,
    both,
    few,
    instruments,
    level,
    question,
    with_question,
)

ZERO = Decimal(0)


def refused(instrument: Instrument) -> dict[str, str]:
    return {one.pointer: one.problem for one in validate_instrument(instrument) if one.refused}


def told(instrument: Instrument) -> dict[str, str]:
    return {one.pointer: one.problem for one in validate_instrument(instrument) if not one.refused}


def of_first(**changes: object) -> Instrument:
    """Returns the small instrument with a changed first question; gates and so on are its own."""
    return with_question(SMALL, replace(question("c1"), **changes))  # type: ignore[arg-type]


def test_a_sound_instrument_has_no_problem() -> None:
    assert validate_instrument(SMALL) == ()


@few
@given(instruments())
def test_what_is_drawn_can_be_published(instrument: Instrument) -> None:
    assert refused(instrument) == {}


@pytest.mark.parametrize(
    ("weight", "why"),
    [
        ("-1", "negative"),
        ("NaN", "no number"),
        ("Infinity", "no number"),
        ("1001", "too large"),
        ("0.1234567", "places"),
    ],
)
def test_a_weight_is_a_number_from_0_to_1000_of_six_places(weight: str, why: str) -> None:
    heavy = Decimal(weight)
    broken = replace(
        SMALL,
        sections=(
            replace(CURRICULUM, weight=heavy),
            replace(TECHNOLOGY, questions=(replace(question("x"), weight=heavy), question("y"))),
        ),
        roles=(RoleTerms("leader", 3, heavy), RoleTerms("teacher", 3)),
    )
    found = refused(broken)
    assert found.keys() == {"/sections/0/weight", "/sections/1/questions/0/weight", "/roles/0/weight"}
    assert all(why in problem for problem in found.values())


def test_weights_that_sum_to_nothing_are_refused_at_each_level() -> None:
    light = tuple(replace(one, weight=ZERO) for one in SMALL.sections)
    assert "sum to nothing" in refused(replace(SMALL, sections=light))["/sections"]
    roles = tuple(replace(one, weight=ZERO) for one in SMALL.roles)
    assert refused(replace(SMALL, roles=roles)).keys() == {"/roles", "/sections/0/questions", "/sections/1/questions"}
    unweighed = replace(CURRICULUM, questions=tuple(replace(one, weight=ZERO) for one in CURRICULUM.questions))
    assert refused(replace(SMALL, sections=(unweighed, TECHNOLOGY))).keys() == {"/sections/0/questions"}
    told_only = replace(CURRICULUM, questions=(question("o", OpenText()),))
    assert refused(replace(SMALL, sections=(told_only, TECHNOLOGY))).keys() == {"/sections/0/questions"}


def test_a_section_without_weight_may_be_of_open_questions_only() -> None:
    told_only = replace(CURRICULUM, questions=(question("o", OpenText()),), weight=ZERO)
    assert refused(replace(SMALL, sections=(told_only, TECHNOLOGY))) == {}


@pytest.mark.parametrize(
    ("form", "gate", "why"),
    [
        (level(), "1.01", "at most 1"),
        (level(), "0", "every answer passes"),
        (level(), "-0.5", "every answer passes"),
        (level(), "NaN", "at most 1"),
        (level(), "0.1234567", "places"),
        (CHOICE, "0.81", "the best one scores 0.8"),
        (OpenText(), "0.5", "not scored"),
        (Evidence(("link",)), "0.5", "not scored"),
    ],
)
def test_a_gate_that_no_answer_or_every_answer_passes_is_refused_with_the_reason(
    form: Level, gate: str, why: str
) -> None:
    found = refused(of_first(form=form, gate=Decimal(gate)))
    assert found.keys() == {"/sections/0/questions/0/gate"}
    assert why in found["/sections/0/questions/0/gate"]


@pytest.mark.parametrize(("form", "gate"), [(level(), "1"), (CHOICE, "0.8"), (YesNo(), "0.000001"), (NUMBER, "1.0")])
def test_a_gate_that_the_best_answer_just_passes_stands(form: Level, gate: str) -> None:
    assert refused(of_first(form=form, gate=Decimal(gate))) == {}


def test_a_gate_of_roles_that_weigh_nothing_can_be_passed_by_no_answer() -> None:
    gated = replace(question("c1", roles=("leader",)), gate=Decimal("0.5"))
    roles = (RoleTerms("leader", 3, ZERO), RoleTerms("teacher", 8))
    found = refused(replace(with_question(SMALL, gated), roles=roles))
    assert "(leader) weigh nothing" in found["/sections/0/questions/0/gate"]


def test_every_role_that_is_asked_is_known_and_has_a_minimum_of_raters() -> None:
    unknown = cast("Role", "janitor")
    found = refused(of_first(roles=("leader", unknown, "leader", "family")))
    assert "there is no role 'janitor'" in found["/sections/0/questions/0/roles/1"]
    assert "twice" in found["/sections/0/questions/0/roles/2"]
    assert "family is asked and has no minimum" in found["/roles"]
    assert len(found) == 3
    terms = (*SMALL.roles, RoleTerms(unknown, 3), RoleTerms("leader", 3), RoleTerms("family", 2))
    found = refused(replace(of_first(roles=("family",)), roles=terms))
    assert found.keys() == {"/roles/2/role", "/roles/3/role", "/roles/4/minimum"}


def test_a_question_asked_of_nobody_is_refused_and_terms_of_a_role_that_nobody_asks_are_told() -> None:
    assert "asked of nobody" in refused(of_first(roles=()))["/sections/0/questions/0/roles"]
    idle = replace(SMALL, roles=(*SMALL.roles, RoleTerms("family", 10)))
    assert refused(idle) == {}
    assert told(idle).keys() == {"/roles/2"}


def test_the_union_is_told_who_sees_what_before_its_first_question() -> None:
    asked = of_first(roles=("leader", "union"))
    silent = replace(asked, roles=(*SMALL.roles, RoleTerms("union", 3)))
    assert refused(silent).keys() == {"/roles/2/notice/en"}
    assert refused(replace(asked, roles=(*SMALL.roles, RoleTerms("union", 3, notice=both("Who sees what."))))) == {}


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ((), "/anchors"),
        ((1,), "/anchors"),
        ((1, 3), "/anchors"),
        ((2, 1), "/anchors"),
        ((0, 1, 2), "/anchors/0/value"),
        ((1, 2, 2), "/anchors/2/value"),
        (tuple(range(1, 12)), "/anchors"),
        ((1, 10**12), "/anchors"),
    ],
)
def test_anchors_that_are_missing_or_out_of_order_are_refused(values: tuple[int, ...], where: str) -> None:
    broken = Level(tuple(Anchor(value, both("seen")) for value in values))
    assert f"/sections/0/questions/0/form{where}" in refused(of_first(form=broken))


def test_a_choice_has_options_with_keys_of_their_own_and_scores_from_0_to_1() -> None:
    assert "without options" in refused(of_first(form=Choice(())))["/sections/0/questions/0/form/options"]
    one = Option("a", both("a"), ZERO)
    assert "/sections/0/questions/0/form/options" in refused(of_first(form=Choice((one,))))
    broken = Choice((one, one, Option("b", both("b"), Decimal("1.1")), Option("B c", both("c"), Decimal("NaN"))))
    assert refused(of_first(form=broken)).keys() == {
        f"/sections/0/questions/0/form/options/{rest}" for rest in ("1/key", "2/score", "3/key", "3/score")
    }


@pytest.mark.parametrize(
    ("zero_at", "one_at", "where"),
    [
        ("1", "1.0", "one_at"),
        ("NaN", "1", "zero_at"),
        ("1", "Infinity", "one_at"),
        ("1e13", "1", "zero_at"),
        ("0.1234567", "1", "zero_at"),
    ],
)
def test_a_numbers_bounds_are_two_different_numbers(zero_at: str, one_at: str, where: str) -> None:
    broken = Number(both("unit"), Decimal(zero_at), Decimal(one_at))
    assert refused(of_first(form=broken)).keys() == {f"/sections/0/questions/0/form/{where}"}


def test_keys_are_short_codes_used_once_across_all_sections() -> None:
    twice = replace(
        SMALL, sections=(CURRICULUM, replace(TECHNOLOGY, key="curriculum", questions=(question("c1"), question("N o"))))
    )
    found = refused(twice)
    assert found.keys() == {"/sections/1/key", "/sections/1/questions/0/key", "/sections/1/questions/1/key"}
    assert "/sections/0/questions/0/key" in found["/sections/1/questions/0/key"]


def test_a_missing_translation_is_told_and_falls_back_to_the_base_language() -> None:
    words = {"en": "Only English?", "es": " \u200b"}
    lacking = of_first(text=words)
    assert refused(lacking) == {}
    assert told(lacking).keys() == {"/sections/0/questions/0/text/es"}
    assert in_language(words, "es", "en") == ("Only English?", "en")
    assert in_language(words, "fr", "en") == ("Only English?", "en")
    assert in_language({"en": "Hello", "es": "Hola"}, "es", "en") == ("Hola", "es")


@pytest.mark.parametrize("words", [{}, {"en": ""}, {"en": " \u2800\u200b"}, {"es": "Sólo español"}])
def test_the_base_language_is_never_blank(words: Words) -> None:
    assert "/sections/0/questions/0/text/en" in refused(of_first(text=words))


def test_what_may_be_left_out_is_said_in_the_base_language_or_in_none() -> None:
    assert validate_instrument(of_first(guidance={})) == ()
    assert refused(of_first(guidance={"es": "Muestre"})).keys() == {"/sections/0/questions/0/guidance/en"}


def test_languages_are_tags_named_once_and_words_in_others_are_told() -> None:
    assert "/languages" in refused(replace(SMALL, languages=()))
    named = replace(SMALL, languages=("en", "es", "es", "English"))
    assert {"/languages/2", "/languages/3"} <= refused(named).keys()
    assert told(of_first(text={**both("a?"), "fr": "b?"})).keys() == {"/sections/0/questions/0/text/fr"}


def test_a_protected_question_has_a_topic_of_the_law_a_notice_and_asks_students() -> None:
    asked: tuple[Role, ...] = ("student", "leader")
    terms = (*SMALL.roles, RoleTerms("student", 10))
    noticed = Protection("mental_health", both("We ask your child how school feels."))
    assert refused(replace(of_first(roles=asked, protection=noticed), roles=terms)) == {}
    silent = replace(of_first(roles=asked, protection=Protection("mental_health", {})), roles=terms)
    found = refused(silent)
    assert found.keys() == {"/sections/0/questions/0/protection/notice"}
    assert "notice that parents get" in found["/sections/0/questions/0/protection/notice"]
    assert refused(of_first(protection=noticed)).keys() == {"/sections/0/questions/0/protection"}
    strange = replace(noticed, topic=cast("Topic", "homework"))
    assert refused(replace(of_first(roles=asked, protection=strange), roles=terms)).keys() == {
        "/sections/0/questions/0/protection/topic"
    }


@pytest.mark.parametrize("form", [OpenText(), Evidence(("file",))])
def test_what_is_not_scored_cannot_count_as_the_lowest(form: OpenText | Evidence) -> None:
    assert refused(of_first(form=form, dont_know="lowest")).keys() == {"/sections/0/questions/0/dont_know"}
    assert refused(of_first(form=form, not_applicable="lowest")).keys() == {"/sections/0/questions/0/not_applicable"}


def test_evidence_is_a_link_or_a_file() -> None:
    assert "/sections/0/questions/0/form/accepts" in refused(of_first(form=Evidence(())))
    assert "/sections/0/questions/0/form/accepts/1" in refused(of_first(form=Evidence(("link", "link"))))


def test_sizes_have_limits() -> None:
    many = tuple(question(f"q{number}") for number in range(MOST_QUESTIONS + 1))
    assert "/sections" in refused(replace(SMALL, sections=(replace(CURRICULUM, questions=many),)))
    sections = tuple(replace(CURRICULUM, key=f"s{n}", questions=(question(f"q{n}"),)) for n in range(MOST_SECTIONS + 1))
    assert refused(replace(SMALL, sections=sections)).keys() == {"/sections"}
    assert refused(replace(SMALL, sections=())).keys() == {"/sections"}
    assert "/sections/0/questions" in refused(replace(SMALL, sections=(replace(CURRICULUM, questions=()), TECHNOLOGY)))
    assert "/sections/0/questions/0/text/en" in refused(of_first(text=both("x" * 2001)))
    assert "/title/en" in refused(replace(SMALL, title=both("two\nlines")))


def test_editorial_marks_are_of_questions_that_there_are() -> None:
    assert refused(replace(SMALL, editorial=frozenset({"c1", "gone"}))).keys() == {"/editorial"}


def test_every_problem_is_told_at_once_with_something_to_do() -> None:
    broken = replace(
        SMALL,
        sections=(replace(CURRICULUM, weight=Decimal(-1), questions=(Question("Q 1", {}, Choice(()), ()),)),),
        roles=(RoleTerms("leader", 0, Decimal("NaN")),),
    )
    found = validate_instrument(broken)
    assert len([one for one in found if one.refused]) >= 7
    assert all(len(one.problem.split()) > 4 and (";" in one.problem or ":" in one.problem) for one in found)
