"""What a file is, by its bytes; its name and what the browser says of it only have to agree.

Each type that is taken has a check of its own, which decides. Whatever passes none is given a name by the signatures of
puremagic, so that whoever sent it learns what it is; they decide nothing, for they see first bytes alone.
"""

from __future__ import annotations

import puremagic

from resources.common.rules.problems import Problem
from resources.files.rules.content.archives import wrong_with_zip
from resources.files.rules.content.images import wrong_with_image
from resources.files.rules.content.pdf import wrong_with_pdf
from resources.files.rules.content.recordings import wrong_with_recording
from resources.files.rules.content.sample import Sample
from resources.files.rules.content.texts import wrong_with_text
from resources.files.rules.file_types import BY_EXTENSION, TYPES, FileType, Form, in_words
from resources.files.rules.names import Name

POINTER = "/file"
_SURE = 0.4
"""From here on (four bytes of a signature) puremagic's word for a file is passed on; two bytes say little."""
_PROGRAM = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
_UNSAID = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/binary"})


def type_by_content(sample: Sample, name: Name, claimed: str | None) -> FileType | Problem:
    """Returns the type of a file, or why it is not taken. `claimed` is the media type that came with it, if any.

    Never raises, whatever the bytes are.
    """
    if sample.size == 0:
        return Problem(POINTER, "The file is empty: send one that has something in it.")
    named = BY_EXTENSION.get(name.extension)
    if named is None:
        return Problem("/name", f"Files that end in .{name.extension} are not taken: save it as {_ways()}.")
    wrong = wrong_with(named, sample)
    if wrong is not None:
        return Problem(POINTER, _of_another(named, wrong, sample))
    if sample.size > named.most_bytes:
        return too_large(named, sample.size)
    said = type_claimed(claimed)
    if said is not None and said is not named:
        detail = f"It is {named.called}, but was sent as {said.media_type}: send it as {named.media_type}."
        return Problem("/media_type", detail)
    return named


def wrong_with(wanted: FileType, sample: Sample) -> str | None:
    """Returns what keeps the bytes from being of this type, in words that go on from "It is none, for"; or None."""
    match wanted.form:
        case Form.PDF:
            return wrong_with_pdf(sample)
        case Form.IMAGE:
            return wrong_with_image(wanted.code, sample)
        case Form.RECORDING:
            return wrong_with_recording(wanted.code, sample)
        case Form.ZIP:
            return wrong_with_zip(wanted.code, sample)
        case Form.TEXT:
            return wrong_with_text(wanted.code, sample)


def type_claimed(claimed: str | None) -> FileType | None:
    """Returns the type that a media type stands for, or None where it says nothing of those that are taken.

    Browsers take it from the name, by tables that differ: what only says that it is some text, or a spreadsheet
    program's, says nothing.
    """
    essence = (claimed or "").partition(";")[0].strip().lower()
    if essence in _UNSAID or essence == "text/plain":
        return None
    for one in TYPES:
        if essence == one.media_type.partition(";")[0] or essence in one.aliases:
            return one
    return None


def too_large(of_type: FileType, size: int) -> Problem:
    """What to say of a file that is larger than its type may be."""
    most = in_words(of_type.most_bytes)
    return Problem(
        POINTER, f"It has {in_words(size)}; {of_type.called} may have {most}: make it smaller, or divide it."
    )


def _of_another(named: FileType, wrong: str, sample: Sample) -> str:
    says = f"its name says that it is {named.called}"
    real = next((one for one in TYPES if one is not named and one.form != Form.TEXT and _is(one, sample)), None)
    real = real or next(
        (one for one in TYPES if one.code in ("svg", "vtt", "srt") and one is not named and _is(one, sample)), None
    )
    if real is not None:
        return f"It is {real.called}, but {says}: give it a name that ends in .{real.extensions[0]}."
    # Whatever has no zero byte may well be a text in another encoding, and then no signature means anything.
    what = _foreign(sample) if named.form != Form.TEXT or b"\0" in sample.head else None
    if what is not None:
        return f"It seems to be {what}, but {says}: {wrong}. Send a real one."
    return f"It cannot be read, though {says}: {wrong}. Open it, save it anew and send that."


def _is(wanted: FileType, sample: Sample) -> bool:
    return wrong_with(wanted, sample) is None


def _foreign(sample: Sample) -> str | None:
    """What puremagic calls the bytes, where it is sure and it is nothing of ours that is only broken."""
    if sample.head.startswith(_PROGRAM):
        return "a program"
    try:
        found = puremagic.magic_string(sample.head[:8192])
    except puremagic.PureError:
        return None
    sure = [one for one in found if one.confidence >= _SURE and one.extension]
    if not sure or sure[0].extension.removeprefix(".") in BY_EXTENSION:
        return None
    return f"of the kind {sure[0].name} ({sure[0].extension})"


def _ways() -> str:
    return (
        "PDF, PNG, JPEG, MP4, MP3, WebVTT, Word, Excel, PowerPoint, OpenDocument, plain text or one of the others taken"
    )
