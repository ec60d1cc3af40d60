"""Why a form was refused is said in the reader's language; what a service says in words of its own is left as it is."""

from typing import Any, get_args

import pytest
from fastapi import Request
from pydantic_core import core_schema

from dashboards.readiness.refusals import Said, refusals

LIMITS = {
    "gt": 1000, "ge": 0.5, "lt": 3, "le": 4, "min_length": 2, "max_length": 2000, "max_digits": 8, "decimal_places": 2,
    "whole_digits": 5,
}  # fmt: skip
OWN = {"text_blank", "text_too_long", "text_not_kept", "text_not_one_line", "day", "moment", "number", "whole_number"}
SENT_BY_FORMS = OWN | {
    "missing", "uuid_parsing", "uuid_type", "enum", "literal_error", "too_short", "too_long", "string_too_short",
    "string_too_long", "string_pattern_mismatch", "greater_than", "greater_than_equal", "less_than", "less_than_equal",
    "int_type", "int_parsing", "decimal_type", "decimal_parsing", "bool_type", "bool_parsing", "year_out_of_range",
    "list_type", "string_type", "decimal_max_places", "decimal_max_digits",
}  # fmt: skip


def said(code: str, sent: Any = "x", language: str = "en", **error: Any) -> Said:
    request = Request({"type": "http", "query_string": f"lang={language}".encode(), "headers": []})
    one = {"pointer": "/place", "detail": "What coaching says.", "code": code, "limits": LIMITS} | error
    return refusals(request, {"place": sent}, [one])["/place"]


@pytest.mark.parametrize("sent", ["x", "", None, [], {}])
@pytest.mark.parametrize("code", sorted(SENT_BY_FORMS))
def test_all_that_a_form_can_be_refused_for_is_said_in_the_readers_language(code: str, sent: Any) -> None:
    english, spanish = said(code, sent), said(code, sent, "es")
    assert (english.language, spanish.language) == ("en", "es")
    assert english != spanish
    assert not [words for words in (english, spanish) if words == "What coaching says." or "%" in words]


@pytest.mark.parametrize("code", [*get_args(core_schema.ErrorType), "a_later_code", ""])
def test_a_reason_without_words_of_ours_is_said_as_the_service_says_it(code: str) -> None:
    for language in ("en", "es"):
        found = said(code, "x", language, limits={})
        assert found.language == (language if found != "What coaching says." else "en")


@pytest.mark.parametrize(
    ("code", "sent", "words"),
    [
        ("uuid_parsing", "", "Choose one."),
        ("literal_error", None, "Choose one."),
        ("day", " ", "Fill in the day."),
        ("day", "soon", "Write a day that there is."),
        ("text_blank", "", "Fill this in."),
        ("whole_number", "", "Write a whole number."),
        ("too_short", {}, "Fill this in."),
        ("text_too_long", "x", "Write no more than 2,000 characters."),
        ("greater_than_equal", 0, "Write 0.5 or more."),
    ],
)
def test_what_to_do_is_said_by_what_was_typed(code: str, sent: Any, words: str) -> None:
    assert said(code, sent) == words


def test_nothing_chosen_of_a_list_asks_for_one() -> None:
    assert said("too_short", [], limits={"min_length": 1}) == "Choose or name at least one."


def test_each_says_in_a_page_which_language_it_is_in() -> None:
    assert said("text_blank", "", "es").__html__() == '<span lang="es">Complete este campo.</span>'
    own = said("value_error", "x", "es", detail="a & b")
    assert own.__html__() == '<span lang="en">a &amp; b</span>'


@pytest.mark.parametrize("errors", [None, [], "nonsense"])
def test_an_answer_without_errors_has_none(errors: Any) -> None:
    assert refusals(Request({"type": "http", "query_string": b"", "headers": []}), None, errors) == {}
