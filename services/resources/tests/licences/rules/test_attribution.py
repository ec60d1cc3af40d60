"""A credit is a snapshot that says title, authors, source, licence and changes, and how it all came about."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.licences.rules.attribution import Attribution, Credit, adapted, cite, validate_attribution
from resources.licences.rules.catalogue import CATALOGUE
from resources.licences.rules.licence import Demand
from resources.licences.rules.wording import Language, attribution_text
from services.resources.tests.licences.drawn import LICENCE_IDS, quick

FIRST = Credit("Fractions on a Line", ("Ana Ruiz",), "https://example.org/fractions", cite("CC-BY-4.0"))
ADAPTED = Credit(
    "Fractions in the Kitchen",
    ("Ben Okafor", "Carla Díaz", "Inés Gil"),
    "https://example.org/kitchen",
    cite("CC-BY-SA-4.0"),
    "examples replaced by recipes",
)
LANGUAGES: st.SearchStrategy[Language] = st.sampled_from(["en", "es"])
CREDITS = st.builds(
    Credit,
    st.none() | st.text(max_size=30),
    st.lists(st.text(max_size=15), max_size=4).map(tuple),
    st.none() | st.text(max_size=30),
    LICENCE_IDS.map(cite),
    st.none() | st.text(max_size=30),
)
ATTRIBUTIONS = st.builds(Attribution, CREDITS, st.lists(CREDITS, max_size=3).map(tuple))


def test_an_original_is_credited_in_both_languages() -> None:
    attribution = Attribution(FIRST)
    assert attribution_text(attribution, "en") == (
        "“Fractions on a Line” by Ana Ruiz. Source: https://example.org/fractions. "
        "Licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)."
    )
    assert attribution_text(attribution, "es") == (
        "«Fractions on a Line», de Ana Ruiz. Fuente: https://example.org/fractions. "
        "Con licencia CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)."
    )


def test_an_adaptation_names_what_was_changed_and_what_it_was_made_of() -> None:
    attribution = adapted((Attribution(FIRST),), ADAPTED)
    assert attribution_text(attribution, "en").splitlines() == [
        "“Fractions in the Kitchen” by Ben Okafor, Carla Díaz and Inés Gil. Source: https://example.org/kitchen. "
        "Licensed under CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/). "
        "Changes: examples replaced by recipes.",
        f"Made of: {attribution_text(Attribution(FIRST), 'en')}",
    ]
    spanish = attribution_text(attribution, "es")
    assert "de Ben Okafor, Carla Díaz e Inés Gil." in spanish
    assert "Cambios: examples replaced by recipes." in spanish
    assert "\nA partir de: «Fractions on a Line», de Ana Ruiz." in spanish


@pytest.mark.parametrize(
    ("licence_id", "english", "spanish"),
    [
        ("CC0-1.0", "Dedicated to the public domain: CC0 1.0 (", "Dedicada al dominio público: CC0 1.0 ("),
        ("CC-PDM-1.0", "Free of known copyright: Public Domain Mark", "Sin derechos de autor conocidos: Public"),
        ("all-rights-reserved", "All rights reserved.", "Todos los derechos reservados."),
        ("partnership", "For partner districts under an agreement;", "Para distritos asociados mediante un acuerdo;"),
        ("private", "No licence is set.", "No se ha fijado ninguna licencia."),
        (
            "MIT",
            "The text of the licence goes along with every copy.",
            "El texto de la licencia acompaña a cada copia.",
        ),
    ],
)
def test_what_is_no_licence_of_creative_commons_is_worded_for_what_it_is(
    licence_id: str, english: str, spanish: str
) -> None:
    attribution = Attribution(Credit(None, (), None, cite(licence_id)))
    assert english in attribution_text(attribution, "en")
    assert spanish in attribution_text(attribution, "es")
    assert attribution_text(attribution, "en").startswith("Untitled work by an unnamed author. ")


@quick
@given(ATTRIBUTIONS, LANGUAGES)
def test_a_credit_is_one_line_whatever_was_typed_and_holds_all_of_it(
    attribution: Attribution, language: Language
) -> None:
    text = attribution_text(attribution, language)
    lines = text.split("\n")
    assert len(lines) == len(attribution.credits)
    assert not [one for one in text if unicodedata.category(one) == "Cc" and one != "\n"]
    assert not set(text) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
    for line, credit in zip(lines, attribution.credits, strict=True):
        said = [credit.title, *credit.authors, credit.source]
        for word in " ".join(one for one in said if one is not None).split():
            assert not word.isalnum() or word in line
        url = credit.licence.url
        assert url is None or url in line


@quick
@given(st.lists(ATTRIBUTIONS, max_size=3), CREDITS)
def test_a_lineage_holds_every_credit_of_all_that_something_was_made_of_once(
    upstream: list[Attribution], own: Credit
) -> None:
    found = adapted(tuple(upstream), own)
    assert found.own == own
    assert set(found.lineage) == {credit for one in upstream for credit in one.credits}
    assert len(set(found.lineage)) == len(found.lineage)
    if upstream:
        assert found.lineage[0] == upstream[0].own


@pytest.mark.parametrize("licence_id", CATALOGUE)
def test_a_cited_licence_stands_on_its_own(licence_id: str) -> None:
    licence, cited = CATALOGUE[licence_id], cite(licence_id)
    assert (cited.licence_id, cited.title, cited.url) == (
        licence_id,
        licence.title,
        licence.deed_url or licence.text_url,
    )
    assert cited.text_goes_along is (Demand.LICENCE_TEXT in licence.demands)


def test_what_a_licence_demands_and_a_credit_lacks_is_a_problem() -> None:
    nobody = Attribution(Credit("A", (" ",), "ftp://example.org", cite("CC-BY-4.0")))
    assert [one.pointer for one in validate_attribution(nobody, "/parts/1")] == ["/parts/1/authors", "/parts/1/source"]
    silent = adapted((Attribution(FIRST),), Credit("B", ("Ben",), None, cite("CC-BY-4.0"), "  "))
    assert [one.pointer for one in validate_attribution(silent)] == ["/changes"]


def test_a_complete_credit_has_no_problem_and_the_public_domain_demands_none() -> None:
    assert [*validate_attribution(adapted((Attribution(FIRST),), ADAPTED))] == []
    free = Attribution(Credit(None, (), None, cite("CC0-1.0")))
    assert [*validate_attribution(free)] == []
    assert [*validate_attribution(adapted((free,), Credit("C", (), None, cite("CC0-1.0"))))] == []


def test_a_name_that_ends_with_a_full_stop_is_given_no_second_one() -> None:
    text = attribution_text(Attribution(Credit("Maps", ("Sam Lee Jr.",), None, cite("CC0-1.0"))), "en")
    assert text.startswith("“Maps” by Sam Lee Jr. Dedicated to the public domain:")
