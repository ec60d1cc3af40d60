"""Data-sharing agreements: who may disclose what to whom, how finely, and for how long.

The fields are those that FERPA (34 CFR 99.31(a)(6) and 99.35) and the NDPA's exhibits ask of a written
agreement. Days are those of the discloser's calendar, the first and the last included: what flows is its learners', and
what it lets go it decides (ADR 0013).
"""

import hashlib
import json
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from shared.values.calendar import day_of
from shared.values.words import is_visible


class Granularity(StrEnum):
    """How finely a partner may see, from coarse to fine; the order of the members is the rule's order."""

    NONE = "none"
    AGGREGATE = "aggregate"
    PSEUDONYMOUS = "pseudonymous"
    IDENTIFIED = "identified"

    @property
    def fineness(self) -> int:
        """0 for nothing at all, more for finer."""
        return list(Granularity).index(self)

    @property
    def is_about_one_learner(self) -> bool:
        """Whether what is sent at this granularity speaks of single learners."""
        return self.fineness > Granularity.AGGREGATE.fineness


class AgreementState(StrEnum):
    """draft -> active -> expired or ended; a draft that is withdrawn or outlived ends too."""

    DRAFT = "draft"
    ACTIVE = "active"
    EXPIRED = "expired"
    ENDED = "ended"


class DataElement(StrEnum):
    """What can be disclosed."""

    MASTERY = "mastery"


class Basis(StrEnum):
    """Why disclosure is lawful (FERPA); all but evaluation permit learner-level data."""

    EVALUATION = "evaluation"  # 34 CFR 99.31(a)(6): studies; aggregates only, by the rule of the house
    SCHOOL_OFFICIAL = "school_official"  # 99.31(a)(1): the recipient's named people, for every learner
    CONSENT = "consent"  # 99.30: learner by learner
    TRANSFER = "transfer"  # 99.31(a)(2): learner by learner, to the new school

    @property
    def is_per_learner(self) -> bool:
        """Whether learner-level data needs a fact of each learner's own: a consent, a transfer."""
        return self in (Basis.CONSENT, Basis.TRANSFER)


@dataclass(frozen=True)
class Direction:
    """One way in which data flows."""

    discloser: UUID
    recipient: UUID


@dataclass(frozen=True)
class Terms:
    """What both parties sign; a mutual agreement has two directions."""

    parties: tuple[UUID, UUID]
    directions: frozenset[Direction]
    purpose: str
    basis: Basis
    elements: frozenset[DataElement]
    granularity: Granularity
    starts_on: date
    expires_on: date
    destroy_by: date


@dataclass(frozen=True)
class Agreement:
    """Terms, who has signed them, and where they stand. `zone`: of the discloser's calendar, whose days count."""

    id: UUID
    terms: Terms
    zone: str
    signed_by: frozenset[UUID] = frozenset()
    state: AgreementState = AgreementState.DRAFT

    @property
    def is_signed(self) -> bool:
        """Whether both parties have signed."""
        return self.signed_by == frozenset(self.terms.parties)


@dataclass(frozen=True)
class Violation:
    """A term that is not valid, and why."""

    field: str
    reason: str


class TransitionRefused(Exception):
    """The agreement may not change in this way now, or not by this party."""


def violations(terms: Terms) -> tuple[Violation, ...]:
    """Returns everything that keeps these terms from being drafted; empty when they may be."""
    first, second = terms.parties
    ways = {Direction(first, second), Direction(second, first)}
    discloses = terms.granularity is not Granularity.NONE
    broken = (
        (first == second, "parties", "an agreement needs two different districts"),
        (not terms.directions, "directions", "name at least one direction"),
        (not terms.directions <= ways, "directions", "data flows between the two parties only"),
        (not is_visible(terms.purpose), "purpose", "say what the data is for"),
        (discloses and not terms.elements, "elements", "name what is disclosed"),
        (terms.expires_on < terms.starts_on, "expires_on", "an agreement ends on or after the day it starts"),
        (terms.destroy_by < terms.expires_on, "destroy_by", "data is destroyed after the agreement expires"),
        (
            terms.granularity.is_about_one_learner and terms.basis is Basis.EVALUATION,
            "granularity",
            "learner-level data needs consent, a transfer or a school-official designation",
        ),
    )
    return tuple(Violation(field, reason) for is_broken, field, reason in broken if is_broken)


def outlived(terms: Terms, today: date) -> tuple[Violation, ...]:
    """Returns what keeps valid terms from being drafted or signed on this day of the discloser's."""
    if today <= terms.expires_on:
        return ()
    return (Violation("expires_on", "the last day has passed: nothing would ever be disclosed under it"),)


def document_hash(terms: Terms) -> str:
    """Returns the SHA-256 (hex) of the terms in one canonical form: what a signature refers to."""
    content = {
        "parties": sorted(map(str, terms.parties)),
        "directions": sorted([str(way.discloser), str(way.recipient)] for way in terms.directions),
        "purpose": terms.purpose,
        "basis": terms.basis,
        "elements": sorted(terms.elements),
        "granularity": terms.granularity,
        "dates": [day.isoformat() for day in (terms.starts_on, terms.expires_on, terms.destroy_by)],
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def amend(agreement: Agreement, by: UUID, terms: Terms) -> Agreement:
    """Returns a draft with other terms. Signatures fall away, since nobody has signed the new terms.

    Raises:
        TransitionRefused: it is no draft, `by` is no party, or the parties would change.
    """
    _ensure_may(agreement, by, AgreementState.DRAFT)
    if frozenset(terms.parties) != frozenset(agreement.terms.parties):
        raise TransitionRefused("the parties of an agreement do not change")
    return replace(agreement, terms=terms, signed_by=frozenset())


def sign(agreement: Agreement, by: UUID, now: datetime) -> Agreement:
    """Returns the agreement signed by one party. The second signature activates it: at once, or on its first day.

    Raises:
        TransitionRefused: it is no draft, `by` is no party, or it is too late to sign.
    """
    _ensure_may(agreement, by, AgreementState.DRAFT)
    if day_of(now, agreement.zone) > agreement.terms.expires_on:
        raise TransitionRefused("its last day has passed")
    return as_of(replace(agreement, signed_by=agreement.signed_by | {by}), now)


def end(agreement: Agreement, by: UUID) -> Agreement:
    """Returns the agreement ended: either party ends what is active, or withdraws what is still a draft.

    Raises:
        TransitionRefused: it is over already, or `by` is no party.
    """
    _ensure_may(agreement, by, AgreementState.DRAFT, AgreementState.ACTIVE)
    return replace(agreement, state=AgreementState.ENDED)


def as_of(agreement: Agreement, now: datetime) -> Agreement:
    """Returns the agreement as of a moment: signed, it becomes active on its first day; it expires after the last."""
    if agreement.state not in (AgreementState.DRAFT, AgreementState.ACTIVE):
        return agreement
    today = day_of(now, agreement.zone)
    if today > agreement.terms.expires_on:
        return replace(agreement, state=AgreementState.EXPIRED)
    if agreement.is_signed and today >= agreement.terms.starts_on:
        return replace(agreement, state=AgreementState.ACTIVE)
    return agreement


def destruction_due(agreement: Agreement) -> date | None:
    """Returns the day by which the recipient destroys what it got; None while it runs, or if it was never signed."""
    is_over = agreement.state in (AgreementState.EXPIRED, AgreementState.ENDED)
    return agreement.terms.destroy_by if is_over and agreement.is_signed else None


def effective(agreement: Agreement, now: datetime) -> bool:
    """Returns whether it is active and within its days, which count even if the job that expires agreements is late."""
    within = agreement.terms.starts_on <= day_of(now, agreement.zone) <= agreement.terms.expires_on
    return agreement.state is AgreementState.ACTIVE and within


def may_disclose(agreement: Agreement, element: DataElement, now: datetime, *, direction: Direction) -> Granularity:
    """Returns the finest granularity that this agreement permits in this direction now, whoever the learner is."""
    terms = agreement.terms
    permits = effective(agreement, now) and direction in terms.directions and element in terms.elements
    return terms.granularity if permits else Granularity.NONE


@dataclass(frozen=True)
class Decision:
    """The agreement that decides, and what it permits."""

    agreement: Agreement
    granularity: Granularity


def decide(
    agreements: Iterable[Agreement],
    element: DataElement,
    now: datetime,
    *,
    direction: Direction,
    covered_by: Set[UUID] = frozenset(),
) -> Decision | None:
    """Returns which of several agreements between the same parties decides: the finest that is effective.

    `covered_by` holds the ids of the agreements under which the learner in question has consented or
    transfers; under no other does one that rests on consent or transfer permit more than aggregates. Of equally
    fine ones the first to start decides, so that the pseudonyms a recipient already holds stay in use.
    """
    decisions = []
    for agreement in agreements:
        granted = may_disclose(agreement, element, now, direction=direction)
        uncovered = agreement.terms.basis.is_per_learner and agreement.id not in covered_by
        if granted.is_about_one_learner and uncovered:
            granted = Granularity.AGGREGATE
        if granted is not Granularity.NONE:
            decisions.append(Decision(agreement, granted))
    return min(decisions, key=_precedence, default=None)


def _precedence(decision: Decision) -> tuple[int, date, UUID]:
    # The last part makes it total. Ids are UUIDv7, but for those of a selection, which are as good as drawn: for
    # agreements, unlike evidence, arrival or a draw is a fair reason.
    return -decision.granularity.fineness, decision.agreement.terms.starts_on, decision.agreement.id


def _ensure_may(agreement: Agreement, by: UUID, *states: AgreementState) -> None:
    if by not in agreement.terms.parties:
        raise TransitionRefused("only a party may do this")
    if agreement.state not in states:
        raise TransitionRefused(f"the agreement is {agreement.state}")
