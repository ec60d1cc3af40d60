"""A package is believed in nothing: what is wrong with it is found before it is unpacked, or as soon as it shows."""

from __future__ import annotations

import io
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.common.rules.problems import Problem
from resources.files.rules.content.directory import Listed, members_of
from resources.files.rules.content.sample import sample_of
from resources.files.rules.file_types import MIB
from resources.files.rules.packages import LIMITS, Limits, Piece, unpack, wrong_with_listing
from services.resources.tests.files.rules.file_samples import SAMPLES, zipped

ONE = Listed("unit/page.pdf", 0, 8, ((46 << 9) | (11 << 5) | 2, 0), 100, 200, stat.S_IFREG | 0o644, 0)
PACKAGE = {"unit.json": b"{}", "files/page.pdf": b"%PDF-1.7", "files/Señal.txt": "año".encode()}
SMALL = Limits(members=5, member_bytes=1000, total_bytes=3000, ratio=10, ratio_from=100, piece=64)


def unpacked(data: bytes, limits: Limits = LIMITS) -> dict[str, bytes] | list[str]:
    """What came out of a package whose every member came to its end; or what is wrong with it."""
    found: dict[str, bytes] = {}
    whole: list[str] = []
    problems: list[str] = []
    for one in unpack(io.BytesIO(data), limits):
        if isinstance(one, Problem):
            problems.append(one.detail)
        else:
            assert not problems
            assert len(one.data) <= limits.piece
            found[one.path] = found.get(one.path, b"") + one.data
            whole += [one.path] if one.is_last else []
    if problems:
        return problems
    assert whole == list(found)
    return found


def against(*listed: Listed, size: int = 100_000, limits: Limits = LIMITS) -> list[str]:
    placed = [replace(one, starts=number * 200) for number, one in enumerate(listed)]
    return [problem.detail for problem in wrong_with_listing(placed, size, limits)]


def changed(data: bytes, mark: bytes, offset: int, value: bytes) -> bytes:
    """The package with other bytes at this offset of its first header with this mark."""
    at = data.index(mark) + offset
    return data[:at] + value + data[at + len(value) :]


def test_a_sound_package_comes_out_as_it_went_in() -> None:
    assert unpacked(zipped(PACKAGE)) == PACKAGE
    assert unpacked(zipped(PACKAGE, zipfile.ZIP_STORED)) == PACKAGE
    assert unpacked(zipped(PACKAGE), replace(LIMITS, piece=1)) == PACKAGE


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,5}(/[a-z]{6,9})?\.txt", fullmatch=True), st.binary(max_size=300), min_size=1, max_size=6
    )
)
def test_whatever_sound_files_are_put_in_come_out(members: dict[str, bytes]) -> None:
    sound = {path: b"." + data for path, data in members.items()}
    assert unpacked(zipped(sound), replace(LIMITS, piece=64)) == sound


def test_what_a_desktop_adds_is_passed_over() -> None:
    added = {"__MACOSX/files/._page.pdf": b"x", "files/.DS_Store": b"x", "Thumbs.db": b"x"}
    assert unpacked(zipped({**PACKAGE, **added})) == PACKAGE


@pytest.mark.parametrize(
    "path",
    [
        "../page.pdf",
        "unit/../../page.pdf",
        "a/" * 19 + "../b",
        "/etc/passwd",
        "//server/page.pdf",
        "C:/page.pdf",
        "c:page.pdf",
        "unit\\..\\page.pdf",
        "\\\\server\\page.pdf",
        "unit//page.pdf",
        "./page.pdf",
        "unit/./page.pdf",
        "",
        "/",
        "unit/pa\0ge.pdf",
        "unit/\u202efdp.exe",
        "unit/page\n.pdf",
        "unit/CON.txt",
        "unit/nul",
        "unit/page.pdf.",
        "unit /page.pdf",
        "unit/what?.pdf",
        "unit/a\u200bb.pdf",
        "a" * 10_000 + ".pdf",
        "a/" * 20 + "b",
        "a/" * 30_000 + "b",
    ],
)
def test_a_path_that_leads_out_or_is_another_elsewhere_is_refused(path: str) -> None:
    [detail] = against(replace(ONE, name=path))
    assert len(detail) < 300
    assert detail.isprintable()


def test_folders_emoji_and_names_of_all_languages_are_taken() -> None:
    names = [
        "unit/",
        "unit/😀.png",
        "unidad/Fracción 2º.pdf",
        "単元/日本.txt",
        "no extension",
        "an\u0303o.txt",
        "x" * 251,
    ]
    assert against(*(replace(ONE, name=name) for name in names)) == []


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_links_and_devices_are_refused(mode: int) -> None:
    assert "link or a device" in against(replace(ONE, mode=mode))[0]


@pytest.mark.parametrize(
    ("member", "why"),
    [
        (replace(ONE, flags=1), "password"),
        (replace(ONE, flags=0x41), "password"),
        (replace(ONE, method=9), "compressed in a way"),
        (replace(ONE, method=12), "compressed in a way"),
        (replace(ONE, method=99), "compressed in a way"),
        (replace(ONE, packed=0), "contradict"),
        (replace(ONE, method=0), "contradict"),
        (replace(ONE, made=(0b0000000_0000_00001, 0)), "date"),
        (replace(ONE, made=(0b0000000_1101_00001, 0)), "date"),
        (replace(ONE, made=(0b0000000_0010_11110, 0)), "date"),
        (replace(ONE, made=(ONE.made[0], 0b11000_000000_00000)), "date"),
        (replace(ONE, made=(ONE.made[0], 0b00000_111100_00000)), "date"),
        (replace(ONE, made=(ONE.made[0], 0b00000_000000_11110)), "date"),
        (replace(ONE, size=LIMITS.member_bytes + 1, packed=LIMITS.member_bytes), "may have 500 MiB"),
        (replace(ONE, size=11 * MIB, packed=100_000), "far more"),
    ],
)
def test_a_member_that_is_not_ordinary_is_refused(member: Listed, why: str) -> None:
    assert any(why in detail for detail in against(member, size=2**31))


def test_a_package_that_says_no_date_is_taken() -> None:
    assert against(replace(ONE, made=(0, 0))) == []


def test_a_package_has_limits_and_says_which() -> None:
    assert "holds 6 files, and may hold 5" in against(*[ONE] * 6, limits=SMALL)[0]
    many = [replace(ONE, name=f"{number}", size=900, packed=100) for number in range(4)]
    assert any("may have 2 KiB" in detail for detail in against(*many, limits=SMALL))
    assert "far more than it has" in against(*many[:3], size=260, limits=SMALL)[0]
    assert against(*many[:3], limits=SMALL) == []


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("a.txt", "a.txt", "twice"),
        ("A.txt", "a.TXT", "twice"),
        ("año.txt", "an\u0303o.txt", "twice"),
        ("straße", "STRASSE", "twice"),
        ("a", "a/b.txt", "a folder that is a file"),
        ("A", "a/b/c.txt", "a folder that is a file"),
    ],
)
def test_members_that_would_be_one_somewhere_are_refused(first: str, second: str, why: str) -> None:
    for order in ((first, second), (second, first)):
        assert any(why in detail for detail in against(*(replace(ONE, name=name) for name in order)))


def test_members_that_share_their_bytes_are_refused() -> None:
    shared = [replace(ONE, name="a", starts=0), replace(ONE, name="b", starts=50)]
    assert "shares its bytes" in next(iter(wrong_with_listing(shared, 10_000))).detail
    assert "shares its bytes" in next(iter(wrong_with_listing([ONE], 99))).detail


@pytest.mark.parametrize(
    "inner", [SAMPLES["zip"], b"7z\xbc\xaf\x27\x1c....", b"Rar!\x1a\x07..", b"\x1f\x8b....", SAMPLES["docx"]]
)
def test_a_package_in_a_package_is_refused_whatever_its_name(inner: bytes) -> None:
    found = unpacked(zipped({"a.txt": b"a", "inner.txt": inner}))
    assert isinstance(found, list)
    assert "a package itself" in found[0]


def test_documents_that_are_zips_inside_are_taken() -> None:
    members = {"plan.docx": SAMPLES["docx"], "book.epub": SAMPLES["epub"]}
    assert unpacked(zipped(members)) == members


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: changed(data, b"PK\x01\x02", 24, struct.pack("<L", 9)),  # says that more comes out than does
        lambda data: changed(data, b"PK\x01\x02", 24, struct.pack("<L", 1)),  # or less
        lambda data: changed(data, b"PK\x01\x02", 16, b"\0\0\0\0"),  # another checksum
        lambda data: changed(data, b"PK\x03\x04", 30, b"X"),  # another name before the bytes than in the directory
        lambda data: changed(data, b"unit.json", 9, b"\xff\xff"),  # bytes that do not unpack
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: b"PK\x05\x06" + bytes(18),
    ],
)
def test_a_broken_package_is_refused(spoil: Callable[[bytes], bytes]) -> None:
    assert isinstance(unpacked(spoil(zipped(PACKAGE))), list)


def test_a_second_directory_hidden_in_the_first_is_not_read() -> None:
    """A last comment may look like the pointer to a larger directory, which some readers would follow."""
    data = zipped({"a.txt": b"a"})
    directory, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    record = b"PK\x06\x06" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, 0, 0, 0, 0)
    comment = record + b"PK\x06\x07" + struct.pack("<LQL", 0, end, 1)
    entry = changed(data[directory:end], b"PK\x01\x02", 32, struct.pack("<H", len(comment))) + comment
    hidden = data[:directory] + entry + changed(data[end:], b"PK\x05\x06", 12, struct.pack("<L", len(entry)))
    assert len(members_of(sample_of(hidden))) == 1
    assert zipfile.ZipFile(io.BytesIO(hidden)).namelist() == []
    assert unpacked(hidden) == ["The package is broken: make it anew."]


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.binary(max_size=40), st.integers(0, 1000), st.integers(0, 40))
def test_whatever_the_bytes_it_never_raises_and_never_gives_out_an_unsafe_path(
    noise: bytes, place: int, cut: int
) -> None:
    data = zipped(PACKAGE)
    place %= len(data) + 1
    for one in unpack(io.BytesIO(data[:place] + noise + data[place + cut :])):
        assert isinstance(one, Piece | Problem)
        if isinstance(one, Piece):
            assert ".." not in one.path.split("/")
            assert not one.path.startswith("/")
            assert one.path.isprintable()


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped({"zeros.txt": bytes(30 * MIB)})
    assert len(bomb) < 100_000
    tracemalloc.start()
    found = unpacked(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(found, list)
    assert "far more" in found[0]
    assert peak < 2 * MIB


def test_a_large_member_is_read_in_the_memory_of_a_piece() -> None:
    data = zipped({"zeros.txt": bytes(9 * MIB)})
    tracemalloc.start()
    came = sum(len(one.data) for one in unpack(io.BytesIO(data)) if isinstance(one, Piece))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert came == 9 * MIB
    assert peak < MIB
