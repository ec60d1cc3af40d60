"""Whether a question allows an answer, and what the answer scores."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.instruments.rules.answers import LONGEST_ANSWER, Answer, Checked, NoValue, Shown, check_answer
from readiness.instruments.rules.instrument import Evidence, Form, Number, OpenText, Question, YesNo, highest_score
from services.readiness.tests.instruments.instrument_pieces import CHOICE, NUMBER, both, level, question, questions


def checked(form: Form, answer: Answer) -> Checked:
    return check_answer(question("q", form), "leader", answer)


def score(form: Form, answer: Answer) -> Decimal | None:
    found = checked(form, answer)
    assert found.problem is None
    return found.score


def test_levels_score_in_equal_steps_from_0_to_1() -> None:
    assert [score(level(5), value) for value in range(1, 6)] == [0, Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), 1]
    assert [score(level(4), value) for value in (2, 3)] == [Decimal("0.333333"), Decimal("0.666667")]


def test_what_an_answer_scores_does_not_depend_on_the_callers_precision() -> None:
    before = score(level(4), 3), score(NUMBER, Decimal("2.3"))
    with localcontext() as context:
        context.prec = 3
        assert (score(level(4), 3), score(NUMBER, Decimal("2.3"))) == before


def test_yes_scores_1_no_0_and_an_option_what_is_declared() -> None:
    assert [score(YesNo(), True), score(YesNo(), False)] == [1, 0]
    assert [score(CHOICE, "most"), score(CHOICE, "none")] == [Decimal("0.8"), 0]


@pytest.mark.parametrize(
    ("zero_at", "one_at", "number", "expected"),
    [
        (0, 100, 25, "0.25"),
        (0, 100, -3, "0"),
        (0, 100, 1000, "1"),
        (5, 1, 1, "1"),  # learners to a device: less is better
        (5, 1, 2, "0.75"),
        (5, 1, 9, "0"),
        (5, 1, "-1", "1"),
        (-10, 10, "0.5", "0.525"),
    ],
)
def test_a_number_scores_linearly_between_its_bounds_and_is_held_to_them(
    zero_at: int, one_at: int, number: int | str, expected: str
) -> None:
    form = Number(both("unit"), Decimal(zero_at), Decimal(one_at))
    assert score(form, Decimal(number)) == Decimal(expected)


@pytest.mark.parametrize(
    ("form", "answer"),
    [
        (level(), 0), (level(), 5), (level(), True), (level(), "2"), (level(), Decimal(2)),
        (YesNo(), 1), (YesNo(), "yes"),
        (CHOICE, "some"), (CHOICE, ""), (CHOICE, 0), (CHOICE, True),
        (NUMBER, True), (NUMBER, "3"), (NUMBER, Decimal("NaN")), (NUMBER, Decimal("Infinity")),
        (NUMBER, Decimal(10) ** 15), (NUMBER, Decimal("0.1234567")), (NUMBER, Decimal("1e-30")),
        (OpenText(), ""), (OpenText(), " \n\u200b"), (OpenText(), "a\0b"), (OpenText(), "\ud800"), (OpenText(), 3),
        (OpenText(), "x" * (LONGEST_ANSWER + 1)),
        (Evidence(("link",)), Shown("file", "abc")), (Evidence(("link",)), "https://example.org"),
        (Evidence(("file",)), Shown("file", " ")), (Evidence(("file",)), Shown("file", "a\nb")),
        (Evidence(("file",)), Shown("file", "x" * 501)),
    ],
)  # fmt: skip
def test_an_answer_that_the_question_does_not_allow_is_a_problem_and_has_no_score(form: Form, answer: Answer) -> None:
    found = checked(form, answer)
    assert found.problem
    assert found.score is None


@pytest.mark.parametrize(
    "text", ["<script>alert('hello')</script> & \u00a0 ", "  as typed \n\n", "e\u0301", "y" * LONGEST_ANSWER]
)
def test_open_text_is_allowed_as_it_was_typed_and_is_not_scored(text: str) -> None:
    assert checked(OpenText(), text) == (None, None)


@pytest.mark.parametrize(
    "link", ["https://example.org/plan.pdf?page=2#goals", "http://example.org", "https://[2001:db8::1]/a"]
)
def test_a_link_of_the_web_is_evidence(link: str) -> None:
    assert checked(Evidence(("file", "link")), Shown("link", link)) == (None, None)


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "//example.org", "example.org", "https://", "https://me:secret@example.org",
     "https://example.org/a b", "https://example.org/\"x", "https://[1", "ftp://example.org",
     "https://example.org/" + "x" * 2000,
     "https://example.org/\u0085"],
)  # fmt: skip
def test_what_is_no_plain_link_of_the_web_is_no_evidence(link: str) -> None:
    assert checked(Evidence(("link",)), Shown("link", link)).problem


def test_a_question_is_answered_only_by_the_roles_it_asks() -> None:
    found = check_answer(question("q", roles=("leader",)), "family", 2)
    assert found.problem is not None
    assert "family" in found.problem


@pytest.mark.parametrize("answer", list(NoValue))
@pytest.mark.parametrize(("effect", "expected"), [("left_out", None), ("lowest", Decimal(0))])
def test_an_answer_without_value_does_what_the_question_declares(
    answer: NoValue, effect: str, expected: Decimal | None
) -> None:
    other = "left_out" if effect == "lowest" else "lowest"
    effects = (effect, other) if answer is NoValue.DONT_KNOW else (other, effect)
    asked = Question("q", both("q"), level(), ("leader",), dont_know=effects[0], not_applicable=effects[1])  # type: ignore[arg-type]
    assert check_answer(asked, "leader", answer) == (None, expected)


anything = st.one_of(
    st.booleans(), st.integers(), st.decimals(), st.text(max_size=20), st.sampled_from(NoValue),
    st.builds(Shown, st.sampled_from(["link", "file"]), st.text(max_size=20)), st.sampled_from(["none", "most"]),
)  # fmt: skip


@given(questions("q", ("en",)), anything)
def test_whatever_comes_is_a_problem_or_a_score_from_0_to_the_best(asked: Question, answer: Answer) -> None:
    found = check_answer(asked, asked.roles[0], answer)
    if found.problem is not None:
        assert found.score is None
    elif found.score is not None:
        best = highest_score(asked.form)
        assert best is not None
        assert 0 <= found.score <= best


@given(
    st.decimals(-1000, 1000, places=3),
    st.decimals(-1000, 1000, places=3),
    st.decimals(-2000, 2000, places=3),
    st.decimals(-2000, 2000, places=3),
)
def test_a_number_nearer_to_the_best_bound_never_scores_less(
    zero_at: Decimal, one_at: Decimal, a: Decimal, b: Decimal
) -> None:
    if zero_at == one_at:
        one_at += 1
    form = Number(both("unit"), zero_at, one_at)
    better, worse = (max(a, b), min(a, b)) if one_at > zero_at else (min(a, b), max(a, b))
    best, least = score(form, better), score(form, worse)
    assert best is not None
    assert least is not None
    assert best >= least
