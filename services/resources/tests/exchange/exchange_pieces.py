"""Items to send and to take in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st

from resources.exchange.rules.described import Aligned, Described, Exchanged, FileFacts, Published, Source
from resources.exchange.rules.package import PackageWriter, files_of
from resources.files.rules.file_types import TYPES
from resources.items.rules.content import AlignedTo, Body, CaptionOf, Holder, ItemKind, Part, PartKind, Relation
from resources.licences.rules.catalogue import CATALOGUE
from shared.values.words import composed, is_storable, is_visible

quick = settings(max_examples=40, derandomize=True, deadline=None)

EDITION = UUID(int=900)
PDF = b"%PDF-1.7 a page"
VIDEO = b"\0\0\0\x18ftypmp42 a film"
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\nFold it.\n"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


BYTES: Mapping[str, bytes] = MappingProxyType({sha256(data): data for data in (PDF, VIDEO, CAPTIONS)})
FILES: Mapping[str, FileFacts] = MappingProxyType(
    {
        sha256(PDF): FileFacts("pdf", "application/pdf", len(PDF)),
        sha256(VIDEO): FileFacts("mp4", "video/mp4", len(VIDEO)),
        sha256(CAPTIONS): FileFacts("vtt", "text/vtt; charset=utf-8", len(CAPTIONS)),
    }
)
FRACTIONS = Aligned(
    AlignedTo.ITEM,
    Relation.TEACHES,
    str(UUID(int=31)),
    EDITION,
    "MA.PR.3",
    "Places fractions on a number line.",
    "Demonstration Framework",
    "https://frameworks.example/ims/case/v1p1/CFItems/31",
)
SUPPORT = Aligned(AlignedTo.CONDITION, Relation.SUPPORTS, "curriculum", UUID(int=901), set_name="Ready?")
UNIT = Described(
    item_id=UUID(int=1),
    title="Fractions on a folded strip",
    kind=ItemKind.LESSON_CONTENT,
    description="Learners fold strips of paper.",
    language="en",
    grade_band="3-5",
    preparation="Cut the strips.",
    preparation_time=90,
    claimed=frozenset({"captions", "alternativeText"}),
    aligned=frozenset({FRACTIONS, SUPPORT}),
    authors=("Ana Ruiz", "Ben Okafor"),
    parts=(
        Part(UUID(int=11), "Plan", Body(PartKind.FILE, sha256(PDF), "CC-BY-4.0", None, Holder.DISTRICT, "Sierra")),
        Part(UUID(int=12), "Film", Body(PartKind.FILE, sha256(VIDEO), "CC-BY-ND-4.0", None, Holder.AUTHOR, "Ana Ruiz")),
        Part(
            UUID(int=13),
            "Captions",
            Body(PartKind.FILE, sha256(CAPTIONS), "CC-BY-4.0", CaptionOf(UUID(int=12), sha256(VIDEO))),
        ),
        Part(UUID(int=14), "More", Body(PartKind.LINK, "https://example.org/more", None, None, Holder.OTHER, "Lab")),
        Part(UUID(int=15), "To say", Body(PartKind.TEXT, "What is one half?\nShow it.", "partnership")),
    ),
    files=FILES,
    credits={UUID(int=11): "“Plan” by Ana Ruiz. Licensed under CC BY 4.0."},
)
PUBLISHED = Published(
    address="https://library.example/items/1/versions/2",
    publisher="Sierra Unified",
    version=2,
    published_at=datetime(2026, 11, 2, 8, 30, tzinfo=UTC),
    shown=frozenset({"captions"}),
    sources=(Source("Fraction strips", "https://library.example/items/7/versions/1"),),
)
BOTH = Exchanged(UNIT, PUBLISHED)


def written(items: Sequence[Exchanged], contents: Mapping[str, bytes] = BYTES) -> bytes:
    """The package of these items."""
    writer = PackageWriter()
    pieces = [writer.metadata(items)]
    for digest, facts in files_of(items).items():
        pieces += [writer.begin_file(digest, facts), writer.feed(contents[digest]), writer.end_file()]
    return b"".join([*pieces, writer.end()])


TEXTS = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), min_size=1, max_size=20)
    .map(composed)
    .filter(lambda text: is_visible(text) and is_storable(text))
)
LINES = TEXTS.map(lambda text: composed(" ".join(text.split()))).filter(is_visible)
_OPTIONAL = LINES | st.just("")
ALIGNED = st.builds(
    Aligned,
    st.sampled_from(AlignedTo),
    st.sampled_from(Relation),
    LINES,
    st.uuids() | st.none(),
    _OPTIONAL,
    _OPTIONAL,
    _OPTIONAL,
    st.sampled_from(["", "https://a.example/1"]),
)


@st.composite
def bodies(draw: st.DrawFn, keys: Sequence[UUID]) -> tuple[Body, Mapping[str, FileFacts], Mapping[str, bytes]]:
    """A body, with the facts and the bytes of its file."""
    kind = draw(st.sampled_from(PartKind))
    files: dict[str, FileFacts] = {}
    contents: dict[str, bytes] = {}
    caption = None
    source = draw(LINES)
    if kind == PartKind.FILE:
        data = draw(st.binary(max_size=40))
        source = sha256(data)
        one = draw(st.sampled_from([one for one in TYPES if one.code != "zip"]))
        files[source] = FileFacts(one.extensions[0], one.media_type, len(data))
        contents[source] = data
        caption = draw(st.none() | st.just(CaptionOf(draw(st.sampled_from(keys)), "a" * 64)))
    body = Body(
        kind,
        source,
        draw(st.none() | st.sampled_from([*CATALOGUE])),
        caption,
        draw(st.sampled_from(Holder)),
        draw(_OPTIONAL),
    )
    return body, files, contents


@st.composite
def described(draw: st.DrawFn) -> tuple[Described, Mapping[str, bytes]]:
    """Any item, with the bytes of its files."""
    keys = draw(st.lists(st.uuids(), min_size=1, max_size=3, unique=True))
    files: dict[str, FileFacts] = {}
    contents: dict[str, bytes] = {}
    parts: list[Part] = []
    credits: dict[UUID, str] = {}
    for key in keys:
        body, its_files, its_contents = draw(bodies(keys))
        files = {**its_files, **files}
        contents |= its_contents
        parts.append(Part(key, draw(LINES), body))
        if draw(st.booleans()):
            credits[key] = draw(TEXTS)
    item = Described(
        item_id=draw(st.uuids()),
        title=draw(LINES),
        kind=draw(st.sampled_from(ItemKind)),
        description=draw(TEXTS | st.just("")),
        language=draw(st.sampled_from(["en", "es"])),
        grade_band=draw(st.none() | st.sampled_from(["k-2", "3-5"])),
        preparation=draw(TEXTS | st.just("")),
        preparation_time=draw(st.none() | st.integers(0, 10_000)),
        claimed=draw(st.frozensets(LINES, max_size=3)),
        aligned=draw(st.frozensets(ALIGNED, max_size=3)),
        authors=draw(st.lists(LINES, max_size=3).map(tuple)),
        parts=tuple(parts),
        files=files,
        credits=credits,
    )
    return item, contents


@st.composite
def exchanged(draw: st.DrawFn) -> tuple[Exchanged, Mapping[str, bytes]]:
    item, contents = draw(described())
    published = st.builds(
        Published,
        LINES,
        LINES,
        st.integers(1, 999),
        st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
        st.frozensets(LINES, max_size=2),
        st.lists(st.builds(Source, _OPTIONAL, LINES), max_size=2).map(tuple),
    )
    return Exchanged(item, draw(st.none() | published)), contents
