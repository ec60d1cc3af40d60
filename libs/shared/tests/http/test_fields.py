"""Fields take what is written as their schema says, and refuse what could merely be turned into it."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter, ValidationError

from shared.http.fields import FIRST_YEAR, LAST_YEAR, POINTS, WHOLE, AnyDay, Day, Flag, Moment, Points, line, prose
from shared.values.words import SEEN

Count = Annotated[int, Field(ge=1), WHOLE]
Label, Text = Annotated[str, line(20)], Annotated[str, prose(20)]


@pytest.mark.parametrize(("kind", "value"), [
    (Flag, 0), (Flag, 1), (Flag, "true"), (Flag, None),
    (Day, 0), (Day, "0"), (Day, 1.5), (Day, True), (Day, "2026-8-1"), (Day, "2026-08-01T00:00:00"), (Day, "2026-02-30"),
    (Day, "1899-12-31"), (Day, "9999-01-01"), (Day, "9999-12-31"), (AnyDay, "2026-02-30"), (AnyDay, 0),
    (Moment, 0), (Moment, "0"), (Moment, 1.5), (Moment, True), (Moment, "2026-08-01"), (Moment, "2026-08-01T10:00:00"),
    (Moment, "0001-01-01T00:00:00Z"), (Moment, "0001-01-01T00:00:00+14:00"), (Moment, "9999-12-31T23:59:59.999999Z"),
    (Moment, "9999-12-31T23:59:59-14:00"), (Moment, "2026-11-02_10:00:00Z"), (Day, "٢٠٢٦-08-01"),
    (Points, "3_0"), (Points, " 3"), (Points, "٣"), (Points, "1e3"), (Points, "+3"), (Points, "NaN"), (Points, True),
    (Points, float("inf")), (Count, "1_0"), (Count, "+3"), (Count, " 3"), (Count, "٣"), (Count, "3.0"), (Count, 3.0),
    (Count, True),
    (Label, ""), (Label, "\u200b"), (Label, "a\nb"), (Label, 7), (Label, "x" * 21), (Text, "\u3164"), (Text, "a\0b"),
])  # fmt: skip
def test_what_is_not_written_as_the_schema_says_is_refused(kind: Any, value: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


def test_what_is_written_so_is_taken_and_moments_are_kept_in_utc() -> None:
    assert TypeAdapter(Flag).validate_python(False) is False
    assert TypeAdapter(AnyDay).validate_python("9999-12-31") == date.max
    kept = TypeAdapter(Moment).validate_python("2026-11-01T10:00:00+02:00")
    assert kept == datetime(2026, 11, 1, 8, tzinfo=UTC)
    assert kept.utcoffset() == datetime.now(UTC).utcoffset()


def test_the_schema_still_names_the_format() -> None:
    for kind, named in ((Day, "date"), (AnyDay, "date"), (Moment, "date-time")):
        schema = TypeAdapter[Any](kind)
        assert schema.json_schema(mode="serialization") == {"type": "string", "format": named}
        sent = schema.json_schema()
        assert {name: sent[name] for name in sent if name != "pattern"} == {"type": "string", "format": named}


@given(st.dates())
def test_the_years_that_the_schema_has_of_a_day_are_those_that_are_taken(day: date) -> None:
    try:
        TypeAdapter(Day).validate_python(str(day))
        taken = True
    except ValidationError:
        taken = False
    assert taken == (FIRST_YEAR <= day.year <= LAST_YEAR)
    assert taken == (re.search(TypeAdapter(Day).json_schema()["pattern"], str(day)) is not None)


OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(timezones=OFFSETS), st.sampled_from(("T", "t")))
def test_the_years_that_the_schema_has_of_a_moment_are_those_that_are_taken(moment: datetime, between: str) -> None:
    text = moment.isoformat(between)
    try:
        TypeAdapter(Moment).validate_python(text)
        taken = True
    except ValidationError:
        taken = False
    in_pattern = re.search(TypeAdapter(Moment).json_schema()["pattern"], text) is not None
    near_the_ends = moment.year in (FIRST_YEAR - 1, FIRST_YEAR, LAST_YEAR, LAST_YEAR + 1)
    assert near_the_ends or taken == in_pattern, text


@pytest.mark.parametrize(("points", "written"), [("3", "3.0"), ("3.00", "3.0"), ("2.25", "2.25"), ("-1000", "-1000.0")])
def test_points_are_exact_here_and_one_type_of_number_in_an_answer(points: str, written: str) -> None:
    kept = TypeAdapter(Points).validate_python(points)
    assert (kept, type(kept)) == (Decimal(points), Decimal)
    assert TypeAdapter(Points).dump_json(kept).decode() == written
    assert TypeAdapter(Points).json_schema(mode="serialization") == {"type": "number"}


@pytest.mark.parametrize("nought", ["-0", "-0.00", -0.0, Decimal("-0.0")])
def test_nought_points_have_no_sign(nought: Any) -> None:
    kept = TypeAdapter(Points).validate_python(nought)
    assert (kept, kept.is_signed()) == (Decimal(0), False)
    assert TypeAdapter(Points).dump_json(kept).decode() == "0.0"


def test_the_schema_of_a_number_names_its_bounds_and_how_it_is_written_as_text() -> None:
    score = TypeAdapter(Annotated[Decimal, Field(ge=0, le=4), POINTS]).json_schema()
    assert score["anyOf"] == [
        {"type": "number", "minimum": 0, "maximum": 4},
        {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    ]
    assert TypeAdapter(Count).json_schema() == {"type": "integer", "minimum": 1}
    assert TypeAdapter(Count).validate_python("12") == 12


@pytest.mark.parametrize("kind", [Label, Text])
def test_text_is_kept_composed_and_without_blanks_around_it_and_the_schema_says_what_is_needed(kind: Any) -> None:
    assert TypeAdapter(kind).validate_python(" e\u0301\u00a0") == "é"
    assert TypeAdapter(kind).json_schema() == {"type": "string", "minLength": 1, "maxLength": 20, "pattern": SEEN}
