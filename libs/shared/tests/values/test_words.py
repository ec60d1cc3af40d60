"""Text as it is kept: something of it can be seen, and it is in one form."""

import re
import sys
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.values.words import SEEN, is_visible, one_line, written

texts = st.text(st.characters() | st.sampled_from(" \u00a0\u200b\u3164\u2800\u0301\r\n\t\0é"), max_size=60)
# Signs that belong to what follows them are seen, though Unicode files them under format characters.
_SEEN_FORMATS = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13440)}


@given(texts)
def test_words_are_kept_in_one_form_or_refused_and_keeping_them_again_changes_nothing(text: str) -> None:
    for keep in (written, one_line):
        try:
            kept = keep(text, 50)
        except ValueError:
            continue
        assert kept == unicodedata.normalize("NFC", text).strip() == keep(kept, 50)
        assert 0 < len(kept) <= 50
        assert is_visible(kept)
        assert "\0" not in kept
        kept.encode()


@given(texts.filter(lambda t: is_visible(t) and t.isprintable()))
def test_blanks_around_words_and_the_way_their_accents_are_written_make_no_difference(text: str) -> None:
    for keep in (written, one_line):
        assert keep(f" \u00a0{unicodedata.normalize('NFD', text)}\t\u3000", 1000) == keep(text, 1000)


def test_people_write_in_as_many_lines_as_they_like_and_within_them_as_they_like() -> None:
    assert written("\n  First:\n\n\t  second\u200d\n", 100) == "First:\n\n\t  second\u200d"


@pytest.mark.parametrize(
    "nothing",
    ["", "   ", "\u00a0", "\u200b", "\u3164", "\u2800", "\u00ad\u2060", "\ufeff", "\u115f\u1160", "\U000e0041", "\r\n"],
)
@pytest.mark.parametrize("keep", [written, one_line])
def test_words_of_which_nothing_can_be_seen_are_none(keep: Callable[[str, int], str], nothing: str) -> None:
    with pytest.raises(ValueError, match="nothing that can be seen"):
        keep(nothing, 50)
    assert keep(f"a{nothing}b" if nothing.isprintable() else "ab", 50)


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "a\x85b", "a\u2028b", "a\0b", "x" * 51, "\ud800a"])
def test_a_line_is_one_line_without_control_characters(text: str) -> None:
    with pytest.raises(ValueError, match=r"holds|long"):
        one_line(text, 50)


def test_what_cannot_be_seen_is_what_unicode_calls_blank_control_or_format() -> None:
    unseen = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)) in unseen and code not in _SEEN_FORMATS:
            assert not is_visible(chr(code)), hex(code)
    assert all(is_visible(letter) for letter in "aé0.-一ا\u0301😀\u0600")


@given(texts)
def test_the_pattern_that_documents_name_takes_what_we_take(text: str) -> None:
    if is_visible(text):
        assert re.search(SEEN, text)
    elif all(ord(character) < 0xD800 for character in text):
        assert not re.search(SEEN, text)
