"""What the catalogue says of licences is what they say of themselves."""

from __future__ import annotations

from collections import Counter

import pytest

from resources.licences.rules.catalogue import CATALOGUE, licence_of
from resources.licences.rules.licence import ALL_RIGHTS, Demand, Kind, Licence, Right

EVERY = pytest.mark.parametrize("licence", CATALOGUE.values(), ids=[*CATALOGUE])
OURS = {"private", "partnership", "all-rights-reserved"}


@EVERY
def test_who_may_adapt_may_copy_and_who_may_copy_may_see(licence: Licence) -> None:
    for rights in (licence.rights, licence.partner_rights):
        assert Right.ADAPT not in rights or Right.COPY in rights
        assert Right.COPY not in rights or Right.SEE in rights


@EVERY
def test_a_partner_may_do_no_less_than_the_public(licence: Licence) -> None:
    assert licence.rights <= licence.partner_rights


@EVERY
def test_a_demand_and_the_right_that_it_takes_never_stand_together(licence: Licence) -> None:
    if licence.kind is not Kind.UNLICENSED:
        assert (Demand.NO_DERIVATIVES in licence.demands) is (Right.ADAPT not in licence.rights)
        assert (Demand.NON_COMMERCIAL in licence.demands) is (Right.COMMERCIAL not in licence.rights)
    assert not {Demand.NO_DERIVATIVES, Demand.SHARE_ALIKE} <= licence.demands


@EVERY
def test_a_share_alike_licence_names_licences_of_the_catalogue_and_no_other_licence_names_any(licence: Licence) -> None:
    assert licence.adaptations <= CATALOGUE.keys() - OURS - {licence.licence_id}
    assert licence.excluded <= CATALOGUE.keys()
    assert not licence.adaptations or Demand.SHARE_ALIKE in licence.demands


@EVERY
def test_all_but_our_own_have_the_address_of_a_text(licence: Licence) -> None:
    assert (licence.licence_id in OURS) is (licence.text_url is None)
    assert licence.url is None or licence.url.startswith("https://")
    assert licence.licence_id in OURS or (licence.rights and licence.irrevocable)


def test_no_two_licences_share_an_id_a_title_or_a_deed() -> None:
    for said in ("title", "name", "deed_url"):
        counted = Counter(getattr(one, said) for one in CATALOGUE.values())
        del counted[None]
        assert set(counted.values()) == {1}, said
    assert all(key == one.licence_id for key, one in CATALOGUE.items())


def test_a_licence_of_creative_commons_is_written_as_its_stewards_write_it() -> None:
    licence = CATALOGUE["CC-BY-NC-SA-4.0"]
    assert licence.name == "CC BY-NC-SA 4.0"
    assert licence.title == "Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International"
    assert licence.deed_url == "https://creativecommons.org/licenses/by-nc-sa/4.0/"
    assert licence.text_url == "https://creativecommons.org/licenses/by-nc-sa/4.0/legalcode"
    assert licence.rights == ALL_RIGHTS - {Right.COMMERCIAL}
    assert licence.demands == frozenset(Demand) - {Demand.NO_DERIVATIVES, Demand.LICENCE_TEXT}
    assert CATALOGUE["CC-BY-ND-2.0"].title == "Creative Commons Attribution-NoDerivatives 2.0 Generic"
    assert CATALOGUE["CC-BY-3.0"].title == "Creative Commons Attribution 3.0 Unported"


def test_of_the_six_licences_four_versions_are_known() -> None:
    assert len([key for key in CATALOGUE if key.startswith("CC-BY")]) == 24


def test_what_is_unset_is_private_and_gives_nothing() -> None:
    assert licence_of(None) is CATALOGUE["private"]
    assert licence_of(None).rights == licence_of(None).partner_rights == frozenset()
    assert CATALOGUE["partnership"].partner_rights == {Right.SEE}
    assert CATALOGUE["all-rights-reserved"].partner_rights == frozenset()
    with pytest.raises(KeyError):
        licence_of("CC-BY-9.9")
