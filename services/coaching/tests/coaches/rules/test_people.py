"""Nobody who is a learner, or was a student and is not known as an adult, is taken for one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from coaching.coaches.rules.attestations import Attestation, Band
from coaching.coaches.rules.people import KnownPerson, Rostered, doubt, validate_kind_of
from coaching.coaches.rules.standing import minority, standing

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, tzinfo=UTC)
LATER = 100 * timedelta(days=1)


def band(of: Band, until: date | None = None, *, told: int = 0, revoked: bool = False) -> Attestation:
    """An age band that has begun, told so many days ago."""
    return Attestation(
        attestation_id=uuid4(),
        kind="age_band",
        band=of,
        valid_from=TODAY - LATER,
        valid_until=until,
        attested_at=NOW - timedelta(days=told),
        revoked_on=TODAY if revoked else None,
        revoked_at=NOW if revoked else None,
    )


def of(*bands: Attestation, rostered: Rostered | None = None, student: bool = True) -> KnownPerson:
    return KnownPerson(rostered, student, bands)


def test_of_whom_nothing_is_known_nothing_speaks_against_it() -> None:
    assert doubt(of(student=False), TODAY) is None
    assert doubt(of(student=False, rostered="other"), TODAY) is None


def test_a_learner_is_no_adult_whatever_is_attested() -> None:
    assert doubt(of(rostered="learner", student=False), TODAY) == "learner"
    assert doubt(of(band("adult"), rostered="learner"), TODAY) == "learner"


def test_a_minor_is_no_adult_until_the_day_after_the_band_and_then_has_to_be_known_as_one() -> None:
    minor = band("minor", TODAY)
    assert doubt(of(minor, rostered="other"), TODAY) == "minor"
    after = TODAY + timedelta(days=1)
    assert doubt(of(minor), after) == "band_over"
    assert doubt(of(minor, rostered="other"), after) is None
    assert doubt(of(minor, band("adult", told=-1)), after) is None


def test_the_band_that_was_attested_last_counts_and_a_revoked_one_says_nothing() -> None:
    minor = TODAY + LATER
    assert doubt(of(band("minor", minor, told=2), band("adult", told=1)), TODAY) is None
    assert doubt(of(band("adult", told=2), band("minor", minor, told=1)), TODAY) == "minor"
    assert doubt(of(band("adult", revoked=True)), TODAY) == "age_unknown"


def test_who_was_a_student_of_unknown_age_is_no_adult_before_rostering_says_so() -> None:
    assert doubt(of(), TODAY) == "age_unknown"
    assert doubt(of(rostered="other"), TODAY) is None


bands = st.lists(
    st.builds(
        Attestation,
        attestation_id=st.uuids(),
        kind=st.just("age_band"),
        band=st.sampled_from(["minor", "adult"]),
        valid_from=st.just(TODAY - LATER),
        valid_until=st.sampled_from([None, TODAY - timedelta(days=1), TODAY + LATER]),
        attested_at=st.sampled_from([NOW - timedelta(days=1), NOW]),
        revoked_on=st.sampled_from([None, None, TODAY]),
    ),
    max_size=4,
)


@given(st.sampled_from([None, "learner", "other"]), st.booleans(), bands)
def test_whoever_counts_as_a_minor_student_today_is_not_taken_for_staff(
    rostered: Rostered | None, student: bool, attested: Sequence[Attestation]
) -> None:
    found = doubt(KnownPerson(rostered, student, attested), TODAY)
    assert (validate_kind_of(found) is None) == (found is None)
    if rostered == "learner":
        assert found == "learner"
    elif student and rostered is None and minority("student", attested, TODAY).minor:
        assert found is not None
    elif not student and not attested:
        assert found is None


@given(bands, st.uuids())
def test_staff_who_are_learners_are_suspended_minors_whatever_is_attested(
    attested: list[Attestation], number: UUID
) -> None:
    every = [
        Attestation(number, kind, None, TODAY - LATER, TODAY + LATER, NOW)
        for kind in ("clearance", "identity", "training", "guardian_consent")
    ]
    assert standing("staff", None, every, TODAY).state == "active"
    found = standing("learner", None, [*attested, *every], TODAY)
    assert (found.state, found.reasons, found.until) == ("suspended", ("learner_as_staff",), None)
    assert standing("learner", TODAY, every, TODAY).state == "left"
