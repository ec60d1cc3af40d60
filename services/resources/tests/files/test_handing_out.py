"""A file is handed out whole or in ranges, so that a hostile one does no harm."""

import hashlib
from typing import Any

import httpx
import pytest

from resources.files.api import handing_out
from resources.store.port import StoreAway
from services.resources.tests.files.failing import Call, FailingStore
from services.resources.tests.files.rules.file_samples import SAMPLES
from services.resources.tests.files.senders import FILES, Sender, kept, store_of
from shared.testing import RunningService

PDF = SAMPLES["pdf"]
SIZE = len(PDF)
ETAG = f'"{hashlib.sha256(PDF).hexdigest()}"'


@pytest.fixture
async def content(running: RunningService) -> tuple[httpx.AsyncClient, str]:
    sender = Sender(running)
    return sender.client, f"{await sender.file('Unit 3.pdf', PDF)}/content"


@pytest.mark.parametrize(
    ("sent", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=5-", 5, SIZE - 1),
        ("bytes=-4", SIZE - 4, SIZE - 1),
        ("bytes=3-9999", 3, SIZE - 1),
        ("bytes=2-4,3-9", 2, 9),
    ],
)
async def test_a_range_is_answered_with_just_these_bytes(
    content: tuple[httpx.AsyncClient, str], sent: str, first: int, last: int
) -> None:
    client, path = content
    answer = await client.get(path, headers={"Range": sent})
    assert (answer.status_code, answer.content) == (206, PDF[first : last + 1])
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer.headers["Content-Length"] == str(last - first + 1)


async def test_several_ranges_come_as_parts_of_the_length_that_is_said(content: tuple[httpx.AsyncClient, str]) -> None:
    client, path = content
    answer = await client.get(path, headers={"Range": "bytes=0-3,10-12"})
    assert answer.status_code == 206
    boundary = answer.headers["Content-Type"].partition("boundary=")[2].encode()
    parts = [
        one.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n") for one in answer.content.split(b"--" + boundary)[1:-1]
    ]
    assert parts == [PDF[:4], PDF[10:13]]
    assert int(answer.headers["Content-Length"]) == len(answer.content)


@pytest.mark.parametrize("sent", ["bytes=9999-", f"bytes={SIZE}-", "bytes=-0"])
async def test_a_range_of_nothing_is_a_416_that_says_how_much_there_is(
    content: tuple[httpx.AsyncClient, str], sent: str
) -> None:
    client, path = content
    answer = await client.get(path, headers={"Range": sent})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{SIZE}")


@pytest.mark.parametrize("sent", ["items=0-1", "bytes=a-b", "bytes=4-2", "bytes=" + ",".join(["0-1"] * 17)])
async def test_a_range_that_is_none_is_passed_over(content: tuple[httpx.AsyncClient, str], sent: str) -> None:
    client, path = content
    answer = await client.get(path, headers={"Range": sent})
    assert (answer.status_code, answer.content) == (200, PDF)


async def test_a_range_of_another_version_is_answered_with_all(content: tuple[httpx.AsyncClient, str]) -> None:
    client, path = content
    for tag, status in ((ETAG, 206), ('"another"', 200)):
        answer = await client.get(path, headers={"Range": "bytes=0-1", "If-Range": tag})
        assert answer.status_code == status


async def test_what_a_reader_has_is_not_sent_again_and_head_sends_nothing(
    content: tuple[httpx.AsyncClient, str],
) -> None:
    client, path = content
    for tag in (ETAG, f'W/{ETAG}, "x"', "*"):
        answer = await client.get(path, headers={"If-None-Match": tag})
        assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", ETAG)
    asked = await client.head(path)
    assert (asked.status_code, asked.headers["Content-Length"], asked.content) == (200, str(SIZE), b"")
    assert asked.headers["Accept-Ranges"] == "bytes"


async def test_a_file_is_attached_unless_it_may_be_shown_and_runs_nothing(running: RunningService) -> None:
    sender = Sender(running)
    svg = f"{await sender.file('drawing.svg', SAMPLES['svg'])}/content"
    pdf = f"{await sender.file('Unit 3.pdf', PDF)}/content"
    for path, asked, shown in ((svg, "?inline=true", False), (pdf, "?inline=true", True), (pdf, "", False)):
        answer = await sender.client.get(path + asked)
        assert answer.headers["Content-Disposition"].startswith("inline" if shown else "attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert ("sandbox" in answer.headers["Content-Security-Policy"]) != shown


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ('a"; filename="evil.exe.pdf', "a_; filename=_evil.exe.pdf"),
        ("año escolar.pdf", "año escolar.pdf"),
        ("C:\\Users\\me\\plan.PDF", "plan.pdf"),
        ("CON.pdf", "_CON.pdf"),
    ],
)
async def test_a_hostile_name_becomes_a_safe_one(running: RunningService, name: str, saved: str) -> None:
    sender = Sender(running)
    path = await sender.file(name, PDF)
    assert (await sender.client.get(path)).json()["name"] == saved
    disposition = (await sender.client.get(f"{path}/content")).headers["Content-Disposition"]
    assert disposition.count('"') == 2
    assert "\n" not in disposition


async def test_a_store_that_is_away_is_a_503_before_anything_was_sent(
    running: RunningService, content: tuple[httpx.AsyncClient, str]
) -> None:
    client, path = content

    def away(_: Call) -> None:
        raise StoreAway("x")

    with kept(running, FailingStore(store_of(running), away)):
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert (await client.head(path)).status_code == 200


async def test_a_large_file_is_given_out_in_slices_and_no_connection_is_held(
    running: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_out, "SLICE", 1000)
    sender = Sender(running)
    data = SAMPLES["mp3"] + b"\xff\xfb\x90\x00" + bytes(413)
    data += (b"\xff\xfb\x90\x00" + bytes(413)) * 40
    path = await sender.file("song.mp3", data)
    pool: Any = running.app.context.database.engine.pool
    async with sender.client.stream("GET", f"{path}/content") as answer:
        assert pool.checkedout() == 0
        assert await answer.aread() == data


async def test_who_may_not_write_reads_no_file_of_the_working_library(running: RunningService) -> None:
    sender = Sender(running)
    path = await sender.file("Unit 3.pdf", PDF)
    async with running.client(sender.district_id, "resources.read") as learner, running.client() as anybody:
        for below in ("", "/content"):
            assert (await learner.get(path + below)).status_code == 403
            assert (await anybody.get(path + below)).status_code == 401
        assert (await learner.get(FILES)).status_code == 403
