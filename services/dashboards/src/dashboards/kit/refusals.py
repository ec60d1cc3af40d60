"""Why a value of a form cannot be taken, by the code that a service gives the reason, in words for who typed it."""

from collections.abc import Mapping
from typing import Any

from dashboards.kit.labels import gettext

_CHOOSE = gettext("Choose one.")
_WHOLE = gettext("Write a whole number.")
_NUMBER = gettext("Write a number.")
_FILL_IN = gettext("Fill this in.")
_ID = gettext("Choose one, or write the whole id as it was given to you.")
_FLAG = gettext("Choose yes or no.")
_URL = gettext("Write a whole web address, which begins with https://.")

_BLANK: Mapping[str, str] = {
    "day": gettext("Fill in the day."),
    "moment": gettext("Fill in the day and the time."),
    "uuid_parsing": _CHOOSE, "uuid_type": _CHOOSE, "enum": _CHOOSE, "literal_error": _CHOOSE, "bool_type": _FLAG,
    "bool_parsing": _FLAG, "int_type": _WHOLE, "int_parsing": _WHOLE, "whole_number": _WHOLE, "number": _NUMBER,
    "decimal_type": _NUMBER, "decimal_parsing": _NUMBER, "float_type": _NUMBER, "float_parsing": _NUMBER,
}  # fmt: skip
"""Where nothing was typed or chosen; whatever else is said of that comes to `_FILL_IN`."""

WORDS: Mapping[str, str] = {
    "missing": _FILL_IN,
    "text_blank": _FILL_IN,
    "text_too_long": gettext("Write no more than %(max_length)s characters."),
    "string_too_long": gettext("Write no more than %(max_length)s characters."),
    "string_too_short": gettext("Write %(min_length)s characters or more."),
    "text_not_one_line": gettext("Write this on one line."),
    "text_not_kept": gettext("One of these characters cannot be kept. Write it anew."),
    "string_pattern_mismatch": gettext("This is not written in the way that is asked for here."),
    "too_long": gettext("Choose or name no more than %(max_length)s."),
    "too_short": gettext("Choose or name %(min_length)s or more."),
    "greater_than_equal": gettext("Write %(ge)s or more."),
    "greater_than": gettext("Write more than %(gt)s."),
    "less_than_equal": gettext("Write %(le)s or less."),
    "less_than": gettext("Write less than %(lt)s."),
    "decimal_max_places": gettext("Write no more than %(decimal_places)s digits behind the decimal mark."),
    "decimal_max_digits": gettext("Write no more than %(max_digits)s digits."),
    "decimal_whole_digits": gettext("Write no more than %(whole_digits)s digits before the decimal mark."),
    "finite_number": _NUMBER,
    "int_parsing_size": gettext("Write a number with fewer digits."),
    "int_from_float": _WHOLE,
    "int_type": _WHOLE, "int_parsing": _WHOLE, "whole_number": _WHOLE,
    "number": _NUMBER, "decimal_type": _NUMBER, "decimal_parsing": _NUMBER, "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "day": gettext("Write a day that there is."),
    "moment": gettext("Write a day that there is, and the time."),
    "year_out_of_range": gettext("Write another year."),
    "enum": gettext("Choose one of those that are offered."),
    "literal_error": gettext("Choose one of those that are offered."),
    "uuid_parsing": _ID, "uuid_type": _ID, "bool_type": _FLAG, "bool_parsing": _FLAG,
    "string_type": _FILL_IN, "list_type": _FILL_IN, "dict_type": _FILL_IN, "model_type": _FILL_IN,
    "model_attributes_type": _FILL_IN, "url_parsing": _URL, "url_type": _URL, "url_scheme": _URL,
    "url_syntax_violation": _URL, "url_too_long": gettext("Write a shorter web address."),
}  # fmt: skip
"""A `%(name)s` is for the limit of that name that the value broke."""

_AT_LEAST_ONE = gettext("Choose or name at least one.")

_LIMITS = (
    "gt", "ge", "lt", "le", "min_length", "max_length", "max_digits", "decimal_places", "whole_digits",
)  # fmt: skip
IN_BRACES: Mapping[str, str] = {name: f"{{{name}}}" for name in _LIMITS}
"""For a page whose script fills the limits in: each stands as its own name, in braces."""


def message(code: str, limits: Mapping[str, Any], *, blank: bool) -> str:
    """Of the catalogues; empty where the service says it better."""
    if code == "too_short" and limits.get("min_length") == 1 and not blank:
        return _AT_LEAST_ONE
    if code not in WORDS:
        return ""
    return _BLANK.get(code, _FILL_IN) if blank else WORDS[code]
