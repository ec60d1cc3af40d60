from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.common.scales import (
    Conversion,
    Level,
    OffScale,
    Scale,
    described,
    level_of,
    plain,
    quotient,
    rounded,
    validate_score,
)
from services.competency.tests.evidence.shown_pieces import unhurried


def scale(minimum: str, maximum: str, mastery: str | None = None, *levels: tuple[str, str]) -> Scale:
    named = tuple(Level(label, Decimal(value)) for label, value in levels)
    return Scale(Decimal(minimum), Decimal(maximum), Decimal(mastery or maximum), named)


FOUR = scale("0", "4", "3", ("Not yet", "0"), ("Developing", "2"), ("Secure", "3"), ("Extending", "4"))
FIVE = scale("0", "5")
HUNDRED = scale("0", "100", "70")


@pytest.mark.parametrize(
    ("score", "counts_as"),
    [("4.125", "4.13"), ("2.123", "2.12"), ("2.675", "2.68"), ("-2.675", "-2.68"), ("-0.001", "0.00"), ("3", "3.00")],
)
def test_scores_count_to_two_places_and_halves_go_up(score: str, counts_as: str) -> None:
    assert str(rounded(Decimal(score))) == counts_as


def test_a_quotient_just_short_of_a_half_is_not_made_one() -> None:
    # A hair less than 8.025, whose third is 2.675: carried to sixty digits and rounded it would be 2.675, and go up.
    assert str(rounded(quotient(Decimal("8.024" + "9" * 70), Decimal(3)))) == "2.67"
    assert str(rounded(quotient(Decimal("8.025"), Decimal(3)))) == "2.68"


@pytest.mark.parametrize(
    ("score", "source", "target", "becomes"),
    [
        ("2", FIVE, FOUR, "1.60"),
        ("85", HUNDRED, FOUR, "3.40"),
        ("1", scale("0", "3"), FOUR, "1.33"),
        ("2", scale("1", "5"), FOUR, "1.00"),
        ("0", FOUR, scale("-2", "2"), "-2.00"),
    ],
)
def test_a_score_becomes_one_of_another_scale_in_proportion(
    score: str, source: Scale, target: Scale, becomes: str
) -> None:
    assert str(Conversion(source, target).convert(Decimal(score))) == becomes


@unhurried
@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_in_proportion_a_better_score_never_becomes_a_worse_one_nor_leaves_the_scale(
    one: Decimal, other: Decimal
) -> None:
    conversion = Conversion(HUNDRED, FOUR)
    low, high = conversion.convert(min(one, other)), conversion.convert(max(one, other))
    assert FOUR.minimum <= low <= high <= FOUR.maximum


@unhurried
@given(st.decimals(0, 4, places=2))
def test_a_scale_converted_to_itself_changes_nothing(score: Decimal) -> None:
    assert Conversion(FOUR, FOUR).convert(score) == score


def table(**pairs: str) -> dict[Decimal, Decimal]:
    return {Decimal(score.removeprefix("s").replace("_", ".")): Decimal(becomes) for score, becomes in pairs.items()}


def test_a_table_says_score_by_score_and_may_fall() -> None:
    marks = Conversion(scale("1", "6"), FOUR, table(s1="4", s2="3.5", s3="3", s4="2", s5="1", s6="0"))
    assert (marks.convert(Decimal("2.0")), marks.convert(Decimal(6))) == (Decimal("3.5"), Decimal(0))


def test_a_score_that_the_table_does_not_have_is_told_those_it_has() -> None:
    with pytest.raises(OffScale, match=r"what 1\.5 is; it has 1, 2"):
        Conversion(FIVE, FOUR, table(s2="2", s1="1")).convert(Decimal("1.5"))


@pytest.mark.parametrize(
    ("pairs", "problem"),
    [
        ({}, "empty"),
        ({"s6": "4"}, "6 → 4: the score 6 is off the scale, 0 to 5"),
        ({"s5": "5"}, "5 → 5: the score 5 is off the scale, 0 .Not yet. to 4 .Extending."),
        ({"s5": "3.333"}, "more than two places"),
        ({"sNaN": "3"}, "not a number"),
        ({"s1": "1", "s2": "3", "s3": "2"}, "up and down"),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused(pairs: dict[str, str], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Conversion(FIVE, FOUR, table(**pairs))


@pytest.mark.parametrize("score", ["-0.01", "5.01", "NaN", "Infinity", "1E+999999"])
def test_a_score_off_its_scale_is_told_the_scale(score: str) -> None:
    assert "0 to 5" in (validate_score(Decimal(score), FIVE) or "")
    with pytest.raises(OffScale, match="0 to 5"):
        Conversion(FIVE, FOUR).convert(Decimal(score))


@pytest.mark.parametrize("score", ["0", "4", "2.667"])
def test_the_ends_of_a_scale_belong_to_it(score: str) -> None:
    assert validate_score(Decimal(score), FOUR) is None


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        (("4", "4"), "does not"),
        (("0", "4", "5"), "5 is off the scale, 0 to 4"),
        (("1", "4", "0"), "0 is off the scale, 1 to 4"),
        (("0", "NaN"), "finite"),
        (("0", "10000"), "too large"),
        (("0", "1E+999999"), "too large"),
        (("0", "4.005"), "more than two places"),
        (("0", "4", "3", ("Secure", "5")), "5 is off the scale"),
        (("0", "4", "3", ("Secure", "3"), ("Developing", "2")), "lowest first"),
        (("0", "4", "3", ("Secure", "3"), ("Good", "3.00")), "a value of its own"),
        (("0", "4", "3", ("Secure", "3"), ("Secure", "4")), "same label"),
    ],
)
def test_a_scale_that_cannot_be_meant_is_refused(
    parts: tuple[str, str]
    | tuple[str, str, str]
    | tuple[str, str, str, tuple[str, str]]
    | tuple[str, str, str, tuple[str, str], tuple[str, str]],
    problem: str,
) -> None:
    with pytest.raises(ValueError, match=problem):
        scale(*parts)


def test_a_scale_says_what_it_is() -> None:
    assert described(FOUR) == "0 (Not yet) to 4 (Extending)"
    assert described(scale("-1.50", "100")) == "-1.5 to 100"
    assert plain(Decimal("3.00")) == "3"


@pytest.mark.parametrize(
    ("score", "label"), [("0", "Not yet"), ("1.99", "Not yet"), ("2", "Developing"), ("4", "Extending")]
)
def test_a_score_is_at_the_highest_level_it_reaches(score: str, label: str) -> None:
    level = level_of(Decimal(score), FOUR)
    assert level is not None
    assert level.label == label


def test_without_a_score_or_below_every_level_there_is_none() -> None:
    assert level_of(None, FOUR) is None
    assert level_of(Decimal(1), scale("0", "4", "3", ("Secure", "3"))) is None
    assert level_of(Decimal(1), FIVE) is None
