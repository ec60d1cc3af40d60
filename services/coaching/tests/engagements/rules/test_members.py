"""How a member stands on a day by what was told last; and of whom two districts share what is in force."""

from datetime import date, timedelta
from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.coaches.rules.attestations import Kind
from coaching.coaches.rules.people import Doubt
from coaching.coaches.rules.standing import State
from coaching.engagements.rules.members import Role, is_member_on, is_minor_on, state_on, validate_role
from coaching.engagements.rules.sharing import (
    COARSEST_FIRST,
    Demand,
    Direction,
    SharingAgreement,
    demand_state,
    sharing_state,
    validate_disclosing,
)

DAY = date(2026, 9, 1)
near = st.dates(DAY - timedelta(days=5), DAY + timedelta(days=5))
told = st.none() | st.sampled_from(["active", "suspended", "left"])


@given(since=near, left_on=st.none() | near, state=told, until=st.none() | near, day=near)
def test_nobody_is_active_but_a_member_of_whom_that_was_told_for_the_day(
    since: date, left_on: date | None, state: State | None, until: date | None, day: date
) -> None:
    found = state_on(since, left_on, state, until, day)
    is_member = is_member_on(since, left_on, day)
    assert (found == "active") == (is_member and state == "active" and (until is None or day <= until))
    assert (found == "guest") == (is_member and state is None)
    assert is_member or found == "left"


def test_after_the_last_day_that_was_told_a_coach_is_suspended() -> None:
    last = DAY + timedelta(days=3)
    assert state_on(DAY, None, "active", last, last) == "active"
    assert state_on(DAY, None, "active", last, last + timedelta(days=1)) == "suspended"
    assert state_on(DAY, None, "left", last, last + timedelta(days=1)) == "left"


def test_a_minor_is_one_until_the_last_day() -> None:
    assert [is_minor_on(True, DAY, DAY + timedelta(days=one)) for one in (0, 1)] == [True, False]
    assert is_minor_on(True, None, date.max)
    assert not is_minor_on(False, None, DAY)


ROLES: tuple[Role, ...] = ("lead", "coach", "educator", "student", "family", "leader")


KINDS: tuple[Kind | None, ...] = ("student", "staff", None)


@pytest.mark.parametrize(("role", "kind"), [*product(ROLES, KINDS)])
def test_a_student_is_never_named_as_an_adult_nor_an_adult_as_a_student(role: Role, kind: Kind | None) -> None:
    every: set[Role] = set(ROLES)
    allowed: dict[Kind | None, set[Role]] = {
        "student": {"coach", "student"}, "staff": every - {"student"}, None: every - {"coach"},
    }  # fmt: skip
    assert (validate_role(role, kind, None) is None) == (role in allowed[kind])


@pytest.mark.parametrize(("role", "doubt"), [*product(ROLES, get_args(Doubt))])
def test_whose_being_an_adult_is_in_doubt_is_a_student_under_every_name_but_not_after_the_band(
    role: Role, doubt: Doubt
) -> None:
    refusal = validate_role(role, None, doubt)
    if role == "coach":
        assert refusal is not None
        assert "make them one" in refusal, "whoever coaches is judged as a coach"
    else:
        assert (refusal is None) == (role == "student" or doubt == "band_over")


ways: st.SearchStrategy[Direction] = st.sampled_from(["to_host", "to_partner"])
granularities = st.sampled_from(COARSEST_FIRST)
agreements = st.lists(
    st.builds(
        SharingAgreement,
        direction=ways,
        granularity=granularities,
        state=st.sampled_from(["active", "expired", "ended"]),
        starts_on=near,
        expires_on=near,
    ),
    max_size=4,
)


@given(st.frozensets(st.builds(Demand, ways, granularities), max_size=3), agreements, near)
def test_nothing_that_discloses_begins_but_under_agreements_in_force_as_fine_as_is_asked_each_way(
    demands: frozenset[Demand], known: list[SharingAgreement], day: date
) -> None:
    state = sharing_state([demand_state(one, known, day) for one in demands])
    shared = {
        (one.direction, granularity)
        for one in known
        if one.state == "active" and one.starts_on <= day <= one.expires_on
        for granularity in COARSEST_FIRST[: COARSEST_FIRST.index(one.granularity) + 1]
    }
    assert (validate_disclosing(state) is None) == (demands <= shared)
    assert (state == "none_demanded") == (not demands)


def test_a_granularity_that_is_not_known_is_only_itself() -> None:
    agreed = SharingAgreement("to_host", "sampled", "active", DAY, DAY)
    assert agreed.meets(Demand("to_host", "sampled"))
    assert not agreed.meets(Demand("to_host", "aggregate"))
