"""Whether a credential is still in force: its dates, and its bit in the issuer's status list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from competency.credentials.rules.envelope import Unreadable, opened
from competency.credentials.rules.proof import proof_checks
from competency.credentials.rules.status_list import UnreadableList, decoded, is_set
from competency.credentials.rules.verdict import Check, Fetched, Problem, failed, passed
from competency.credentials.rules.vocabulary import (
    STATUS_ENTRY,
    STATUS_LIST,
    AnyJson,
    issuer_of,
    listed,
    read_instant,
    subject_of,
)

CLOCK_SKEW = timedelta(minutes=1)
"""How far the issuer's clock may be ahead of ours."""

_INDEX = re.compile(r"[0-9]{1,12}")
_PURPOSES: dict[str, Problem] = {"revocation": "revoked", "suspension": "suspended"}
_WORDS: dict[Problem, str] = {
    "revoked": "Its issuer has revoked it.",
    "suspended": "Its issuer has suspended it for the time being.",
    "status_unreachable": "The issuer's list of revoked credentials could not be fetched. Try again later.",
    "status_unreadable": "The issuer's list of revoked credentials cannot be read, or this credential is not in it.",
    "status_forged": "The issuer's list of revoked credentials was not signed by the issuer.",
    "status_other_issuer": "The list of revoked credentials it names is another issuer's.",
    "status_expired": "The list of revoked credentials that was fetched is out of date.",
}


class _List(NamedTuple):
    bits: bytes
    purposes: list[object]


class _Unusable(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def dates_check(claims: AnyJson, now: datetime) -> Check:
    begins, ends = read_instant(claims.get("validFrom")), read_instant(claims.get("validUntil"))
    if begins is not None and now + CLOCK_SKEW < begins:
        return failed("dates", "not_yet_valid", f"It is not valid before {begins.isoformat()}.")
    if ends is not None and now > ends:
        return failed("dates", "expired", f"It expired at {ends.isoformat()}.")
    return passed("dates", "It has no end." if ends is None else f"It is valid until {ends.isoformat()}.")


def status_addresses(claims: AnyJson) -> Iterator[str]:
    """Returns the addresses of the status lists that the credential names."""
    for entry in listed(claims.get("credentialStatus")):
        if isinstance(entry, Mapping) and isinstance(address := entry.get("statusListCredential"), str):
            yield address


class StatusLists:
    """The status lists of one issuer as they were fetched; each is verified and unpacked once, however many
    credentials are looked up in it.
    """

    def __init__(self, issuer: str, fetched: Fetched, now: datetime) -> None:
        self._issuer, self._fetched, self._now = issuer, fetched, now
        self._read: dict[str, _List | Problem] = {}

    def check(self, claims: AnyJson) -> Check:
        """Returns whether the credential, of this issuer, is revoked or suspended."""
        entries = listed(claims.get("credentialStatus"))
        if not entries:
            return passed("status", "It names no list of revoked credentials, so it cannot be revoked.")
        try:
            for entry in entries:
                if problem := self._problem(entry):
                    return failed("status", problem, _WORDS[problem])
        except _Unusable as unusable:
            return failed("status", unusable.problem, _WORDS[unusable.problem])
        return passed("status", "Its issuer has not revoked it.")

    def _problem(self, entry: object) -> Problem | None:
        if not isinstance(entry, Mapping) or entry.get("type") != STATUS_ENTRY:
            raise _Unusable("status_unreadable")
        address, purpose = entry.get("statusListCredential"), str(entry.get("statusPurpose"))
        if purpose not in _PURPOSES:
            return None  # a message, or that a newer one can be had: neither says that it is not in force
        index = str(entry.get("statusListIndex"))  # text by the standard; some issuers write a number
        if not isinstance(address, str) or not _INDEX.fullmatch(index) or entry.get("statusSize", 1) != 1:
            raise _Unusable("status_unreadable")
        bits, purposes = self._list(address)
        if purpose not in purposes or int(index) >= len(bits) * 8:
            raise _Unusable("status_unreadable")
        return _PURPOSES[purpose] if is_set(bits, int(index)) else None

    def _list(self, address: str) -> _List:
        read = self._read.get(address)
        if read is None:
            try:
                read = self._verified(address)
            except _Unusable as unusable:
                read = unusable.problem
            self._read[address] = read
        if isinstance(read, str):
            raise _Unusable(read)
        return read

    def _verified(self, address: str) -> _List:
        token = self._fetched.status_lists.get(address)
        if token is None:
            raise _Unusable("status_unreachable")
        try:
            envelope = opened(token)
            claims, subject = envelope.claims, subject_of(envelope.claims)
            if issuer_of(claims) != self._issuer:
                raise _Unusable("status_other_issuer")
            if any(check.outcome != "passed" for check in proof_checks(envelope, self._fetched.issuer_document)):
                raise _Unusable("status_forged")
            if dates_check(claims, self._now).outcome != "passed":
                raise _Unusable("status_expired")
            if STATUS_LIST not in listed(claims.get("type")) or claims.get("id", address) != address:
                raise _Unusable("status_unreadable")
            return _List(decoded(str(subject.get("encodedList"))), listed(subject.get("statusPurpose")))
        except (Unreadable, UnreadableList):
            raise _Unusable("status_unreadable") from None
