"""An upload moves on, ends once, and what was reserved for it is released or settled exactly once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.common.rules.problems import Problem
from resources.files.rules.quota import Quota, add, end_upload, remove, reserve
from resources.files.rules.uploads import (
    ENDS,
    LIVES,
    LIVES_AT_MOST,
    MOVES,
    WHY_NOT,
    Act,
    OnQuota,
    State,
    Upload,
    after,
    expiry,
    has_expired,
    is_sha256,
    on_quota,
    wrong_with_what_came,
)

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
SHA = "ab" * 32
UPLOAD = Upload(UUID(int=1), "teacher", State.RECEIVING, 10, 4, NOW + LIVES)
STEPS = st.tuples(st.sampled_from(["create", "remove", *Act]), st.integers(0, 5), st.integers(0, 60))


def test_every_state_is_reached_from_the_first_and_says_what_to_do() -> None:
    reached = {State.CREATED}
    while True:
        further = reached | {later for state in reached for later in MOVES[state].values()}
        if further == reached:
            break
        reached = further
    assert reached == set(State) == set(MOVES) == set(WHY_NOT)
    assert {act for acts in MOVES.values() for act in acts} == set(Act)


def test_nothing_leads_out_of_an_end_and_every_other_state_can_come_to_one() -> None:
    assert {State.STORED, State.REFUSED, State.EXPIRED, State.CANCELLED} == ENDS
    assert all(after(end, act) is None for end in ENDS for act in Act)
    coming = set(ENDS)
    for _ in State:
        coming |= {state for state, acts in MOVES.items() if set(acts.values()) & coming}
    assert coming == set(State)


def test_only_what_was_checked_is_stored_and_what_is_complete_neither_expires_nor_grows() -> None:
    assert [state for state in State if after(state, Act.STORE)] == [State.CHECKING]
    for state in (State.RECEIVED, State.CHECKING):
        assert after(state, Act.EXPIRE) is after(state, Act.RECEIVE) is after(state, Act.COMPLETE) is None
    assert after(State.CHECKING, Act.GIVE_BACK) == State.RECEIVED


def test_quota_changes_where_an_end_is_entered_and_nowhere_else() -> None:
    for before in State:
        for now in State:
            changed = on_quota(before, now) != OnQuota.NOTHING
            assert changed == (before not in ENDS and now in ENDS)
    assert on_quota(State.CHECKING, State.STORED) == OnQuota.SETTLE
    assert on_quota(State.CHECKING, State.REFUSED) == OnQuota.RELEASE


@settings(max_examples=300, derandomize=True)
@given(st.integers(0, 150), st.lists(STEPS, max_size=40))
def test_under_any_events_the_sums_are_those_of_the_rows_and_never_over_quota(
    most: int, steps: list[tuple[str, int, int]]
) -> None:
    quota = Quota(most)
    uploads: dict[int, tuple[State, int]] = {}
    files: dict[int, int] = {}
    for step, which, size in steps:
        if step == "create" and which not in uploads:
            found = reserve(quota, size)
            assert isinstance(found, Problem) == (size == 0 or size > quota.free)
            if isinstance(found, Quota):
                quota, uploads[which] = found, (State.CREATED, size)
        elif step == "remove" and which in files:
            quota = remove(quota, files.pop(which))
            del uploads[which]
        elif step in set(Act) and which in uploads:
            state, reserved = uploads[which]
            later = after(state, Act(step))
            if later is not None:
                kept = min(size, reserved) if later == State.STORED else 0
                quota = end_upload(quota, on_quota(state, later), reserved, kept)
                uploads[which] = later, reserved
                if later == State.STORED:
                    files[which] = kept
        assert isinstance(reserve(quota, quota.free + 1), Problem)
        assert quota.reserved == sum(size for state, size in uploads.values() if state not in ENDS)
        assert quota.used == sum(files.values())
        assert 0 <= quota.used + quota.reserved <= most
        assert quota.free == most - quota.used - quota.reserved


def test_a_district_without_room_is_told_how_much_it_has() -> None:
    quota = Quota(100, used=60, reserved=30)
    assert reserve(quota, 10) == Quota(100, used=60, reserved=40)
    problem = reserve(quota, 11)
    assert isinstance(problem, Problem)
    assert "11 bytes" in problem.detail
    assert "10 bytes of its 100 bytes" in problem.detail


def test_files_that_lie_in_the_store_already_count_for_whoever_takes_them() -> None:
    quota = Quota(100, used=60, reserved=30)
    assert add(quota, 10) == Quota(100, used=70, reserved=30)
    assert add(quota, 0) == quota
    problem = add(quota, 11)
    assert isinstance(problem, Problem)
    assert "room for 10 bytes" in problem.detail


def test_a_quota_lowered_below_what_is_used_loses_nothing_and_takes_nothing() -> None:
    quota = replace(Quota(100, used=60, reserved=30), most=50)
    assert quota.free == 0
    assert isinstance(reserve(quota, 1), Problem)
    assert end_upload(quota, OnQuota.SETTLE, 30, 20) == Quota(50, used=80, reserved=0)


@pytest.mark.parametrize(("reserved", "stored"), [(31, 0), (-1, 0), (10, 11), (10, -1)])
def test_sums_that_disagree_with_their_rows_are_not_passed_over(reserved: int, stored: int) -> None:
    with pytest.raises(ValueError, match="cannot be settled"):
        end_upload(Quota(100, used=60, reserved=30), OnQuota.SETTLE, reserved, stored)
    with pytest.raises(ValueError, match="cannot be removed"):
        remove(Quota(100, used=60), 61)


def test_an_upload_lives_a_week_after_its_last_byte_and_a_month_at_most() -> None:
    assert expiry(NOW, NOW) == NOW + LIVES
    assert expiry(NOW, NOW + timedelta(days=5)) == NOW + timedelta(days=5) + LIVES
    assert expiry(NOW, NOW + timedelta(days=29)) == NOW + LIVES_AT_MOST


def test_what_waits_expires_to_the_second_and_what_is_complete_does_not() -> None:
    late = UPLOAD.expires_at
    assert not has_expired(UPLOAD, late - timedelta(seconds=1))
    for state in State:
        waits = state in (State.CREATED, State.RECEIVING, State.EXPIRED)
        assert has_expired(replace(UPLOAD, state=state), late) == waits


def test_another_file_than_was_announced_is_found_before_anything_is_published() -> None:
    announced = replace(UPLOAD, sha256=SHA)
    assert wrong_with_what_came(announced, 10, SHA) is None
    assert wrong_with_what_came(UPLOAD, 10, SHA) is None
    assert "9 bytes came where 10" in (wrong_with_what_came(announced, 9, SHA) or "")
    assert "Another file" in (wrong_with_what_came(announced, 10, "cd" * 32) or "")


@pytest.mark.parametrize(
    ("text", "is_one"), [(SHA, True), (SHA.upper(), False), (SHA[1:], False), (SHA + "\n", False), ("٣" * 64, False)]
)
def test_a_sha_256_is_64_letters(text: str, is_one: bool) -> None:
    assert is_sha256(text) == is_one
