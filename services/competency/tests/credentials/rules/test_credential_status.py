from __future__ import annotations

from typing import Any

import pytest

from competency.credentials.rules.envelope import opened
from competency.credentials.rules.status_list import StatusEntry, bitstring, encoded
from services.competency.tests.credentials.credential_pieces import (
    BADGE,
    CLAIMS,
    LIST,
    READER,
    SOUTH,
    STRANGER,
    Reader,
    forged,
    header,
    signed_badge,
    signed_list,
    signed_record,
    tampered,
)


def listing(**more: Any) -> str:
    return signed_list(credentialSubject={**dict(opened(signed_list()).claims["credentialSubject"]), **more})


def test_a_revoked_credential_is_good_no_more_and_its_neighbours_are() -> None:
    reader = Reader(lists={LIST: signed_list(94568)})
    assert reader.verdict(BADGE).problems == ("revoked",)
    assert reader.verdict(signed_badge(number=2)).good


def test_a_suspended_credential_is_good_again_when_the_bit_is_cleared() -> None:
    token = signed_badge(status=StatusEntry(LIST, 5, "suspension"))
    for indexes, problems in (((5,), ("suspended",)), ((6,), ())):
        shared = listing(statusPurpose=["suspension", "revocation"], encodedList=encoded(bitstring(indexes)))
        assert Reader(lists={LIST: shared}).verdict(token).problems == problems


def test_a_credential_without_a_status_cannot_be_revoked() -> None:
    assert Reader(lists={}).verdict(signed_badge(status=None)).good


def test_each_of_several_entries_counts() -> None:
    entries = [StatusEntry(LIST, index).claims() for index in (1, 2)]
    token = forged(header(), {**CLAIMS, "credentialStatus": entries})
    assert READER.verdict(token).good
    assert Reader(lists={LIST: signed_list(2)}).verdict(token).problems == ("revoked",)


def test_that_a_newer_one_can_be_had_does_not_make_this_one_bad() -> None:
    entry = {**StatusEntry(LIST, 1).claims(), "statusPurpose": "refresh"}
    assert Reader(lists={}).verdict(forged(header(), {**CLAIMS, "credentialStatus": entry})).good


def test_an_index_written_as_a_number_is_read() -> None:
    entry = {**StatusEntry(LIST, 1).claims(), "statusListIndex": 94568}
    token = forged(header(), {**CLAIMS, "credentialStatus": entry})
    assert READER.verdict(token).good
    assert Reader(lists={LIST: signed_list(94568)}).verdict(token).problems == ("revoked",)


LISTS: dict[str, tuple[str | None, str]] = {
    "not to be had": (None, "status_unreachable"),
    "a page": ("<html>", "status_unreadable"),
    "not signed by a key of the issuer": (signed_list(key=STRANGER), "status_forged"),
    "tampered with": (tampered(signed_list(94568), 1, lambda _: opened(signed_list()).claims), "status_forged"),
    "of another issuer": (signed_list(issuer=SOUTH.did), "status_other_issuer"),
    "out of date": (signed_list(validUntil="2026-12-01T11:59:59Z"), "status_expired"),
    "of the future": (signed_list(validFrom="2026-12-02T12:00:00Z"), "status_expired"),
    "another list": (signed_list(id=f"{LIST}0"), "status_unreadable"),
    "no list": (signed_list(type=["VerifiableCredential"]), "status_unreadable"),
    "for another purpose": (listing(statusPurpose="suspension"), "status_unreadable"),
    "too short": (listing(encodedList="uH4sIAAAAAAAAA2MAAI3vAtIBAAAA"), "status_unreadable"),
    "packed badly": (listing(encodedList="u"), "status_unreadable"),
    "not packed": (listing(encodedList=None), "status_unreadable"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_cannot_be_trusted_vouches_for_nothing(name: str) -> None:
    token, problem = LISTS[name]
    reader = Reader(lists={LIST: token})
    assert reader.verdict(BADGE).problems == (problem,)
    # Once unusable, unusable for every badge in a record.
    verdict = reader.verdict(signed_record())
    assert verdict.problems == (problem, "badge_not_good")
    assert verdict.checks[-1].words.count("Proportions: ") == 2


@pytest.mark.parametrize(
    "entry",
    [
        {"statusListIndex": "131072"},
        {"statusListIndex": "-1"},
        {"statusListIndex": "٣"},
        {"statusListIndex": "9" * 6000},
        {"statusListIndex": True},
        {"statusListCredential": None},
        {"statusSize": 2},
        {"type": None},
    ],
)
def test_a_place_that_is_none_vouches_for_nothing(entry: dict[str, Any]) -> None:
    claims = {**CLAIMS, "credentialStatus": {**CLAIMS["credentialStatus"], **entry}}
    assert READER.verdict(forged(header(), claims)).problems == ("status_unreadable",)
