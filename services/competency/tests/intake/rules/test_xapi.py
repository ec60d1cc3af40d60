"""xAPI statements as evidence: what is taken, what is refused and why, and when two statements are the same."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.frameworks.rules.case.text import UnreadablePackage
from competency.intake.rules.xapi.score import Result
from competency.intake.rules.xapi.statement import (
    Account,
    Homes,
    ItemNamed,
    Refusal,
    StatedEvidence,
    StatedVoiding,
    XapiCode,
    evidence_values,
    refuse,
)
from competency.intake.rules.xapi.xapi import VOIDED, read_statement, read_statements, validate_version
from competency.intake.schemas.evidence import EvidenceLine

ID = "6690e6c9-3ef0-4ed3-8b37-7f3964730bee"
ITEM = "22222222-2222-4222-8222-222222222222"
LEARNER = "01890a5d-ac96-774b-bcce-b302099a8057"
RECEIVED = datetime(2026, 5, 6, tzinfo=UTC)
HOMES = Homes("https://trellis.example")
ACTOR = {"objectType": "Agent", "account": {"homePage": "https://sis.example", "name": "s-17"}}
STATEMENT: dict[str, Any] = {
    "id": ID,
    "actor": ACTOR,
    "verb": {"id": "http://adlnet.gov/expapi/verbs/mastered", "display": {"en-US": "mastered"}},
    "object": {"id": f"https://trellis.example/ims/case/v1p1/CFItems/{ITEM}"},
    "result": {"score": {"scaled": 0.75}, "duration": "PT40M", "completion": True},
    "timestamp": "2026-01-31T09:30:00+02:00",
}


def changed(**more: Any) -> dict[str, Any]:
    """The statement with these properties instead; None takes one away."""
    return {name: value for name, value in (STATEMENT | more).items() if value is not None}


def taken(statement: Any) -> StatedEvidence:
    read = read_statement(statement, 0, HOMES, RECEIVED)
    assert isinstance(read, StatedEvidence), read
    return read


def refused(statement: Any) -> tuple[XapiCode, str]:
    read = read_statement(statement, 3, HOMES, RECEIVED)
    assert isinstance(read, Refusal), read
    assert read.reason
    return read.code, read.pointer


def test_a_statement_becomes_the_values_of_a_line_of_evidence() -> None:
    read = taken(STATEMENT)
    assert read.learner == Account("https://sis.example", "s-17")
    assert read.item == ItemNamed(STATEMENT["object"]["id"], UUID(ITEM))
    assert read.result == Result(scaled=Decimal("0.75"))
    line = EvidenceLine.model_validate(evidence_values(read, UUID(ITEM), Decimal("3.00")))
    assert line.learner is not None
    assert (line.learner.source, line.learner.sourced_id, line.external_id) == ("https://sis.example", "s-17", ID)
    assert (line.observed_at, line.source) == (datetime(2026, 1, 31, 7, 30, tzinfo=UTC), "xAPI mastered")


def test_time_spent_is_not_in_what_is_read() -> None:
    assert "PT40M" not in repr(taken(STATEMENT))


def test_our_own_home_page_names_a_learner_by_our_id() -> None:
    own = {"account": {"homePage": "https://trellis.example/", "name": LEARNER}}
    read = taken(changed(actor=own))
    assert read.learner.ours == UUID(LEARNER)
    line = EvidenceLine.model_validate(evidence_values(read, UUID(ITEM), Decimal(3)))
    assert (str(line.learner_id), line.learner) == (LEARNER, None)


def test_a_home_page_without_a_code_is_a_source_by_itself() -> None:
    other = {"account": {"homePage": "https://lms.example", "name": "7"}}
    assert taken(changed(actor=other)).learner == Account("https://lms.example", "7")


@pytest.mark.parametrize(
    ("address", "identifier"),
    [
        (f"urn:uuid:{ITEM}", UUID(ITEM)),
        (f"https://x.example/CFItems/{ITEM.upper()}/", UUID(ITEM)),
        ("https://x.example/activities/fractions", None),
        (f"https://x.example/{ITEM}/attempt", None),
    ],
)
def test_an_item_is_named_by_its_address_and_by_the_identifier_at_its_end(address: str, identifier: Any) -> None:
    assert taken(changed(object={"id": address})).item == ItemNamed(address, identifier)


@pytest.mark.parametrize(
    ("more", "code", "pointer"),
    [
        ({"actor": None}, XapiCode.ACTOR, "/3/actor"),
        ({"actor": {"mbox": "mailto:a@x.example"}}, XapiCode.PERSONAL, "/3/actor/mbox"),
        ({"actor": ACTOR | {"openid": "https://a.example"}}, XapiCode.PERSONAL, "/3/actor/openid"),
        ({"actor": {"objectType": "Group", "member": [ACTOR]}}, XapiCode.ACTOR, "/3/actor/objectType"),
        ({"actor": {"account": {"name": "7"}}}, XapiCode.ACTOR, "/3/actor/account/homePage"),
        ({"actor": {"account": {"homePage": "https://x.example"}}}, XapiCode.ACTOR, "/3/actor/account/name"),
        ({"actor": {"account": {"homePage": HOMES.own, "name": "7"}}}, XapiCode.ACTOR, "/3/actor/account/name"),
        ({"verb": None}, XapiCode.VERB, "/3/verb"),
        ({"verb": {"id": "mastered"}}, XapiCode.VERB, "/3/verb/id"),
        ({"object": None}, XapiCode.OBJECT, "/3/object"),
        ({"object": ACTOR}, XapiCode.OBJECT, "/3/object/objectType"),
        ({"object": {"objectType": "SubStatement"}}, XapiCode.OBJECT, "/3/object/objectType"),
        ({"object": {"id": "fractions"}}, XapiCode.OBJECT, "/3/object/id"),
        ({"result": None}, XapiCode.NO_RESULT, "/3/result"),
        ({"result": {"completion": True, "duration": "PT1H"}}, XapiCode.NO_RESULT, "/3/result"),
        ({"result": {"score": {}}}, XapiCode.NO_RESULT, "/3/result"),
        ({"result": {"score": {"scaled": 1.01}}}, XapiCode.SCORE, "/3/result/score/scaled"),
        ({"result": {"score": {"scaled": "1"}}}, XapiCode.SCORE, "/3/result/score/scaled"),
        ({"result": {"score": {"raw": True}}}, XapiCode.SCORE, "/3/result/score/raw"),
        ({"result": {"score": {"raw": 5, "min": 0, "max": 4}}}, XapiCode.SCORE, "/3/result/score/raw"),
        ({"result": {"score": {"raw": 5, "min": 9, "max": 4}}}, XapiCode.SCORE, "/3/result/score/min"),
        ({"result": {"score": {"raw": 10**13}}}, XapiCode.SCORE, "/3/result/score/raw"),
        ({"result": {"score": {"scaled": float("nan")}}}, XapiCode.SCORE, "/3/result/score/scaled"),
        ({"result": {"score": {"points": 1}}}, XapiCode.SCORE, "/3/result/score/points"),
        ({"result": {"success": "yes"}}, XapiCode.SCORE, "/3/result/success"),
        ({"timestamp": "2026-01-31"}, XapiCode.TIME, "/3/timestamp"),
        ({"timestamp": "2026-01-31T09:30:00"}, XapiCode.TIME, "/3/timestamp"),
        ({"timestamp": "2026-01-31T09:30:00-00:00"}, XapiCode.TIME, "/3/timestamp"),
        ({"timestamp": "soon"}, XapiCode.TIME, "/3/timestamp"),
        ({"id": "7"}, XapiCode.IDENTIFIER, "/3/id"),
        ({"id": None, "timestamp": None}, XapiCode.IDENTIFIER, "/3/id"),
        ({"seatTime": 40}, XapiCode.STATEMENT, "/3/seatTime"),
        ({"verb": {"id": VOIDED}}, XapiCode.OBJECT, "/3/object"),
    ],
)
def test_what_is_refused_is_named_with_its_place(more: dict[str, Any], code: XapiCode, pointer: str) -> None:
    assert refused(changed(**more)) == (code, pointer)


@pytest.mark.parametrize("value", [None, 7, "x", []])
def test_what_is_no_statement_is_refused_by_itself(value: Any) -> None:
    assert refused(value) == (XapiCode.STATEMENT, "/3")


def test_the_moment_of_receipt_stands_for_a_timestamp_that_is_missing() -> None:
    assert taken(changed(timestamp=None)).observed_at == RECEIVED


def test_a_statement_without_an_id_gets_the_same_one_each_time_it_is_sent() -> None:
    first, again = taken(changed(id=None)), taken(json.loads(json.dumps(changed(id=None))))
    assert first.statement_id == again.statement_id
    assert taken(changed(id=None, timestamp="2026-02-01T00:00:00Z")).statement_id != first.statement_id


def test_a_voiding_names_the_statement_it_voids() -> None:
    voiding = changed(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": ID.upper()}, result=None)
    read = read_statement(voiding, 0, HOMES, RECEIVED)
    assert isinstance(read, StatedVoiding)
    assert (read.target, read.voided_at) == (UUID(ID), datetime(2026, 1, 31, 7, 30, tzinfo=UTC))


def test_the_instructor_is_the_observer_where_an_account_names_one() -> None:
    instructor = {"account": {"homePage": "https://sis.example", "name": "t-1"}}
    assert taken(changed(context={"instructor": instructor})).observer == Account("https://sis.example", "t-1")
    assert taken(changed(context={"instructor": {"objectType": "Group"}})).observer is None
    code, pointer = refused(changed(context={"instructor": {"mbox": "mailto:t@x.example"}}))
    assert (code, pointer) == (XapiCode.PERSONAL, "/3/context/instructor/mbox")


def test_a_request_holds_one_statement_or_many_each_read_by_itself() -> None:
    assert len(read_statements(json.dumps(STATEMENT).encode(), HOMES, RECEIVED)) == 1
    many = read_statements(json.dumps([STATEMENT, 7, STATEMENT]).encode(), HOMES, RECEIVED)
    assert [type(one) for one in many] == [StatedEvidence, Refusal, StatedEvidence]
    assert [one.position for one in many] == [0, 1, 2]


@pytest.mark.parametrize("raw", [b"", b"7", b"[]", b"{", b'[{"a": NaN}]', b"\xff\xfe", b'{"id": 1, "id": 2}'])
def test_a_request_that_holds_no_statements_is_refused_whole(raw: bytes) -> None:
    with pytest.raises(UnreadablePackage):
        read_statements(raw, HOMES, RECEIVED)


@pytest.mark.parametrize(
    ("header", "known"),
    [("1.0.3", True), ("1.0.0", True), ("1.0", True), ("2.0.0", True), ("2.0", True), ("0.95", False),
     ("3.0.0", False), ("2.1.0", False), ("", False), (None, False)],
)  # fmt: skip
def test_the_versions_that_are_read(header: str | None, known: bool) -> None:
    assert (validate_version(header) is None) is known


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "vbscript:x", "file:///x"]
)
def test_an_address_that_runs_or_opens_something_names_nothing(address: str) -> None:
    assert refused(changed(verb={"id": address})) == (XapiCode.VERB, "/3/verb/id")
    assert refused(changed(object={"id": address})) == (XapiCode.OBJECT, "/3/object/id")
    actor = {"account": {"homePage": address, "name": "s-17"}}
    assert refused(changed(actor=actor)) == (XapiCode.ACTOR, "/3/actor/account/homePage")


def test_the_shape_of_2_0_is_read_too() -> None:
    context = {"contextAgents": [{"objectType": "contextAgent", "agent": ACTOR}], "registration": ID}
    assert taken(changed(context=context, version="2.0.0")).learner.sourced_id == "s-17"


SAME: list[dict[str, Any]] = [
    {"stored": "2026-06-01T00:00:00Z", "authority": {"mbox": "mailto:lrs@x.example"}, "version": "1.0.3"},
    {"timestamp": "2026-01-31T07:30:00Z"},
    {"id": ID.upper()},
    {"verb": {"id": STATEMENT["verb"]["id"], "display": {"es": "dominó"}}},
    {"object": STATEMENT["object"] | {"objectType": "Activity", "definition": {"name": {"en": "Fractions"}}}},
    {"actor": ACTOR | {"name": "of no matter"}},
]
OTHER: list[dict[str, Any]] = [
    {"result": {"score": {"scaled": 0.76}}},
    {"timestamp": "2026-01-31T09:30:01+02:00"},
    {"object": {"id": "urn:x:other"}},
    {"actor": {"account": {"homePage": "https://sis.example", "name": "s-18"}}},
    {"verb": {"id": "http://adlnet.gov/expapi/verbs/passed"}},
]


@pytest.mark.parametrize("more", SAME)
def test_what_a_store_adds_or_only_describes_makes_no_other_statement(more: dict[str, Any]) -> None:
    assert taken(changed(**more)).fingerprint == taken(STATEMENT).fingerprint


@pytest.mark.parametrize("more", OTHER)
def test_what_a_statement_says_makes_another_one(more: dict[str, Any]) -> None:
    assert taken(changed(**more)).fingerprint != taken(STATEMENT).fingerprint


def test_numbers_are_the_same_however_they_are_written() -> None:
    one, other = changed(result={"score": {"scaled": 1}}), changed(result={"score": {"scaled": 1.0}})
    assert taken(one).fingerprint == taken(other).fingerprint


@pytest.mark.parametrize(
    "code",
    [XapiCode.UNKNOWN_ITEM, XapiCode.UNKNOWN_LEARNER, XapiCode.UNKNOWN_STATEMENT, XapiCode.CONFLICT, XapiCode.SCORE],
)
def test_what_only_the_records_know_is_refused_in_the_same_form(code: XapiCode) -> None:
    refusal = refuse(taken(STATEMENT), code)
    assert (refusal.statement_id, refusal.code) == (UUID(ID), code)
    assert refusal.pointer.startswith("/0/")
    assert refuse(taken(STATEMENT), code, "because").reason == "because"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "account", "score", "raw", "name"]), inner)
    ),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(list(STATEMENT)), anything, max_size=3))
def test_whatever_is_broken_is_taken_or_refused_in_one_way(broken: dict[str, Any]) -> None:
    read = read_statement(copy.deepcopy(STATEMENT) | broken, 0, HOMES, RECEIVED)
    assert isinstance(read, StatedEvidence | StatedVoiding | Refusal)


@given(st.binary(max_size=40))
def test_any_bytes_are_statements_or_refused_in_one_way(raw: bytes) -> None:
    with suppress(UnreadablePackage):
        read_statements(raw, HOMES, RECEIVED)
