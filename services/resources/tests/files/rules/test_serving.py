"""What is handed out does no harm, whatever it is and whatever it is called."""

from __future__ import annotations

import email.policy
import re
from email.message import EmailMessage
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from resources.files.rules.file_types import BY_CODE, TYPES, FileType
from resources.files.rules.keys import key_of, key_of_piece
from resources.files.rules.serving import content_disposition, headers_of

SHAPE = re.compile(
    r"(?:inline|attachment); filename=\"[^\"\\%\x00-\x1f\x7f-\uffff]*\"; filename\*=UTF-8''[A-Za-z0-9!#$&+\-.^_`|~%]*"
)


@settings(max_examples=300, derandomize=True)
@example('a"; filename=evil.exe; x="\r\nSet-Cookie: a=b\r\n\r\n<script>', True)
@example("\ud800\0\u202e", False)
@given(st.text(max_size=60), st.booleans())
def test_no_name_leaves_its_place_in_the_header(name: str, inline: bool) -> None:
    assert SHAPE.fullmatch(content_disposition(name, inline))


@settings(max_examples=200, derandomize=True)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_the_whole_name_comes_back(name: str) -> None:
    assert unquote(content_disposition(name, False).partition("UTF-8''")[2]) == name


def test_a_reader_of_headers_finds_the_name() -> None:
    message = EmailMessage(policy=email.policy.HTTP)
    message["Content-Disposition"] = content_disposition("Fracción 2º.pdf", False).partition("; filename*")[0]
    assert message.get_content_disposition() == "attachment"
    assert message.get_filename() == "Fraccion 2o.pdf"
    whole = EmailMessage(policy=email.policy.HTTP)
    whole["Content-Disposition"] = "attachment; " + content_disposition("Fracción 2º.pdf", False).rpartition("; ")[2]
    assert whole.get_filename() == "Fracción 2º.pdf"


@pytest.mark.parametrize("served", TYPES, ids=lambda one: one.code)
@pytest.mark.parametrize("inline", [True, False])
def test_nothing_is_guessed_and_nothing_runs(served: FileType, inline: bool) -> None:
    headers = headers_of(served, "a.b", inline)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Content-Disposition"].startswith("inline" if inline and served.inline else "attachment")


def test_what_can_carry_scripts_is_never_inline() -> None:
    inline = {one.media_type.partition(";")[0] for one in TYPES if one.inline}
    assert not inline & {
        "image/svg+xml",
        "text/html",
        "application/xhtml+xml",
        "text/xml",
        "application/xml",
        "text/markdown",
    }
    assert all(
        kind.startswith(("image/", "video/", "audio/", "text/vtt", "text/plain", "application/pdf")) for kind in inline
    )
    headers = headers_of(BY_CODE["svg"], "a.svg", True)
    assert headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("code", "sandboxed"), [("pdf", False), ("mp4", False), ("mp3", False), ("png", True), ("txt", True)]
)
def test_viewers_that_a_sandbox_stops_are_not_put_into_one(code: str, sandboxed: bool) -> None:
    assert ("sandbox" in headers_of(BY_CODE[code], "a.b", True)["Content-Security-Policy"]) == sandboxed
    assert "sandbox" in headers_of(BY_CODE[code], "a.b", False)["Content-Security-Policy"]


def test_keys_are_made_of_ids_and_differ() -> None:
    district, other, file = uuid4(), uuid4(), uuid4()
    keys = {key_of(district, file), key_of(other, file), key_of(district, other), key_of_piece(district, file, other)}
    assert len(keys) == 4
    assert key_of(UUID(int=1), UUID(int=2)) == f"districts/{UUID(int=1)}/files/{UUID(int=2)}"
