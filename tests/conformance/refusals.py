"""What a refusal must look like, whatever was sent."""

import re
from typing import Any

import httpx

INSIDES = re.compile(
    r"Traceback|File \"|\.py\b|sqlalchemy|asyncpg|psycopg|\bSELECT\b|\binsert into\b|\bselect\s+\w+[\w\s,.*]*\bfrom\b"
    r"|pydantic|constraint \"|relation \"|violates|invalid input syntax|site-packages|0x[0-9a-f]{8}"
)


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
