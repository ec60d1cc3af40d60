"""What tus does with a request, decided from its headers and the upload's row before a byte of its body is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from resources.common.rules.problems import Problem
from resources.files.rules.file_types import BY_EXTENSION, LARGEST, in_words
from resources.files.rules.names import Name, clean_name
from resources.files.rules.tus.headers import (
    BODY_TYPE,
    VERSION,
    Checksum,
    parse_checksum,
    parse_metadata,
    parse_number,
)
from resources.files.rules.uploads import ENDS, MOVES, WHY_NOT, Act, State, Upload, has_expired, is_sha256


class Rule(StrEnum):
    """What a request breaks."""

    VERSION = "version"
    HEADER = "header"
    NAME = "name"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"
    GONE = "gone"
    OFFSET = "offset"
    CONTENT_TYPE = "content_type"
    STATE = "state"
    CHECKSUM = "checksum"


STATUS: dict[Rule, int] = {
    Rule.VERSION: 412,
    Rule.HEADER: 400,
    Rule.NAME: 422,
    Rule.EMPTY: 422,
    Rule.TOO_LARGE: 413,
    Rule.UNKNOWN: 404,
    Rule.GONE: 410,
    Rule.OFFSET: 409,
    Rule.CONTENT_TYPE: 415,
    Rule.STATE: 409,
    Rule.CHECKSUM: 460,
}
"""The status that the protocol, or HTTP where the protocol is silent, has for each."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is done. With `Rule.VERSION` the answer carries Tus-Version."""

    rule: Rule
    detail: str


@dataclass(frozen=True, slots=True)
class Sent:
    """The headers of a request as they came; None where one did not."""

    tus_resumable: str | None = None
    upload_length: str | None = None
    upload_defer_length: str | None = None
    upload_metadata: str | None = None
    upload_offset: str | None = None
    upload_checksum: str | None = None
    content_type: str | None = None
    content_length: str | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who sends a request."""

    district_id: UUID
    sender: str


@dataclass(frozen=True, slots=True)
class Body:
    """How to read a body: at most `most` bytes are taken; one that has more is refused (`too_much`).

    With a `checksum` no byte counts before all have come and it holds; without, what came before a break counts.
    """

    most: int
    checksum: Checksum | None


@dataclass(frozen=True, slots=True)
class Creation:
    """An upload to be created. `metadata` is given back as it was sent; `body` is there where bytes came along."""

    name: Name
    length: int
    metadata: dict[str, str]
    media_type: str | None
    sha256: str | None
    body: Body | None


@dataclass(frozen=True, slots=True)
class Nothing:
    """The upload has all its bytes, and this request brings none: it is told so, and nothing happens a second time."""


def decide_creation(sent: Sent) -> Creation | Refusal:
    """Decides on a POST. Who may create one, and whether there is quota, is asked for before and after."""
    if (refusal := _refuse_version(sent)) is not None:
        return refusal
    length = _length(sent)
    if isinstance(length, Refusal):
        return length
    metadata = parse_metadata(sent.upload_metadata or "")
    if isinstance(metadata, str):
        return Refusal(Rule.HEADER, metadata)
    name = clean_name(metadata.get("filename", ""))
    if isinstance(name, Problem):
        return Refusal(Rule.NAME, f"filename in Upload-Metadata: {name.detail}")
    of_type = BY_EXTENSION.get(name.extension)
    if of_type is None:
        return Refusal(Rule.NAME, f"Files that end in .{name.extension} are not taken: save it as another kind.")
    if length > of_type.most_bytes:
        return _too_large(f"{of_type.called} may have {in_words(of_type.most_bytes)}")
    sha256 = metadata.get("sha256", "").lower() or None
    if sha256 is not None and not is_sha256(sha256):
        return Refusal(
            Rule.HEADER, "sha256 in Upload-Metadata is no SHA-256: write it in hexadecimal, or leave it out."
        )
    if sent.content_type != BODY_TYPE and parse_number(sent.content_length):
        return Refusal(Rule.CONTENT_TYPE, f"Bytes that come along are sent as {BODY_TYPE}.")
    body = _body(sent, length) if sent.content_type == BODY_TYPE else None
    if isinstance(body, Refusal):
        return body
    return Creation(name, length, metadata, metadata.get("filetype") or None, sha256, body)


def decide_head(sent: Sent, upload: Upload | None, asker: Asker, now: datetime) -> Upload | Refusal:
    """Decides on a HEAD: returns the upload whose progress is told."""
    return _refuse_version(sent) or _known(upload, asker, now)


def decide_patch(sent: Sent, upload: Upload | None, asker: Asker, now: datetime) -> Body | Nothing | Refusal:
    """Decides on a PATCH, with the upload's row locked. Nobody but who created an upload adds to it."""
    known = _refuse_version(sent) or _known(upload, asker, now)
    if isinstance(known, Refusal):
        return known
    if sent.content_type != BODY_TYPE:
        return Refusal(Rule.CONTENT_TYPE, f"The bytes of an upload are sent as {BODY_TYPE}.")
    offset = parse_number(sent.upload_offset)
    if offset is None:
        return Refusal(Rule.HEADER, "Upload-Offset is missing or no number of bytes: write how many were sent before.")
    if offset != known.offset:
        detail = f"{known.offset} bytes have come, and these begin at {offset}: ask with HEAD, and go on from there."
        return Refusal(Rule.OFFSET, detail)
    if Act.RECEIVE not in MOVES[known.state]:
        is_empty = parse_number(sent.content_length) == 0
        return Nothing() if is_empty else Refusal(Rule.STATE, WHY_NOT[known.state])
    return _body(sent, known.length - known.offset)


def decide_termination(sent: Sent, upload: Upload | None, asker: Asker, now: datetime) -> Upload | Refusal:
    """Decides on a DELETE: returns the upload to cancel."""
    known = _refuse_version(sent) or _known(upload, asker, now)
    if isinstance(known, Refusal) or Act.CANCEL in MOVES[known.state]:
        return known
    return Refusal(Rule.STATE, WHY_NOT[known.state])


def act_of(upload: Upload, came: int) -> Act:
    """Returns what a body of so many bytes does to an upload that may receive them."""
    return Act.COMPLETE if upload.offset + came == upload.length else Act.RECEIVE


def too_much() -> Refusal:
    """Returns what to answer where a body has more bytes than `Body.most`; none of them counts."""
    return _too_large("more bytes came than were announced by Upload-Length")


def checksum_differs() -> Refusal:
    """Returns what to answer where the digest of a body is another one; none of its bytes counts."""
    return Refusal(Rule.CHECKSUM, "The bytes that came are not those that were sent: send them once more.")


def _refuse_version(sent: Sent) -> Refusal | None:
    if sent.tus_resumable == VERSION:
        return None
    return Refusal(Rule.VERSION, f"Uploads follow tus {VERSION}: send it as Tus-Resumable.")


def _length(sent: Sent) -> int | Refusal:
    if sent.upload_defer_length is not None:
        return Refusal(Rule.HEADER, "The length must be known at once, as room is kept for it: send Upload-Length.")
    length = parse_number(sent.upload_length)
    if length is None:
        return Refusal(Rule.HEADER, "Upload-Length is missing or no number of bytes: write how many the file has.")
    if length == 0:
        return Refusal(Rule.EMPTY, "The file is empty: send one that has something in it.")
    return _too_large(f"no file may have more than {in_words(LARGEST)}") if length > LARGEST else length


def _known(upload: Upload | None, asker: Asker, now: datetime) -> Upload | Refusal:
    if upload is None or (upload.district_id, upload.sender) != (asker.district_id, asker.sender):
        return Refusal(Rule.UNKNOWN, "There is no such upload of yours: begin another one.")
    if has_expired(upload, now):
        return Refusal(Rule.GONE, WHY_NOT[State.EXPIRED])
    if upload.state in ENDS - {State.STORED}:
        return Refusal(Rule.GONE, WHY_NOT[upload.state])
    return upload


def _body(sent: Sent, remaining: int) -> Body | Refusal:
    length = parse_number(sent.content_length)
    if length is None and sent.content_length is not None:
        return Refusal(Rule.HEADER, "Content-Length is no number of bytes: write how many are sent.")
    if length is not None and length > remaining:
        return too_much()
    if sent.upload_checksum is None:
        return Body(remaining, None)
    checksum = parse_checksum(sent.upload_checksum)
    if isinstance(checksum, str):
        return Refusal(Rule.HEADER, checksum)
    return Body(remaining, checksum)


def _too_large(why: str) -> Refusal:
    return Refusal(Rule.TOO_LARGE, f"It is too large, for {why}: make the file smaller, or divide it.")
