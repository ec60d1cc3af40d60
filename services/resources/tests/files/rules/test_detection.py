"""A type is what the bytes are. A name that says something else, half a file, or a file within a file is refused."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.common.rules.problems import Problem
from resources.files.rules.content.detection import type_by_content, type_claimed
from resources.files.rules.content.sample import HEAD, TAIL, Sample, sample_of
from resources.files.rules.file_types import BY_CODE, BY_EXTENSION, GIB, LARGEST, MIB, TYPES, FileType, Form, in_words
from services.resources.tests.files.rules.file_samples import (
    FTYP,
    JPEG,
    PNG,
    SAMPLES,
    box,
    frames,
    named,
    zipped,
)

CODES = st.sampled_from(sorted(SAMPLES))
OF_ENDS = [code for code in SAMPLES if BY_CODE[code].form != Form.TEXT]
PLAIN = ("txt", "md", "csv")
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def judged(data: bytes, name: str, claimed: str | None = None) -> FileType | Problem:
    return type_by_content(sample_of(data), named(name), claimed)


def refused(data: bytes, name: str, claimed: str | None = None) -> str:
    problem = judged(data, name, claimed)
    assert isinstance(problem, Problem), problem
    return problem.detail


def test_there_is_a_sample_of_every_type_and_texts_are_read_whole() -> None:
    assert set(SAMPLES) == {one.code for one in TYPES}
    assert all(one.most_bytes <= HEAD for one in TYPES if one.form == Form.TEXT)
    assert len(BY_EXTENSION) == sum(len(one.extensions) for one in TYPES)
    assert LARGEST == 2 * GIB


@pytest.mark.parametrize("code", sorted(SAMPLES))
def test_each_type_is_recognised_by_each_of_its_names(code: str) -> None:
    kind = BY_CODE[code]
    for extension in kind.extensions:
        for claimed in (None, "", "application/octet-stream", kind.media_type, *kind.aliases):
            assert judged(SAMPLES[code], f"a.{extension.upper()}", claimed) is kind


@pytest.mark.parametrize("code", sorted(SAMPLES))
def test_a_name_that_lies_is_told_what_the_file_is(code: str) -> None:
    for other in TYPES:
        if other.code == code or (other.code in PLAIN and BY_CODE[code].form == Form.TEXT):
            continue  # all captions and tables are plain texts as well
        detail = refused(SAMPLES[code], f"a.{other.extensions[0]}")
        assert other.called in detail
        assert code in PLAIN or detail.startswith(f"It is {BY_CODE[code].called}, but")


@pytest.mark.parametrize("code", OF_ENDS)
def test_half_a_file_is_refused_wherever_it_was_cut(code: str) -> None:
    data = SAMPLES[code]
    # The last line end of a PDF says nothing, and sound that ends after a whole frame is a shorter sound.
    whole = len(data) - {"pdf": 1, "mp3": len(frames(1))}.get(code, 0)
    for length in range(1, whole):
        assert isinstance(judged(data[:length], f"a.{BY_CODE[code].extensions[0]}"), Problem), length


@settings(max_examples=150, derandomize=True, deadline=None)
@given(CODES, CODES, st.binary(max_size=80), st.integers(0, 4000), st.integers(0, 60))
def test_no_bytes_make_it_raise(code: str, other: str, noise: bytes, place: int, cut: int) -> None:
    data = SAMPLES[code]
    spoilt = data[: place % (len(data) + 1)] + noise + data[place % (len(data) + 1) + cut :]
    for sample in (sample_of(spoilt), Sample(spoilt[:50], spoilt[-30:], len(spoilt)), Sample(spoilt, noise, 3 * GIB)):
        assert isinstance(type_by_content(sample, named(f"a.{BY_CODE[other].extensions[0]}"), None), FileType | Problem)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.binary(max_size=300), CODES)
def test_random_bytes_are_no_file_but_perhaps_a_text(data: bytes, code: str) -> None:
    found = judged(data, f"a.{BY_CODE[code].extensions[0]}")
    assert isinstance(found, Problem) or found.form == Form.TEXT


def test_an_empty_file_is_refused() -> None:
    assert "empty" in refused(b"", "a.pdf")


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.heic", "a.docm", "a.js", "a.pdf.exe"])
def test_other_kinds_of_files_are_not_taken(name: str) -> None:
    assert "not taken" in refused(b"anything", name)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"MZ\x90\0" + bytes(60), "a program"),
        (b"\x7fELF" + bytes(60), "a program"),
        (b"8BPS\0\x01" + bytes(60), "Photoshop"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Microsoft Office"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(60), "HEI"),
    ],
)
@pytest.mark.parametrize("name", ["a.pdf", "a.jpg", "a.txt"])
def test_whoever_sends_something_else_is_told_what_it_seems_to_be(data: bytes, said: str, name: str) -> None:
    assert said in refused(data, name)


def test_what_the_browser_says_must_agree_where_it_says_something() -> None:
    assert "was sent as image/png" in refused(SAMPLES["pdf"], "a.pdf", "image/png")
    assert judged(SAMPLES["csv"], "a.csv", "application/vnd.ms-excel") is BY_CODE["csv"]
    assert judged(SAMPLES["md"], "a.md", "text/plain") is BY_CODE["md"]
    assert type_claimed("Image/PNG; q=1") is BY_CODE["png"]
    assert type_claimed("nonsense\0") is None


def test_a_file_beyond_the_limit_of_its_type_is_refused() -> None:
    head = SAMPLES["pdf"]
    most = BY_CODE["pdf"].most_bytes
    for size, taken in ((most, True), (most + 1, False)):
        found = type_by_content(
            Sample(head + bytes(HEAD - len(head)), bytes(TAIL - 6) + b"%%EOF\n", size), named("a.pdf"), None
        )
        assert (found is BY_CODE["pdf"]) == taken
        assert taken or "200 MiB" in str(found)
    assert "too large for a text" in refused(b"a" * (HEAD + 1), "a.txt")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7\n" + HTML + SAMPLES["pdf"][9:], "web page"),
        (SAMPLES["pdf"] + HTML, "web page"),
        (b"%PDF-1.7\n<sCrIpT>" + SAMPLES["pdf"][9:], "web page"),
        (SAMPLES["pdf"] + SAMPLES["zip"], "zip is hidden"),
        (HTML + SAMPLES["pdf"], "does not begin"),
        (b"\n" + SAMPLES["pdf"], "does not begin"),
    ],
)
def test_a_pdf_is_nothing_besides(data: bytes, why: str) -> None:
    assert why in refused(data, "a.pdf")


@pytest.mark.parametrize("before", [HTML, PNG, JPEG, SAMPLES["pdf"], b"\0"])
def test_a_zip_has_nothing_before_or_behind_it(before: bytes) -> None:
    assert isinstance(judged(before + SAMPLES["docx"], "a.docx"), Problem)
    assert isinstance(judged(SAMPLES["docx"] + before, "a.docx"), Problem)
    directory = SAMPLES["docx"].index(b"PK\x01\x02")
    assert isinstance(judged(SAMPLES["docx"][:directory] + before + SAMPLES["docx"][directory:], "a.docx"), Problem)


def test_documents_with_macros_or_a_password_are_refused() -> None:
    office = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
    assert "macros" in refused(zipped({**office, "word/vbaProject.bin": b"x"}), "a.docx")
    locked = bytearray(zipped(office))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in refused(bytes(locked), "a.docx")


def test_programs_packed_as_a_zip_are_no_package() -> None:
    assert isinstance(judged(zipped({"META-INF/MANIFEST.MF": b"", "A.class": b""}), "a.zip"), Problem)
    assert isinstance(judged(zipped({}), "a.zip"), Problem)
    both = {"[Content_Types].xml": b"", "word/document.xml": b"", "xl/workbook.xml": b""}
    assert isinstance(judged(zipped(both), "a.docx"), Problem)


@pytest.mark.parametrize(
    ("mark", "offset", "value", "why"),
    [
        (b"PK\x05\x06", 4, b"\x01\0", "several pieces"),
        (b"PK\x05\x06", 8, b"\x01\0", "several pieces"),
        (b"PK\x05\x06", 8, b"\x03\0\x03\0", "directory is broken"),
        (b"PK\x05\x06", 8, b"\x01\0\x01\0", "directory is broken"),
        (b"PK\x05\x06", 16, b"\x09", "between its files and its end"),
        (b"PK\x05\x06", 20, b"\x01", "behind its end"),
        (b"PK\x01\x02", 0, b"XX", "directory is broken"),
        (b"PK\x01\x02", 28, b"\xff\xff", "directory is broken"),
    ],
)
def test_a_zip_whose_directory_is_spoilt_is_told_how(mark: bytes, offset: int, value: bytes, why: str) -> None:
    data = SAMPLES["zip"]
    at = data.index(mark) + offset
    assert why in refused(data[:at] + value + data[at + len(value) :], "a.zip")


def test_a_name_in_a_zip_that_is_not_utf_8_is_refused() -> None:
    data = zipped({"año.txt": b"a"})
    assert judged(data, "a.zip") is BY_CODE["zip"]
    assert "not written in UTF-8" in refused(data.replace("ñ".encode(), b"\xff\xff"), "a.zip")


def test_a_document_that_hides_what_it_is_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", b"application/epub+zip")
    assert isinstance(judged(packed.getvalue(), "a.epub"), Problem)
    turned = io.BytesIO()
    with zipfile.ZipFile(turned, "w") as package:
        package.writestr("other", b"application/epub+zip")
        package.writestr("mimetype", b"something else")
        package.filelist.reverse()
    assert isinstance(judged(turned.getvalue(), "a.epub"), Problem)


def test_a_zip_of_more_files_than_are_read_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for number in range(2001):
            package.writestr(f"{number}.txt", b"")
    assert "more than 2000 files" in refused(file.getvalue(), "a.zip")


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path onload="alert(1)"/>',
        '<a href="java&#10;script:alert(1)"/>',
        '<a xmlns:x="http://www.w3.org/1999/xlink" x:href=" JavaScript:alert(1)"/>',
        '<image href="data:text/html,x"/>',
        "<foreignObject/>",
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>',
        "<unclosed>",
    ],
)
def test_a_drawing_with_a_script_is_refused(inside: str) -> None:
    assert isinstance(judged(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode(), "a.svg"), Problem)


def test_a_drawing_declares_nothing() -> None:
    grows = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>'
    assert "document type" in refused(grows, "a.svg")
    assert "not svg" in refused(b"<html/>", "a.svg")


@pytest.mark.parametrize("data", ["año".encode("latin-1"), "año".encode("utf-16"), b"a\0b", b"a\x1bb", b"\xed\xa0\x80"])
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.vtt", "a.md"])
def test_texts_are_utf_8_without_control_characters(data: bytes, name: str) -> None:
    assert "It cannot be read" in refused(data, name)


def test_recordings_are_looked_at_beyond_their_first_bytes() -> None:
    assert isinstance(judged(FTYP + box(b"mdat", b"film"), "a.mp4"), Problem)
    assert isinstance(judged(FTYP.replace(b"isom\0", b"qt  \0") + box(b"moov") + box(b"mdat"), "a.mp4"), Problem)
    assert isinstance(judged(SAMPLES["webm"].replace(b"\x84webm", b"\x84matr"), "a.webm"), Problem)
    assert judged(FTYP + b"\0\0\0\x01moov" + (16).to_bytes(8, "big") + b"\0\0\0\0mdatfilm", "a.mp4") is BY_CODE["mp4"]
    assert judged(SAMPLES["webm"].replace(b"\x84film", b"\xfffilm"), "a.webm") is BY_CODE["webm"]
    for header in (b"\xff\xeb\x90\0", b"\xff\xfb\xf0\0", b"\xff\xfb\x00\0", b"\xff\xfb\x9c\0", b"\xff\xf9\x90\0"):
        assert isinstance(judged(header + frames(1)[4:], "a.mp3"), Problem)
    assert isinstance(judged(b"ID3\x04\0\0\x80\0\0\0" + frames(2), "a.mp3"), Problem)
    assert isinstance(judged(frames(1) + b"not a frame at all", "a.mp3"), Problem)
    assert judged(frames(3), "a.mp3") is BY_CODE["mp3"]
    assert judged(frames(2) + b"TAG" + bytes(125), "a.mp3") is BY_CODE["mp3"]


def test_a_film_of_two_gibibytes_is_judged_by_its_ends() -> None:
    moov = box(b"moov", bytes(100))
    long = (2 * GIB - len(FTYP) - len(moov)).to_bytes(8, "big")
    head = FTYP + b"\0\0\0\x01mdat" + long + bytes(HEAD - len(FTYP) - 16)
    tail = bytes(TAIL - len(moov)) + moov
    assert type_by_content(Sample(head, tail, 2 * GIB), named("a.mp4"), None) is BY_CODE["mp4"]
    assert isinstance(type_by_content(Sample(head, tail[:-1], 2 * GIB - 1), named("a.mp4"), None), Problem)


def test_a_film_whose_index_begins_between_its_ends_is_not_refused_for_it() -> None:
    media = b"\0\0\0\x01mdat" + (HEAD + 1000).to_bytes(8, "big") + bytes(HEAD)
    sample = Sample((FTYP + media)[:HEAD], bytes(TAIL), HEAD + 3000 + TAIL)
    assert type_by_content(sample, named("a.mp4"), None) is BY_CODE["mp4"]


def test_sizes_are_told_as_people_say_them() -> None:
    assert [in_words(size) for size in (0, 1023, 1024, 30 * MIB, 2 * GIB)] == [
        "0 bytes",
        "1023 bytes",
        "1 KiB",
        "30 MiB",
        "2 GiB",
    ]
