"""How words and addresses of an item are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.library.rules.reading import host_of, paragraphs

LINES = st.lists(st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), max_size=20), max_size=12)


@given(LINES)
def test_no_line_is_lost_and_no_paragraph_is_empty(lines: list[str]) -> None:
    found = paragraphs("\n".join(lines))
    assert all(one.strip() for one in found)
    assert [line for one in found for line in one.split("\n") if line.strip()] == [one for one in lines if one.strip()]


def test_blank_lines_part_paragraphs_and_single_ones_do_not() -> None:
    assert paragraphs("Fold.\nCompare.\n \n\nTell.") == ["Fold.\nCompare.", "Tell."]
    assert paragraphs("") == []


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://films.example.org:8443/a?b", "films.example.org"),
        ("http://EXAMPLE.org", "example.org"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//example.org", None),
        ("https://", None),
        ("http://[::1", None),
        ("words", None),
    ],
)
def test_only_an_address_of_the_web_has_a_host(address: str, host: str | None) -> None:
    assert host_of(address) == host


@given(st.text())
def test_what_has_a_host_is_of_the_web(address: str) -> None:
    assert host_of(address) is None or address.strip().casefold().startswith(("http://", "https://"))
