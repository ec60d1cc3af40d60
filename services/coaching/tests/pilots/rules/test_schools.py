"""A wave is in schools of the roster that are open, and nowhere else."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.pilots.rules.schools import KnownOrganisation, school_problems, validate_school

OPEN = KnownOrganisation("school", active=True)
organisations = st.builds(KnownOrganisation, st.sampled_from(["school", "district"]), st.booleans())


@given(st.dictionaries(st.uuids(), st.none() | organisations, max_size=8))
def test_each_that_is_no_open_school_of_the_roster_is_named_at_its_place(
    asked: dict[UUID, KnownOrganisation | None],
) -> None:
    known = {one: told for one, told in asked.items() if told is not None}
    refused = [one.pointer for one in school_problems(list(asked), known)]
    assert refused == [f"/school_ids/{place}" for place, told in enumerate(asked.values()) if told != OPEN]


@pytest.mark.parametrize(
    ("known", "why"),
    [
        (None, "send this again"),
        (KnownOrganisation("district", active=True), "name the schools"),
        (KnownOrganisation("school", active=False), "has ended"),
    ],
)
def test_a_refusal_says_why_and_what_to_do(known: KnownOrganisation | None, why: str) -> None:
    assert why in str(validate_school(known))


def test_a_school_that_is_named_twice_is_refused_at_both_places() -> None:
    unknown = uuid4()
    assert [one.pointer for one in school_problems([unknown, unknown], {})] == ["/school_ids/0", "/school_ids/1"]
