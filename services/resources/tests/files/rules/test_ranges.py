"""The bytes that are asked for are those that are sent, by the letter of RFC 9110."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.files.rules.ranges import (
    MOST_RANGES,
    Partial,
    Span,
    Unsatisfiable,
    Whole,
    asked_range,
    content_range,
    multipart,
    unsatisfied_range,
)

NUMBER = st.integers(0, 12).map(str)
GOOD = st.one_of(
    st.builds("{}-".format, NUMBER),
    st.builds("-{}".format, NUMBER),
    st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda two: f"{min(two)}-{max(two)}"),
)


def bytes_of(spec: str, size: int) -> set[int]:
    """By the text of the RFC, byte by byte."""
    first, _, last = spec.partition("-")
    if first == "":
        return {place for place in range(size) if place >= size - int(last)}
    return {place for place in range(size) if int(first) <= place <= (int(last) if last else size)}


@settings(max_examples=200, derandomize=True)
@given(st.lists(GOOD, min_size=1, max_size=5), st.integers(1, 10))
def test_the_spans_are_the_bytes_that_were_asked_for(specs: list[str], size: int) -> None:
    wanted = set[int]().union(*(bytes_of(spec, size) for spec in specs))
    found = asked_range("bytes=" + ", ".join(specs), size)
    if not wanted:
        assert found == Unsatisfiable()
        return
    assert isinstance(found, Partial)
    sent = [place for span in found.spans for place in range(span.first, span.last + 1)]
    assert sent == sorted(wanted)
    assert all(after.first > before.last + 1 for before, after in pairwise(found.spans))


@settings(max_examples=200, derandomize=True)
@given(
    st.one_of(st.text(max_size=30), st.text("bytes=-0123456789, \t", max_size=30).map("bytes={}".format)),
    st.integers(0, 10),
)
def test_whatever_is_sent_has_an_answer_within_the_file(header: str, size: int) -> None:
    found = asked_range(header, size)
    if isinstance(found, Partial):
        assert all(0 <= span.first <= span.last < size for span in found.spans)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=-",
        "bytes=1",
        "bytes=a-b",
        "bytes=2-1",
        "bytes=0-1,2-1",
        "bytes=+1-2",
        "bytes=1 -2",
        "bytes=--1",
        "bytes=1-2-3",
        "items=0-1",
        "bytes =0-1",
        "bytes=٣-٤",
        "bytes=0-1;",
        "bytes=" + "9" * 40 + "-",
        "bytes=" + ",".join(["0-0"] * (MOST_RANGES + 1)),
        "bytes=0-" + " " * 1000,
    ],
)
def test_what_is_malformed_is_ignored(header: str | None) -> None:
    assert asked_range(header, 10) == Whole()


@pytest.mark.parametrize(
    ("header", "spans"),
    [
        ("bytes=0-0", [Span(0, 0)]),
        ("BYTES=0-", [Span(0, 9)]),
        ("bytes=-99", [Span(0, 9)]),
        ("bytes=9-99999999999999999999", [Span(9, 9)]),
        ("bytes=8-9,0-1", [Span(0, 1), Span(8, 9)]),
        ("bytes=0-1,2-3,3-4", [Span(0, 4)]),
        ("bytes=0-1, ,50-60", [Span(0, 1)]),
    ],
)
def test_ranges_are_cut_to_the_file_and_joined(header: str, spans: list[Span]) -> None:
    assert asked_range(header, 10) == Partial(tuple(spans))


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-20,30-40", "bytes=-0"])
def test_where_nothing_is_there_the_size_is_told(header: str) -> None:
    assert asked_range(header, 10) == Unsatisfiable()
    assert unsatisfied_range(10) == "bytes */10"


def test_the_last_bytes_of_nothing_are_all_of_it() -> None:
    assert asked_range("bytes=-5", 0) == Whole()
    assert asked_range("bytes=0-", 0) == Unsatisfiable()


@pytest.mark.parametrize(
    ("if_range", "holds"),
    [
        ('"a"', True),
        (' "a" ', True),
        ('"b"', False),
        ('W/"a"', False),
        ("a", False),
        ("Mon, 02 Nov 2026 15:04:05 GMT", False),
    ],
)
def test_a_range_of_another_version_is_ignored(if_range: str, holds: bool) -> None:
    found = asked_range("bytes=0-0", 10, if_range, '"a"')
    assert found == (Partial((Span(0, 0),)) if holds else Whole())


def test_a_weak_or_no_etag_vouches_for_no_range() -> None:
    assert asked_range("bytes=0-0", 10, 'W/"a"', 'W/"a"') == Whole()
    assert asked_range("bytes=0-0", 10, '"a"') == Whole()


@settings(max_examples=100, derandomize=True)
@given(st.binary(min_size=1, max_size=30), st.lists(GOOD, min_size=1, max_size=4))
def test_a_multipart_body_has_the_length_that_is_told(data: bytes, specs: list[str]) -> None:
    found = asked_range("bytes=" + ",".join(specs), len(data))
    if isinstance(found, Partial):
        frame = multipart(found, len(data), "text/plain", "limit")
        pieces = [data[span.first : span.last + 1] for span in found.spans]
        body = b"".join(head + piece for head, piece in zip(frame.heads, pieces, strict=True)) + frame.end
        assert len(body) == frame.length
        assert body.count(b"\r\n--limit\r\n") == len(pieces)
        assert all(content_range(span, len(data)).encode() in body for span in found.spans)
