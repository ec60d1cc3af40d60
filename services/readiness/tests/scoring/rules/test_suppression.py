"""What is released of answers: folding, hiding, and figures that stand because newer ones would tell too much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.common.rules.roles import ROLES, Role
from readiness.scoring.rules.answers import DONT_KNOW, NOT_APPLICABLE, Answer, Response
from readiness.scoring.rules.cells import Cell
from readiness.scoring.rules.explain import explain
from readiness.scoring.rules.gaps import gaps
from readiness.scoring.rules.groups import folded
from readiness.scoring.rules.scores import score
from readiness.scoring.rules.suppression import Published, Release, Unit, atoms, keeps_minimum, release
from readiness.scoring.rules.terms import RoleTerms, Terms, Unscored, Value
from services.readiness.tests.scoring.rules.scoring_pieces import (
    DEVICES,
    EVERYBODY,
    condition,
    question,
    response,
    responses,
    some_response,
    some_terms,
    terms_of,
    unhurried,
)

ONE = terms_of(condition("c", question("q")))


def minimums(**roles: int) -> Terms:
    terms = tuple(RoleTerms(role=role, minimum=roles.get(role, 5)) for role in ROLES)
    return Terms(conditions=(condition("c", question("q")),), roles=terms)


@pytest.mark.parametrize(
    ("raters", "groups"),
    [
        ({"leader": 5, "teacher": 8}, ["leader", "teacher"]),
        ({"leader": 5, "union": 4}, ["leader"]),  # one small role alone is hidden
        ({"leader": 5, "union": 4, "technology": 1}, ["leader", "union+technology"]),
        ({"leader": 5, "union": 3, "technology": 1}, ["leader"]),  # together still too few
        ({"union": 2, "technology": 2, "family": 2}, ["family+union+technology"]),
        ({"leader": 0, "union": 4}, []),
        ({}, []),
    ],
)
def test_small_roles_are_folded_if_together_they_are_enough_and_else_hidden(
    raters: Mapping[Role, int], groups: list[str]
) -> None:
    assert [group.key for group in folded(ONE, raters)] == groups


def test_folded_roles_must_reach_the_largest_of_their_minimums_and_have_the_sum_of_their_weights() -> None:
    terms = minimums(student=10, union=3)
    assert folded(terms, {"student": 7, "union": 2}) == ()
    (group,) = folded(terms, {"student": 8, "union": 2})
    assert (group.name, group.minimum, group.weight) == ("other_roles", 10, Decimal(2))


def test_a_minimum_below_1_releases_nothing_of_nobody() -> None:
    assert folded(minimums(**dict.fromkeys(ROLES, 0)), {"leader": 1, "union": 0})[0].key == "leader"


def cell_of(found: Release, key: str = "q", group: str = "teacher") -> Cell | None:
    return next((one for one in found.shown() if (one.question, one.group.key) == (key, group)), None)


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ((1, 2, 3, 4, 4), True),
        ((1, 2, 3, 4, DONT_KNOW), False),  # four values would be shown as those of four raters
        ((DONT_KNOW, DONT_KNOW, DONT_KNOW, NOT_APPLICABLE, DONT_KNOW), True),  # there is no value to derive
    ],
)
def test_a_cell_with_too_few_values_is_hidden_although_its_role_is_large(
    values: tuple[Value | Answer, ...], shown: bool
) -> None:
    assert (cell_of(release(ONE, responses("teacher", "q", *values), "a", ())) is not None) == shown


def test_text_is_released_as_a_count_only_and_numbers_as_a_sum_only() -> None:
    terms = terms_of(condition("c", question("why", Unscored()), question("n", DEVICES)))
    given_answers = [response(f"t{n}", "teacher", why="words", n=Decimal(n)) for n in range(1, 6)]
    given_answers.append(response("silent", "teacher", n=Decimal(2)))
    found = release(terms, given_answers, "a", ())
    why, number = cell_of(found, "why"), cell_of(found, "n")
    assert why is not None
    assert number is not None
    assert (why.distribution.answered, why.distribution.skipped, why.distribution.values) == (5, 1, ())
    assert (number.distribution.answered, number.distribution.values) == (6, ())
    assert not any("words" in unit.answer for one in found.cells for unit in one.replies | one.values)


TEACHERS = responses("teacher", "q", 1, 2, 3, 3, 4, 4)


def test_a_result_that_is_released_again_unchanged_is_the_same() -> None:
    first = release(ONE, TEACHERS, "a", ())
    assert release(ONE, list(reversed(TEACHERS)), "a", [first]) == first


def stands(first: Sequence[Response], then: Sequence[Response], terms: Terms = ONE) -> bool:
    """Whether, after the first responses were released, the first figure stands in place of the second."""
    earlier = release(terms, first, "a", ())
    later = release(terms, then, "a", [earlier])
    before, after = cell_of(earlier), cell_of(later)
    assert before is not None
    assert after is not None
    assert not after.stands or after == replace(before, stands=True)
    return after.stands


def late(*values: Value | Answer) -> list[Response]:
    return [response(f"late{n}", "teacher", q=value) for n, value in enumerate(values)]


@pytest.mark.parametrize("count", range(1, 8))
def test_late_answers_are_shown_once_they_are_as_many_as_the_minimum(count: int) -> None:
    assert stands(TEACHERS, [*TEACHERS, *late(*[2] * count)]) == (count < 5)


def test_a_late_answer_without_a_value_would_be_told_by_the_counts_too() -> None:
    assert stands(TEACHERS, [*TEACHERS, *late(DONT_KNOW)])
    assert stands(TEACHERS, [*TEACHERS, *late(DONT_KNOW, DONT_KNOW, DONT_KNOW, DONT_KNOW, 1)])
    assert not stands(TEACHERS, [*TEACHERS, *late(*[DONT_KNOW] * 5)])


def test_a_withdrawal_changes_no_released_figure_until_enough_have_withdrawn() -> None:
    many = [*TEACHERS, *late(1, 1, 1, 1, 1)]
    assert stands(many, many[:-1])
    assert not stands(many, TEACHERS)


def test_an_answer_that_changed_is_another_one() -> None:
    assert stands(TEACHERS, [response("teacher0", "teacher", q=4), *TEACHERS[1:]])
    others = responses("teacher", "q", 4, 4, 4, 4, 1, 1)
    assert stands(TEACHERS, [*others[:5], TEACHERS[5]])  # the one that did not change would be told
    assert not stands(TEACHERS, others)


def test_roles_that_were_folded_may_not_be_told_apart_later() -> None:
    union, technology = responses("union", "q", 1, 2, 3), responses("technology", "q", 4, 4, 4)
    first = release(ONE, [*union, *technology], "a", ())
    assert [one.group.key for one in first.shown()] == ["union+technology"]
    grown = [*union, response("u4", "union", q=1), response("u5", "union", q=1)]
    later = release(ONE, [*grown, *technology], "a", [first])
    assert [(one.group.key, one.stands) for one in later.shown()] == [("union+technology", True)]


def test_a_figure_of_another_assessment_never_stands_in_for_one_of_this() -> None:
    first = release(ONE, TEACHERS, "a", ())
    assert release(ONE, [*TEACHERS, *late(2)], "b", [first]).cells == ()
    others = [replace(one, rater=f"again-{one.rater}") for one in TEACHERS]
    assert [one.stands for one in release(ONE, others, "b", [first]).shown()] == [False]


def test_the_newest_of_the_earlier_figures_stands() -> None:
    first = release(ONE, TEACHERS, "a", ())
    second = release(ONE, [*TEACHERS, *late(1, 1, 1, 1, 1)], "a", [first])
    third = release(ONE, [*TEACHERS, *late(1, 1, 1, 1, 1, 4)], "a", [first, second])
    found = cell_of(third)
    assert found is not None
    assert (found.stands, found.distribution.answered) == (True, 11)


def test_atoms_are_the_units_that_lie_in_the_same_sets() -> None:
    a, b, c, d = (Unit("value", name, "q", "1") for name in "abcd")
    found = atoms([frozenset({a, b, c}), frozenset({b, c, d})])
    assert found == {frozenset({0}): {a}, frozenset({0, 1}): {b, c}, frozenset({1}): {d}}


def test_an_atom_needs_the_largest_minimum_of_the_sets_that_it_lies_in() -> None:
    units = [Unit("value", str(n), "q", "1") for n in range(13)]
    whole, part = frozenset(units[:8]), frozenset(units[:4])
    assert keeps_minimum([Published(whole, 5), Published(whole, 3)])
    assert keeps_minimum([Published(whole, 4), Published(part, 4)])
    assert not keeps_minimum([Published(whole, 5), Published(part, 3)])
    assert not keeps_minimum([Published(part, 5)])
    first, then = frozenset(units[:9]), frozenset(units[5:])  # they have four units in common
    assert keeps_minimum([Published(first, 4), Published(then, 4)])
    assert not keeps_minimum([Published(first, 5), Published(then, 4)])


@st.composite
def some_hidden_answers(draw: st.DrawFn) -> tuple[Terms, list[Response], list[Response]]:
    """Responses of large roles, and with them, twice, different answers of a role that is too small to be shown."""
    terms = replace(draw(some_terms()), roles=tuple(RoleTerms(role=role, minimum=5) for role in ROLES))
    large: Sequence[Role] = ("leader", "teacher")
    seen = [draw(some_response(terms, f"r{n}", large)) for n in range(draw(st.integers(0, 12)))]
    number = draw(st.integers(0, 4))
    few = [[draw(some_response(terms, f"u{n}", ("union",))) for n in range(number)] for _ in range(2)]
    alone = {role for role in large if 0 < sum(one.role == role for one in seen) < 5}
    seen = [one for one in seen if one.role not in alone]  # no other small role that the union could be folded with
    return terms, [*seen, *few[0]], [*seen, *few[1]]


@unhurried
@given(some_hidden_answers())
def test_no_released_figure_depends_on_the_answers_of_a_hidden_group(
    case: tuple[Terms, list[Response], list[Response]],
) -> None:
    terms, one, other = case
    found = []
    for given_answers in (one, other, [each for each in one if each.role != "union"]):
        released = release(terms, given_answers, "a", ())
        scores = score(terms, released.shown(), EVERYBODY)
        found.append((released, scores, explain(terms, scores, "released"), gaps(terms, scores)))
    assert found[0] == found[1] == found[2]


@unhurried
@given(st.data())
def test_the_order_of_responses_does_not_matter(data: st.DataObject) -> None:
    terms = data.draw(some_terms())
    given_answers = [data.draw(some_response(terms, f"r{n}")) for n in range(10)]
    first = release(terms, given_answers, "a", ())
    later = [data.draw(some_response(terms, f"r{n}")) for n in range(5)] + given_answers[5:]
    shuffled = data.draw(st.permutations(later))
    assert release(terms, later, "a", [first]) == release(terms, shuffled, "a", [first])
