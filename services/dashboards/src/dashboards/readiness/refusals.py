"""What a service says about a place of a form, in words for the one who filled it in.

Why a value cannot be taken comes as a code, and is said in the reader's language. What a rule of the service's says in
words of its own nobody says better: it stays as it is, and is marked as English.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from markupsafe import Markup

from dashboards.common.labels import gettext
from dashboards.common.pages.render import localisation
from dashboards.kit.localisation import Localisation
from shared.values.calendar import DEFAULT_ZONE

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

_WORDS: Mapping[str, str] = {
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

_AT_LEAST_ONE = gettext("Choose or name at least one.")


class Said(str):
    """Words in the language that they are in, which a page marks where it shows them."""

    language: str

    def __new__(cls, words: str, language: str) -> "Said":
        made = super().__new__(cls, words)
        made.language = language
        return made

    def __html__(self) -> Markup:
        return Markup('<span lang="{}">{}</span>').format(self.language, str(self))


def refusals(request: Request, body: Any, errors: Any) -> dict[str, Said]:
    """What is wrong at which place, by JSON pointer, of the `body` that was sent."""
    l10n = localisation(request, DEFAULT_ZONE)
    said: dict[str, Said] = {}
    for one in errors if isinstance(errors, list) else []:
        pointer = str(one.get("pointer", ""))
        said.setdefault(pointer, _said(l10n, one, blank=_is_blank(body, pointer)))
    return said


def _said(l10n: Localisation, error: Mapping[str, Any], *, blank: bool) -> Said:
    words = _message(str(error.get("code", "")), error.get("limits") or {}, blank=blank)
    limits = {name: l10n.number(most) if isinstance(most, int | float) else most for name, most in _limits(error)}
    try:
        return Said(l10n.gettext(words) % limits, l10n.language) if words else _as_it_is(error)
    except KeyError:
        return _as_it_is(error)


def _message(code: str, limits: Mapping[str, Any], *, blank: bool) -> str:
    """Of the catalogues; empty where the service says it better."""
    if code == "too_short" and limits.get("min_length") == 1 and not blank:
        return _AT_LEAST_ONE
    if code not in _WORDS:
        return ""
    return _BLANK.get(code, _FILL_IN) if blank else _WORDS[code]


def _limits(error: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return list((error.get("limits") or {}).items())


def _as_it_is(error: Mapping[str, Any]) -> Said:
    return Said(str(error.get("detail", "")), "en")


def _is_blank(body: Any, pointer: str) -> bool:
    """Whether nothing was sent at this place: no words, nor any in one of some languages."""
    at = body
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(at, list) and name.isdigit() and int(name) < len(at):
            at = at[int(name)]
        else:
            at = at.get(name) if isinstance(at, dict) else None
    return at is None or at == {} or (isinstance(at, str) and not at.strip())
