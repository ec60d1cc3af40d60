"""What is searched by: words without capitals and accents, each by its beginning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.frameworks.rules.words import LONGEST, MOST_SOUGHT, sought, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("MA.NQ.2 Explains tens", ["ma", "nq", "2", "explains", "tens"]),
        ("Fracción FRACCION", ["fraccion"]),
        ("real-world, don't", ["real", "world", "don", "t"]),
        ("Straße", ["strasse"]),
        ("", []),
    ],
)
def test_words_have_no_capitals_accents_or_marks(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@given(st.text())
def test_whatever_is_typed_becomes_a_search_that_postgresql_can_read(text: str) -> None:
    assert all(word.isalnum() and len(word) <= LONGEST for word in words_of(text))
    assert sought(text).count(":*") == min(len(words_of(text)), MOST_SOUGHT)
    assert "\x00" not in sought(text)


def test_every_word_of_a_search_must_be_there_from_its_beginning() -> None:
    assert sought("Frac equi") == "'frac':* & 'equi':*"
    assert sought("  '& | !:* ") == ""
