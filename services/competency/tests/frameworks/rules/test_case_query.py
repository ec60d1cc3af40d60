"""The query grammar of GET /CFDocuments, and what it chooses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from competency.frameworks.rules.case.query import DOCUMENT, CodeMinor, code_of, status_info
from competency.frameworks.rules.framework import Document, Framework
from services.competency.tests.frameworks.case_pieces import BASE, records_of
from shared.ims.query import MAX_LIMIT, Condition, Filter, Predicate, Query, QueryRefused, read_filter
from shared.ims.query import read_query as read_any_query
from shared.ims.selection import Page, link_header
from shared.ims.selection import select as select_any

ERRORS = (
    Path(__file__).resolve().parents[5].parent
    / "shared/standards/case_v1p1/getCFPackage-400-401-403-404-429-500-default-responsepayload-schema.json"
)
PREDICATES = [str(one) for one in Predicate]


def body(number: int, title: str, **more: Any) -> dict[str, Any]:
    identifier = UUID(f"22222222-2222-4222-8222-{number:012d}")
    change = datetime(2026, 1, number, tzinfo=UTC)
    about = Document(identifier=identifier, last_change=change, creator="Maine", title=title, **more)
    (written,) = records_of(Framework(document=about))["CFDocuments"]
    return written


DOCUMENTS = [
    body(3, "beta", version="1.0", subject=("Science",)),
    body(1, "Alpha", version="1.0", subject=("Math", "Science"), status_start=date(2026, 1, 5)),
    body(2, "gamma", subject=("Math",), publisher="Children's Museum"),
]


def read_query(parameters: Iterable[tuple[str, str]]) -> Query:
    return read_any_query(parameters, DOCUMENT)


def select(documents: Sequence[Mapping[str, object]], query: Query) -> Page:
    return select_any(documents, query, DOCUMENT)


def chosen(**parameters: str) -> list[str]:
    page = select(DOCUMENTS, read_query(parameters.items()))
    return [str(one["title"]) for one in page.records]


def refused(**parameters: str) -> QueryRefused:
    with pytest.raises(QueryRefused) as error:
        read_query(parameters.items())
    return error.value


def test_without_a_question_the_first_hundred_come_in_the_order_of_their_identifiers() -> None:
    assert read_query([]) == Query(limit=100, offset=0)
    assert chosen() == ["Alpha", "gamma", "beta"]


@pytest.mark.parametrize(
    ("filter_", "titles"),
    [
        ("title='alpha'", ["Alpha"]),
        ("title!='ALPHA'", ["gamma", "beta"]),
        ("title~'A'", ["Alpha", "gamma", "beta"]),
        ("title>='beta'", ["gamma", "beta"]),
        ("version='1.0'", ["Alpha", "beta"]),
        ("version!='1.0'", ["gamma"]),
        ("version<'2'", ["Alpha", "beta"]),
        ("version='1.0' AND title~'bet'", ["beta"]),
        ("title='gamma' OR title='beta'", ["gamma", "beta"]),
        ("publisher='Children's Museum'", ["gamma"]),
        ("publisher='Children's Museum' OR title='beta'", ["gamma", "beta"]),
        ("subject='Math'", ["gamma"]),
        ("subject='Math,Science'", ["Alpha"]),
        ("subject~'math'", ["Alpha", "gamma"]),
        ("subject~'math,physics'", ["Alpha"]),
        ("lastChangeDateTime>'2026-01-01T00:00:00Z'", ["gamma", "beta"]),
        ("lastChangeDateTime<='2026-01-02T02:00:00+02:00'", ["Alpha", "gamma"]),
        ("statusStartDate='2026-01-05'", ["Alpha"]),
        ("statusStartDate<'2030-01-01'", ["Alpha"]),
        ("CFPackageURI.title='alpha'", ["Alpha"]),
        ("identifier='22222222-2222-4222-8222-000000000002'", ["gamma"]),
    ],
)
def test_a_filter_lets_through_what_the_binding_says(filter_: str, titles: list[str]) -> None:
    assert chosen(filter=filter_) == titles


@pytest.mark.parametrize(
    "filter_",
    [
        "",
        "title",
        "title='a",
        "title=a",
        "title == 'a'",
        "title='a' and version='1'",
        "title='a'  AND version='1'",
        "title='a' AND version='1' AND creator='c'",
        "title='a' AND ",
        "title='teachers' guide'",
        "nothing='a'",
        "extensions.x='a'",
        "subjectURI='a'",
        "subjectURI.nothing='a'",
        "title.title='a'",
        "lastChangeDateTime>'soon'",
        "statusEndDate='2026-02-30'",
        "title='" + "x" * 1000 + "'",
    ],
)
def test_a_filter_out_of_the_grammar_or_on_no_field_is_refused_with_the_standards_code(filter_: str) -> None:
    assert code_of(refused(filter=filter_).fault) is CodeMinor.INVALID_SELECTION_FIELD


def test_a_filter_is_read_into_values() -> None:
    assert read_filter("version='1.0' AND lastChangeDateTime>'2016-12-12T00:00:00Z'", DOCUMENT) == Filter(
        (
            Condition(("version",), Predicate.EQUAL, "1.0"),
            Condition(("lastChangeDateTime",), Predicate.GREATER, datetime(2016, 12, 12, tzinfo=UTC)),
        )
    )


@pytest.mark.parametrize("number", ["1e3", "-1", "abc", "", "1.0", "٣", "9" * 19])
def test_what_is_no_whole_number_is_refused_as_limit_and_offset(number: str) -> None:
    assert "limit" in refused(limit=number).detail
    assert "offset" in refused(offset=number).detail


def test_a_limit_is_at_least_one_and_a_larger_one_than_we_give_is_taken_as_the_most_we_give() -> None:
    assert code_of(refused(limit="0").fault) is CodeMinor.INVALID_SELECTION_FIELD
    assert read_query([("limit", "10000")]).limit == MAX_LIMIT


def test_a_parameter_given_twice_is_refused_and_foreign_ones_are_left_alone() -> None:
    with pytest.raises(QueryRefused, match="twice"):
        read_query([("limit", "1"), ("limit", "1")])
    assert read_query([("access", "1"), ("access", "2")]) == Query()


def test_sorting_ignores_case_and_puts_those_without_the_field_last() -> None:
    assert chosen(sort="title") == ["Alpha", "beta", "gamma"]
    assert chosen(sort="title", orderBy="desc") == ["gamma", "beta", "Alpha"]
    assert chosen(sort="lastChangeDateTime", orderBy="desc") == ["beta", "gamma", "Alpha"]
    assert chosen(sort="version") == ["Alpha", "beta", "gamma"]
    assert chosen(sort="version", orderBy="desc") == ["Alpha", "beta", "gamma"]
    assert chosen(sort="subject") == ["gamma", "Alpha", "beta"]


def test_an_unknown_sort_field_means_the_default_order_and_a_wrong_order_is_refused() -> None:
    assert chosen(sort="nothing", orderBy="desc") == chosen()
    assert code_of(refused(sort="title", orderBy="up").fault) is CodeMinor.INVALID_SORT_FIELD


def test_only_the_fields_asked_for_come_and_all_of_them_where_one_is_unknown() -> None:
    page = select(DOCUMENTS, read_query([("fields", "title,version"), ("filter", "title='beta'")]))
    assert page.records == ({"title": "beta", "version": "1.0"},)
    every = select(DOCUMENTS, read_query([("fields", "title,nothing"), ("limit", "1")]))
    assert every.records == (DOCUMENTS[1],)


@pytest.mark.parametrize("blank", ["", " ", "title,", ",title"])
def test_a_blank_field_is_refused(blank: str) -> None:
    assert code_of(refused(fields=blank).fault) is CodeMinor.INVALID_SELECTION_FIELD


def test_pages_cover_everything_once_and_count_what_the_filter_lets_through() -> None:
    pages = [select(DOCUMENTS, read_query([("limit", "1"), ("offset", str(n))])) for n in range(4)]
    assert [len(page.records) for page in pages] == [1, 1, 1, 0]
    assert len({str(page.records[0]["identifier"]) for page in pages[:3]}) == 3
    assert select(DOCUMENTS, read_query([("filter", "version='1.0'"), ("limit", "1")])).total == 2


def test_links_lead_through_the_pages_and_keep_the_question() -> None:
    query = read_query([("limit", "10"), ("offset", "10"), ("fields", "title,uri"), ("filter", "title~'é '")])
    header = link_header(f"{BASE}/CFDocuments", query, 503)
    links = [one.split("; rel=") for one in header.split(", ")]
    relations = {relation: link for link, relation in links}
    assert set(relations) == {'"first"', '"last"', '"prev"', '"next"'}
    assert "limit=10&offset=0&" in relations['"prev"']
    assert "limit=10&offset=20&" in relations['"next"']
    assert "limit=10&offset=500&" in relations['"last"']
    assert relations['"first"'].endswith("&fields=title%2Curi&filter=title~%27%C3%A9%20%27>")


def test_the_only_page_has_neither_a_next_nor_a_previous_one() -> None:
    assert 'rel="next"' not in link_header(BASE, read_query([]), 100)
    assert 'rel="prev"' not in link_header(BASE, read_query([]), 100)
    assert 'offset=0>; rel="last"' in link_header(BASE, read_query([]), 0)


@given(st.text(max_size=30) | st.from_regex(r"(title|subject|version)(=|!=|~|<)'[a-z',]*'( (AND|OR) title='b')?"))
def test_any_text_is_a_filter_or_refused_in_one_way(text: str) -> None:
    with suppress(QueryRefused):
        select(DOCUMENTS, Query(filter=read_filter(text, DOCUMENT)))


@given(st.sampled_from(["title", "version"]), st.sampled_from(PREDICATES), st.text("abé1.0 ", max_size=5))
def test_a_condition_and_its_opposite_divide_the_documents(field: str, predicate: str, value: str) -> None:
    if predicate in ("=", "!="):
        equal = chosen(filter=f"{field}='{value}'")
        other = chosen(filter=f"{field}!='{value}'")
        assert sorted(equal + other) == sorted(chosen())
    else:
        assert set(chosen(filter=f"{field}{predicate}'{value}'")) <= set(chosen())


@pytest.mark.parametrize("code", list(CodeMinor))
def test_every_error_body_is_valid_against_the_official_schema(code: CodeMinor) -> None:
    if not ERRORS.exists():
        pytest.skip(f"the official schema is not there: {ERRORS}")
    schema = json.loads(ERRORS.read_text())
    problems = list(Draft202012Validator(schema).iter_errors(json.loads(json.dumps(status_info(code, "why")))))
    assert problems == []
    values = schema["$defs"]["imsx_CodeMinorFieldDType"]["properties"]["imsx_codeMinorFieldValue"]["enum"]
    assert set(CodeMinor) == set(values)
