"""Packages pulled from a provider, who may be private, odd, away, or give no package."""

import json

import pytest

from services.competency.tests.frameworks.case_pieces import package
from services.competency.tests.frameworks.provider_pieces import PULL, allowed, provider, response
from services.competency.tests.pieces import ALL
from shared.testing import DISTRICT_A, RunningService


async def test_a_package_is_pulled_from_a_provider(running: RunningService) -> None:
    sent = response(json.dumps(package("pulled")).encode())
    async with provider(sent) as host, running.client(DISTRICT_A, *ALL) as client:
        with allowed(running, host):
            answer = await client.post(PULL, json={"url": f"http://{host}/ims/case/v1p1/CFPackages/x"})
            again = await client.post(PULL, json={"url": f"http://{host}/ims/case/v1p1/CFPackages/x"})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["title"], answer.json()["changed"]) == ("pulled", True)
    assert again.json()["changed"] is False


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/x", "https://10.0.0.1/x", "https://169.254.169.254/latest/meta-data", "https://[::1]/x",
        "http://example.org/x", "https://2130706433/x", "https://user:secret@example.org/x", "ftp://example.org/x",
        "https://localhost/x", "nothing", "https://example.org:22/x",
    ],
)  # fmt: skip
async def test_private_and_odd_addresses_are_refused_without_a_call(running: RunningService, url: str) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.post(PULL, json={"url": url})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == "/url"


@pytest.mark.parametrize(
    ("sent", "status", "reason"),
    [
        (response(b"no", "404 Not Found"), 422, "answered 404"),
        (response(b"", "302 Found", "Location: http://169.254.169.254/"), 422, "redirect"),
        (response(b"\x1f\x8b", "200 OK", "Content-Encoding: gzip"), 422, "compressed"),
        (response(b"<html>"), 400, "JSON"),
        (b"nonsense\r\n\r\n", 422, "not HTTP"),
        (response(b"{}")[:-1], 422, "provider"),
        (response(b'{"CFDocument":{}}'), 422, "holds nothing"),
        (response(b" " * 60_000_001), 422, "larger"),
    ],
    ids=["404", "redirect", "gzip", "html", "nonsense", "cut off", "empty", "large"],
)
async def test_a_provider_that_gives_no_package_is_a_422_that_says_so(
    running: RunningService, sent: bytes, status: int, reason: str
) -> None:
    async with provider(sent) as host, running.client(DISTRICT_A, *ALL) as client:
        with allowed(running, host):
            answer = await client.post(PULL, json={"url": f"http://{host}/x"})
    assert answer.status_code == status, answer.text
    assert reason in answer.text


async def test_a_provider_that_is_away_is_a_422(running: RunningService) -> None:
    async with provider(b"") as host:
        pass
    async with running.client(DISTRICT_A, *ALL) as client:
        with allowed(running, host):
            answer = await client.post(PULL, json={"url": f"http://{host}/x"})
    assert answer.status_code == 422, answer.text


async def test_pulling_needs_the_scope_of_writing(running: RunningService) -> None:
    async with running.client() as anonymous, running.client(DISTRICT_A, "competency.read") as reader:
        assert (await anonymous.post(PULL, json={"url": "https://127.0.0.1/x"})).status_code == 401
        assert (await reader.post(PULL, json={"url": "https://127.0.0.1/x"})).status_code == 403
