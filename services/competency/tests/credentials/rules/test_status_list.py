from __future__ import annotations

import gzip
import tracemalloc
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.credentials.rules.status_list import (
    LONGEST,
    SHORTEST,
    StatusEntry,
    UnreadableList,
    bitstring,
    changed,
    decoded,
    encoded,
    is_set,
    scattered,
    status_list_claims,
)
from services.competency.tests.credentials.credential_pieces import DAY, LIST, NORTH, NOW

places = st.integers(0, SHORTEST - 1)
W3C_EXAMPLE = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"


def packed(data: bytes) -> str:
    return "u" + urlsafe_b64encode(data).rstrip(b"=").decode()


def test_the_example_of_the_standard_is_a_list_of_nothing_revoked() -> None:
    assert decoded(W3C_EXAMPLE) == bytes(16 * 1024) == bitstring([])


def test_the_first_place_is_the_left_most_bit() -> None:
    assert bitstring([0])[:2] == b"\x80\x00"
    assert bitstring([7, 8])[:2] == b"\x01\x80"
    assert bitstring([SHORTEST - 1])[-2:] == b"\x00\x01"


@given(st.sets(places, max_size=50), places)
def test_what_was_set_is_read_and_nothing_else(revoked: set[int], other: int) -> None:
    bits = decoded(encoded(bitstring(revoked)))
    assert all(is_set(bits, index) for index in revoked)
    assert is_set(bits, other) == (other in revoked)
    assert sum(byte.bit_count() for byte in bits) == len(revoked)


@given(st.sets(places, max_size=20), st.dictionaries(places, st.booleans(), max_size=20))
def test_a_change_touches_the_places_it_names(revoked: set[int], statuses: dict[int, bool]) -> None:
    bits = bitstring(revoked)
    after = changed(bits, statuses)
    for index in revoked | statuses.keys():
        assert is_set(after, index) == statuses.get(index, index in revoked)
    assert changed(after, {index: index in revoked for index in statuses}) == bits


def test_the_same_list_is_the_same_text_at_any_time() -> None:
    assert encoded(bitstring([5, 9])) == encoded(bitstring([9, 5]))
    assert urlsafe_b64decode(encoded(bitstring([]))[1:13])[4:8] == bytes(4)  # where GZIP has the time


@pytest.mark.parametrize("index", [-1, SHORTEST])
def test_a_place_outside_the_list_is_refused(index: int) -> None:
    with pytest.raises(ValueError, match="outside the list"):
        bitstring([index])
    with pytest.raises(ValueError, match="outside the list"):
        is_set(bitstring([]), index)


@pytest.mark.parametrize("length", [0, SHORTEST - 8, SHORTEST + 1, LONGEST + 8])
def test_a_list_is_long_enough_to_hide_in(length: int) -> None:
    with pytest.raises(ValueError, match="will not do"):
        bitstring([], length)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "begins with u"),
        (W3C_EXAMPLE[1:], "begins with u"),
        ("u", "places"),
        (W3C_EXAMPLE + "=", "cannot be unpacked"),
        (W3C_EXAMPLE.replace("-", "+"), "cannot be unpacked"),
        (W3C_EXAMPLE[:20] + "é" + W3C_EXAMPLE[21:], "cannot be unpacked"),
        (packed(b"not packed at all"), "cannot be unpacked"),
        (packed(gzip.compress(bytes(16 * 1024 - 1), mtime=0)), "places"),
        (packed(gzip.compress(bytes(LONGEST // 8 + 1), mtime=0)), "places"),
        (packed(gzip.compress(bytes(16 * 1024), mtime=0)[:-1]), "ends in the middle"),
    ],
)
def test_what_is_no_list_says_so(text: str, problem: str) -> None:
    with pytest.raises(UnreadableList, match=problem):
        decoded(text)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = packed(gzip.compress(bytes(100 * 1024 * 1024), compresslevel=1))
    tracemalloc.start()
    with pytest.raises(UnreadableList):
        decoded(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 * LONGEST // 8


@pytest.mark.parametrize("length", [1, 2, 3, 1000, 1024])
def test_every_number_has_a_place_of_its_own(length: int) -> None:
    assert {scattered(number, b"secret", length) for number in range(length)} == set(range(length))


def test_places_tell_nothing_of_the_order_without_the_secret() -> None:
    places = [scattered(number, b"secret") for number in range(200)]
    assert places != sorted(places)
    assert max(places) > SHORTEST * 0.9
    assert places != [scattered(number, b"another") for number in range(200)]


@pytest.mark.parametrize("number", [-1, SHORTEST])
def test_a_full_list_takes_nobody_more(number: int) -> None:
    with pytest.raises(ValueError, match="begin a new one"):
        scattered(number, b"secret")


def test_an_entry_names_its_place_as_text() -> None:
    assert StatusEntry(LIST, 94567, "suspension").claims() == {
        "id": f"{LIST}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "suspension",
        "statusListIndex": "94567",
        "statusListCredential": LIST,
    }
    with pytest.raises(ValueError, match="count from 0"):
        StatusEntry(LIST, -1)


def test_a_list_is_a_credential_itself() -> None:
    assert status_list_claims(LIST, NORTH.did, "revocation", bitstring([]), NOW, NOW + DAY) == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": NORTH.did,
        "validFrom": "2026-12-01T12:00:00Z",
        "validUntil": "2026-12-02T12:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(bitstring([])),
        },
    }
