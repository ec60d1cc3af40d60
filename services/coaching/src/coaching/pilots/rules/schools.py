"""Where a wave may be: in schools of the roster that are open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from coaching.common.rules.problems import Problem
from shared.contracts.rostering import OrganisationKind


class KnownOrganisation(NamedTuple):
    """What rostering told last of an organisation; it is not `active` once it has ended."""

    kind: OrganisationKind
    active: bool


def school_problems(school_ids: Sequence[UUID], known: Mapping[UUID, KnownOrganisation]) -> Iterator[Problem]:
    """Yields why a wave cannot be in these schools, each at its place among them."""
    for place, one in enumerate(school_ids):
        if (detail := validate_school(known.get(one))) is not None:
            yield Problem(f"/school_ids/{place}", detail)


def validate_school(known: KnownOrganisation | None) -> str | None:
    """Returns why no wave can be there, or None. What is unknown may be told yet, for rostering tells by events."""
    if known is None:
        return (
            "There is no school with this id, as far as coaching was told: give the id that rostering gave. It hears "
            "of a school that was added just now within moments: send this again then."
        )
    if known.kind != "school":
        return "This is a district and no school: name the schools."
    if not known.active:
        return "This school has ended: name one that is open, or open it again in rostering."
    return None
