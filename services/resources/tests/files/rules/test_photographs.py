"""A photograph loses where, when and by whom it was taken, and not a byte of its picture."""

from __future__ import annotations

import hashlib
import struct
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.common.rules.problems import Problem
from resources.files.rules.content.detection import wrong_with
from resources.files.rules.content.sample import sample_of
from resources.files.rules.file_types import BY_CODE, FileKind
from resources.files.rules.photographs.cleaning import Cleaned, cleaned, is_cleaned
from resources.files.rules.photographs.exif import exif_of, orientation_of
from services.resources.tests.files.rules.file_samples import (
    FRAME,
    GIF_PICTURE,
    GIF_SCREEN,
    IHDR,
    PIXELS,
    SAMPLES,
    SCAN,
    WEBP_PICTURE,
    chunk,
    riff,
    segment,
)

CODES = ["jpeg", "png", "webp", "gif"]
PLACE = b"39.7392N 104.9903W"
GPS_TAG = 0x8825
END = chunk(b"IEND", b"")
ORIENTATIONS = st.integers(1, 8)


def exif(order: str, orientation: int, place: bytes = PLACE) -> bytes:
    """Exif as a camera writes it: how it is turned, who made it, and a GPS IFD."""
    at_gps = 8 + 2 + 12 * 3 + 4
    entries = [
        struct.pack(f"{order}HHLHH", 0x0112, 3, 1, orientation, 0),
        struct.pack(f"{order}HHLL", 0x013B, 2, len(place), at_gps + 18),
        struct.pack(f"{order}HHLL", GPS_TAG, 4, 1, at_gps),
    ]
    gps = struct.pack(f"{order}HHHLLL", 1, 29, 2, len(place), at_gps + 18, 0)
    mark = b"II*\0" if order == "<" else b"MM\0*"
    return mark + struct.pack(f"{order}LH", 8, 3) + b"".join(entries) + bytes(4) + gps + place


def tags(tiff: bytes) -> list[int]:
    """The tags of the first IFD, read anew here."""
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = struct.unpack_from(f"{order}L", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    return [struct.unpack_from(f"{order}H", tiff, first + 2 + 12 * number)[0] for number in range(count)]


def kept_of(code: str, data: bytes) -> bytes:
    found = cleaned(BY_CODE[code], data)
    assert isinstance(found, Cleaned)
    assert found.sent == hashlib.sha256(data).hexdigest()
    assert found.kept == hashlib.sha256(found.data).hexdigest()
    return found.data


def turned(orientation: int) -> bytes:
    content = b"Exif\0\0" + exif_of(orientation)
    return b"" if orientation == 1 else segment(0xE1, content)


@settings(max_examples=150, derandomize=True)
@given(
    ORIENTATIONS,
    st.sampled_from("<>"),
    st.lists(st.sampled_from([0xE1, 0xE3, 0xED, 0xEF, 0xFE]), max_size=4),
    st.lists(st.binary(max_size=40), min_size=1, max_size=3),
    st.binary(max_size=30),
)
def test_a_jpeg_keeps_its_picture_byte_for_byte(
    orientation: int, order: str, others: Sequence[int], scans: Sequence[bytes], behind: bytes
) -> None:
    icc = segment(0xE2, b"ICC_PROFILE\0" + bytes(20))
    described = [segment(0xE1, b"Exif\0\0" + exif(order, orientation)), segment(0xE2, b"MPF\0" + PLACE)]
    described += [segment(marker, b"more " + PLACE) for marker in others]
    picture = FRAME + b"".join(
        segment(0xC4, bytes(9)) + segment(0xDA, bytes(10)) + scan.replace(b"\xff", b"\xff\0") for scan in scans
    )
    sent = b"\xff\xd8" + b"".join(described) + icc + picture + segment(0xFE, PLACE) + b"\xff\xd9" + behind + PLACE
    kept = kept_of("jpeg", sent)
    assert kept == b"\xff\xd8" + turned(orientation) + icc + picture + b"\xff\xd9"
    assert PLACE not in kept


@settings(max_examples=100, derandomize=True)
@given(
    ORIENTATIONS,
    st.sampled_from("<>"),
    st.lists(st.sampled_from([b"tEXt", b"iTXt", b"zTXt", b"tIME", b"prVt"]), max_size=4),
)
def test_a_png_keeps_its_picture_byte_for_byte(orientation: int, order: str, others: Sequence[bytes]) -> None:
    described = chunk(b"eXIf", exif(order, orientation)) + b"".join(chunk(kind, PLACE) for kind in others)
    colours = chunk(b"gAMA", bytes(4))
    sent = b"\x89PNG\r\n\x1a\n" + IHDR + described + colours + PIXELS + PIXELS + described + END + PLACE
    expected = b"" if orientation == 1 else chunk(b"eXIf", exif_of(orientation))
    assert kept_of("png", sent) == b"\x89PNG\r\n\x1a\n" + IHDR + expected + colours + PIXELS + PIXELS + END


@settings(max_examples=100, derandomize=True)
@given(ORIENTATIONS, st.sampled_from("<>"), st.booleans(), st.binary(max_size=31))
def test_a_webp_keeps_its_picture_byte_for_byte(orientation: int, order: str, lettered: bool, pixels: bytes) -> None:
    head = b"\x1c\0\0\0" + bytes(6)
    described = (b"EXIF", (b"Exif\0\0" if lettered else b"") + exif(order, orientation))
    sent = riff(b"WEBP", (b"VP8X", head), (b"VP8L", pixels), described, (b"XMP ", PLACE), (b"odd ", PLACE)) + PLACE
    if orientation == 1:
        expected = riff(b"WEBP", (b"VP8X", b"\x10" + head[1:]), (b"VP8L", pixels))
    else:
        said = (b"EXIF", exif_of(orientation))
        expected = riff(b"WEBP", (b"VP8X", b"\x18" + head[1:]), (b"VP8L", pixels), said)
    assert kept_of("webp", sent) == expected


def test_a_simple_webp_loses_what_does_not_belong_into_it() -> None:
    assert kept_of("webp", riff(b"WEBP", WEBP_PICTURE, (b"EXIF", exif("<", 6)))) == riff(b"WEBP", WEBP_PICTURE)


def test_a_gif_keeps_its_pictures_and_how_they_repeat() -> None:
    repeats = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
    shown = b"!\xf9\x04\0\0\0\0\0"
    comment = b"!\xfe" + bytes([len(PLACE)]) + PLACE + b"\0"
    xmp = b"!\xff\x0bXMP DataXMP" + bytes([len(PLACE)]) + PLACE + b"\0"
    sent = GIF_SCREEN + comment + repeats + xmp + shown + GIF_PICTURE + comment + shown + GIF_PICTURE + b";" + PLACE
    assert kept_of("gif", sent) == GIF_SCREEN + repeats + shown + GIF_PICTURE + shown + GIF_PICTURE + b";"


@pytest.mark.parametrize("code", CODES)
def test_nothing_changes_where_nothing_is_described_and_it_is_still_of_its_type(code: str) -> None:
    assert kept_of(code, SAMPLES[code]) == SAMPLES[code]
    assert wrong_with(BY_CODE[code], sample_of(SAMPLES[code])) is None


@settings(max_examples=150, derandomize=True)
@given(st.sampled_from(CODES), st.binary(max_size=60), st.integers(0, 300), st.integers(0, 40))
def test_whatever_the_bytes_it_never_raises_and_twice_is_once(code: str, noise: bytes, place: int, cut: int) -> None:
    data = SAMPLES[code]
    place %= len(data) + 1
    found = cleaned(BY_CODE[code], data[:place] + noise + data[place + cut :])
    if isinstance(found, Cleaned):
        assert kept_of(code, found.data) == found.data


@pytest.mark.parametrize("code", CODES)
def test_half_an_image_is_refused_wherever_it_was_cut(code: str) -> None:
    for length in range(len(SAMPLES[code])):
        assert isinstance(cleaned(BY_CODE[code], SAMPLES[code][:length]), Problem), length


def test_every_image_with_pixels_is_cleaned() -> None:
    images = {one.code for one in BY_CODE.values() if one.kind == FileKind.IMAGE}
    assert {code for code in BY_CODE if is_cleaned(BY_CODE[code])} == images - {"svg"} == set(CODES)


@settings(max_examples=100, derandomize=True)
@given(ORIENTATIONS, st.sampled_from("<>"))
def test_how_a_picture_is_turned_is_all_that_stays(orientation: int, order: str) -> None:
    assert GPS_TAG in tags(exif(order, orientation))
    assert orientation_of(exif(order, orientation)) == orientation
    assert orientation_of(exif_of(orientation)) == orientation
    assert tags(exif_of(orientation)) == [0x0112]


@settings(max_examples=150, derandomize=True)
@given(st.one_of(st.binary(max_size=60), st.binary(max_size=60).map(lambda rest: b"II*\0\x08\0\0\0" + rest)))
def test_any_exif_says_how_it_is_turned_or_nothing(tiff: bytes) -> None:
    assert 1 <= orientation_of(tiff) <= 8


def test_a_scan_with_restarts_and_filled_markers_is_kept_to_its_end() -> None:
    whole = b"\xff\xd8" + FRAME + segment(0xDA, bytes(10)) + SCAN * 50 + b"\xff\xff\xff\xd9"
    assert kept_of("jpeg", whole + PLACE) == whole


@pytest.mark.parametrize("code", CODES)
def test_an_image_made_to_be_slow_is_read_at_once(code: str) -> None:
    runs = {
        "jpeg": b"\xff\xd8" + FRAME + segment(0xDA, bytes(10)) + b"\xff" * 5_000_000 + b"\0",
        "png": b"\x89PNG\r\n\x1a\n" + IHDR + chunk(b"tEXt", b"") * 20_000,
        "webp": riff(b"WEBP", WEBP_PICTURE, *[(b"XMP ", b"")] * 20_000)[:-1],
        "gif": GIF_SCREEN + b"!\xfe\0" * 20_000,
    }
    began = time.process_time()
    assert isinstance(cleaned(BY_CODE[code], runs[code]), Problem)
    assert time.process_time() - began < 2


def test_an_image_that_is_not_built_as_its_type_demands_is_refused() -> None:
    signature = b"\x89PNG\r\n\x1a\n"
    assert isinstance(cleaned(BY_CODE["png"], signature + PIXELS + IHDR + END), Problem)
    assert isinstance(cleaned(BY_CODE["png"], signature + IHDR + chunk(b"NEED", b"") + PIXELS + END), Problem)
    assert isinstance(cleaned(BY_CODE["png"], SAMPLES["png"].replace(PIXELS, PIXELS[:-1] + b"X")), Problem)
    assert isinstance(cleaned(BY_CODE["webp"], riff(b"WEBP", (b"VP8X", b"short"))), Problem)
    assert isinstance(cleaned(BY_CODE["webp"], riff(b"WEBP", (b"EXIF", PLACE))), Problem)
    assert isinstance(cleaned(BY_CODE["webp"], riff(b"WEBP", (b"VP8 ", b""))[:-4] + b"\xff\0\0\0"), Problem)
    assert isinstance(cleaned(BY_CODE["jpeg"], b"\xff\xd8" + FRAME + b"\xff\xd0\xff\xd9"), Problem)


@pytest.mark.parametrize(
    "tiff", [b"II*\0\x08\0\0\0\x01\0", b"II*\0\xff\xff\xff\xff\0\0", b"XX*\0\x08\0\0\0\0\0", b"II*\0"]
)
def test_broken_exif_says_nothing(tiff: bytes) -> None:
    assert orientation_of(tiff) == 1
