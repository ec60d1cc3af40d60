"""Words are read alike in items and in searches."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.searches.rules.words import (
    LONGEST_WORD,
    MOST_WORDS,
    Stemmer,
    folded,
    primary,
    sought,
    spelled,
    stemmable,
    stemmer_of,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Evaluación", "evaluacion"),
        ("Evaluacio\u0301n", "evaluacion"),
        ("AÑO an\u0303o ano", "año año ano"),
        ("co-teaching, K-12 (2.5)", "co teaching k 12 2 5"),
        ("learner's snake_case", "learner s snake case"),
        ("STRASSE straße ﬁne", "strasse strasse fine"),
        ("a & !b | (c:*) <-> 'd'", "a b c d"),
        ("!!! \0 \u202e", ""),
        ("n\u0303\u0301u", "ñu"),
    ],
)
def test_words_are_folded(text: str, words: str) -> None:
    assert folded(text) == words


@given(st.text())
def test_folding_once_is_enough_and_leaves_letters_and_digits_alone(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert all(one.isalnum() and len(one) <= LONGEST_WORD for one in once.split())


@given(st.text())
def test_however_unicode_writes_a_text_and_whatever_its_capitals_its_words_are_the_same(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert folded(unicodedata.normalize(form, text)) == folded(text)
    assert folded(text.casefold()) == folded(text)


@pytest.mark.parametrize(
    ("words", "given_to_spanish"),
    [("evaluacion", "evaluación"), ("la licitacion publica", "la licitación publica"), ("ion a ion", "ion a ion")],
)
def test_the_accent_that_spanish_endings_need_is_put_back(words: str, given_to_spanish: str) -> None:
    assert stemmable(words, Stemmer.SPANISH) == given_to_spanish
    assert stemmable(words, Stemmer.ENGLISH) == words


@pytest.mark.parametrize(
    ("language", "stemmer"),
    [("en", Stemmer.ENGLISH), ("en-US", Stemmer.ENGLISH), ("ES-mx", Stemmer.SPANISH), ("so", Stemmer.SIMPLE)],
)
def test_each_language_has_its_stemmer(language: str, stemmer: Stemmer) -> None:
    assert stemmer_of(language) is stemmer
    assert primary(language) == language[:2].lower()


@given(st.text(max_size=400))
def test_what_is_sought_is_bounded_and_has_a_spelling_for_what_it_has_words_for(text: str) -> None:
    found = sought(text)
    assert (found is None) == (folded(text) == "")
    if found is not None:
        words = found.simple.split()
        assert 1 <= len(found.spellings) <= len(words) == len(set(words)) <= MOST_WORDS
        assert set(found.spellings) <= {spelled(one) for one in words}
        assert len(found.spellings[0]) == max(map(len, found.spellings))


def test_short_words_are_spelled_as_they_are_unless_there_are_no_others() -> None:
    long, short = sought("the year of the niño"), sought("año")
    assert long is not None
    assert long.spellings == ("nino", "year")
    assert short is not None
    assert short.spellings == ("ano",)
