"""Whatever is sent, the answer says what is wrong, in the form that is documented, and nothing of our insides."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.conformance.operations import NDJSON, Operation, operations
from tests.conformance.refusals import INSIDES, refused
from tests.conformance.sending import Sending

pytestmark = pytest.mark.slow

JSON = "application/json"
UNREAD_JSON = "POST /competency/v1/frameworks/import"
"""It mends and reports what packages break, so unknown fields are none of its business."""
BIG_BODIES = {"POST /competency/v1/frameworks/import": 64_000_000,
              "POST /competency/v1/frameworks/import-csv": 20_000_000, "POST /competency/v1/evidence/batch": 10_000_000,
              "POST /competency/v1/credentials/verify": 4_300_000,
              "POST /readiness/v1/instruments/import-csv": 2_000_000,
              "POST /resources/v1/imports/sheet": 10_000_000,
              "POST /competency/v1/evidence/csv": 10_000_000, "POST /competency/v1/xapi/statements": 10_000_000,
              "PUT /competency/v1/xapi/statements": 10_000_000,
              **{o.label: 10_000_000 for o in operations() if o.path.endswith("/bulk")}}  # fmt: skip

json_operations = [o for o in operations() if o.takes == JSON]
strict = [o for o in json_operations if o.label != UNREAD_JSON]
lined = [o for o in operations() if o.takes == NDJSON]
keyed = [o for o in operations() if any(p["name"] == "idempotency-key" for p in o.parameters("header"))]


@pytest.mark.parametrize("operation", json_operations, ids=str)
def test_what_is_not_json_is_malformed(operation: Operation, send: Sending) -> None:
    for text in (b"", b" ", b"{", b"{'a': 1}", b'{"a": 1', b"\xff\xfe", b'{"a": "\xff"}', b"nul", b'{"a": 1}{"b": 2}',
                 b'{"a": 01}', b'{"a": 1,}', "{\u00a0}".encode()):  # fmt: skip
        refused(send(operation, text), *((400, 422) if not text.strip() else (400,)))


@pytest.mark.parametrize("operation", json_operations, ids=str)
def test_a_body_that_is_no_object_is_refused(operation: Operation, send: Sending) -> None:
    for text in (b"[]", b"null", b"7", b"1.5e3", b'"words"', b"true", b"[[]]", b"[{}]"):
        refused(send(operation, text), 422)


@pytest.mark.parametrize("operation", strict, ids=str)
def test_a_body_that_does_not_come_as_json_is_a_415(operation: Operation, send: Sending) -> None:
    for media in ("text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "x"):
        answer = send(operation, json.dumps(send.body(operation)).encode(), **{"Content-Type": media})
        refused(answer, 415)


@pytest.mark.parametrize("operation", lined, ids=str)
def test_a_file_that_does_not_come_as_lines_is_a_415(operation: Operation, send: Sending) -> None:
    for media in (JSON, "text/plain", "x", ""):
        refused(send(operation, b"{}\n", **{"Content-Type": media}), 415)


@pytest.mark.parametrize("operation", strict, ids=str)
def test_a_field_that_is_not_known_is_named(operation: Operation, send: Sending) -> None:
    for name in ("unknown_field", "a/b~c", "", "\u00e9", "__proto__"):
        body = refused(send(operation, json.dumps(send.body(operation) | {name: 1}).encode()), 422)
        pointer = "/" + name.replace("~", "~0").replace("/", "~1")
        assert pointer in [e["pointer"] for e in body["errors"]]


WRONG_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**400, -(2**63) - 1, 1e308, "", "\0", "a\0b", "x" * 10_000, "\u202e" * 3, "\ud800",
    "0" * 5000, [], [None], {}, {"a": {}}, ["x"] * 10_000, "9999-99-99", "9999-12-31", "0001-01-01",
    "99999-01-01T00:00:00Z", "NaN", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00",
    "9999-12-31T23:59:59.999999Z", "-infinity", "00000000-0000-0000-0000-000000000000",
)  # fmt: skip
"""Values that some field somewhere takes, and most do not; a lone surrogate goes as JSON's escape."""


@pytest.mark.parametrize("operation", json_operations, ids=str)
def test_no_value_in_any_field_breaks_anything(operation: Operation, send: Sending) -> None:
    own = send.body(operation)
    for name in own:
        for value in WRONG_VALUES:
            answer = send(operation, json.dumps(send.body(operation) | {name: value}).encode())
            if not answer.is_success:
                refused(answer, 400, 404, 409, 412, 422)


@pytest.mark.parametrize("operation", json_operations, ids=str)
def test_nul_and_lone_surrogates_are_refused_in_every_text(operation: Operation, send: Sending) -> None:
    for name, value in send.body(operation).items():
        if isinstance(value, str):
            for bad in (f"{value}\0", f"{value}\ud800", f"\udfff{value}"):
                refused(send(operation, json.dumps(send.body(operation) | {name: bad}).encode()), 400, 422)


@pytest.mark.parametrize("operation", strict, ids=str)
def test_json_beyond_the_standard_is_refused(operation: Operation, send: Sending) -> None:
    own = send.body(operation)
    name = next(iter(own))
    rest = json.dumps({k: v for k, v in own.items() if k != name})[1:-1]
    rest = f", {rest}" if rest else ""
    for value in ("NaN", "Infinity", "-Infinity", "1e999"):
        refused(send(operation, f'{{"{name}": {value}{rest}}}'.encode()), 400, 422)


@pytest.mark.parametrize("operation", json_operations, ids=str)
def test_a_name_that_comes_twice_in_an_object_is_answered_in_form(operation: Operation, send: Sending) -> None:
    """JSON leaves open what it means; the last counts."""
    text = json.dumps(send.body(operation))
    first = text[1:].partition(":")[0]
    answer = send(operation, f"{{{first}: 0, {text[1:]}".encode())
    if not answer.is_success:
        refused(answer, 409, 412, 422)


@pytest.mark.parametrize("operation", json_operations, ids=str)
def test_deep_nesting_is_refused(operation: Operation, send: Sending) -> None:
    name = next(iter(send.body(operation)))
    for depth in (200, 5_000, 100_000):
        refused(send(operation, b"[" * depth + b"]" * depth), 400, 413, 422)
        nested = b'{"' + name.encode() + b'": ' + b'{"a":' * depth + b"1" + b"}" * depth + b"}"
        refused(send(operation, nested), 400, 413, 422)


@pytest.mark.parametrize("operation", lined, ids=str)
def test_bad_lines_of_a_file_are_reported_one_by_one(operation: Operation, send: Sending) -> None:
    own = send.body(operation)
    bad: list[bytes] = [b"{", b"null", b"7", b"[]", b'"x"', b"\xff", b"{}", b"nul\0", b"[" * 50_000, b'{"a":' * 50_000]
    for name in own:
        own_ids = ("external_id", "sourced_id")  # each line is a thing of its own, or the first would answer for all
        for value in WRONG_VALUES:
            fresh = {key: str(uuid4()) for key in own_ids if key in own}
            bad.append(json.dumps(own | fresh | {name: value if value != ["x"] * 10_000 else ["x"] * 100}).encode())
    good = json.dumps(own).encode()
    answer = send(operation, b"\n".join([*bad, good]))
    assert answer.status_code == 200, answer.text[:500]
    assert INSIDES.search(answer.text) is None
    report = answer.json()
    assert report["refused"] >= 10
    assert len(report["lines"]) == len(bad) + 1
    assert report["lines"][-1]["status"] in ("recorded", "created", "updated", "unchanged", "refused")
    assert all(line["status"] == "refused" for line in report["lines"][:10])
    for empty in (b"", b"\n\n", b" \n"):
        refused(send(operation, empty), 400)
    refused(send(operation, b"{}\n" * 20_000), 413)


@pytest.mark.parametrize("operation", [o for o in operations() if o.takes], ids=str)
def test_a_body_that_is_too_large_is_a_413(operation: Operation, send: Sending) -> None:
    media = {"Content-Type": operation.takes or ""}
    limit = BIG_BODIES.get(operation.label, 1_000_000)
    refused(send(operation, b" " * (limit + 1), **media), 413)
    if limit <= 1_000_000:
        unmeasured = (b" " * 100_000 for _ in range(11))  # chunked: its length is not told
        refused(send(operation, unmeasured, **media), 413)


@pytest.mark.parametrize("operation", keyed, ids=str)
def test_a_key_that_comes_again_with_another_request_is_refused(operation: Operation, send: Sending) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    body = operation.encode(send.body(operation)) if operation.takes else b""
    first = send(operation, body, **key)
    if not first.is_success:
        refused(first, 409, 422)  # there is such a thing already
        return
    again = send(operation, body, **key)
    assert again.status_code == first.status_code
    assert again.headers["idempotency-replayed"] == "true"
    other = refused(send(operation, body + b" ", **key), 422)
    assert other["type"].endswith("idempotency-key-reused")


@pytest.mark.parametrize("operation", keyed, ids=str)
def test_a_key_must_be_printable_and_short(operation: Operation, send: Sending) -> None:
    for key in ("", "x" * 256, "a b", "\u00e9"):
        request = {"Idempotency-Key": key.encode("latin-1")}
        body = refused(send(operation, None, **request), 422)  # type: ignore[arg-type]
        assert body["errors"][0]["in"] == "header"


def test_a_form_that_is_no_form_gets_no_token(of_a: httpx.Client) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for content, headers in (
        (b"", form), (b"grant_type=client_credentials&client_id=%00&client_secret=%00", form),
        (b"grant_type=client_credentials&client_id=\xff&client_secret=\xff", form),
        (b"grant_type=password&client_id=a&client_secret=b", form), (b"=&=&=", form), (b"&" * 5000, form),
        (b"{}", {"Content-Type": JSON}), (b"x" * 100, {"Content-Type": "multipart/form-data; boundary=x"}),
        (b"--x\r\n", {"Content-Type": "multipart/form-data"}), (b"a=b", {}),
        (b"grant_type=client_credentials", form | {"Authorization": "Basic !!!"}),
        (b"grant_type=client_credentials", form | {"Authorization": "Basic AAAA"}),
        (b"grant_type=client_credentials", form | {"Authorization": "Basic /////w=="}),
        (b"grant_type=a&grant_type=b&client_id=x&client_secret=y", form),
    ):  # fmt: skip
        refused(of_a.post("/oauth/token", content=content, headers=headers), 400, 401, 415, 422)
