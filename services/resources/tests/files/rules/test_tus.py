"""tus, decided before a byte is read: the right status for each thing that is wrong, and nothing done twice."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.files.rules.file_types import BY_CODE, LARGEST
from resources.files.rules.tus.decisions import (
    STATUS,
    Asker,
    Body,
    Creation,
    Nothing,
    Refusal,
    Rule,
    Sent,
    act_of,
    checksum_differs,
    decide_creation,
    decide_head,
    decide_patch,
    decide_termination,
    too_much,
)
from resources.files.rules.tus.headers import (
    BODY_TYPE,
    Checksum,
    method_of,
    offered,
    parse_checksum,
    parse_metadata,
    parse_number,
    progress,
    write_metadata,
)
from resources.files.rules.uploads import LIVES, Act, State, Upload

NOW = datetime(2026, 11, 2, 15, 4, 5, tzinfo=UTC)
ASKER = Asker(UUID(int=1), "teacher")
UPLOAD = Upload(ASKER.district_id, ASKER.sender, State.RECEIVING, 10, 4, NOW + LIVES)
NAMED = "filename " + base64.b64encode(b"Unit 3.pdf").decode()
POST = Sent("1.0.0", upload_length="10", upload_metadata=NAMED)
PATCH = Sent("1.0.0", upload_offset="4", content_type=BODY_TYPE, content_length="6")
HEADER = st.one_of(
    st.none(), st.text(max_size=20), st.integers(-2, 12).map(str), st.sampled_from([BODY_TYPE, "1.0.0", NAMED])
)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def status_of(found: object) -> int:
    assert isinstance(found, Refusal), found
    assert len(found.detail) > 20
    return STATUS[found.rule]


def test_an_upload_is_created_with_its_name_and_length() -> None:
    assert decide_creation(POST) == Creation(
        name=decide(POST).name, length=10, metadata={"filename": "Unit 3.pdf"}, media_type=None, sha256=None, body=None
    )
    told = replace(POST, upload_metadata=f"{NAMED},filetype {b64(b'application/pdf')},sha256 {b64(b'AB' * 32)}")
    assert decide(told).media_type == "application/pdf"
    assert decide(told).sha256 == "ab" * 32


def decide(sent: Sent) -> Creation:
    found = decide_creation(sent)
    assert isinstance(found, Creation), found
    return found


def test_bytes_may_come_along_with_the_creation() -> None:
    assert decide(replace(POST, content_type=BODY_TYPE, content_length="3")).body == Body(10, None)
    assert status_of(decide_creation(replace(POST, content_type=BODY_TYPE, content_length="11"))) == 413
    wrong = replace(POST, content_type=BODY_TYPE, upload_checksum="md5 AAAA")
    assert status_of(decide_creation(wrong)) == 400


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"tus_resumable": None}, 412),
        ({"tus_resumable": "0.2.2"}, 412),
        ({"upload_length": None}, 400),
        ({"upload_length": "-1"}, 400),
        ({"upload_length": "1e3"}, 400),
        ({"upload_length": "٣"}, 400),
        ({"upload_length": "9" * 30}, 400),
        ({"upload_length": "0"}, 422),
        ({"upload_length": str(LARGEST + 1)}, 413),
        ({"upload_length": str(BY_CODE["pdf"].most_bytes + 1)}, 413),
        ({"upload_length": None, "upload_defer_length": "1"}, 400),
        ({"upload_defer_length": "1"}, 400),
        ({"upload_metadata": None}, 422),
        ({"upload_metadata": "filename !!!"}, 400),
        ({"upload_metadata": f"{NAMED},{NAMED}"}, 400),
        ({"upload_metadata": "filename " + b64(b"a\0.pdf")}, 422),
        ({"upload_metadata": "filename " + b64(b"a.exe")}, 422),
        ({"upload_metadata": "filename " + b64(b"\xff.pdf")}, 400),
        ({"upload_metadata": f"{NAMED},sha256 {b64(b'abc')}"}, 400),
        ({"upload_metadata": "a " + "A" * 5000}, 400),
    ],
)
def test_a_creation_that_is_wrong_has_its_status(changed: dict[str, str | None], status: int) -> None:
    assert status_of(decide_creation(replace(POST, **changed))) == status


def test_the_rest_of_an_upload_is_taken() -> None:
    assert decide_patch(PATCH, UPLOAD, ASKER, NOW) == Body(6, None)
    assert decide_patch(replace(PATCH, content_length=None), UPLOAD, ASKER, NOW) == Body(6, None)
    assert act_of(UPLOAD, 6) == Act.COMPLETE
    assert act_of(UPLOAD, 5) == Act.RECEIVE
    found = decide_patch(replace(PATCH, upload_checksum="sha256 " + b64(bytes(32))), UPLOAD, ASKER, NOW)
    assert found == Body(6, Checksum("sha256", bytes(32)))


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"tus_resumable": None}, 412),
        ({"upload_offset": "3"}, 409),
        ({"upload_offset": "5"}, 409),
        ({"upload_offset": None}, 400),
        ({"upload_offset": "four"}, 400),
        ({"content_type": "application/octet-stream"}, 415),
        ({"content_type": None}, 415),
        ({"content_length": "7"}, 413),
        ({"content_length": "x"}, 400),
        ({"upload_checksum": "md5 " + b64(bytes(16))}, 400),
        ({"upload_checksum": "sha1 " + b64(bytes(19))}, 400),
        ({"upload_checksum": "sha1"}, 400),
        ({"upload_checksum": "sha1 !!!"}, 400),
    ],
)
def test_bytes_that_do_not_fit_have_their_status(changed: dict[str, str | None], status: int) -> None:
    assert status_of(decide_patch(replace(PATCH, **changed), UPLOAD, ASKER, NOW)) == status


@pytest.mark.parametrize("asker", [replace(ASKER, sender="somebody else"), replace(ASKER, district_id=UUID(int=9))])
@pytest.mark.parametrize("state", list(State))
def test_another_person_learns_nothing_whatever_its_state(asker: Asker, state: State) -> None:
    upload = replace(UPLOAD, state=state, expires_at=NOW)
    nothing = [decide(PATCH, None, ASKER, NOW) for decide in (decide_patch, decide_head, decide_termination)]
    assert [decide(PATCH, upload, asker, NOW) for decide in (decide_patch, decide_head, decide_termination)] == nothing
    assert {status_of(one) for one in nothing} == {404}


@pytest.mark.parametrize("state", [State.EXPIRED, State.CANCELLED, State.REFUSED])
def test_what_has_ended_without_being_stored_is_gone(state: State) -> None:
    for decide in (decide_patch, decide_head, decide_termination):
        assert status_of(decide(PATCH, replace(UPLOAD, state=state), ASKER, NOW)) == 410


def test_what_has_expired_is_gone_before_the_collector_has_seen_it() -> None:
    late = NOW + LIVES
    assert decide_head(PATCH, UPLOAD, ASKER, late - timedelta(seconds=1)) == UPLOAD
    assert status_of(decide_patch(PATCH, UPLOAD, ASKER, late)) == 410


@pytest.mark.parametrize("state", [State.RECEIVED, State.CHECKING, State.STORED])
def test_an_upload_is_completed_once(state: State) -> None:
    whole = replace(UPLOAD, state=state, offset=10)
    empty = replace(PATCH, upload_offset="10", content_length="0")
    assert decide_patch(empty, whole, ASKER, NOW + 2 * LIVES) == Nothing()
    assert status_of(decide_patch(replace(empty, content_length="1"), whole, ASKER, NOW)) == 409
    assert status_of(decide_patch(replace(empty, content_length=None), whole, ASKER, NOW)) == 409
    assert decide_head(empty, whole, ASKER, NOW) == whole


def test_only_what_is_not_being_checked_or_stored_is_cancelled() -> None:
    for state in (State.CREATED, State.RECEIVING, State.RECEIVED):
        upload = replace(UPLOAD, state=state)
        assert decide_termination(Sent("1.0.0"), upload, ASKER, NOW) == upload
    for state in (State.CHECKING, State.STORED):
        assert status_of(decide_termination(Sent("1.0.0"), replace(UPLOAD, state=state), ASKER, NOW)) == 409


@settings(max_examples=150, derandomize=True)
@given(st.builds(Sent, *([HEADER] * 8)), st.sampled_from(State))
def test_any_headers_have_an_answer_and_no_body_is_longer_than_what_is_left(sent: Sent, state: State) -> None:
    found = decide_patch(sent, replace(UPLOAD, state=state), ASKER, NOW)
    assert isinstance(found, Nothing | Refusal) or found.most == UPLOAD.length - UPLOAD.offset
    created = decide_creation(sent)
    assert isinstance(created, Refusal) or 0 < created.length <= LARGEST
    if sent.tus_resumable != "1.0.0":
        assert status_of(found) == status_of(created) == 412


@settings(max_examples=200, derandomize=True)
@given(
    st.dictionaries(
        st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=","), min_size=1, max_size=8),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
        max_size=5,
    )
)
def test_metadata_comes_back_as_it_was_written(values: dict[str, str]) -> None:
    assert parse_metadata(write_metadata(values)) == values


@settings(max_examples=150, derandomize=True)
@given(st.text(max_size=60))
def test_any_metadata_is_read_or_told_what_is_wrong(text: str) -> None:
    found = parse_metadata(text)
    assert isinstance(found, str) or parse_metadata(write_metadata(found)) == found


@pytest.mark.parametrize("text", ["a,,b", ",", "é YQ==", "a  YQ==", "a YQ", "a Y Q==", "a YQ==\n", "a" + ",a" * 30])
def test_metadata_that_is_wrong_is_not_guessed_at(text: str) -> None:
    assert isinstance(parse_metadata(text), str)


def test_metadata_as_clients_write_it_is_read() -> None:
    assert parse_metadata("") == {}
    assert parse_metadata("filename dw==,is_confidential") == {"filename": "w", "is_confidential": ""}
    assert parse_metadata("filename dw==, filetype ") == {"filename": "w", "filetype": ""}


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_checksum_holds_for_the_bytes_and_no_others(algorithm: str) -> None:
    digest = hashlib.new(algorithm, b"half of it").digest()
    checksum = parse_checksum(f"{algorithm} {b64(digest)}")
    assert isinstance(checksum, Checksum)
    for pieces, holds in (([b"half ", b"of it"], True), ([b"half of iT"], False), ([], False)):
        fed = checksum.start()
        for piece in pieces:
            fed.update(piece)
        assert checksum.is_of(fed) == holds


def test_each_rule_has_a_status_and_those_of_a_body_are_the_protocols() -> None:
    assert set(STATUS) == set(Rule)
    assert all(400 <= status < 500 for status in STATUS.values())
    assert status_of(checksum_differs()) == 460
    assert status_of(too_much()) == 413


def test_a_proxy_that_lets_only_post_through_is_gone_round() -> None:
    assert method_of("POST", "patch") == "PATCH"
    assert method_of("POST", "DELETE") == "DELETE"
    assert method_of("POST", None) == method_of("POST", "OPTIONS") == "POST"
    assert method_of("GET", "DELETE") == "GET"


def test_what_is_offered_and_how_far_it_is_are_told() -> None:
    assert offered(7)["Tus-Max-Size"] == "7"
    assert offered(7)["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert "creation-defer-length" not in offered(7)["Tus-Extension"]
    said = progress(4, NOW)
    assert said["Upload-Offset"] == "4"
    assert said["Upload-Expires"] == "Mon, 02 Nov 2026 15:04:05 GMT"
    assert parsedate_to_datetime(said["Upload-Expires"]) == NOW
    assert said["Cache-Control"] == "no-store"
    assert "Upload-Expires" not in progress(10, None)


def test_a_number_of_bytes_is_digits_alone() -> None:
    assert parse_number("007") == 7
    assert [parse_number(text) for text in (None, "", " 1", "+1", "1_0", "1\n", "0x1")] == [None] * 7
