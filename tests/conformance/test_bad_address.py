"""Whatever address, query, method or header is sent, nothing breaks, and the answer tells nothing of our insides."""

import httpx
import pytest

from tests.conformance.operations import STREAM, Operation, documents, operations
from tests.conformance.refusals import refused
from tests.conformance.world import World, absent

pytestmark = pytest.mark.slow

queried = [(o, p["name"]) for o in operations() for p in o.parameters("query") if o.path != STREAM]


METHODS = {"GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "TRACE", "PROPFIND", "OPTIONS"}


@pytest.mark.parametrize("path", sorted({o.path for o in operations()}))
def test_a_method_that_the_path_does_not_have_is_a_405_that_names_those_it_has(
    path: str, of_a: httpx.Client, world: World
) -> None:
    here = [o for o in operations() if o.path == path]
    described = documents()[here[0].service]["paths"][path]
    known = {method.upper() for method in described} & METHODS
    url = here[0].address({name: world.a.ids[here[0].kind(name)] for name in here[0].path_names})
    for method in METHODS - known - {"HEAD"}:
        answer = of_a.request(method, url)
        refused(answer, 405)
        assert set(answer.headers["allow"].split(", ")) == known, method
    if "HEAD" not in known:
        answer = of_a.head(url)
        assert (answer.status_code, answer.content) == (405, b"")
        assert set(answer.headers["allow"].split(", ")) == known


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
    queries: list[list[tuple[str, str | int | float | bool | None]]] = [[(name, value)] for value in GARBAGE]
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
                 "/rostering/v1/people/", "/competency/v1/frameworks/", "/%00", "/partners/%00", "/oauth",
                 "/redoc", "/openapi.json", "/ims", "/healthz/x", "//partners/v1/clients"):  # fmt: skip
        answer = of_a.get(path)
        refused(answer, 404)
