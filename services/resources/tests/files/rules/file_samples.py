"""A smallest file of each type that is taken, built by hand, byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from resources.files.rules.names import Name, clean_name


def named(text: str) -> Name:
    name = clean_name(text)
    assert isinstance(name, Name), name
    return name


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))


def segment(marker: int, content: bytes) -> bytes:
    """A segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def riff(form: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    body = form + b"".join(
        kind + struct.pack("<L", len(content)) + content + b"\0" * (len(content) % 2) for kind, content in chunks
    )
    return b"RIFF" + struct.pack("<L", len(body)) + body


def box(kind: bytes, *content: bytes) -> bytes:
    """A box of an MP4."""
    inside = b"".join(content)
    return struct.pack(">L", len(inside) + 8) + kind + inside


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as package:
        for path, data in members.items():
            package.writestr(path, data, zipfile.ZIP_STORED if path == "mimetype" else None)
    return file.getvalue()


def frames(count: int) -> bytes:
    """Frames of MPEG 1 layer III, 128 kbit at 44.1 kHz: 417 bytes each."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * count


SCAN = b"\x12\x34\xff\x00\x56\xff\xd0\x78"
FRAME = segment(0xC0, bytes(15))
JPEG = b"\xff\xd8" + segment(0xE0, b"JFIF\0" + bytes(9)) + FRAME + segment(0xDA, bytes(10)) + SCAN + b"\xff\xd9"
PIXELS = chunk(b"IDAT", zlib.compress(b"\0\x7f"))
IHDR = chunk(b"IHDR", struct.pack(">LLBBBBB", 1, 1, 8, 0, 0, 0, 0))
PNG = b"\x89PNG\r\n\x1a\n" + IHDR + PIXELS + chunk(b"IEND", b"")
GIF_SCREEN = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6)
GIF_PICTURE = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
WEBP_PICTURE = (b"VP8 ", b"a picture")
FTYP = box(b"ftyp", b"isom\0\0\2\0isommp41")
SEGMENT = b"\x18\x53\x80\x67\x84" + b"film"

SAMPLES: dict[str, bytes] = {
    "pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n",
    "png": PNG,
    "jpeg": JPEG,
    "webp": riff(b"WEBP", WEBP_PICTURE),
    "gif": GIF_SCREEN + GIF_PICTURE + b";",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><title>Half</title><path d="M0 0h1"/></svg>',
    "mp4": FTYP + box(b"moov", box(b"mvhd", bytes(8))) + box(b"mdat", b"film"),
    "webm": b"\x1a\x45\xdf\xa3\x87" + b"\x42\x82\x84webm" + SEGMENT,
    "mp3": b"ID3\x04\0\0\0\0\0\x05title" + frames(2),
    "m4a": box(b"ftyp", b"M4A \0\0\2\0M4A mp42") + box(b"mdat", b"sound") + box(b"moov", box(b"mvhd", bytes(8))),
    "wav": riff(b"WAVE", (b"fmt ", bytes(16)), (b"data", bytes(4))),
    "vtt": b"WEBVTT\n\n00:00.000 --> 00:02.000\nHola\n",
    "srt": "1\n00:00:00,000 --> 00:00:02,000\nSeñales\n".encode(),
    "docx": zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
    "xlsx": zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"}),
    "pptx": zipped({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}),
    "odt": zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<t/>"}),
    "ods": zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<t/>"}),
    "odp": zipped({"mimetype": b"application/vnd.oasis.opendocument.presentation", "content.xml": b"<t/>"}),
    "epub": zipped({"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<c/>"}),
    "zip": zipped({"unit.json": b"{}", "files/page.pdf": b"%PDF-1.7"}),
    "csv": "skill,nivel\r\nfracción,2\r\n".encode(),
    "md": b"# Fractions\n\nHalf of it.\n",
    "txt": "\ufeffHalf of it, año.\n".encode(),
}
