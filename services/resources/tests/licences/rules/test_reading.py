"""Nothing is guessed of a licence: what may be several is a problem that names them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.licences.rules.catalogue import CATALOGUE
from resources.licences.rules.reading import LONGEST, find_licence, validate_licence
from services.resources.tests.licences.drawn import LICENCE_IDS, quick

TYPED = st.text(max_size=30) | st.text(alphabet="bycnsad0134.- CBY/v", max_size=20) | st.text(min_size=LONGEST + 1)


def detail_of(text: str) -> str:
    [problem] = validate_licence("/parts/0/licence", text)
    assert problem.pointer == "/parts/0/licence"
    assert find_licence(text) is None
    return problem.detail


@pytest.mark.parametrize("licence_id", CATALOGUE)
def test_an_id_a_title_and_an_address_of_one_licence_alone_are_read(licence_id: str) -> None:
    licence = CATALOGUE[licence_id]
    assert find_licence(licence_id) is licence
    assert find_licence(f" {licence_id.lower().replace('-', ' ')} ") is licence
    assert find_licence(licence.title) is licence
    assert find_licence(licence.name) is licence
    assert licence.deed_url is None or find_licence(licence.deed_url) is licence
    if licence.text_url is not None:
        shared = [one for one in CATALOGUE.values() if one.text_url == licence.text_url]
        assert find_licence(licence.text_url) is (licence if len(shared) == 1 else None)


@pytest.mark.parametrize(
    ("text", "licence_id"),
    [
        ("cc_by v4", "CC-BY-4.0"),
        ("CC BY-SA-NC 3.0", "CC-BY-NC-SA-3.0"),
        ("by-nc 4", "CC-BY-NC-4.0"),
        ("Creative Commons Attribution Non Commercial 4.0", "CC-BY-NC-4.0"),
        ("http://www.creativecommons.org/licenses/by/4.0/deed.es", "CC-BY-4.0"),
        ("https://creativecommons.org/licenses/by-nc-nd/2.5/legalcode", "CC-BY-NC-ND-2.5"),
        ("https://creativecommons.org/publicdomain/zero/1.0/legalcode.es", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0", "CC-PDM-1.0"),
        ("CC0", "CC0-1.0"),
        ("the MIT License", "MIT"),
        ("GNU General Public License v3.0 or later", "GPL-3.0-or-later"),
        ("All rights reserved", "all-rights-reserved"),
    ],
)
def test_the_usual_ways_to_write_a_licence_are_read(text: str, licence_id: str) -> None:
    assert find_licence(text) is CATALOGUE[licence_id]
    assert [*validate_licence("", text)] == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("CC BY", "CC-BY-4.0, CC-BY-3.0, CC-BY-2.5, CC-BY-2.0"),
        ("CC BY-NC-SA", "CC-BY-NC-SA-4.0, CC-BY-NC-SA-3.0, CC-BY-NC-SA-2.5, CC-BY-NC-SA-2.0"),
        ("CC-BY-2", "CC-BY-2.0, CC-BY-2.5"),
        ("CC-BY-5.0", "CC-BY-4.0, CC-BY-3.0, CC-BY-2.5, CC-BY-2.0"),
        ("Creative Commons Attribution", "CC-BY-2.0, CC-BY-2.5, CC-BY-3.0, CC-BY-4.0"),
        ("GPL-3.0", "GPL-3.0-only, GPL-3.0-or-later"),
        ("GPLv3", "GPL-3.0-only, GPL-3.0-or-later"),
        ("https://www.gnu.org/licenses/gpl-3.0.html", "GPL-3.0-only, GPL-3.0-or-later"),
        ("public domain", "CC0-1.0, CC-PDM-1.0"),
        ("BSD", "BSD-2-Clause, BSD-3-Clause"),
    ],
)
def test_what_leaves_the_version_open_is_asked_for_it(text: str, named: str) -> None:
    assert detail_of(text) == f"This leaves open which licence or version is meant: name one of {named}."


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("CC-BYY-4.0", "CC-BY-4.0"),
        ("Apach-2.0", "Apache-2.0"),
        ("CC-BY-3.0-US", "CC-BY-3.0"),
        ("https://creativecommons.org/licenses/by-nc-sa/3.0/us/", "CC-BY-NC-SA-3.0"),
        ("OGL", "OGL-UK-3.0"),
        ("CC-BY-ND-SA-4.0", "CC-BY-SA-4.0"),
    ],
)
def test_what_is_nearly_a_licence_is_answered_with_near_ones(text: str, near: str) -> None:
    detail = detail_of(text)
    assert detail.startswith("There is no such licence here: name one, such as the near ")
    assert near in detail


def test_what_is_longer_than_any_name_is_not_read() -> None:
    assert find_licence("CC-BY-4.0" + " " * LONGEST) is None


def test_several_licences_are_for_several_parts() -> None:
    assert detail_of("MIT OR Apache-2.0") == "These are several licences: name one, or make a part for each."


@pytest.mark.parametrize("text", ["", " ", "Copyright 2024", "https://example.org/terms", "x" * 10_000, "\x00", "⁠"])
def test_what_is_like_no_licence_is_answered_with_an_example(text: str) -> None:
    assert detail_of(text).startswith("There is no such licence here: name one by its SPDX id, such as CC-BY-4.0,")


@quick
@given(TYPED)
def test_whatever_is_typed_is_a_licence_or_one_problem(text: str) -> None:
    assert len([*validate_licence("/licence", text)]) == (0 if find_licence(text) else 1)


@quick
@given(LICENCE_IDS, st.data())
def test_a_letter_that_is_left_out_never_leads_to_another_licence(licence_id: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(licence_id) - 1))
    found = find_licence(licence_id[:place] + licence_id[place + 1 :])
    assert found is None or found.licence_id == licence_id
