"""What is wrong with a value of a request, in plain words: what would be right, and nothing of how we check it."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple, get_args

from pydantic_core import core_schema

from shared.values.refusals import Unacceptable

_LIMITS = frozenset(
    {"gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length", "max_digits", "decimal_places", "whole_digits"}
)
_TEXT = "Give text."
_ONE_OF = "Give one of these: {expected}."
_ID = "Give an id (a UUID), such as 01a22aaa-c424-7390-a212-e9d7e1d4b22a."
_WHOLE = "Write a whole number."
_NUMBER = "Write a number, such as 2.5."
_DAY = "Write a day that there is, as YYYY-MM-DD."
_TIME = "Write a time of day, as hh:mm:ss."
_MOMENT = "Write the moment as YYYY-MM-DDThh:mm:ss with Z or an offset."
_DURATION = "Write a duration as ISO 8601 has it, such as PT45M."
_FLAG = "Give true or false."
_LIST = "Give a list."
_OBJECT = "Give an object, with the members that the documentation names."
_URL = "Write a whole web address, such as https://example.org/page."
_ANYTHING_ELSE = "This cannot be taken here. The documentation of the operation says what can."

WORDS: Mapping[str, str] = {
    "missing": "This is missing: give it.",
    "extra_forbidden": "There is nothing of this name here: leave it out, or see whether it is spelled as documented.",
    "invalid_key": "The names of members are text: write this one so.",
    "none_required": "Leave this out, or give null.",
    "json_invalid": "This is not JSON.",
    "json_type": "Give JSON, written as text.",
    "recursion_loop": "This holds itself, and has no end.",
    "recursion_depth_exceeded": "This lies too deep within other values: send less of it at once.",
    "greater_than": "Give more than {gt}.",
    "greater_than_equal": "Give {ge} or more.",
    "less_than": "Give less than {lt}.",
    "less_than_equal": "Give {le} or less.",
    "multiple_of": "Give a multiple of {multiple_of}.",
    "finite_number": "Give a number that is not infinite.",
    "too_short": "Give {min_length} or more of these.",
    "too_long": "Give {max_length} of these at most.",
    "string_type": _TEXT,
    "string_unicode": "Write this as text in UTF-8.",
    "string_too_short": "Write {min_length} or more characters.",
    "string_too_long": "Write {max_length} characters at most.",
    "string_pattern_mismatch": "This is not written in the way that is asked for: it does not match {pattern}.",
    "string_not_ascii": "Write this in ASCII characters only.",
    "enum": _ONE_OF,
    "literal_error": _ONE_OF,
    "union_tag_invalid": "There is no such kind. Give one of these: {expected_tags}.",
    "union_tag_not_found": "Say of which kind this is.",
    "bytes_too_short": "Give {min_length} or more bytes.",
    "bytes_too_long": "Give {max_length} bytes at most.",
    "bytes_invalid_encoding": "This is not encoded as it is said to be.",
    "int_from_float": _WHOLE,
    "int_parsing_size": "Write a whole number with fewer digits.",
    "decimal_max_digits": "Write at most {max_digits} digits in all.",
    "decimal_max_places": "Write at most {decimal_places} digits behind the point.",
    "decimal_whole_digits": "Write at most {whole_digits} digits before the point.",
    "date_past": "Give a day in the past.",
    "date_future": "Give a day in the future.",
    "datetime_past": "Give a moment in the past.",
    "datetime_future": "Give a moment in the future.",
    "timezone_naive": "Give the moment without an offset.",
    "timezone_aware": "Give the moment with Z or an offset.",
    "timezone_offset": "Give the moment with another offset from UTC.",
    "url_too_long": "Write a web address of {max_length} characters at most.",
    "url_scheme": "Write a web address that begins with one of these: {expected_schemes}.",
    "uuid_version": "This id (a UUID) is not of version {expected_version}, which is asked for here.",
    "text_blank": "Write something: this holds nothing that can be seen.",
    "text_too_long": "Write {max_length} characters at most.",
    "text_not_kept": "Leave out U+0000 and halves of characters: they cannot be kept.",
    "text_not_one_line": "Write this on one line, without control characters.",
    "whole_number": _WHOLE,
    "number": _NUMBER,
    "day": _DAY,
    "moment": _MOMENT,
    "year_out_of_range": "This lies outside the years {ge} to {le}.",
}
"""By the code of the error: pydantic's type, or one of our own (`Unacceptable`)."""

_FAMILIES: Mapping[str, str] = {
    "bool_": _FLAG, "bytes_": _TEXT, "complex_": _NUMBER, "counter_": _OBJECT,
    "dataclass_": _OBJECT, "date_": _DAY, "datetime_": _MOMENT, "decimal_": _NUMBER, "deque_": _LIST,
    "dict_": _OBJECT, "float_": _NUMBER, "fraction_": _NUMBER, "frozen_dict_": _OBJECT, "frozen_set_": _LIST,
    "int_": _WHOLE, "iterable_": _LIST, "iteration_": _LIST, "list_": _LIST, "mapping_": _OBJECT, "model_": _OBJECT,
    "named_tuple_": _LIST, "ordered_dict_": _OBJECT, "set_": _LIST,
    "string_": _TEXT, "time_": _TIME, "time_delta_": _DURATION, "tuple_": _LIST, "url_": _URL, "uuid_": _ID,
}  # fmt: skip
"""By how the code begins, for those that have no words of their own."""

_OWN_WORDS = frozenset({"value_error", "assertion_error"})

_DECIMAL = re.compile(r"Decimal\('([0-9.-]+)'\)")

_OF_PYDANTIC = frozenset(get_args(core_schema.ErrorType))
"""Codes whose own message is about Python and checks: nobody who sent a request is to read it."""


class RefusedValue(NamedTuple):
    """Which reason it is, for programs; why, for people; and the limits that the value broke, by pydantic's names."""

    code: str
    detail: str
    limits: dict[str, int | float | str]


def refused_value(error: Mapping[str, Any]) -> RefusedValue:
    """Of one error of pydantic's. A rule that says something in words of its own has said it best."""
    context = {name: _plain(value) for name, value in (error.get("ctx") or {}).items()}
    raised = context.pop("error", None)
    if isinstance(raised, Unacceptable):
        return RefusedValue(raised.code, words_of(raised.code, raised.limits) or str(raised), dict(raised.limits))
    code = str(error["type"])
    limits = {name: value for name, value in context.items() if name in _LIMITS}
    if code in _OWN_WORDS and raised is not None:
        return RefusedValue(code, str(raised) or _ANYTHING_ELSE, limits)
    own = "" if code in _OF_PYDANTIC else str(error.get("msg") or "")
    return RefusedValue(code, words_of(code, context) or own or _ANYTHING_ELSE, limits)


def words_of(code: str, context: Mapping[str, Any]) -> str | None:
    """What the code means; None where it has no words, or what these would name is not known."""
    if (template := WORDS.get(code)) is not None:
        try:
            return template.format_map(context)
        except KeyError:
            return None
    begins = sorted((one for one in _FAMILIES if code.startswith(one)), key=len)
    return _FAMILIES[begins[-1]] if begins else None


def _plain(value: Any) -> Any:
    """A limit as JSON has it. Pydantic names a decimal one as Python would write it."""
    if isinstance(value, str) and (decimal := _DECIMAL.fullmatch(value)) is not None:
        value = Decimal(decimal[1])
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if isinstance(value, int | float | Exception) else str(value)
