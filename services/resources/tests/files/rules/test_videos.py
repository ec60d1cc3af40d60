"""A video loses where it was taken while it flows by, and nothing in it moves."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from resources.files.rules.videos import VideoCleaner
from services.resources.tests.files.rules.file_samples import FTYP, SAMPLES, box

PLACE = b"+39.7392-104.9903/"
UDTA = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7" + PLACE))
META = box(b"meta", bytes(4) + box(b"ilst", PLACE))
TRACK = box(b"tkhd", bytes(20))
LONG = b"\0\0\0\x01udta" + (16 + len(PLACE)).to_bytes(8, "big") + PLACE
DESCRIBED = box(b"moov", box(b"mvhd", bytes(8)), UDTA, box(b"trak", TRACK, META, LONG), META, box(b"uuid", PLACE))
MEDIA = box(b"mdat", b"udta meta are only bytes here" + PLACE[:0])


def flow(pieces: Sequence[bytes]) -> tuple[bytes, VideoCleaner]:
    cleaner = VideoCleaner()
    return b"".join(cleaner.feed(piece) for piece in pieces), cleaner


def divided(data: bytes, cuts: Sequence[int]) -> list[bytes]:
    at = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in pairwise(at)]


def freed(data: bytes) -> bytes:
    """A box as it is expected afterwards."""
    head = 16 if data[:4] == b"\0\0\0\x01" else 8
    return data[:4] + b"free" + data[8:head] + bytes(len(data) - head)


@settings(max_examples=200, derandomize=True)
@given(st.lists(st.integers(0, 2000), max_size=8), st.booleans())
def test_in_pieces_of_any_size_only_descriptions_become_zeros(cuts: list[int], media_first: bool) -> None:
    film = FTYP + (MEDIA + DESCRIBED if media_first else DESCRIBED + MEDIA)
    kept, cleaner = flow(divided(film, cuts))
    moov = box(
        b"moov",
        box(b"mvhd", bytes(8)),
        freed(UDTA),
        box(b"trak", TRACK, freed(META), freed(LONG)),
        freed(META),
        freed(box(b"uuid", PLACE)),
    )
    assert kept == FTYP + (MEDIA + moov if media_first else moov + MEDIA)
    assert cleaner.is_sound
    assert PLACE not in kept


def test_a_box_to_the_end_of_the_file_may_be_the_last() -> None:
    film = FTYP + box(b"moov", UDTA) + b"\0\0\0\0mdat" + b"film" * 20
    kept, cleaner = flow([film])
    assert kept == FTYP + box(b"moov", freed(UDTA)) + b"\0\0\0\0mdat" + b"film" * 20
    assert cleaner.is_sound


def test_a_film_without_a_description_stays_as_it_is() -> None:
    for code in ("mp4", "m4a"):
        assert flow([SAMPLES[code]])[0] == SAMPLES[code]


def test_half_a_film_is_not_sound_wherever_it_was_cut() -> None:
    film = FTYP + DESCRIBED + MEDIA
    ends = {0, len(FTYP), len(FTYP) + len(DESCRIBED), len(film)}
    assert {length for length in range(len(film) + 1) if flow([film[:length]])[1].is_sound} == ends


def test_a_box_larger_than_the_one_it_lies_in_is_broken() -> None:
    inner = (900).to_bytes(4, "big") + b"udta" + PLACE
    kept, cleaner = flow([FTYP + (8 + len(inner)).to_bytes(4, "big") + b"moov" + inner + MEDIA])
    assert not cleaner.is_sound
    assert PLACE not in kept


@settings(max_examples=200, derandomize=True)
@given(st.binary(max_size=80), st.integers(0, 400), st.integers(0, 30))
def test_whatever_the_bytes_it_never_raises_nor_adds_any(noise: bytes, place: int, cut: int) -> None:
    film = FTYP + DESCRIBED + MEDIA
    spoilt = film[:place] + noise + film[place + cut :]
    kept, cleaner = flow([spoilt])
    assert len(kept) <= len(spoilt)
    if cleaner.is_sound:
        assert len(kept) == len(spoilt)
