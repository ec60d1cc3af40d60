"""The demo's library: every entry can be an item of the service, and each was written once."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from demo import framework
from demo.library.catalogue import CatalogueError, Entry, Form, entries, read_entries
from demo.raters import instrument
from resources.items.rules.content import ItemKind, Relation
from resources.items.rules.publishing import GRADE_BANDS, is_address
from resources.licences.rules.catalogue import CATALOGUE

ENTRIES = entries()
CODES = {target.code for target in framework.targets()}
CONDITIONS = {section["key"] for section in instrument()["sections"]}


_SPANISH = frozenset(
    [
        "que",
        "de",
        "del",
        "los",
        "las",
        "la",
        "el",
        "al",
        "en",
        "para",
        "por",
        "una",
        "un",
        "se",
        "y",
        "es",
        "lo",
        "no",
        "con",
        "a",
        "cada",
        "o",
        "otra",
        "si",
        "di",
        "más",
    ]
)
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "that",
        "to",
        "in",
        "for",
        "it",
        "is",
        "what",
        "a",
        "an",
        "as",
        "so",
        "by",
        "each",
        "or",
        "with",
        "at",
        "they",
        "was",
        "who",
        "not",
        "from",
    ]
)


def words_of(entry: Entry) -> tuple[str, ...]:
    return (entry.title, entry.description, *entry.steps, *entry.steps_in_spanish)


def test_there_are_a_hundred_and_fifty_and_a_third_of_them_are_in_spanish() -> None:
    assert len(ENTRIES) == 150
    assert 0.3 < sum(entry.language == "es" for entry in ENTRIES) / len(ENTRIES) < 0.36


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.title)
def test_an_entry_says_only_what_the_service_knows(entry: Entry) -> None:
    assert entry.kind in [*ItemKind]
    assert entry.grade_band is None or entry.grade_band in GRADE_BANDS
    assert entry.licence is None or entry.licence in CATALOGUE
    assert entry.alignments
    for one in entry.alignments:
        assert one.relation in [*Relation]
        assert one.target in (CONDITIONS if one.is_condition else CODES)
        assert one.is_condition == (one.relation == "supports")
    assert (entry.kind == "link") == (entry.form is Form.LINK) == (entry.address is not None)
    assert (entry.kind == "video") == (entry.form is Form.FILM)
    assert entry.address is None or is_address(entry.address)
    assert entry.address is not None or len(entry.steps) >= 3


def test_nothing_is_said_twice() -> None:
    assert [
        text for text, times in Counter(text for one in ENTRIES for text in words_of(one)).items() if times > 1
    ] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.title)
def test_a_text_is_whole_and_in_its_language(entry: Entry) -> None:
    assert entry.description.endswith((".", "?"))
    assert 40 <= len(entry.description) <= 200
    assert len(entry.title) <= 70
    assert _is_spanish(entry.title, entry.description) == (entry.language == "es")
    if entry.form is Form.FILM:
        assert not _is_spanish(*entry.steps)
        assert _is_spanish(*entry.steps_in_spanish)


def _is_spanish(*texts: str) -> bool:
    """Whether more small words of Spanish than of English stand in the texts."""
    words = re.findall(r"\w+", " ".join(texts).lower())
    return sum(word in _SPANISH for word in words) > sum(word in _ENGLISH for word in words)


def test_all_forms_kinds_bands_and_ways_of_licensing_occur() -> None:
    assert {entry.form for entry in ENTRIES} == set(Form)
    assert {entry.kind for entry in ENTRIES} == set(ItemKind)
    assert {"CC-BY-ND-4.0", "CC-BY-SA-4.0", "partnership", "all-rights-reserved", None} <= {e.licence for e in ENTRIES}
    assert {"k-2", "3-5", "6-8", "9-12", None} == {entry.grade_band for entry in ENTRIES}
    assert {one.target for entry in ENTRIES for one in entry.alignments if one.is_condition} == CONDITIONS


@pytest.mark.parametrize(
    "text",
    [
        "Title\nDescription.\n- Step.",
        "[tool en k-2 5 CC0-1.0 text] teaches MA.NQ.1\nTitle",
        "[tool en k-2 5 CC0-1.0 text] teaches MA.NQ.1\nTitle\nDescription.\nStep.",
        "[tool fr k-2 5 CC0-1.0 text] teaches MA.NQ.1\nTitle\nDescription.\n- Step.",
        "[video en k-2 5 CC0-1.0 film] teaches MA.NQ.1\nTitle\nDescription.\n- Only one language.",
    ],
)
def test_an_entry_that_is_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(CatalogueError):
        read_entries(text)
