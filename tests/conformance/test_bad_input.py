"""Whatever is sent, the answer says what is wrong, in the form that is documented, and nothing of our insides."""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.conformance.operations import BODIES, NDJSON, STREAM, Operation, fill, operations
from tests.conformance.world import World, absent

pytestmark = [pytest.mark.timeout(240), pytest.mark.slow]

JSON = "application/json"
UNREAD_JSON = "POST /competency/v1/frameworks/import"
"""It mends and reports what packages break, so unknown fields are none of its business."""
BIG_BODIES = {"POST /competency/v1/frameworks/import": 64_000_000,
              "POST /competency/v1/frameworks/import-csv": 20_000_000, "POST /competency/v1/evidence/batch": 10_000_000,
              "POST /rostering/v1/{collection}/bulk": 10_000_000}  # fmt: skip

json_operations = [o for o in operations() if o.takes == JSON]
strict = [o for o in json_operations if o.label != UNREAD_JSON]
lined = [o for o in operations() if o.takes == NDJSON]
keyed = [o for o in operations() if any(p["name"] == "idempotency-key" for p in o.parameters("header"))]
queried = [(o, p["name"]) for o in operations() for p in o.parameters("query") if o.path != STREAM]
INSIDES = re.compile(
    r"Traceback|File \"|\.py\b|sqlalchemy|asyncpg|psycopg|\bSELECT\b|\binsert into\b|\bselect\s+\w+[\w\s,.*]*\bfrom\b"
    r"|pydantic|constraint \"|relation \"|violates|invalid input syntax|site-packages|0x[0-9a-f]{8}"
)


@pytest.fixture(scope="module")
def of_a(world: World) -> Iterator[httpx.Client]:
    with world.http(world.a) as http:
        yield http


@pytest.fixture(scope="module")
def host(world: World) -> str:
    return world.host.client.district_id


def caller(operation: Operation, world: World) -> dict[str, str]:
    """Who may send it: only the host registers districts."""
    return world.host.authorization if operation.label == "POST /partners/v1/districts" else {}


class Sending:
    """Sends one operation's request, changed."""

    def __init__(self, http: httpx.Client, world: World) -> None:
        self.http, self.world = http, world

    def __call__(self, operation: Operation, content: Any = None, **headers: str) -> httpx.Response:
        request = operation.request(self.world.a, self.world.host.client.district_id)
        request["headers"] |= caller(operation, self.world) | headers
        if content is not None:
            request.pop("data", None)
            request["content"] = content
        return self.http.request(**request)

    def body(self, operation: Operation) -> dict[str, Any]:
        world = self.world
        host = world.host.client.district_id
        values = world.a.ids | {"mark": world.a.mark, "host": host, "fresh": str(uuid4())}
        filled: dict[str, Any] = fill(BODIES[operation.label], values)
        return filled


@pytest.fixture(scope="module")
def send(of_a: httpx.Client, world: World) -> Sending:
    return Sending(of_a, world)


def refused(answer: httpx.Response, *status: int) -> dict[str, Any]:
    """The answer is a refusal of this status in the documented form, with nothing of our insides."""
    assert 400 <= answer.status_code < 500, (answer.status_code, answer.text[:500])
    if status:
        assert answer.status_code in status, (answer.status_code, answer.text[:500])
    assert INSIDES.search(answer.text) is None, answer.text[:1000]
    assert len(answer.text) < 20_000, "the answer repeats what was sent"
    path = answer.request.url.path
    body: dict[str, Any] = answer.json()
    if path.startswith("/ims/"):
        assert body["imsx_codeMajor"] == "failure"
    elif path.startswith("/oauth/") and answer.status_code in (400, 401, 429) and "error" in body:
        assert body["error_description"]
    else:
        assert answer.headers["content-type"] == "application/problem+json"
        assert body["status"] == answer.status_code
        assert body["type"].startswith("https://")
        assert body["title"]
        assert body["detail"]
        assert body["request_id"] == answer.headers["x-request-id"]
        assert all(e["pointer"] == "" or e["pointer"].startswith("/") for e in body.get("errors", []))
    return body


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
    body = json.dumps(send.body(operation)).encode() if operation.takes else b""
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


ALSO_ADDRESSES = {
    "/rostering/v1/{collection}/bulk": {"GET", "PUT", "DELETE"},
    "/competency/v1/evidence/batch": {"GET"},
    "/competency/v1/frameworks/import": {"GET", "PATCH"},
    "/competency/v1/frameworks/import-csv": {"GET", "PATCH"},
    "/competency/v1/frameworks/pull": {"GET", "PATCH"},
}
"""Words that are ids as well to the router, of things that are not there: `/people/{person}`."""


@pytest.mark.parametrize("path", sorted({o.path for o in operations()}))
def test_a_method_that_the_path_does_not_know_is_a_405_that_names_those_it_knows(
    path: str, of_a: httpx.Client, world: World
) -> None:
    here = [o for o in operations() if o.path == path]
    known = {o.method for o in here}
    known |= ALSO_ADDRESSES.get(path, set())
    url = here[0].address({name: world.a.ids[here[0].kind(name)] for name in here[0].path_names})
    for method in ("GET", "PUT", "POST", "DELETE", "PATCH", "TRACE", "PROPFIND"):
        if method not in known:
            answer = of_a.request(method, url)
            refused(answer, 405)
            assert set(answer.headers["allow"].split(", ")) >= {o.method for o in here}
            assert set(answer.headers["allow"].split(", ")) - {"HEAD", "OPTIONS"} <= known
    for method in ("HEAD", "OPTIONS"):
        if path == STREAM and method == "HEAD":
            continue
        answer = of_a.request(method, url)
        assert answer.status_code in (200, 204, 303, 405), method
        assert answer.status_code != 405 or set(answer.headers["allow"].split(", ")) >= {o.method for o in here}
        assert method != "HEAD" or answer.content == b""


GARBAGE = (
    "",
    " ",
    "x",
    "-1",
    "0",
    "1.5",
    "1e5",
    "9" * 400,
    "\0",
    "%",
    "null",
    "true",
    "[]",
    "{}",
    "\u00e9\u202e",
    "' or 1=1 --",
    "../../etc/passwd",
    "x" * 5000,
    "2026-99-99",
    "2026-01-01T00:00:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
    "99999999999999999999",
    "W10",
    "WyJ4Il0",
    "WzFd",
    "WzFlOTk5XQ",
    "WyJcdTAwMDAiXQ",
    "WyJcdWQ4MDAiXQ",
    "W251bGxd",
    "W1tdXQ",
    "e30",
    "WyJhIiwiYiJd",
    "WzEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzXQ",
    "W1tbW1tbW1tbW1tb",
    "00000000-0000-0000-0000-00000000000",
)
"""Among them cursors: what base64 of JSON can hold that no list gave."""


@pytest.mark.parametrize(("operation", "name"), queried, ids=str)
def test_no_query_breaks_anything(operation: Operation, name: str, of_a: httpx.Client, world: World, host: str) -> None:
    request = operation.request(world.a, host)
    queries: list[list[tuple[str, str]]] = [[(name, value)] for value in GARBAGE]
    queries += [[(name, "x"), (name, "y")], [(name + "[]", "1")], [(name, "1")] * 50, [("unknown", "\0")]]
    for query in queries:
        answer = of_a.request(**request, params=query)
        if answer.status_code >= 400:
            refused(answer, 400, 404, 409, 422)


@pytest.mark.parametrize("operation", [o for o in operations() if o.path_names and o.path != STREAM], ids=str)
def test_no_address_breaks_anything(operation: Operation, of_a: httpx.Client, world: World, host: str) -> None:
    for value in ("x", "%00", "a%00b", "%ff", "%ED%A0%80", "%20", "..%2f..", "sis:%00", ":", "a:", ":b", "x" * 1000,
                  "sis%3A" + "9" * 500, "%F0%9F%98%80", "1e9", "-1", "9" * 40, "%25", "a%3Bb", "null"):  # fmt: skip
        for name in operation.path_names:
            answer = of_a.request(**operation.request(world.a, host, {name: value}))
            refused(answer, 404, 405, 422, 400)


@pytest.mark.parametrize("operation", [o for o in operations() if o.path != STREAM], ids=str)
def test_no_header_breaks_anything(operation: Operation, of_a: httpx.Client, world: World, host: str) -> None:
    gone = {name: absent(world.a.ids[operation.kind(name)]) for name in operation.path_names}
    request = operation.request(world.a, host, gone if operation.method == "DELETE" else None)
    headers = request.pop("headers")
    for name, value in (
        ("If-Match", b"\xff\x00"[:1]), ("If-Match", b'"999999999999999999999"'), ("If-Match", b"x" * 101),
        ("If-Match", b'W/"0"'), ("If-Match", b""), ("X-Request-Id", b"\xff" * 10), ("X-Request-Id", b"x" * 5000),
        ("Accept", b"application/xml"), ("Accept-Encoding", b"br;q=9"), ("Content-Encoding", b"gzip"),
        ("Cookie", b"trellis_session=\xff; a=b"), ("Cookie", b"trellis_refresh=" + b"x" * 5000),
        ("Origin", b"https://evil.example"), ("Host", b"evil.example"), ("Range", b"bytes=0-1"),
        ("Content-Type", b"application/json; charset=\xff"), ("X-Forwarded-For", b"1, 2"),
    ):  # fmt: skip
        answer = of_a.request(**request, headers={**headers, name: value})
        if answer.status_code >= 400:
            refused(answer)


def test_an_address_of_nothing_is_a_404_in_form(of_a: httpx.Client) -> None:
    for path in ("/nothing", "/partners", "/partners/v1", "/partners/v2/clients", "/ims/case/v1p1/CFNothings",
                 "/rostering/v1/people/", "/competency/v1/frameworks/", "/%00", "/partners/%00", "/oauth", "/docs",
                 "/redoc", "/openapi.json", "/ims", "/healthz/x", "//partners/v1/clients"):  # fmt: skip
        answer = of_a.get(path)
        refused(answer, 404)


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
