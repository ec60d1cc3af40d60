"""Is this credential good? Two steps: `wanted` says what to fetch, `verify` says what the checks found.

Sources: Open Badges 3.0, section 8.2 (VC-JWT) and section on verification; Bitstring Status List 1.0, section 3.2.
A verdict says that the issuer issued it and holds to it; whether to trust that issuer is the reader's to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import get_args

from competency.credentials.rules.envelope import Unreadable, opened
from competency.credentials.rules.integrity import Finding, proof_finding
from competency.credentials.rules.issuer import document_address
from competency.credentials.rules.proof import proof_checks
from competency.credentials.rules.shape import badges_in, is_record, shape_problems
from competency.credentials.rules.status import StatusLists, dates_check, status_addresses
from competency.credentials.rules.verdict import Check, Fetched, Name, Verdict, Wanted, failed, not_checked, passed
from competency.credentials.rules.vocabulary import AnyJson, issuer_of, subject_of

MOST_LISTS = 16
"""Status lists that are fetched for one credential: a stranger's must not make us fetch without end."""
MOST_WORDS = 50
"""Badges that the words tell of."""


def wanted(token: str) -> Wanted:
    """Returns what to fetch for `verify`; nothing for a text that is no signed credential."""
    try:
        claims = opened(token).claims
    except Unreadable:
        return Wanted("", None)
    issuer = issuer_of(claims)
    addresses = {address for credential in (claims, *badges_in(claims)) for address in status_addresses(credential)}
    return Wanted(issuer, document_address(issuer), tuple(sorted(addresses)[:MOST_LISTS]))


def verify(token: str, fetched: Fetched, now: datetime) -> Verdict:
    """Checks a signed Open Badge 3.0 or CLR 2.0, as of `now` (aware). Whatever the text is, there is a verdict."""
    try:
        envelope = opened(token)
    except Unreadable as unreadable:
        return Verdict(_completed([failed("form", "unreadable", str(unreadable))]))
    checks = [passed("form", "It is a signed credential."), *proof_checks(envelope, fetched.issuer_document)]
    if any(check.outcome != "passed" for check in checks):
        return Verdict(_completed(checks))
    claims = envelope.claims
    if problems := shape_problems(claims):
        words = f"It is not made as the standard demands: {'; '.join(problems)}."
        return Verdict(_completed([*checks, failed("shape", "malformed", words)]), claims)
    lists = StatusLists(issuer_of(claims), fetched, now)
    kind = "a Comprehensive Learner Record 2.0" if is_record(claims) else "an Open Badge 3.0"
    checks += [passed("shape", f"It is {kind}."), dates_check(claims, now), lists.check(claims)]
    if is_record(claims):
        checks.append(_badges_check(claims, fetched.issuer_document, lists, now))
    return Verdict(tuple(checks), claims)


def _completed(checks: list[Check]) -> tuple[Check, ...]:
    made = {check.name for check in checks}
    return (*checks, *(not_checked(name) for name in get_args(Name) if name not in made and name != "badges"))


def _badges_check(record: AnyJson, document: object, lists: StatusLists, now: datetime) -> Check:
    bad: list[str] = []
    unknown: list[str] = []
    badges = badges_in(record)
    for badge in badges:
        for finding in _badge_findings(badge, record, document, lists, now):
            if finding.outcome != "passed":
                (bad if finding.outcome == "failed" else unknown).append(f"{_called(badge)}: {finding.words}")
    if bad:
        return failed("badges", "badge_not_good", " ".join(bad[:MOST_WORDS]))
    if unknown:
        return Check("badges", "not_checked", " ".join(unknown[:MOST_WORDS]), "badge_not_checked")
    return passed("badges", f"Each of its {len(badges)} credentials is signed by its issuer and in force.")


def _badge_findings(
    badge: AnyJson, record: AnyJson, document: object, lists: StatusLists, now: datetime
) -> Iterator[Finding | Check]:
    if issuer_of(badge) != issuer_of(record):
        finding = proof_finding(badge, None)  # a record's issuer vouches for nobody else's keys
        yield finding._replace(words=f"it is another issuer's, and {finding.words}")
        return
    if subject_of(badge).get("id") != subject_of(record).get("id"):
        yield Finding("failed", "it is about another subject than the record.")
    yield from (proof_finding(badge, document), dates_check(badge, now), lists.check(badge))


def _called(badge: AnyJson) -> str:
    return str(badge.get("name") or badge["credentialSubject"]["achievement"]["name"])
