"""What is wrong with a value is said in plain words, whatever is wrong with it."""

from datetime import time
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationError, model_validator
from pydantic_core import PydanticCustomError, core_schema

from shared.http.fields import WHOLE, Day, Flag, Moment, Points, line, prose
from shared.http.refused_values import WORDS, refused_value

CODES = get_args(core_schema.ErrorType)
JARGON = ("Input should", "Value error", "after validation", "Assertion failed", "Field required", "valid ", "pydantic")
LIMITS = {
    "gt": 1, "ge": 2, "lt": 3, "le": 4, "multiple_of": 5, "min_length": 6, "max_length": 7, "max_digits": 8,
    "decimal_places": 9, "whole_digits": 10,
}  # fmt: skip
CONTEXT = LIMITS | {
    "expected": "'a' or 'b'", "expected_tags": "'a'", "expected_version": 4, "expected_schemes": "'https'",
    "pattern": "^a$",
}  # fmt: skip


class Colour(Enum):
    RED = "red"


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: UUID
    kind: Literal["clearance", "guardian_consent"]
    colour: Colour
    title: Annotated[str, line(5)]
    words: Annotated[str, prose(5)]
    code: Annotated[str, Field(min_length=2, max_length=3, pattern="^[a-z]*$")]
    chosen: Annotated[list[int], Field(min_length=1, max_length=2)]
    count: Annotated[int, Field(ge=1, lt=9), WHOLE]
    share: Annotated[Points, Field(le=Decimal("0.5"), max_digits=3, decimal_places=1)]
    day: Day
    at: Moment
    time: time
    yes: Flag
    place: HttpUrl
    more: dict[str, int]


class Ruled(BaseModel):
    first: int
    last: int

    @model_validator(mode="after")
    def ordered(self) -> "Ruled":
        if self.last < self.first:
            raise ValueError("name the first before the last")
        return self


def errors_of(kind: type[BaseModel], sent: Any) -> dict[str, Any]:
    with pytest.raises(ValidationError) as caught:
        kind.model_validate(sent)
    return {str(one["loc"][0]) if one["loc"] else "": refused_value(one) for one in caught.value.errors()}


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("code", CODES)
def test_every_reason_that_pydantic_has_is_told_in_plain_words(code: str) -> None:
    """Also where what its words would name is not there."""
    for context in (CONTEXT, {}):
        refused = refused_value({"type": code, "loc": (), "msg": "Input should be valid", "ctx": context})
        assert refused.code == code
        assert refused.detail.endswith(".")
        assert "{" not in refused.detail
        assert not [one for one in JARGON if one in refused.detail]


@given(sent=st.dictionaries(st.sampled_from(list(Asked.model_fields)) | st.text(max_size=3), json))
def test_nothing_that_is_sent_is_answered_with_how_we_check_it(sent: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        Asked.model_validate(sent)
    for one in caught.value.errors():
        refused = refused_value(one)
        assert refused.detail
        assert not [words for words in JARGON if words in refused.detail], refused


def test_what_pages_send_when_nothing_was_chosen_or_written_says_what_to_do() -> None:
    nothing = {"id": "", "kind": "", "colour": "", "title": " ", "chosen": [], "count": "", "share": "x", "day": ""}
    assert {name: (one.code, one.detail) for name, one in errors_of(Asked, nothing).items() if name in nothing} == {
        "id": ("uuid_parsing", "Give an id (a UUID), such as 01a22aaa-c424-7390-a212-e9d7e1d4b22a."),
        "kind": ("literal_error", "Give one of these: 'clearance' or 'guardian_consent'."),
        "colour": ("enum", "Give one of these: 'red'."),
        "title": ("text_blank", "Write something: this holds nothing that can be seen."),
        "chosen": ("too_short", "Give 1 or more of these."),
        "count": ("whole_number", "Write a whole number."),
        "share": ("number", "Write a number, such as 2.5."),
        "day": ("day", "Write a day that there is, as YYYY-MM-DD."),
    }


def test_the_limit_that_was_broken_is_there_for_programs() -> None:
    sent = {"title": "x" * 6, "code": "x", "chosen": [1, 2, 3], "count": 9, "share": "0.7", "at": "0001-01-01T00:00Z"}
    assert {name: one.limits for name, one in errors_of(Asked, sent).items() if name in sent} == {
        "title": {"max_length": 5},
        "code": {"min_length": 2},
        "chosen": {"max_length": 2},
        "count": {"lt": 9},
        "share": {"le": 0.5},
        "at": {"ge": 1900, "le": 9998},
    }


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "0000-01-01", "20260101"])
def test_a_day_that_there_is_not_is_told_as_such(day: str) -> None:
    assert errors_of(Asked, {"day": day})["day"].code == "day"


def test_what_a_rule_says_in_its_own_words_is_kept_without_what_pydantic_puts_before_it() -> None:
    assert errors_of(Ruled, {"first": 2, "last": 1})[""] == ("value_error", "name the first before the last", {})
    custom = PydanticCustomError("reference", "Give our id, or theirs")
    assert refused_value({"type": custom.type, "msg": custom.message()}).detail == "Give our id, or theirs"


@pytest.mark.parametrize("code", WORDS)
def test_all_that_words_name_is_known_where_they_are_needed(code: str) -> None:
    assert "{" not in refused_value({"type": code, "msg": "", "ctx": CONTEXT}).detail
