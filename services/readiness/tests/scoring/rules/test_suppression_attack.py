"""An attack by differencing on everything ever released: rows of released sets, combined in every possible way.

The attacker knows each released figure and which raters' answers it is a sum over, and may add and subtract figures
with any factors. What they can compute is the row space of the matrix that has a row for each released set and a column
for each unit. They succeed if it holds a vector, not all 0, that touches fewer units than the minimum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from hypothesis import event, given, settings
from hypothesis import strategies as st

from readiness.common.rules.roles import ROLES, Role
from readiness.scoring.rules.answers import DONT_KNOW, Answer, Response, said
from readiness.scoring.rules.cells import tally
from readiness.scoring.rules.groups import each_role
from readiness.scoring.rules.suppression import Release, Unit, Units, release
from readiness.scoring.rules.terms import RoleTerms, Terms
from services.readiness.tests.scoring.rules.scoring_pieces import condition, question, response

Row = list[Fraction]
SMALL: tuple[Role, ...] = ("teacher", "union", "technology")
MINIMUMS: dict[Role, int] = {"teacher": 3, "union": 3, "technology": 2}
TERMS = Terms(
    conditions=(condition("c", question("q"), question("r", roles=frozenset({"teacher", "union"}))),),
    roles=tuple(RoleTerms(role=role, minimum=MINIMUMS.get(role, 3)) for role in ROLES),
)


def reduced(rows: Iterable[Row]) -> dict[int, Row]:
    """The rows in reduced echelon form, by their pivots: in a pivot's column no other row has anything."""
    found: dict[int, Row] = {}
    for row in rows:
        left = list(row)
        for pivot, other in found.items():
            left = [one - left[pivot] * another for one, another in zip(left, other, strict=True)]
        place = next((n for n, one in enumerate(left) if one), None)
        if place is not None:
            left = [one / left[place] for one in left]
            for pivot, other in found.items():
                found[pivot] = [one - other[place] * another for one, another in zip(other, left, strict=True)]
            found[place] = left
    return found


def kernel(rows: Sequence[Row], width: int) -> list[Row]:
    """A basis of all vectors that are orthogonal to every row."""
    basis = reduced(rows)
    found = []
    for free in (n for n in range(width) if n not in basis):
        vector = [Fraction(int(n == free)) for n in range(width)]
        for pivot, row in basis.items():
            vector[pivot] = -row[free]
        found.append(vector)
    return found


def narrow_combinations(sets: Sequence[Units], fewer_than: int) -> list[frozenset[Unit]]:
    """All choices of fewer units than that for which some combination of the sets touches these and nothing else.

    A vector is in the row space just if it is orthogonal to the kernel. So there is one, not all 0, that touches the
    chosen units only, just if the kernel's columns of these units depend on each other.
    """
    units = sorted(frozenset[Unit]().union(*sets))
    rows = [[Fraction(int(unit in one)) for unit in units] for one in dict.fromkeys(sets)]
    hidden = kernel(rows, len(units))
    columns = [[vector[n] for vector in hidden] for n in range(len(units))]
    return [
        frozenset(units[n] for n in chosen)
        for size in range(1, min(fewer_than, len(units) + 1))
        for chosen in combinations(range(len(units)), size)
        if len(reduced(columns[n] for n in chosen)) < size
    ]


def sets_of(releases: Iterable[Release]) -> dict[tuple[str, str], list[Units]]:
    """Every released set, apart by question and by what it is of: such sets have no unit in common."""
    found: dict[tuple[str, str], list[Units]] = defaultdict(list)
    for one in releases:
        for each in one.cells:
            found[each.cell.question, "reply"].append(each.replies)
            if each.values:
                found[each.cell.question, "value"].append(each.values)
    return found


def test_the_attack_finds_what_a_difference_gives_away() -> None:
    a, b, c, d = (Unit("value", name, "q", "1") for name in "abcd")
    assert narrow_combinations([frozenset({a, b, c}), frozenset({a, b, c, d})], 2) == [{d}]
    # No two of these differ in a single unit, and yet half of two less the third is one.
    three = [frozenset({a, b}), frozenset({b, c}), frozenset({a, c})]
    assert narrow_combinations(three, 2) == [{a}, {b}, {c}]
    assert narrow_combinations([frozenset({a, b, c, d})], 4) == []
    assert narrow_combinations([frozenset({a, b}), frozenset({c, d})], 3) == [{a, b}, {c, d}]


NAMES: dict[Role, str] = {"teacher": "abcdefghijkl", "union": "mnopqr", "technology": "stuv"}
ROLE_OF = {name: role for role, names in NAMES.items() for name in names}


class Step(NamedTuple):
    """What a result is made of: which raters are there, with what answers, and in which assessment."""

    responses: list[Response]
    assessment: str


def given_by(name: str, answer: int) -> Response:
    """A rater's answers: 0 and 1 are levels of both questions, 2 knows nothing of either, 3 answers one only."""
    both: dict[str, Answer] = dict.fromkeys(("q", "r"), DONT_KNOW if answer == 2 else said(answer % 2 + 1))
    return Response(name, ROLE_OF[name], {"q": said(1)} if answer == 3 else both)


@st.composite
def some_steps(draw: st.DrawFn) -> list[Step]:
    """Results of raters who come and go in blocks of two to four, as large as a minimum or not, and alone as well.

    Blocks make many results releasable, and single raters make the next one tempting.
    """
    blocks = ["abc", "def", "gh", "ijkl", "mno", "pqr", "st", "uv"]
    steps: list[Step] = []
    for _ in range(draw(st.integers(2, 5))):
        present, newly, single, alone, assessment = draw(st.binary(min_size=5, max_size=5))
        there: dict[str, Response] = {}
        for place, block in enumerate(blocks):
            if present >> place & 1:
                there.update({name: given_by(name, newly >> place & 1) for name in block})
        name = sorted(ROLE_OF)[single % len(ROLE_OF)]
        match alone % 4:
            case 0:
                there[name] = given_by(name, single % 4)
            case 1:
                there.pop(name, None)
        steps.append(Step(list(there.values()), "second" if assessment > 200 else "first"))
    return steps


def all_released(steps: Sequence[Step]) -> list[Release]:
    released: list[Release] = []
    for step in steps:
        released.append(release(TERMS, step.responses, step.assessment, released))
    return released


@settings(deadline=None, max_examples=150)
@given(some_steps())
def test_no_combination_of_all_releases_touches_fewer_raters_than_the_least_minimum(steps: list[Step]) -> None:
    sets = sets_of(all_released(steps))
    event(f"different sets of a question: {max((len(set(one)) for one in sets.values()), default=0)}")
    for one in sets.values():
        assert narrow_combinations(one, min(MINIMUMS.values())) == []


@settings(deadline=None, max_examples=30)
@given(some_steps())
def test_a_combination_that_touches_a_role_touches_as_many_raters_as_the_role_needs(steps: list[Step]) -> None:
    for sets in sets_of(all_released(steps)).values():
        for found in narrow_combinations(sets, max(MINIMUMS.values())):
            # Two raters may be told apart only in the role that needs no more.
            assert {ROLE_OF[unit.rater] for unit in found} == {"technology"}


def naive(responses: Sequence[Response]) -> list[Units]:
    """The sets that would be released by looking at the minimum of each release alone."""
    found = []
    for cell in tally(TERMS, each_role(TERMS), responses):
        units = frozenset(
            Unit("value", one.rater, "q", str(one.answers["q"].value))
            for one in responses
            if cell.question == "q" and one.role in cell.group.roles and one.answers["q"].said == "value"
        )
        if len(units) >= cell.group.minimum:
            found.append(units)
    return found


def test_the_minimum_of_each_release_alone_does_not_withstand_the_attack() -> None:
    teachers = [response(name, "teacher", q=1) for name in "abcd"]
    later = [*teachers, response("late", "teacher", q=2)]
    assert {Unit("value", "late", "q", "2")} in narrow_combinations([*naive(teachers), *naive(later)], 2)
    first = release(TERMS, teachers, "a", ())
    second = release(TERMS, later, "a", [first])
    assert narrow_combinations(sets_of([first, second])["q", "value"], 3) == []


def test_three_results_of_which_no_two_differ_too_little_are_stopped_as_well() -> None:
    """Each pair of these differs in four raters or more, enough for each alone; all three tell two raters apart."""
    groups = {"x": "abc", "y": "def", "z": "gh"}
    everybody = {name: response(name, "teacher", q=1) for name in "abcdefgh"}

    def of(*names: str) -> list[Response]:
        return [everybody[name] for group in names for name in groups[group]]

    sets = [naive(of("x", "y")), naive(of("x", "z")), naive(of("y", "z"))]
    told = frozenset({Unit("value", "g", "q", "1"), Unit("value", "h", "q", "1")})
    assert narrow_combinations([one for each in sets for one in each], 3) == [told]
    released: list[Release] = []
    for names in (("x", "y"), ("x", "z"), ("y", "z")):
        released.append(release(TERMS, of(*names), "a", released))
    assert narrow_combinations(sets_of(released)["q", "value"], 3) == []
    assert released[0].shown()[0] == replace(released[2].shown()[0], stands=False)
