"""What is attested of a coach, from which day to which, and what of it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal, get_args
from uuid import UUID

from coaching.common.rules.problems import Problem

Kind = Literal["student", "staff"]
CountsAs = Literal["student", "staff", "learner"]
"""As what a coach is judged: as what they joined, or as a learner where staff are one by the roster."""
AttestationKind = Literal["clearance", "guardian_consent", "identity", "training", "age_band"]
KINDS: tuple[AttestationKind, ...] = get_args(AttestationKind)
Band = Literal["minor", "adult"]

ONE_DAY = timedelta(days=1)
LONGEST = timedelta(days=3653)
"""Ten years: what is valid for longer is nobody's to attest."""
LONGEST_MINORITY = timedelta(days=6575)
"""Eighteen years."""
LONGEST_AHEAD = timedelta(days=366)
_ENDING: frozenset[AttestationKind] = frozenset({"clearance", "guardian_consent"})
"""What is renewed from time to time: it always has a last day."""
_OF_STUDENTS: frozenset[AttestationKind] = frozenset({"guardian_consent", "age_band"})


@dataclass(frozen=True, slots=True)
class Attestation:
    """Valid from its first day to its last, both whole; from the day of its revocation on it is not. Both times are
    kept: the days of which it speaks, and the moments at which it was told.
    """

    attestation_id: UUID
    kind: AttestationKind
    band: Band | None
    valid_from: date
    valid_until: date | None
    attested_at: datetime
    revoked_on: date | None = None
    revoked_at: datetime | None = None

    def revoked_by(self, day: date) -> bool:
        return self.revoked_on is not None and self.revoked_on <= day

    def covers(self, day: date) -> bool:
        """Whether it counts on this day."""
        began = self.valid_from <= day
        return began and (self.valid_until is None or day <= self.valid_until) and not self.revoked_by(day)


def known_at(attestations: Iterable[Attestation], moment: datetime) -> list[Attestation]:
    """Returns what had been told by this moment: what was attested later is left out, and so is a later revocation."""
    told = [one for one in attestations if one.attested_at <= moment]
    return [
        replace(one, revoked_on=None, revoked_at=None)
        if one.revoked_at is not None and one.revoked_at > moment
        else one
        for one in told
    ]


def is_minor(kind: CountsAs, attestations: Sequence[Attestation], day: date) -> bool | None:
    """Whether somebody is under 18 on this day, by the age band that was attested last; None where none was. The band
    of a minor is valid until the day before they turn 18: from the next day on they are an adult, without anybody's
    doing. Nothing is attested of the age of staff; whoever of them the roster calls a learner may be under 18.
    """
    if kind == "staff":
        return False
    last = last_band(attestations, day)
    if last is None:
        return None
    return last.band == "minor" and (last.valid_until is None or day <= last.valid_until)


def last_band(attestations: Iterable[Attestation], day: date) -> Attestation | None:
    """Returns the age band that was attested last of those that have begun on this day and are not revoked."""
    bands = [
        one for one in attestations if one.kind == "age_band" and one.valid_from <= day and not one.revoked_by(day)
    ]
    return max(bands, key=lambda one: (one.attested_at, one.attestation_id), default=None)


def demanded(kind: CountsAs, attestations: Sequence[Attestation], day: date) -> tuple[AttestationKind, ...]:
    """Returns what has to be attested of a coach on this day: of a student under 18 a guardian's consent, of an adult a
    clearance, and of a student of whom the age is not known, the age first.
    """
    match is_minor(kind, attestations, day):
        case None:
            return ("age_band", "identity", "training")
        case True:
            return ("guardian_consent", "identity", "training")
        case False:
            return ("clearance", "identity", "training")


def lack(kind: AttestationKind, attestations: Iterable[Attestation], day: date) -> str | None:
    """Returns what is wrong on this day with what is demanded, as a code such as clearance_expired; None where nothing
    is. Of several the one that began last says why.
    """
    ours = [one for one in attestations if one.kind == kind]
    if any(one.covers(day) for one in ours):
        return None
    begun = [one for one in ours if one.valid_from <= day]
    if not begun:
        return f"{kind}_not_yet_valid" if any(not one.revoked_by(day) for one in ours) else f"{kind}_missing"
    last = max(begun, key=lambda one: (one.valid_from, one.attested_at, one.attestation_id))
    return f"{kind}_revoked" if last.revoked_by(day) else f"{kind}_expired"


def validate_attestation(
    of: Kind, kind: AttestationKind, band: Band | None, valid_from: date, valid_until: date | None, today: date
) -> Iterator[Problem]:
    """Yields why such an attestation cannot be taken of such a coach."""
    if valid_from - today > LONGEST_AHEAD:
        yield Problem("/valid_from", "This lies more than a year ahead: attest it when it is nearer.")
    if of == "staff" and kind in _OF_STUDENTS:
        yield Problem("/kind", f"Staff need no {kind.replace('_', ' ')}: attest a clearance.")
    if (kind == "age_band") is not (band is not None):
        yield Problem("/band", "An age band says whether somebody is a minor or an adult; nothing else has a band.")
    if valid_until is None:
        if kind in _ENDING or band == "minor":
            yield Problem(
                "/valid_until", "Name the last day on which it is valid; of a minor the day before they turn 18."
            )
        return
    if band == "adult":
        yield Problem("/valid_until", "Who is an adult stays one: leave the last day out.")
    if valid_until < valid_from:
        yield Problem("/valid_until", "The last day lies before the first: write a later one.")
    elif valid_until - valid_from > (LONGEST_MINORITY if band == "minor" else LONGEST):
        yield Problem(
            "/valid_until", "This is longer than anybody can attest: name an earlier last day and renew it then."
        )


def validate_revocation(valid_from: date, revoked_on: date, today: date) -> str | None:
    """Returns why an attestation cannot be revoked from this day on, or None."""
    if revoked_on > today:
        return "What ends later is revoked then: name today or an earlier day."
    if revoked_on < valid_from:
        return "It was not valid yet on that day: name its first day or a later one."
    return None
