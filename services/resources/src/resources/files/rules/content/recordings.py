"""Is it a video or a sound of this type? Sources: ISO/IEC 14496-12 (boxes), Matroska's EBML, ID3v2.4, RIFF."""

from __future__ import annotations

from collections.abc import Iterator

from resources.files.rules.content.sample import Sample

_NO_BEGINNING = "it does not begin as one does"
_NO_END = "its end is missing"
_VIDEO_BRANDS = frozenset(
    {
        b"isom",
        b"iso2",
        b"iso3",
        b"iso4",
        b"iso5",
        b"iso6",
        b"iso7",
        b"iso8",
        b"iso9",
        b"mp41",
        b"mp42",
        b"avc1",
        b"dash",
        b"M4V ",
        b"MSNV",
    }
)
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B "})
_BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def wrong_with_recording(code: str, sample: Sample) -> str | None:
    """Returns what keeps the bytes from being a recording of this type, or None."""
    match code:
        case "mp4" | "m4a":
            return _mp4(sample, _SOUND_BRANDS if code == "m4a" else _VIDEO_BRANDS)
        case "webm":
            return _webm(sample)
        case "wav":
            return _wav(sample)
        case _:
            return _mp3(sample)


def _mp4(sample: Sample, brands: frozenset[bytes]) -> str | None:
    length = int.from_bytes(sample.head[:4], "big")
    if sample.head[4:8] != b"ftyp" or not 16 <= length <= 4096 or length % 4:
        return _NO_BEGINNING
    # The first brand decides: a photograph from a telephone names those of films among the others.
    if sample.head[8:12] not in brands:
        return "its brand is another one"
    seen: set[bytes] = set()
    for kind, start, end in _boxes(sample):
        if end > sample.size or end - start < 8 or not kind.isascii():
            return _NO_END
        seen.add(kind)
        if end < sample.size and sample.at(end, 8) is None:
            return None if sample.size - end >= 8 else _NO_END
    return None if {b"moov", b"mdat"} <= seen or {b"moov", b"moof"} <= seen else _NO_END


def _boxes(sample: Sample) -> Iterator[tuple[bytes, int, int]]:
    """The outermost boxes, each with where it starts and ends, as far as their heads are seen."""
    start = 0
    while (head := sample.at(start, 8)) is not None:
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if length == 1:
            length = int.from_bytes(sample.at(start + 8, 8) or b"", "big")
        elif length == 0:
            length = sample.size - start
        yield kind, start, start + length
        if length < 8:
            return
        start += length


def _webm(sample: Sample) -> str | None:
    # The element of the document's type stands in EBML's head, which comes first and is short.
    head = sample.head[:64]
    if head[:4] != b"\x1a\x45\xdf\xa3" or b"\x42\x82\x84webm" not in head:
        return _NO_BEGINNING
    length = _vint(sample.head, 4)
    segment = None if length is None else length[0] + length[1]
    if segment is None or sample.head[segment : segment + 4] != b"\x18\x53\x80\x67":
        return _NO_END
    body = _vint(sample.head, segment + 4)
    if body is None:
        return _NO_END
    size, start, is_unknown = body
    return None if is_unknown or start + size <= sample.size else _NO_END


def _vint(data: bytes, offset: int) -> tuple[int, int, bool] | None:
    """A number of variable length: its value, where it ends, and whether it says that nobody knows."""
    first = data[offset : offset + 1]
    if not first or first == b"\0":
        return None
    width = 9 - first[0].bit_length()
    raw = data[offset : offset + width]
    if len(raw) < width:
        return None
    most = (1 << 7 * width) - 1
    value = int.from_bytes(raw, "big") & most
    return value, offset + width, value == most


def _wav(sample: Sample) -> str | None:
    head = sample.head
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return _NO_BEGINNING
    return None if int.from_bytes(head[4:8], "little") + 8 <= sample.size else _NO_END


def _mp3(sample: Sample) -> str | None:
    start = 0
    if sample.head[:3] == b"ID3":
        sizes = sample.head[6:10]
        if len(sizes) < 4 or max(sizes) > 127:
            return _NO_BEGINNING
        start = 10 + (sizes[0] << 21 | sizes[1] << 14 | sizes[2] << 7 | sizes[3])
    first = _frame(sample, start)
    if first is None:
        return _NO_BEGINNING if start == 0 else _NO_END
    if start + first > sample.size:
        return _NO_END
    is_only = start + first + 4 > sample.size
    return None if is_only or _frame(sample, start + first) is not None or _is_tag(sample, start + first) else _NO_END


def _is_tag(sample: Sample, offset: int) -> bool:
    return sample.at(offset, 3) in (b"TAG", b"APE")


def _frame(sample: Sample, offset: int) -> int | None:
    """The length of the frame of layer III that begins here, or None where none does."""
    head = sample.at(offset, 4)
    if head is None or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, rate, bitrate = head[1] >> 3 & 3, head[2] >> 2 & 3, head[2] >> 4
    if version == 1 or rate == 3 or bitrate in (0, 15):
        return None
    per_second = (_BITRATES if version == 3 else _BITRATES_2)[bitrate] * 1000
    return (144 if version == 3 else 72) * per_second // _RATES[version][rate] + (head[2] >> 1 & 1)
