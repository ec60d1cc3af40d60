"""What a body's fields demand of each other: the document says what the code does."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from competency.amendments.schemas import ContestedIn
from competency.common.scales import Scale
from competency.intake.schemas.evidence import EvidenceIn
from competency.mastery.rules.policy import Policy, PolicyRefused
from competency.mastery.schemas.policies import PolicyTerms
from competency.planning.schemas.plans import PlanChangeIn
from competency.planning.schemas.templates import CohortIn

ID = "0190a000-0000-7000-8000-000000000001"
NONE: dict[str, Any] = {}


def is_documented(model: type[BaseModel], body: Any) -> bool:
    return Draft202012Validator(model.model_json_schema()).is_valid(body)


def is_taken(model: type[BaseModel], body: Any) -> bool:
    try:
        model.model_validate_json(json.dumps(body))
    except ValidationError:
        return False
    return True


def bodies(fields: dict[str, list[Any]], must: dict[str, list[Any]] = NONE) -> st.SearchStrategy[dict[str, Any]]:
    """Any of the fields, each with one of its values."""
    return st.fixed_dictionaries(
        {name: st.sampled_from(values) for name, values in must.items()},
        optional={name: st.sampled_from(values) for name, values in fields.items()},
    )


EITHER: dict[type[BaseModel], tuple[dict[str, list[Any]], dict[str, list[Any]]]] = {
    EvidenceIn: (
        {"learner_id": [None, ID], "learner": [None, {"source": "sis", "sourced_id": "1"}]},
        {"item_id": [ID], "score": [3], "observed_at": ["2026-11-01T10:00:00Z"], "source": ["task"]},
    ),
    ContestedIn: ({"evidence_id": [None, ID], "item_id": [None, ID]}, NONE),
    CohortIn: (
        {"class_id": [None, ID], "learners": [[], [ID]]},
        {"first_day": ["2026-08-01"], "last_day": ["2027-06-30"]},
    ),
    PlanChangeIn: (
        {
            "key": [None, ID], "words": [None, "w"], "title": [None, "t"], "target": [None, "2027-01-01"],
            "focus": [None], "project": [None, ID],
        },
        {"do": ["add", "change", "drop"], "kind": ["goal", "project", "item"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("model", EITHER, ids=lambda model: model.__name__)
@given(data=st.data())
def test_the_document_allows_together_what_the_model_takes_together(
    model: type[BaseModel], data: st.DataObject
) -> None:
    body = data.draw(bodies(*EITHER[model]))
    assert is_documented(model, body) == is_taken(model, body), body


def is_a_policy(body: dict[str, Any]) -> bool:
    if not is_taken(PolicyTerms, body):
        return False
    terms = PolicyTerms.model_validate(body)
    try:
        Policy(
            scale=Scale(Decimal(0), Decimal(4), Decimal(3)), **{**terms.model_dump(), "kinds": frozenset(terms.kinds)}
        )
    except PolicyRefused:
        return False
    return True


@given(
    bodies(
        {
            "method": ["highest", "n_mastery", "decaying_average", "standard_decaying_average", "best"],
            "parameter": [None, 0, 1, 10, 11, 49, 50, 99, 100],
            "kinds": [[], ["self"], ["self", "peer"], ["test"], ["self", "test"]],
            "self_and_peer": ["supports", "counts"],
            "window_days": [None, 0, 1, 3660, 3661],
        }
    )
)
def test_the_document_allows_the_policies_that_the_rules_allow(body: dict[str, Any]) -> None:
    assert is_documented(PolicyTerms, body) == is_a_policy(body), body


@pytest.mark.parametrize(
    ("score", "taken"),
    [
        ("1000", True), ("1000.00", True), ("-1000", True), ("1000.01", False), ("2.5", True), ("2.505", False),
        ("5481", False), ("-0", True), ("007", True), ("1e3", False), ("", False), (2.25, True), (2.255, False),
        (1000.5, False),
    ],
)  # fmt: skip
def test_a_score_is_documented_as_it_is_taken(score: Any, taken: bool) -> None:
    body = {"learner_id": ID, "item_id": ID, "score": score, "observed_at": "2026-11-01T10:00:00Z", "source": "task"}
    assert (is_documented(EvidenceIn, body), is_taken(EvidenceIn, body)) == (taken, taken)


@pytest.mark.parametrize(
    ("moment", "taken"),
    [
        ("2026-11-01T10:00:00Z", True), ("1900-01-01T00:00:00Z", True), ("9998-12-31T23:59:59.123456+00:00", True),
        ("1899-12-31T23:59:59Z", False), ("9999-01-01T00:00:00Z", False), ("2026-11-01T10:00:60Z", False),
        ("2026-11-01T10:00:00", False),
    ],
)  # fmt: skip
def test_a_moment_is_documented_as_it_is_taken(moment: str, taken: bool) -> None:
    body = {"learner_id": ID, "item_id": ID, "score": 3, "observed_at": moment, "source": "task"}
    assert (is_documented(EvidenceIn, body), is_taken(EvidenceIn, body)) == (taken, taken)
