from __future__ import annotations

import gzip
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.frameworks.rules.case.text import MAX_DEPTH, UnreadablePackage, parse


def test_a_byte_order_mark_is_skipped() -> None:
    assert parse(b"\xef\xbb\xbf" + b'{"a": 1}') == {"a": 1}


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        ('{"a": 1}'.encode("utf-16"), "UTF-16"),
        ('{"a": 1}'.encode("utf-16-be"), "UTF-16"),
        (b'{"a": "\0"}', "zero bytes"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (gzip.compress(b'{"a": 1}', mtime=0), "UTF"),
        ('{"a": "\ud800"}'.encode("utf-8", "surrogatepass"), "not UTF-8"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "-Infinity"),
        (b'{"a": 1e999}', "too large"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number"),
        (b'{"a": 1', "not JSON"),
        (b"\xef\xbb\xbf\xef\xbb\xbf{}", "not JSON"),
        (b"[" * 100_000, "nested"),
        (b'{"a":' * 100_000, "nested"),
        (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "nested"),
    ],
)
def test_what_no_honest_sender_means_is_refused_with_its_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadablePackage, match=reason):
        parse(raw)


def test_nesting_up_to_the_limit_is_read() -> None:
    parse(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)


def test_a_name_twice_in_one_object_is_refused_where_it_stands() -> None:
    with pytest.raises(UnreadablePackage) as refused:
        parse(b'{"CFItems": [{}, {"identifier": "a", "identifier": "b"}]}')
    assert refused.value.pointer == "/CFItems/1"
    assert "identifier" in refused.value.reason


@pytest.mark.parametrize("escape", ["\\ud800", "\\uDFFF", "\\ude00\\ud83d", "\\u0000"])
def test_text_that_cannot_be_stored_is_refused_where_it_stands(escape: str) -> None:
    with pytest.raises(UnreadablePackage) as refused:
        parse(f'{{"CFItems": [{{"a/b": "x{escape}"}}]}}'.encode())
    assert refused.value.pointer == "/CFItems/0/a~1b"
    with pytest.raises(UnreadablePackage):
        parse(f'{{"x{escape}": 1}}'.encode())


def test_a_whole_character_written_as_two_escapes_is_read() -> None:
    assert parse(rb'{"a": "\ud83d\ude00 \\ud800"}') == {"a": "\U0001f600 \\ud800"}


def test_a_hostile_object_of_many_names_is_refused_in_linear_time() -> None:
    names = ",".join(f'"n{number}":0' for number in range(200_000))
    began = time.monotonic()
    with pytest.raises(UnreadablePackage, match="twice"):
        parse(f'{{{names},"n199999":1}}'.encode())
    assert time.monotonic() - began < 10


@given(st.binary(max_size=60) | st.text(alphabet='{}[]",:\\ud8019eE.-NaIfnity', max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused_in_one_way(raw: bytes) -> None:
    with suppress(UnreadablePackage):
        parse(raw)
