"""Items as JSON-LD: each term stands where schema.org has it, nothing breaks out of a page, and all comes back."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.exchange.rules.described import Exchanged, FileFacts, Note
from resources.exchange.rules.jsonld import OURS, as_script, duration, page_document
from resources.exchange.rules.jsonld_reading import read_item
from resources.exchange.rules.nodes import Node
from services.resources.tests.exchange.exchange_pieces import (
    BOTH,
    FILES,
    FRACTIONS,
    SUPPORT,
    UNIT,
    exchanged,
    quick,
)

_THING = frozenset({"identifier", "name", "url", "description"})
_WORK = _THING | {
    "license", "copyrightHolder", "creditText", "position", "text", "author", "publisher", "datePublished", "version",
    "inLanguage", "audience", "timeRequired", "accessibilityFeature", "isBasedOn", "hasPart",
}  # fmt: skip
_MEDIA = _WORK | {"contentUrl", "encodingFormat", "contentSize", "sha256"}
TERMS: dict[str, frozenset[str]] = {
    "LearningResource": _WORK
    | {"learningResourceType", "teaches", "assesses", "educationalAlignment", "educationalLevel"},
    "CreativeWork": _WORK,
    "WebPage": _WORK,
    "MediaObject": _MEDIA,
    "VideoObject": _MEDIA,
    "AudioObject": _MEDIA,
    "ImageObject": _MEDIA,
    "DefinedTerm": _THING | {"termCode", "inDefinedTermSet"},
    "DefinedTermSet": _THING,
    "AlignmentObject": _THING
    | {"alignmentType", "educationalFramework", "targetName", "targetDescription", "targetUrl"},
    "EducationalAudience": _THING | {"educationalRole"},
    "Organization": _THING,
    "Person": _THING,
}
"""Which terms stand at which type, looked up in schema.org's vocabulary of August 2026."""


def address(digest: str, facts: FileFacts) -> str:
    return f"https://library.example/files/{digest[:8]}.{facts.extension}"


def read_back(document: dict[str, Any], files: dict[str, FileFacts]) -> tuple[Exchanged, list[Note]]:
    notes: list[Note] = []
    return read_item(Node(document, "", notes), files), notes


def nodes_in(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(found for one in value.values() for found in nodes_in(one))]
    return [found for one in value for found in nodes_in(one)] if isinstance(value, list) else []


PAGE = page_document(BOTH, address)


def parts_by_name() -> dict[str, dict[str, Any]]:
    return {part["name"]: part for part in PAGE["hasPart"]}


@quick
@given(exchanged())
def test_every_term_is_schema_orgs_at_its_type_or_is_ours(drawn: tuple[Exchanged, Any]) -> None:
    document = page_document(drawn[0], address)
    del document["@context"]
    for node in nodes_in(document):
        allowed = TERMS.get(node.get("@type", ""), frozenset({"name", "identifier", "sha256"}))
        assert {term for term in node if not term.startswith(("@", OURS))} <= allowed
        assert all(value not in (None, "", []) for value in node.values())


@quick
@given(exchanged())
def test_what_is_written_is_read_back(drawn: tuple[Exchanged, Any]) -> None:
    one = drawn[0]
    read, notes = read_back(json.loads(as_script(page_document(one, address))), dict(one.item.files))
    assert notes == []
    assert read == one


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.inside += data


@quick
@given(st.sampled_from(["</script><img src=x>", "<!--<script>", "\u2028\u2029", "]]>", "\ud800", "a&lt;b"]), st.text())
def test_nothing_in_it_ends_the_script_it_stands_in(nasty: str, more: str) -> None:
    document = {"name": f"{more}{nasty}", nasty: more}
    script = as_script(document)
    page = _Page()
    page.feed(f'<script type="application/ld+json">{script}</script><p>')
    assert page.tags == ["script", "p"]
    assert page.inside == script
    assert json.loads(script) == document
    assert script.isascii()
    assert not set(script) & set("<>&")


def test_what_it_teaches_is_a_term_and_only_the_rest_is_an_alignment() -> None:
    [taught] = PAGE["teaches"]
    assert (taught["termCode"], taught["identifier"], taught["url"]) == ("MA.PR.3", FRACTIONS.target, FRACTIONS.url)
    [supported] = PAGE["educationalAlignment"]
    assert (supported["alignmentType"], supported["educationalFramework"]) == ("supports", SUPPORT.set_name)
    assert "assesses" not in PAGE


def test_a_claim_is_never_told_as_a_feature() -> None:
    assert PAGE["accessibilityFeature"] == ["captions"]
    assert PAGE[f"{OURS}claimedAccessibilityFeature"] == ["alternativeText", "captions"]
    assert "accessibilityFeature" not in page_document(Exchanged(UNIT), address)


def test_each_part_has_its_own_licence_and_holder_and_only_what_they_share_is_that_of_the_whole() -> None:
    parts = parts_by_name()
    assert parts["Plan"]["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert parts["Film"]["license"] == "https://creativecommons.org/licenses/by-nd/4.0/"
    assert "license" not in parts["More"]
    assert "license" not in parts["To say"]
    assert "license" not in PAGE
    assert parts["Plan"]["copyrightHolder"] == {"@type": "Organization", "name": "Sierra"}
    assert parts["Film"]["copyrightHolder"] == {"@type": "Person", "name": "Ana Ruiz"}
    alike = replace(UNIT, parts=(UNIT.parts[0], UNIT.parts[2]))
    assert page_document(Exchanged(alike), address)["license"] == parts["Plan"]["license"]


def test_it_says_where_it_is_from_and_when() -> None:
    assert PAGE["datePublished"] == "2026-11-02T08:30:00Z"
    assert [one["url"] for one in PAGE["isBasedOn"]] == ["https://library.example/items/7/versions/1"]
    assert parts_by_name()["Film"]["@type"] == "VideoObject"
    assert parts_by_name()["Plan"]["creditText"].startswith("“Plan”")


@pytest.mark.parametrize(("minutes", "said"), [(0, "PT0M"), (45, "PT45M"), (60, "PT1H"), (90, "PT1H30M")])
def test_minutes_are_a_duration(minutes: int, said: str) -> None:
    assert duration(minutes) == said


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": None}, "/name"),
        ({"name": ["a"]}, "/name"),
        ({"name": "\u200b"}, "/name"),
        ({"name": "a\0"}, "/name"),
        ({"identifier": "1"}, "/identifier"),
        ({"learningResourceType": "film"}, "/learningResourceType"),
        ({"timeRequired": "P1D"}, "/timeRequired"),
        ({"timeRequired": "PT"}, "/timeRequired"),
        ({"author": [7]}, "/author"),
        ({"publisher": ["Sierra", "Valley"]}, "/publisher"),
        ({"teaches": {"@type": "DefinedTerm"}}, "/teaches"),
        ({"assesses": {"name": "a", f"{OURS}alignedTo": "b"}}, f"/assesses/{OURS}alignedTo"),
        ({"educationalAlignment": {"alignmentType": "a", "targetName": "b"}}, "/educationalAlignment/alignmentType"),
        ({"hasPart": [{"name": "a"}]}, "/hasPart/0"),
        ({"hasPart": [{"name": "a", "sha256": "A" * 64}]}, "/hasPart/0/sha256"),
        ({"hasPart": [{"name": "a", "sha256": "a" * 64}]}, "/hasPart/0/sha256"),
        ({"hasPart": [PAGE["hasPart"][3]] * 2}, "/hasPart/1/identifier"),
        ({"hasPart": [{"name": "a", "text": "a"}] * 201}, "/hasPart"),
        ({"hasPart": [{"name": "a", "text": "a", f"{OURS}captionOf": {}}]}, f"/hasPart/0/{OURS}captionOf"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_where_it_stands(change: dict[str, Any], pointer: str) -> None:
    _, notes = read_back({**PAGE, **change}, dict(FILES))
    assert [note.pointer for note in notes if note.refused] == [pointer]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"a/b~c": 1}, "/a~1b~0c"),
        ({"datePublished": "2026-13-45T00:00:00Z"}, ""),
        ({"datePublished": "2026-11-02T08:30:00"}, ""),
        ({"datePublished": None}, ""),
        ({"version": "two"}, ""),
        ({"license": "CC0-1.0", "hasPart": {"name": "a", "text": "b"}}, "/license"),
        ({"hasPart": [{"name": "a", "text": "a", "license": "CC BY"}]}, "/hasPart/0/license"),
    ],
)
def test_what_is_not_known_is_left_out_and_said(change: dict[str, Any], pointer: str) -> None:
    read, notes = read_back({**PAGE, **change}, dict(FILES))
    assert [(note.pointer, note.refused) for note in notes] == [(pointer, False)]
    assert read.item.title == UNIT.title


def test_the_words_of_others_are_read_too() -> None:
    read, notes = read_back(
        {
            "name": "Rates",
            "author": "Ana Ruiz",
            "teaches": "unit rates",
            "hasPart": {"name": "a", "text": "b", "license": "https://creativecommons.org/licenses/by-sa/4.0"},
        },
        {},
    )
    assert notes == []
    assert read.item.authors == ("Ana Ruiz",)
    assert [one.name for one in read.item.aligned] == ["unit rates"]
    assert read.item.parts[0].body.licence == "CC-BY-SA-4.0"


def test_what_comes_without_ids_has_the_same_each_time_and_others_have_others() -> None:
    part = {"name": "a", "text": "b"}
    rates, again, ratios, elsewhere = (
        read_back({"name": name, "hasPart": [part, part], **more}, {})[0].item
        for name, more in (("Rates", {}), ("Rates", {}), ("Ratios", {}), ("Rates", {"url": "https://a.example/1"}))
    )
    assert rates == again
    assert len({rates.item_id, ratios.item_id, elsewhere.item_id}) == 3
    assert len({one.part_key for item in (rates, ratios) for one in item.parts}) == 4


_LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
_TERMS = st.sampled_from(sorted(TERMS["LearningResource"])) | st.text(max_size=5)


def _values(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(_TERMS, inner, max_size=5)


@quick
@given(st.dictionaries(_TERMS, st.recursive(_LEAVES, _values, max_leaves=20), max_size=5))
def test_whatever_stands_in_an_object_it_is_read_without_an_error(value: dict[str, Any]) -> None:
    _, notes = read_back(value, {})
    assert all(note.pointer == "" or note.pointer.startswith("/") for note in notes)
