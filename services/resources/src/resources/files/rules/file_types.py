"""Which types of files are taken, as data: how each is served, whether it may be shown in a page, how large it may be.

SVG is taken to be downloaded and is never shown inline, for it can carry scripts; HTML is not taken. HEIC photographs
are not taken, as most browsers show none: a telephone sends JPEG where it is asked to.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


class FileKind(StrEnum):
    """What a file is for whoever uses it."""

    DOCUMENT = "document"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    CAPTIONS = "captions"
    TEXT = "text"
    TABLE = "table"
    SLIDES = "slides"
    BOOK = "book"
    PACKAGE = "package"


class Form(StrEnum):
    """How the bytes of a type are built: which check reads them."""

    PDF = "pdf"
    IMAGE = "image"
    RECORDING = "recording"
    TEXT = "text"
    ZIP = "zip"


@dataclass(frozen=True, slots=True)
class FileType:
    """A type that is taken. `called` stands after "It is"; the first of `extensions` is the usual one; `most_bytes` is
    the size that is still taken; `aliases` are other media types that browsers send for it.
    """

    code: str
    called: str
    kind: FileKind
    form: Form
    media_type: str
    extensions: tuple[str, ...]
    most_bytes: int
    inline: bool = False
    aliases: tuple[str, ...] = ()


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_TEXT = 2 * MIB
_DOCUMENT = 200 * MIB
_IMAGE = 30 * MIB

TYPES: tuple[FileType, ...] = (
    FileType(
        "pdf",
        "a PDF",
        FileKind.DOCUMENT,
        Form.PDF,
        "application/pdf",
        ("pdf",),
        _DOCUMENT,
        True,
        ("application/x-pdf",),
    ),
    FileType("png", "a PNG image", FileKind.IMAGE, Form.IMAGE, "image/png", ("png",), _IMAGE, True),
    FileType(
        "jpeg",
        "a JPEG image",
        FileKind.IMAGE,
        Form.IMAGE,
        "image/jpeg",
        ("jpg", "jpeg"),
        _IMAGE,
        True,
        ("image/jpg", "image/pjpeg"),
    ),
    FileType("webp", "a WebP image", FileKind.IMAGE, Form.IMAGE, "image/webp", ("webp",), _IMAGE, True),
    FileType("gif", "a GIF image", FileKind.IMAGE, Form.IMAGE, "image/gif", ("gif",), _IMAGE, True),
    FileType("svg", "an SVG drawing", FileKind.IMAGE, Form.TEXT, "image/svg+xml", ("svg",), _TEXT),
    FileType(
        "mp4",
        "an MP4 video",
        FileKind.VIDEO,
        Form.RECORDING,
        "video/mp4",
        ("mp4", "m4v"),
        2 * GIB,
        True,
        ("video/x-m4v",),
    ),
    FileType(
        "webm", "a WebM video", FileKind.VIDEO, Form.RECORDING, "video/webm", ("webm",), 2 * GIB, True, ("audio/webm",)
    ),
    FileType(
        "mp3",
        "an MP3 recording",
        FileKind.AUDIO,
        Form.RECORDING,
        "audio/mpeg",
        ("mp3",),
        500 * MIB,
        True,
        ("audio/mp3",),
    ),
    FileType(
        "m4a",
        "an M4A recording",
        FileKind.AUDIO,
        Form.RECORDING,
        "audio/mp4",
        ("m4a",),
        500 * MIB,
        True,
        ("audio/x-m4a", "audio/m4a"),
    ),
    FileType(
        "wav",
        "a WAV recording",
        FileKind.AUDIO,
        Form.RECORDING,
        "audio/wav",
        ("wav",),
        500 * MIB,
        True,
        ("audio/x-wav", "audio/wave", "audio/vnd.wave"),
    ),
    FileType("vtt", "WebVTT captions", FileKind.CAPTIONS, Form.TEXT, "text/vtt; charset=utf-8", ("vtt",), _TEXT, True),
    FileType(
        "srt",
        "SRT captions",
        FileKind.CAPTIONS,
        Form.TEXT,
        "application/x-subrip",
        ("srt",),
        _TEXT,
        False,
        ("text/srt", "text/x-srt"),
    ),
    FileType(
        "docx",
        "a Word document",
        FileKind.DOCUMENT,
        Form.ZIP,
        f"{_OFFICE}.wordprocessingml.document",
        ("docx",),
        _DOCUMENT,
    ),
    FileType(
        "xlsx", "an Excel workbook", FileKind.TABLE, Form.ZIP, f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",), _DOCUMENT
    ),
    FileType(
        "pptx",
        "a PowerPoint presentation",
        FileKind.SLIDES,
        Form.ZIP,
        f"{_OFFICE}.presentationml.presentation",
        ("pptx",),
        _DOCUMENT,
    ),
    FileType("odt", "an OpenDocument text", FileKind.DOCUMENT, Form.ZIP, f"{_OPEN}.text", ("odt",), _DOCUMENT),
    FileType(
        "ods", "an OpenDocument spreadsheet", FileKind.TABLE, Form.ZIP, f"{_OPEN}.spreadsheet", ("ods",), _DOCUMENT
    ),
    FileType(
        "odp", "an OpenDocument presentation", FileKind.SLIDES, Form.ZIP, f"{_OPEN}.presentation", ("odp",), _DOCUMENT
    ),
    FileType("epub", "an EPUB book", FileKind.BOOK, Form.ZIP, "application/epub+zip", ("epub",), _DOCUMENT),
    FileType(
        "zip",
        "a zip package",
        FileKind.PACKAGE,
        Form.ZIP,
        "application/zip",
        ("zip",),
        GIB,
        False,
        ("application/x-zip-compressed", "application/x-zip"),
    ),
    FileType("csv", "a CSV table", FileKind.TABLE, Form.TEXT, "text/csv; charset=utf-8", ("csv",), _TEXT),
    FileType(
        "md",
        "a Markdown text",
        FileKind.TEXT,
        Form.TEXT,
        "text/markdown; charset=utf-8",
        ("md",),
        _TEXT,
        False,
        ("text/x-markdown",),
    ),
    FileType("txt", "a plain text", FileKind.TEXT, Form.TEXT, "text/plain; charset=utf-8", ("txt",), _TEXT, True),
)
"""Where bytes suit several, the first is what they are: a text that begins as captions do is captions."""

BY_CODE: dict[str, FileType] = {one.code: one for one in TYPES}
BY_EXTENSION: dict[str, FileType] = {extension: one for one in TYPES for extension in one.extensions}
LARGEST = max(one.most_bytes for one in TYPES)
"""No upload of more bytes is begun, of whatever type."""


def in_words(size: int) -> str:
    """Returns a number of bytes as people say it, rounded down: 200 MiB."""
    for unit, name in ((GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")):
        if size >= unit:
            return f"{size // unit} {name}"
    return f"{size} bytes"
