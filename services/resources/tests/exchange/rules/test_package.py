"""A package says the same in the same bytes, comes back whole, and is believed in nothing."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.exchange.rules.described import Described, Exchanged, FileFacts
from resources.exchange.rules.package import (
    METADATA,
    MOST_ITEMS,
    PackageWriter,
    WrongFile,
    metadata_of,
    path_of,
    wrong_with_items,
)
from resources.exchange.rules.package_reading import PackageRead, file_pieces, read_package
from resources.files.rules.file_types import MIB
from resources.files.rules.packages import LIMITS, Limits
from services.resources.tests.exchange.exchange_pieces import (
    BOTH,
    BYTES,
    FILES,
    PDF,
    UNIT,
    exchanged,
    quick,
    sha256,
    written,
)
from services.resources.tests.files.rules.file_samples import zipped

GOOD = written([BOTH])
MEMBERS = {path_of(digest, FILES[digest]): data for digest, data in BYTES.items()}
WORDS = Exchanged(replace(UNIT, item_id=UUID(int=2), parts=UNIT.parts[3:], files={}, credits={}))


def read(data: bytes, limits: Limits = LIMITS) -> PackageRead:
    return read_package(io.BytesIO(data), limits)


def with_members(members: Mapping[str, bytes], metadata: bytes = metadata_of([BOTH])) -> bytes:
    return zipped({METADATA: metadata, **members})


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    """The metadata, with something changed in the document."""
    document = json.loads(metadata_of([BOTH]))
    change(document)
    return json.dumps(document).encode()


@quick
@given(st.lists(exchanged(), max_size=2, unique_by=lambda one: one[0].item.item_id))
def test_what_is_written_is_read_back_with_its_files(several: list[tuple[Exchanged, Mapping[str, bytes]]]) -> None:
    items = [one for one, _ in several]
    # One file may be drawn under two extensions, and is then known under one of them.
    facts = {digest: known for one in items for digest, known in one.item.files.items()}
    items = [replace(one, item=replace(one.item, files={d: facts[d] for d in one.item.files})) for one in items]
    contents = {digest: data for _, its in several for digest, data in its.items()}
    data = written(items, contents)
    assert written(items, contents) == data
    found = read(data)
    assert found.notes == ()
    assert list(found.items) == items
    files = dict.fromkeys(found.files, b"")
    for digest, piece, _ in file_pieces(io.BytesIO(data), found):
        files[digest] += piece
    assert files == contents


def test_a_package_is_an_ordinary_zip_without_dates() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        assert package.testzip() is None
        assert package.namelist() == [METADATA, *sorted(MEMBERS)]
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_file_with_other_bytes_breaks_the_package_off() -> None:
    writer = PackageWriter()
    writer.metadata([BOTH])
    writer.begin_file(sha256(PDF), FILES[sha256(PDF)])
    writer.feed(b"%PDF-1.7 b page")
    with pytest.raises(WrongFile):
        writer.end_file()


def test_it_is_written_and_read_in_little_memory() -> None:
    piece = bytes(MIB)
    digest = sha256(piece * 40)
    facts = FileFacts("mp4", "video/mp4", 40 * MIB)
    part = replace(UNIT.parts[1], body=replace(UNIT.parts[1].body, source=digest))
    one = Exchanged(replace(UNIT, parts=(part,), files={digest: facts}, credits={}))
    writer = PackageWriter()
    tracemalloc.start()
    came = len(writer.metadata([one])) + len(writer.begin_file(digest, facts))
    came += sum(len(writer.feed(piece)) for _ in range(40)) + len(writer.end_file()) + len(writer.end())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert came > 40 * MIB
    assert peak < 8 * MIB


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no zip",
        GOOD[:-1],
        zipped({METADATA: b"{}", "../out.pdf": b"x"}),
        zipped({METADATA: b"{}", "/etc/passwd": b"x"}),
        zipped({METADATA: b"{}", "files\\..\\x": b"x"}),
        zipped({METADATA: b"{}", "METADATA.jsonld": b"{}"}),
        zipped({"files/a.pdf": PDF}),
        zipped({f"folder/{METADATA}": metadata_of([BOTH])}),
        zipped({METADATA: b""}),
        zipped({METADATA: b"\xff\xfe{\0}\0"}),
        zipped({METADATA: b"[]"}),
        zipped({METADATA: b'{"@graph": {}}'}),
        zipped({METADATA: b'{"@graph": [], "@graph": []}'}),
        zipped({METADATA: b'{"@graph": [NaN]}'}),
        zipped({METADATA: b'{"@graph": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"}),
        zipped({METADATA: b'{"@graph": [' + b"9" * 5_000 + b"]}"}),
        zipped({METADATA: b'{"@graph": [' + b"{}," * MOST_ITEMS + b"{}]}"}),
        zipped({METADATA: b'{"@graph": []}' + b" " * 30 * MIB}),
        zipped({METADATA: b'{"@graph": []}' + b" " * 21 * MIB}, zipfile.ZIP_STORED),
    ],
)
def test_what_is_no_sound_package_is_refused_whole(data: bytes) -> None:
    found = read(data)
    assert (found.items, dict(found.files)) == ((), {})
    [note] = found.notes
    assert note.refused
    assert note.detail.endswith((".", "!"))
    assert len(note.detail) < 400


def test_a_package_of_a_hundred_thousand_members_is_refused_before_it_is_unpacked() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for number in range(100_000):
            package.writestr(zipfile.ZipInfo(f"{number}"), b"")
    tracemalloc.start()
    found = read_package(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "holds more than" in found.notes[0].detail
    assert peak < 8 * MIB


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path, data: {},
        lambda path, data: {path: data + b"."},
        lambda path, data: {path.replace(".pdf", ".exe"): data},
        lambda path, data: {path.replace("files/", "file/"): data},
        lambda path, data: {path.upper(): data},
    ],
)
def test_an_item_whose_file_is_missing_or_another_is_refused_alone(spoil: Callable[..., dict[str, bytes]]) -> None:
    path = path_of(sha256(PDF), FILES[sha256(PDF)])
    others = {name: data for name, data in MEMBERS.items() if name != path}
    found = read(with_members({**others, **spoil(path, PDF)}, metadata_of([BOTH, WORDS])))
    assert [one.item.item_id for one in found.items] == [WORDS.item.item_id]
    assert "/@graph/0/hasPart/0/sha256" in [note.pointer for note in found.notes if note.refused]
    assert dict(found.files) == {}


def test_a_file_under_the_name_of_another_is_told() -> None:
    path = path_of(sha256(PDF), FILES[sha256(PDF)])
    found = read(with_members({**MEMBERS, path: b"%PDF-1.7 another"}))
    assert any(note.refused and "not those that it is named by" in note.detail for note in found.notes)


def test_the_same_file_twice_is_kept_once() -> None:
    again = f"files/{sha256(PDF)}.txt"
    found = read(with_members({**MEMBERS, again: PDF}))
    assert list(found.items) == [BOTH]
    assert [(note.detail.partition(":")[0], note.refused) for note in found.notes] == [(again, False)]


def test_a_file_that_no_item_names_is_left_out_and_said() -> None:
    found = read(with_members({**MEMBERS, "readme.txt": b"x", f"files/{sha256(b'y')}.txt": b"y"}))
    assert len(found.items) == 1
    assert sorted(found.files) == sorted(BYTES)
    assert sorted(note.detail.partition(":")[0] for note in found.notes) == [f"files/{sha256(b'y')}.txt", "readme.txt"]


def test_what_is_not_known_is_left_out_and_the_item_is_taken() -> None:
    found = read(with_members(MEMBERS, changed(lambda document: document["@graph"][0].update(colour="red"))))
    assert list(found.items) == [BOTH]
    assert [(note.pointer, note.refused) for note in found.notes] == [("/@graph/0/colour", False)]


def test_an_item_that_comes_twice_is_taken_once() -> None:
    found = read(with_members(MEMBERS, metadata_of([BOTH, BOTH])))
    assert list(found.items) == [BOTH]
    assert [note.pointer for note in found.notes] == ["/@graph/1/identifier"]


def test_an_entry_that_is_no_object_is_refused_alone() -> None:
    found = read(with_members(MEMBERS, changed(lambda document: document["@graph"].append(7))))
    assert list(found.items) == [BOTH]
    assert [note.pointer for note in found.notes] == ["/@graph/1"]


def test_of_very_many_faults_not_all_are_told() -> None:
    document = json.dumps({"@graph": [{f"term {number}": 1 for number in range(200)}] * 100}).encode()
    assert len(read(zipped({METADATA: document})).notes) == 1_000


def test_a_package_that_could_not_be_read_again_is_not_begun() -> None:
    def against(item: Described, limits: Limits = LIMITS) -> list[str]:
        return [problem.detail for problem in wrong_with_items([Exchanged(item)], limits)]

    def with_facts(facts: FileFacts) -> Described:
        return replace(UNIT, files={**FILES, sha256(PDF): facts})

    assert against(UNIT) == []
    assert "may have 500 MiB" in against(with_facts(FileFacts("mp4", "video/mp4", 501 * MIB)))[0]
    assert "is a package itself" in against(with_facts(FileFacts("zip", "application/zip", 9)))[0]
    assert "and a package holds 2" in against(UNIT, replace(LIMITS, members=3))[0]
    assert "Together" in against(UNIT, replace(LIMITS, total_bytes=100))[0]
    assert "holds 1000" in next(wrong_with_items([BOTH] * 1_001)).detail
    assert "Their words" in against(replace(UNIT, description="x" * 21 * MIB))[0]


def test_the_file_is_not_another_when_its_bytes_are_asked_for() -> None:
    with pytest.raises(ValueError, match="its end is missing"):
        list(file_pieces(io.BytesIO(GOOD[:-1]), read(GOOD)))


@quick
@given(st.binary(max_size=40), st.integers(0, 100_000), st.integers(0, 40))
def test_whatever_the_bytes_it_is_read_without_an_error(noise: bytes, place: int, cut: int) -> None:
    place %= len(GOOD) + 1
    found = read(GOOD[:place] + noise + GOOD[place + cut :])
    for one in found.items:
        assert {part.body.source for part in one.item.parts if part.body.kind == "file"} <= set(found.files)
