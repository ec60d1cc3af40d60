"""Whether somebody may be taken for an adult: no learner is, under whatever name they come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from coaching.coaches.rules.attestations import Attestation, is_minor, last_band

Rostered = Literal["learner", "other"]
"""As what rostering knows somebody of the district today: as a learner, or as something else."""
Doubt = Literal["learner", "minor", "age_unknown", "band_over"]


class KnownPerson(NamedTuple):
    """What is known of a person. `rostered` is None where rostering has told nothing, or that they are there no more;
    `student` says whether they ever took part as a student, and `attested` what was attested of them as one.
    """

    rostered: Rostered | None
    student: bool
    attested: Sequence[Attestation]


def doubt(known: KnownPerson, day: date) -> Doubt | None:
    """Returns why somebody cannot be taken for an adult on this day; None where they can. Of whom nothing is known,
    nothing speaks against it. Who was a student is an adult once that is attested or rostering says what they are now.
    """
    if known.rostered == "learner":
        return "learner"
    minor, band = is_minor("student", known.attested, day), last_band(known.attested, day)
    if minor:
        return "minor"
    if not known.student or known.rostered == "other" or (band is not None and band.band == "adult"):
        return None
    return "age_unknown" if band is None else "band_over"


_WHY_NO_STAFF: dict[Doubt, str] = {
    "learner": "Rostering knows this person as a learner: make them a coach as a student, or correct the roster first.",
    "minor": "This person coached as a student and is attested a minor: make them a coach as a student until they are "
    "18.",
    "age_unknown": "This person took part as a student, and nobody has attested their age: make them a coach as a "
    "student and attest it.",
    "band_over": "This person coached as a student, and that they are an adult is not attested since: make them a "
    "coach as a student, attest the age band adult, then have them leave and join as staff.",
}


def validate_kind_of(found: Doubt | None) -> str | None:
    """Returns why somebody of whom this is doubtful cannot coach as staff, or None."""
    return None if found is None else _WHY_NO_STAFF[found]
