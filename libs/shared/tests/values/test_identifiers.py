"""Ids that others give: one reading, whatever spelling they come in, and one text in a path for each."""

import re
import unicodedata
from collections.abc import Callable
from typing import Literal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.values import identifiers
from shared.values.identifiers import SourcedId, read_named

# Letters that are written in several ways, and what means something in a path.
letters = st.sampled_from("aé가ﬁ%:/3A2F5 .#?\u00a0\u200b") | st.characters(exclude_categories=["Cs"])


def _kept(keep: Callable[[str], str]) -> st.SearchStrategy[str | None]:
    def kept(text: str) -> str | None:
        try:
            return keep(text)
        except ValueError:
            return None

    return st.text(letters, max_size=12).map(kept).filter(lambda text: text is not None)


ids = st.builds(SourcedId, _kept(identifiers.source), _kept(identifiers.sourced_id))


@given(ids)
def test_what_a_path_says_of_an_identifier_is_read_as_that_identifier(identifier: SourcedId) -> None:
    assert read_named(str(identifier)) == identifier


@given(ids, ids)
def test_no_two_identifiers_are_written_alike(one: SourcedId, other: SourcedId) -> None:
    assert (str(one) == str(other)) is (one == other)


@given(ids, st.sampled_from(["NFC", "NFD"]), st.sampled_from(["", " ", "\u00a0\t", "\u3000"]))
def test_a_spelling_of_an_identifier_is_read_as_that_identifier(
    identifier: SourcedId, form: Literal["NFC", "NFD"], blank: str
) -> None:
    spelled = f"{blank}{unicodedata.normalize(form, str(identifier))}{blank}"
    assert read_named(spelled) == identifier


@pytest.mark.parametrize(("named", "identifier"), [
    ("sis:0007", ("sis", "0007")),
    ("sis:a:b/c", ("sis", "a:b/c")),
    ("https%3A//lms.example.org:u-1001", ("https://lms.example.org", "u-1001")),
    ("100%25 sis:1", ("100% sis", "1")),
    ("sis:100%3A", ("sis", "100%3A")),
    ("urn:uuid:9ad88e9b-d9df-439c-830c-a6d1aa26d2a5", ("urn", "uuid:9ad88e9b-d9df-439c-830c-a6d1aa26d2a5")),
])  # fmt: skip
def test_the_first_colon_ends_the_source_whose_own_are_encoded(named: str, identifier: tuple[str, str]) -> None:
    assert read_named(named) == SourcedId(*identifier)


pattern = re.compile(identifiers.PATTERN)


@given(ids)
def test_the_documents_pattern_allows_whatever_an_identifier_is_written_as(identifier: SourcedId) -> None:
    assert pattern.search(str(identifier))


@given(st.text(st.sampled_from("aé%:2F5 0-\u00a0\u200b"), max_size=12))
def test_the_documents_pattern_forbids_what_names_nobody(text: str) -> None:
    """But for what is percent-encoded and is then no text, or blank."""
    try:
        read_named(text)
    except ValueError:
        assert not pattern.search(text) or "%" in text.partition(":")[0]
    else:
        assert pattern.search(text)


def test_the_documents_examples_are_read() -> None:
    for example in identifiers.EXAMPLES:
        assert read_named(example)
        assert pattern.search(example)


def test_our_id_is_read_as_ours() -> None:
    ours = UUID("9ad88e9b-d9df-439c-830c-a6d1aa26d2a5")
    assert read_named(str(ours)) == read_named(str(ours).upper()) == read_named(ours.hex) == ours


@pytest.mark.parametrize(
    "named",
    ["", "0007", ":0007", "sis:", "sis:\u200b", "50%:1", "%zz:1", "%ff:1", "sis:a\0b", "sis:a\nb", "s:" + "x" * 256],
)
def test_what_names_nobody_is_refused(named: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_named(named)


def test_an_identifier_may_be_as_long_decomposed_as_composed() -> None:
    assert identifiers.sourced_id(unicodedata.normalize("NFD", "ǘ" * 255)) == "ǘ" * 255
