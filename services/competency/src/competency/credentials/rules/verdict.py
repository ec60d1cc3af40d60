"""Whether a credential is good: a list of checks, each of which passed or failed and says so in words.

The words are for people and in English; whoever speaks another language finds all they say in the fields beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from competency.credentials.rules.vocabulary import AnyJson

Name = Literal["form", "algorithm", "issuer", "key", "signature", "shape", "dates", "status", "badges"]
Outcome = Literal["passed", "failed", "not_checked"]
"""Not checked is what an earlier failure leaves without meaning (what was tampered with may say anything), and what is
outside of what is read here, which has its problem named.
"""
Problem = Literal[
    "unreadable",
    "algorithm_none",
    "algorithm_unsupported",
    "wrong_issuer",
    "issuer_unreachable",
    "unknown_key",
    "tampered",
    "malformed",
    "not_yet_valid",
    "expired",
    "revoked",
    "suspended",
    "status_unreachable",
    "status_unreadable",
    "status_forged",
    "status_other_issuer",
    "status_expired",
    "badge_not_good",
    "badge_not_checked",
]


@dataclass(frozen=True, slots=True)
class Check:
    """`problem` says which failure it is; None where it passed, and where an earlier failure left it unchecked."""

    name: Name
    outcome: Outcome
    words: str
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """All checks, in the order they are made. `claims` are what the credential says: None unless its issuer signed it,
    so that nobody shows as a fact what anybody could have written.
    """

    checks: tuple[Check, ...]
    claims: AnyJson | None = None

    @property
    def good(self) -> bool:
        return all(check.outcome == "passed" for check in self.checks)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(check.problem for check in self.checks if check.problem is not None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to fetch before a credential can be verified, as the credential itself says: nobody has verified these
    addresses, so they are to be fetched as any stranger's. `issuer_document` is None where there is nothing to fetch.
    """

    issuer: str
    issuer_document: str | None
    status_lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched: the issuer's DID document or JWKS as decoded JSON, whatever it holds, and the status lists (as
    signed) by their addresses. What could not be had is None, or left out.
    """

    issuer_document: object = None
    status_lists: Mapping[str, str | None] = field(default_factory=dict)


def passed(name: Name, words: str) -> Check:
    return Check(name, "passed", words)


def failed(name: Name, problem: Problem, words: str) -> Check:
    return Check(name, "failed", words, problem)


def not_checked(name: Name) -> Check:
    return Check(name, "not_checked", "Not checked, because of what failed before.")
