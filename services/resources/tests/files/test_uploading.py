"""Files come in by tus, byte by byte where need be, and are handed out as they came."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from resources.files.rules.tus.headers import BODY_TYPE
from services.resources.tests.files.rules.file_samples import SAMPLES
from services.resources.tests.files.senders import (
    FILES,
    READS_AND_WRITES,
    TUS,
    UPLOADS,
    Sender,
    check_all,
    in_pieces,
    keys_of,
    metadata,
)
from shared.testing import RunningService

PDF = SAMPLES["pdf"]


async def test_what_was_sent_is_checked_stored_and_handed_out_as_it_came(running: RunningService) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF), filetype="application/pdf")
    assert (await sender.state(path))["state"] == "created"
    answer = await sender.patch(path, 0, PDF)
    assert answer.headers["Upload-Offset"] == str(len(PDF))
    assert "Upload-Expires" not in answer.headers
    assert (await sender.state(path))["state"] == "received"
    await check_all(running)
    done = await sender.state(path)
    assert (done["state"], done["problem"]) == ("stored", None)
    file = (await sender.client.get(f"{FILES}/{done['file_id']}")).json()
    digest = hashlib.sha256(PDF).hexdigest()
    assert (file["type"], file["size"], file["sha256"], file["scan"]) == ("pdf", len(PDF), digest, "not_configured")
    content = await sender.client.get(f"{FILES}/{done['file_id']}/content")
    assert content.content == PDF
    assert content.headers["ETag"] == f'"{digest}"'


async def test_every_type_that_is_taken_comes_back_with_its_own_media_type(running: RunningService) -> None:
    sender = Sender(running)
    for extension, data in SAMPLES.items():
        path = await sender.file(f"a.{extension}", data)
        answer = await sender.client.get(f"{path}/content")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == (await sender.client.get(path)).json()["media_type"]


async def test_an_upload_goes_on_where_it_was(running: RunningService) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))
    for offset, data in in_pieces(PDF, 7):
        assert await sender.offset(path) == offset
        await sender.patch(path, offset, data)
    await check_all(running)
    state = await sender.state(path)
    assert (await sender.client.get(f"{FILES}/{state['file_id']}/content")).content == PDF


async def test_the_first_bytes_or_all_may_come_along_with_the_creation(running: RunningService) -> None:
    sender = Sender(running)
    some = await sender.create(metadata("Unit 3.pdf"), len(PDF), body=PDF[:9])
    assert some.headers["Upload-Offset"] == "9"
    await sender.patch(some.headers["Location"], 9, PDF[9:])
    whole = await sender.create(metadata("Unit 3.pdf"), len(PDF), body=PDF)
    assert whole.headers["Upload-Offset"] == str(len(PDF))
    await check_all(running)
    for answer in (some, whole):
        assert (await sender.state(answer.headers["Location"]))["state"] == "stored"


async def test_an_empty_body_at_the_end_does_nothing_however_often_it_comes(running: RunningService) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))
    await sender.patch(path, 0, b"")
    assert await sender.offset(path) == 0
    await sender.patch(path, 0, PDF)
    for _ in range(2):
        await sender.patch(path, len(PDF), b"")
        await check_all(running)
        await sender.patch(path, len(PDF), b"")
    assert len((await sender.client.get(FILES)).json()["items"]) == 1
    assert (await sender.storage())["used"] == len(PDF)


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
async def test_a_body_with_a_checksum_counts_whole_or_not_at_all(running: RunningService, algorithm: str) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))
    right = base64.b64encode(hashlib.new(algorithm, PDF).digest()).decode()
    wrong = await sender.patch(path, 0, PDF[:-1] + b"!", status=460, checksum=f"{algorithm} {right}")
    assert wrong.json()["type"].endswith("checksum-differs")
    assert await sender.offset(path) == 0
    await sender.patch(path, 0, PDF, status=400, checksum="md5 AAAA")
    await sender.patch(path, 0, PDF, checksum=f"{algorithm} {right}")
    await check_all(running)
    assert (await sender.state(path))["state"] == "stored"


async def test_bytes_that_do_not_follow_what_counts_are_refused(running: RunningService) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))
    await sender.patch(path, 0, PDF[:5])
    assert "5 bytes have come" in (await sender.patch(path, 0, PDF, status=409)).json()["detail"]
    await sender.patch(path, 6, PDF[6:], status=409)
    await sender.patch(path, 5, PDF[5:] + b"x", status=413)
    assert await sender.offset(path) == 5
    headers = TUS | {"Upload-Offset": "5", "Content-Type": "application/pdf"}
    assert (await sender.client.patch(path, content=PDF[5:], headers=headers)).status_code == 415
    headers = {"Upload-Offset": "5", "Content-Type": BODY_TYPE}
    refused = await sender.client.patch(path, content=PDF[5:], headers=headers)
    assert (refused.status_code, refused.headers["Tus-Version"]) == (412, "1.0.0")
    assert await sender.offset(path) == 5


async def test_a_stranger_and_a_colleague_change_no_byte(running: RunningService) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))
    headers = TUS | {"Upload-Offset": "0", "Content-Type": BODY_TYPE}
    async with running.client() as stranger, running.client(sender.district_id, "resources.read") as reader:
        assert (await stranger.patch(path, content=PDF, headers=headers)).status_code == 401
        assert (await reader.patch(path, content=PDF, headers=headers)).status_code == 403
    for other in (Sender(running, sender.district_id, subject="another"), Sender(running)):
        await other.patch(path, 0, PDF, status=404)
        assert (await other.client.head(path, headers=TUS)).status_code == 404
        assert (await other.client.delete(path, headers=TUS)).status_code == 404
        assert (await other.client.get(path)).status_code == 404
    assert await sender.offset(path) == 0
    assert await keys_of(running, sender.district_id) == []


async def test_what_has_expired_or_was_cancelled_is_gone_and_gives_its_room_back(running: RunningService) -> None:
    sender = Sender(running)
    old, cancelled = await sender.begin("Unit 3.pdf", len(PDF)), await sender.begin("Unit 4.pdf", len(PDF))
    await sender.patch(old, 0, PDF[:5])
    assert (await sender.storage())["reserved"] == 2 * len(PDF)
    assert (await sender.client.delete(cancelled, headers=TUS)).status_code == 204
    await sender.patch(cancelled, 0, PDF, status=410)
    assert (await sender.client.delete(cancelled, headers=TUS)).status_code == 410
    with running.set_clock(lambda: datetime.now(UTC) + timedelta(days=8)):
        await sender.patch(old, 5, PDF[5:], status=410)
        assert (await sender.state(old))["state"] == "expired"
        while await running.run_job("resources.uploads-expire"):
            pass
        assert (await sender.state(old))["state"] == "expired"
        assert (await sender.storage())["reserved"] == 0


async def test_another_file_than_was_announced_is_refused_when_it_has_come(running: RunningService) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF), sha256=hashlib.sha256(PDF).hexdigest())
    await sender.patch(path, 0, PDF[:20])
    await sender.patch(path, 20, PDF[20:].replace(b"9", b"8"))
    await check_all(running)
    state = await sender.state(path)
    assert state["state"] == "refused"
    assert "Another file came" in str(state["problem"])
    assert await sender.storage() == {"most": 50 * 1024**3, "used": 0, "reserved": 0, "free": 50 * 1024**3}


async def test_a_proxy_that_lets_no_patch_through_is_told_by_a_header(running: RunningService) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))
    headers = TUS | {"Upload-Offset": "0", "Content-Type": BODY_TYPE, "X-HTTP-Method-Override": "PATCH"}
    assert (await sender.client.post(path, content=PDF[:9], headers=headers)).status_code == 204
    assert await sender.offset(path) == 9
    assert (await sender.client.post(path, headers=TUS)).status_code == 400
    answer = await sender.client.post(path, headers=TUS | {"X-HTTP-Method-Override": "DELETE"})
    assert answer.status_code == 204
    assert (await sender.client.head(path, headers=TUS)).status_code == 410


async def test_anybody_learns_what_uploads_can_do(running: RunningService) -> None:
    async with running.client() as anybody:
        answer = await anybody.options(UPLOADS)
    assert answer.status_code == 204
    assert answer.headers["Tus-Extension"] == "creation,creation-with-upload,checksum,expiration,termination"
    assert answer.headers["Tus-Max-Size"] == str(2 * 1024**3)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({"Upload-Length": "0"}, 422),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": str(2 * 1024**3 + 1)}, 413),
        ({"Upload-Length": str(201 * 1024**2)}, 413),
        ({"Upload-Length": "10", "Upload-Defer-Length": "1"}, 400),
        ({"Upload-Length": "10", "Upload-Metadata": "filename !"}, 400),
        ({"Upload-Length": "10", "Upload-Metadata": ""}, 422),
        ({"Upload-Length": "10", "Upload-Metadata": metadata("page.html")}, 422),
        ({"Upload-Length": "10", "Upload-Metadata": metadata("a\u202efdp.exe")}, 422),
        ({"Upload-Length": "10", "Upload-Metadata": metadata("nul\0.pdf")}, 422),
        ({"Upload-Length": "10", "Upload-Metadata": metadata("a.pdf", sha256="abc")}, 400),
        ({"Upload-Length": "10", "Tus-Resumable": "0.2.2"}, 412),
    ],
)
async def test_what_is_no_upload_is_refused_and_keeps_no_room(
    running: RunningService, headers: dict[str, str], status: int
) -> None:
    sender = Sender(running)
    sent = TUS | {"Upload-Metadata": metadata("Unit 3.pdf")} | headers
    answer = await sender.client.post(UPLOADS, headers=sent)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert (await sender.storage())["reserved"] == 0


async def test_bytes_that_come_along_as_something_else_are_not_passed_over(running: RunningService) -> None:
    sender = Sender(running)
    headers = TUS | {"Upload-Length": "10", "Upload-Metadata": metadata("Unit 3.pdf"), "Content-Type": "text/plain"}
    assert (await sender.client.post(UPLOADS, content=b"%PDF", headers=headers)).status_code == 415
    assert (await sender.storage())["reserved"] == 0
    assert (await sender.client.post(UPLOADS, headers=headers)).status_code == 201


async def test_odd_metadata_is_given_back_as_it_came(running: RunningService) -> None:
    sender = Sender(running)
    odd = metadata("Unit 3.pdf", note="nul\0 and ñ", filetype="\0")
    answer = await sender.client.post(UPLOADS, headers=TUS | {"Upload-Length": "10", "Upload-Metadata": odd})
    assert answer.status_code == 201, answer.text
    told = await sender.client.head(answer.headers["Location"], headers=TUS)
    assert (told.headers["Upload-Metadata"], told.headers["Upload-Length"]) == (odd, "10")


async def test_a_reader_uploads_nothing(running: RunningService) -> None:
    async with running.client(Sender(running).district_id, READS_AND_WRITES[0]) as reader:
        for path in (UPLOADS, FILES, "/resources/v1/storage"):
            assert (await reader.get(path)).status_code in (403, 405)
        assert (await reader.post(UPLOADS, headers=TUS)).status_code == 403
