"""The terms that a selection asks for: pure rules."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.agreements.rules import Basis, DataElement, Granularity, violations
from partners.selection.rules import Selection, UnknownCode, Way, direction_of, drafted_id, selected_terms

HOST, PARTNER = UUID(int=1), UUID(int=2)
SELECTION = Selection(HOST, PARTNER, date(2027, 1, 1), date(2027, 12, 31))
WAYS = st.sampled_from(("to_host", "to_partner"))


@given(WAYS, st.sampled_from(Granularity), st.sampled_from(Basis), st.sampled_from(DataElement))
def test_what_agreements_know_becomes_terms_that_lack_nothing(
    way: Way, granularity: Granularity, basis: Basis, element: DataElement
) -> None:
    """Only the law's limit on evaluation can keep them from being drafted."""
    terms = selected_terms(SELECTION, way, granularity=granularity, basis=basis, elements=[element])
    assert terms.directions == {direction_of(SELECTION, way)}
    forbidden = granularity.is_about_one_learner and basis is Basis.EVALUATION
    assert [one.field for one in violations(terms)] == (["granularity"] if forbidden else [])


@given(WAYS, st.sampled_from(("granularity", "basis", "elements")), st.text())
def test_a_word_that_agreements_do_not_know_is_named_by_its_term(way: Way, field: str, word: str) -> None:
    known = {"granularity": Granularity, "basis": Basis, "elements": DataElement}[field]
    if word in {code.value for code in known}:
        return
    words = {"granularity": "aggregate", "basis": "evaluation", field: word}
    with pytest.raises(UnknownCode) as refused:
        selected_terms(
            SELECTION, way, granularity=words["granularity"], basis=words["basis"],
            elements=["mastery", *([word] if field == "elements" else [])],
        )  # fmt: skip
    assert refused.value.field == field


@given(st.uuids())
def test_each_way_has_an_id_that_the_application_alone_decides(application: UUID) -> None:
    ids = [drafted_id(application, "to_host"), drafted_id(application, "to_partner")]
    assert len({application, *ids}) == 3
    assert ids == [drafted_id(application, "to_host"), drafted_id(application, "to_partner")]


def test_the_two_ways_are_each_others_reverse() -> None:
    to_host, to_partner = direction_of(SELECTION, "to_host"), direction_of(SELECTION, "to_partner")
    assert (to_host.discloser, to_host.recipient) == (PARTNER, HOST)
    assert (to_partner.discloser, to_partner.recipient) == (HOST, PARTNER)
