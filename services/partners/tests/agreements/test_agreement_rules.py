"""Agreements: who may change them, when they hold, and which of several decides."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.agreements.rules import (
    Agreement,
    AgreementState,
    Basis,
    DataElement,
    Direction,
    Granularity,
    Terms,
    TransitionRefused,
    amend,
    as_of,
    decide,
    destruction_due,
    document_hash,
    effective,
    end,
    may_disclose,
    sign,
    violations,
)

HOST, PARTNER, STRANGER = UUID(int=1), UUID(int=2), UUID(int=3)
OUT, BACK = Direction(HOST, PARTNER), Direction(PARTNER, HOST)
TERMS = Terms(
    parties=(HOST, PARTNER),
    directions=frozenset({OUT}),
    purpose="coaching of the pilot",
    basis=Basis.SCHOOL_OFFICIAL,
    elements=frozenset({DataElement.MASTERY}),
    granularity=Granularity.PSEUDONYMOUS,
    starts_on=date(2026, 9, 1),
    expires_on=date(2027, 6, 30),
    destroy_by=date(2027, 9, 30),
)
DRAFT = Agreement(UUID(int=10), TERMS, "UTC")
BEFORE, WITHIN = datetime(2026, 8, 1, tzinfo=UTC), datetime(2027, 1, 15, 12, tzinfo=UTC)
AFTER = datetime(2027, 7, 1, tzinfo=UTC)


def active(number: int = 10, zone: str = "UTC", **terms: object) -> Agreement:
    """A signed agreement in force."""
    return Agreement(
        UUID(int=number),
        replace(TERMS, **terms),  # type: ignore[arg-type]
        zone,
        frozenset({HOST, PARTNER}),
        AgreementState.ACTIVE,
    )


def test_good_terms_stand() -> None:
    assert violations(TERMS) == ()
    assert violations(replace(TERMS, directions=frozenset({OUT, BACK}))) == ()
    assert violations(replace(TERMS, granularity=Granularity.NONE, elements=frozenset())) == ()


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("parties", {"parties": (HOST, HOST), "directions": frozenset({Direction(HOST, HOST)})}),
        ("directions", {"directions": frozenset()}),
        ("directions", {"directions": frozenset({OUT, Direction(HOST, STRANGER)})}),
        ("directions", {"directions": frozenset({Direction(HOST, HOST)})}),
        ("purpose", {"purpose": " \n"}),
        ("elements", {"elements": frozenset()}),
        ("expires_on", {"expires_on": date(2026, 8, 31)}),
        ("destroy_by", {"destroy_by": date(2027, 6, 29)}),
        ("granularity", {"basis": Basis.EVALUATION}),
    ],
)
def test_each_broken_term_is_named(field: str, change: dict[str, object]) -> None:
    assert [broken.field for broken in violations(replace(TERMS, **change))] == [field]  # type: ignore[arg-type]


def test_it_takes_both_signatures_to_activate() -> None:
    once = sign(DRAFT, HOST, WITHIN)
    assert once.state is AgreementState.DRAFT
    assert sign(once, HOST, WITHIN) == once
    assert sign(once, PARTNER, WITHIN).state is AgreementState.ACTIVE


def test_signed_ahead_it_waits_for_its_first_day() -> None:
    signed = sign(sign(DRAFT, HOST, BEFORE), PARTNER, BEFORE)
    assert signed.state is AgreementState.DRAFT
    assert as_of(signed, datetime(2026, 8, 31, 23, 59, tzinfo=UTC)) == signed
    assert as_of(signed, datetime(2026, 9, 1, tzinfo=UTC)).state is AgreementState.ACTIVE


def test_the_clock_expires_and_never_revives() -> None:
    assert as_of(active(), datetime(2027, 6, 30, 23, 59, tzinfo=UTC)).state is AgreementState.ACTIVE
    expired = as_of(active(), AFTER)
    assert expired.state is AgreementState.EXPIRED
    assert as_of(expired, WITHIN) == expired
    assert as_of(end(active(), HOST), AFTER).state is AgreementState.ENDED
    assert as_of(DRAFT, AFTER).state is AgreementState.EXPIRED


def test_only_parties_change_it() -> None:
    changes: tuple[Callable[[], object], ...] = (
        lambda: sign(DRAFT, STRANGER, WITHIN),
        lambda: end(active(), STRANGER),
        lambda: amend(DRAFT, STRANGER, TERMS),
    )
    for change in changes:
        with pytest.raises(TransitionRefused, match="party"):
            change()


def test_either_party_ends_it_once() -> None:
    for party in (HOST, PARTNER):
        ended = end(active(), party)
        assert ended.state is AgreementState.ENDED
        with pytest.raises(TransitionRefused):
            end(ended, party)
        assert end(DRAFT, party).state is AgreementState.ENDED


def test_what_is_no_draft_is_neither_signed_nor_amended() -> None:
    for agreement in (active(), end(active(), HOST), as_of(active(), AFTER)):
        with pytest.raises(TransitionRefused):
            sign(agreement, HOST, WITHIN)
        with pytest.raises(TransitionRefused):
            amend(agreement, HOST, TERMS)


def test_it_is_not_signed_after_its_last_day() -> None:
    with pytest.raises(TransitionRefused):
        sign(DRAFT, HOST, AFTER)


def test_amending_takes_the_signatures_off() -> None:
    amended = amend(sign(DRAFT, HOST, WITHIN), PARTNER, replace(TERMS, purpose="more"))
    assert amended.signed_by == frozenset()
    with pytest.raises(TransitionRefused, match="parties"):
        amend(DRAFT, HOST, replace(TERMS, parties=(HOST, STRANGER)))


def test_the_hash_follows_every_term_and_not_their_order() -> None:
    assert document_hash(replace(TERMS, parties=(PARTNER, HOST))) == document_hash(TERMS)
    changes: list[dict[str, object]] = [
        {"parties": (HOST, STRANGER)},
        {"directions": frozenset({OUT, BACK})},
        {"purpose": "other"},
        {"basis": Basis.CONSENT},
        {"elements": frozenset()},
        {"granularity": Granularity.IDENTIFIED},
        {"starts_on": date(2026, 9, 2)},
        {"expires_on": date(2027, 6, 29)},
        {"destroy_by": date(2027, 9, 29)},
    ]
    hashes = {document_hash(replace(TERMS, **change)) for change in changes}  # type: ignore[arg-type]
    assert len(hashes | {document_hash(TERMS)}) == 1 + len(changes)


def test_the_days_count_even_when_the_job_is_late() -> None:
    assert effective(active(), WITHIN)
    assert effective(active(), datetime(2026, 9, 1, tzinfo=UTC))
    assert effective(active(), datetime(2027, 6, 30, 23, 59, 59, tzinfo=UTC))
    assert not effective(active(), AFTER)
    assert not effective(active(), BEFORE)
    assert not effective(DRAFT, WITHIN)


def test_days_are_the_disclosers_wherever_the_time_comes_from() -> None:
    pacific = timezone(timedelta(hours=-7))
    evening = datetime(2027, 6, 30, 17, tzinfo=pacific)
    assert not effective(active(), evening)
    assert effective(active(zone="America/Los_Angeles"), evening.astimezone(UTC))
    assert not effective(active(zone="America/Los_Angeles"), datetime(2026, 9, 1, 6, 59, tzinfo=UTC))
    assert effective(active(zone="America/Los_Angeles"), datetime(2026, 9, 1, 7, tzinfo=UTC))
    with pytest.raises(ValueError, match="zone"):
        effective(active(), datetime(2027, 1, 1))  # noqa: DTZ001


def test_destruction_is_due_once_a_signed_agreement_is_over() -> None:
    assert destruction_due(active()) is None
    assert destruction_due(end(active(), HOST)) == TERMS.destroy_by
    assert destruction_due(as_of(active(), AFTER)) == TERMS.destroy_by
    assert destruction_due(end(DRAFT, HOST)) is None


def test_nothing_flows_but_what_was_agreed() -> None:
    mastery = DataElement.MASTERY
    assert may_disclose(active(), mastery, WITHIN, direction=OUT) is Granularity.PSEUDONYMOUS
    assert may_disclose(active(), mastery, WITHIN, direction=BACK) is Granularity.NONE
    assert may_disclose(active(), mastery, AFTER, direction=OUT) is Granularity.NONE
    assert may_disclose(end(active(), HOST), mastery, WITHIN, direction=OUT) is Granularity.NONE
    assert may_disclose(active(elements=frozenset()), mastery, WITHIN, direction=OUT) is Granularity.NONE
    mutual = active(directions=frozenset({OUT, BACK}))
    assert may_disclose(mutual, mastery, WITHIN, direction=BACK) is Granularity.PSEUDONYMOUS


def decided(*agreements: Agreement, covered_by: frozenset[UUID] = frozenset()) -> tuple[int, str] | None:
    """Which agreement decides within the days, and what."""
    decision = decide(agreements, DataElement.MASTERY, WITHIN, direction=OUT, covered_by=covered_by)
    return (decision.agreement.id.int, decision.granularity.value) if decision else None


def test_the_finest_effective_agreement_decides() -> None:
    coarse, fine = active(11, granularity=Granularity.AGGREGATE), active(12, granularity=Granularity.IDENTIFIED)
    assert decided(coarse, fine, active(13)) == (12, "identified")
    assert decided(coarse, end(fine, HOST)) == (11, "aggregate")
    assert decided(active(14, granularity=Granularity.NONE)) is None
    assert decided() is None


def test_without_a_learners_own_consent_only_aggregates_flow() -> None:
    for basis in (Basis.CONSENT, Basis.TRANSFER):
        consented = active(11, basis=basis, granularity=Granularity.IDENTIFIED)
        assert decided(consented) == (11, "aggregate")
        assert decided(consented, active(12)) == (12, "pseudonymous")
        assert decided(consented, active(12), covered_by=frozenset({UUID(int=11)})) == (11, "identified")
        assert decided(consented, covered_by=frozenset({UUID(int=12)})) == (11, "aggregate")


@given(st.permutations([11, 12, 13]))
def test_of_equally_fine_ones_the_first_to_start_decides_in_any_order(order: list[int]) -> None:
    starts = {11: date(2026, 10, 1), 12: date(2026, 9, 2), 13: date(2026, 9, 2)}
    assert decided(*(active(number, starts_on=starts[number]) for number in order)) == (12, "pseudonymous")
