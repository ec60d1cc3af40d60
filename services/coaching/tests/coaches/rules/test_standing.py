"""A standing is worked out of what is attested, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.coaches.rules.attestations import (
    KINDS,
    Attestation,
    AttestationKind,
    Band,
    Kind,
    demanded,
    is_minor,
    known_at,
    lack,
    validate_attestation,
    validate_revocation,
)
from coaching.coaches.rules.standing import standing, standing_through

DAY = date(2026, 9, 1)
FIRST_MOMENT = datetime(2026, 8, 1, tzinfo=UTC)
KINDS_OF_COACHES: list[Kind] = ["student", "staff"]


def days(count: int) -> timedelta:
    return timedelta(days=count)


def attested(
    kind: AttestationKind,
    *,
    band: Band | None = None,
    first: int = 0,
    last: int | None = 100,
    revoked: int | None = None,
    told: int = 0,
) -> Attestation:
    """Valid on the days from the first to the last, counted from `DAY`."""
    return Attestation(
        attestation_id=UUID(int=told),
        kind=kind,
        band=band,
        valid_from=DAY + days(first),
        valid_until=None if last is None else DAY + days(last),
        attested_at=FIRST_MOMENT + timedelta(hours=told),
        revoked_on=None if revoked is None else DAY + days(revoked),
        revoked_at=None if revoked is None else FIRST_MOMENT + timedelta(hours=told + 1),
    )


IDENTITY, TRAINING = attested("identity", last=None), attested("training", last=None)
CLEARANCE, CONSENT = attested("clearance"), attested("guardian_consent")
MINOR = attested("age_band", band="minor", last=50)
ADULT = attested("age_band", band="adult", last=None)


@st.composite
def attestations(draw: st.DrawFn) -> Attestation:
    kind = draw(st.sampled_from(KINDS))
    first, length = draw(st.integers(-20, 60)), draw(st.integers(0, 60))
    band: Band | None = draw(st.sampled_from(("minor", "adult"))) if kind == "age_band" else None
    return attested(
        kind,
        band=band,
        first=first,
        last=None if band == "adult" else first + length,
        revoked=draw(st.none() | st.integers(first, first + 70)),
        told=draw(st.integers(0, 500)),
    )


everything = st.lists(attestations(), max_size=12)
coaches = st.sampled_from(KINDS_OF_COACHES)
some_day = st.integers(-30, 150).map(lambda count: DAY + days(count))


def state_on(kind: Kind, told: Sequence[Attestation], count: int) -> str:
    return standing(kind, None, told, DAY + days(count)).state


def test_staff_need_a_clearance_an_identity_and_a_training() -> None:
    assert standing("staff", None, [CLEARANCE, IDENTITY, TRAINING], DAY).state == "active"
    found = standing("staff", None, [], DAY)
    assert found == ("suspended", ("clearance_missing", "identity_missing", "training_missing"), None)


def test_a_student_under_18_needs_a_guardians_consent_and_of_unknown_age_nobody_coaches() -> None:
    assert standing("student", None, [MINOR, CONSENT, IDENTITY, TRAINING], DAY).state == "active"
    assert standing("student", None, [CONSENT, IDENTITY, TRAINING], DAY).reasons == ("age_band_missing",)
    assert standing("student", None, [MINOR, CLEARANCE, IDENTITY, TRAINING], DAY).reasons == (
        "guardian_consent_missing",
    )


def test_the_day_on_which_somebody_turns_18_a_clearance_is_demanded_instead_of_the_consent() -> None:
    told = [MINOR, CONSENT, IDENTITY, TRAINING]
    before = standing("student", None, told, DAY + days(50))
    assert (before.state, before.until) == ("active", DAY + days(50))
    after = standing("student", None, told, DAY + days(51))
    assert (after.state, after.reasons) == ("suspended", ("clearance_missing",))
    assert state_on("student", [*told, CLEARANCE], 51) == "active"


@pytest.mark.parametrize(
    ("clearance", "code"),
    [(attested("clearance", first=-9, last=-1), "clearance_expired"),
     (attested("clearance", revoked=0), "clearance_revoked"),
     (attested("clearance", first=1), "clearance_not_yet_valid"),
     (attested("clearance", first=1, revoked=1), "clearance_not_yet_valid")],
)  # fmt: skip
def test_a_reason_says_what_is_wrong(clearance: Attestation, code: str) -> None:
    assert standing("staff", None, [clearance, IDENTITY, TRAINING], DAY).reasons == (code,)


def test_the_last_day_is_a_whole_one_and_a_revocation_counts_from_its_own_day_on() -> None:
    told = [attested("clearance", last=10), IDENTITY, TRAINING]
    assert [state_on("staff", told, count) for count in (10, 11)] == ["active", "suspended"]
    told[0] = attested("clearance", last=10, revoked=5)
    assert [state_on("staff", told, count) for count in (4, 5)] == ["active", "suspended"]


def test_a_renewal_carries_on_where_the_former_ends() -> None:
    told = [attested("clearance", last=10), attested("clearance", first=11, last=20), IDENTITY, TRAINING]
    assert standing("staff", None, told, DAY) == ("active", (), DAY + days(20))


def test_of_several_the_one_that_began_last_says_why() -> None:
    revoked, expired = attested("training", first=-9, last=-5, revoked=-6), attested("training", first=-4, last=-1)
    assert lack("training", [revoked, expired], DAY) == "training_expired"
    revoked, expired = attested("training", first=-4, revoked=-2), attested("training", first=-9, last=-5)
    assert lack("training", [revoked, expired], DAY) == "training_revoked"


def test_a_corrected_age_band_counts_over_an_earlier_one() -> None:
    corrected = attested("age_band", band="minor", last=80, told=2)
    assert is_minor("student", [MINOR, corrected], DAY + days(60))
    assert is_minor("student", [ADULT, corrected], DAY)
    wrong = attested("age_band", band="adult", last=None, told=3, revoked=0)
    assert is_minor("student", [MINOR, wrong], DAY), "a revoked one does not count"


def test_who_has_left_is_nothing_else_from_that_day_on() -> None:
    left_on = DAY + days(3)
    assert standing("staff", left_on, [CLEARANCE, IDENTITY, TRAINING], DAY) == ("active", (), DAY + days(2))
    assert standing("staff", left_on, [CLEARANCE, IDENTITY, TRAINING], left_on) == ("left", (), None)


@given(coaches, everything, some_day)
def test_a_standing_holds_until_the_day_it_names_and_no_longer(kind: Kind, told: list[Attestation], day: date) -> None:
    found = standing(kind, None, told, day)
    horizon = 200 if found.until is None else (found.until - day).days
    for count in range(horizon + 1):
        assert standing(kind, None, told, day + days(count))[:2] == found[:2]
    if found.until is not None:
        assert standing(kind, None, told, found.until + days(1))[:2] != found[:2]


@given(coaches, everything, some_day)
def test_nobody_is_active_without_all_that_is_demanded_and_nobody_suspended_with_it(
    kind: Kind, told: list[Attestation], day: date
) -> None:
    wanted = demanded(kind, told, day)
    held = {one.kind for one in told if one.covers(day)}
    complete = set(wanted) <= held
    assert (standing(kind, None, told, day).state == "active") is complete
    assert ("clearance" in wanted) is (is_minor(kind, told, day) is False)


@given(coaches, everything, some_day, st.randoms(use_true_random=False))
def test_the_order_in_which_attestations_are_read_does_not_matter(
    kind: Kind, told: list[Attestation], day: date, lot: Random
) -> None:
    told = list({one.attestation_id: one for one in told}.values())
    shuffled = list(told)
    lot.shuffle(shuffled)
    assert standing(kind, None, told, day) == standing(kind, None, shuffled, day)


@given(everything, some_day)
def test_revoking_reinstates_nobody(told: list[Attestation], day: date) -> None:
    """But an age band, which demands other things."""
    told = [one for one in told if one.kind != "age_band"]
    whole = [attested(one.kind, first=-30, last=200) if one.revoked_on else one for one in told]
    if standing("staff", None, told, day).state == "active":
        assert standing("staff", None, whole, day).state == "active"


@given(coaches, everything, some_day, st.integers(0, 6))
def test_through_some_days_somebody_is_active_who_is_so_on_each(
    kind: Kind, told: list[Attestation], day: date, length: int
) -> None:
    last = day + days(length)
    states = [standing(kind, None, told, day + days(count)).state for count in range(length + 1)]
    through = standing_through(kind, None, told, day, last)
    assert (through.state == "active") is all(state == "active" for state in states)


def test_what_was_told_later_was_not_known() -> None:
    early, late = attested("clearance", told=1, revoked=3), attested("clearance", told=9)
    assert known_at([early, late], FIRST_MOMENT + timedelta(hours=1)) == [attested("clearance", told=1)]
    assert known_at([early, late], FIRST_MOMENT + timedelta(hours=2)) == [early]
    assert known_at([early, late], FIRST_MOMENT) == []


@pytest.mark.parametrize(
    ("of", "kind", "band", "first", "last", "pointers"),
    [("staff", "guardian_consent", None, 0, 9, ["/kind"]), ("staff", "age_band", "minor", 0, 9, ["/kind"]),
     ("staff", "clearance", None, 0, None, ["/valid_until"]),
     ("student", "age_band", "minor", 0, None, ["/valid_until"]),
     ("student", "age_band", "adult", 0, 9, ["/valid_until"]), ("student", "age_band", None, 0, 9, ["/band"]),
     ("staff", "training", "adult", 0, None, ["/band"]), ("staff", "clearance", None, 0, -1, ["/valid_until"]),
     ("staff", "clearance", None, 0, 3654, ["/valid_until"]),
     ("student", "age_band", "minor", 0, 6576, ["/valid_until"]),
     ("staff", "clearance", None, 367, 400, ["/valid_from"]), ("staff", "clearance", None, 366, 366, []),
     ("staff", "training", None, -400, None, []), ("student", "age_band", "minor", 0, 6575, []),
     ("student", "clearance", None, 0, 3653, [])],
)  # fmt: skip
def test_what_cannot_be_attested_is_named_by_its_place(
    of: Kind, kind: AttestationKind, band: Band | None, first: int, last: int | None, pointers: list[str]
) -> None:
    valid_until = None if last is None else DAY + days(last)
    found = validate_attestation(of, kind, band, DAY + days(first), valid_until, DAY)
    assert [one.pointer for one in found] == pointers


def test_nothing_is_revoked_ahead_or_before_it_began() -> None:
    assert validate_revocation(DAY, DAY, DAY) is None
    assert validate_revocation(DAY, DAY + days(1), DAY) is not None
    assert validate_revocation(DAY, DAY - days(1), DAY) is not None
