"""The six steps, in rules alone: over any story that can be told."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.timelines.rules.chain import (
    KINDS,
    STEPS,
    Kind,
    State,
    Told,
    closed_on,
    how_far,
    in_order,
    next_step,
    of_this_gap,
)

FIRST = date(2026, 10, 1)
NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)


def told(kind: Kind, on: int = 0, of: int = 1, code: str | None = None, at: int | None = 0) -> Told:
    moment = None if at is None else NOON + timedelta(days=on, minutes=at)
    return Told(kind, UUID(int=of), 1 if kind in ("found", "reassessed", "closed") else 0,
                FIRST + timedelta(days=on), moment, code)  # fmt: skip


def states(*story: Told) -> list[State]:
    return [one.state for one in how_far(story)]


CODES = st.sampled_from([None, "gap_closed", "declined", "engagement_ended", "coach_left", "serious"])
STORIES = st.lists(
    st.builds(told, st.sampled_from(KINDS), st.integers(0, 9), st.integers(1, 4), CODES, st.none() | st.integers(0, 3)),
    max_size=25,
    unique_by=lambda one: (one.kind, one.of_id, one.number),
)


@given(STORIES, st.integers())
def test_the_order_does_not_depend_on_what_arrives_first(story: list[Told], seed: int) -> None:
    other = list(story)
    Random(seed).shuffle(other)
    assert in_order(other) == in_order(story)
    assert how_far(other) == how_far(story)
    assert in_order(of_this_gap(other)) == in_order(of_this_gap(story))
    assert [one.day for one in in_order(story)] == sorted(one.day for one in story)


@given(STORIES, st.booleans())
def test_one_step_comes_next_as_long_as_a_gap_is_open_and_none_after(story: list[Told], of_partner: bool) -> None:
    steps = how_far(story, of_partner=of_partner)
    assert [one.step for one in steps] == list(STEPS)
    found = [one.state for one in steps]
    if closed_on(story) is None:
        assert found.count("next") == 1
        assert found.index("next") == min(n for n, state in enumerate(found) if state not in ("done", "untold"))
        assert next_step(steps) == STEPS[found.index("next")]
        assert "skipped" not in found
    else:
        assert set(found) <= {"done", "skipped"}
        assert found[-1] == "done"
        assert next_step(steps) is None


@given(STORIES)
def test_results_after_the_closing_say_nothing_of_a_gap(story: list[Told]) -> None:
    kept, closed = of_this_gap(story), closed_on(story)
    assert [one for one in kept if one.kind != "reassessed"] == [one for one in story if one.kind != "reassessed"]
    if closed is not None:
        assert all(one.day <= closed for one in kept if one.kind == "reassessed")


@given(STORIES)
def test_a_host_and_its_partner_differ_in_nothing_but_results(story: list[Told]) -> None:
    """The host is told neither of results nor of the closing but by the end of the match."""
    both = [one for one in story if one.kind not in ("found", "reassessed", "closed")]
    own, hosts = how_far(both), how_far(both, of_partner=True)
    assert [one for n, one in enumerate(own) if n not in (4, 5)] == [
        one for n, one in enumerate(hosts) if n not in (4, 5)
    ]
    assert hosts[4].state == ("untold" if closed_on(both) is None else "done")
    assert hosts[4].day is None


MOMENTS = st.lists(
    st.tuples(
        st.sampled_from(["resource_used", "action_completed", "reassessed"]), st.integers(0, 2), st.integers(0, 5)
    ),
    max_size=12,
)


@given(MOMENTS, st.integers())
def test_a_result_is_again_where_its_moment_comes_after_something_was_done(
    drawn: list[tuple[Kind, int, int]], seed: int
) -> None:
    story = [told(kind, on, of=n + 1, at=at) for n, (kind, on, at) in enumerate(drawn)]
    Random(seed).shuffle(story)
    again = [
        one.day for one in story for use in story
        if one.kind == "reassessed" and use.kind != "reassessed" and moment(one) > moment(use)
    ]  # fmt: skip
    step = how_far(story)[4]
    assert (step.state == "done", step.day) == (bool(again), min(again, default=None))


def moment(one: Told) -> datetime:
    assert one.moment is not None
    return one.moment


def test_each_step_is_done_by_what_it_names() -> None:
    story = [told("found"), told("match_confirmed", 1), told("action_agreed", 2), told("resource_used", 3),
             told("reassessed", 4, 2), told("closed", 4, 2)]  # fmt: skip
    for done in range(1, len(story) + 1):
        left = len(story) - done
        assert states(*story[:done]) == ["done"] * done + (["next"] + ["waiting"] * (left - 1) if left else [])


def test_a_proposal_is_no_match() -> None:
    assert states(told("found"), told("match_proposed", 1))[1] == "next"


def test_a_coach_who_left_is_to_be_replaced_and_one_whose_work_is_over_is_not() -> None:
    matched = [told("found"), told("match_confirmed", 1), told("action_agreed", 2)]
    assert states(*matched, told("match_ended", 3, code="coach_left"))[:3] == ["done", "next", "done"]
    assert states(*matched, told("match_ended", 3, code="engagement_ended"))[:3] == ["done", "done", "done"]
    again = told("match_confirmed", 4, of=2)
    assert states(*matched, told("match_ended", 3, code="coach_left"), again)[:3] == ["done", "done", "done"]


def test_an_action_that_was_dropped_is_to_be_agreed_again() -> None:
    story = [told("found"), told("match_confirmed", 1), told("action_agreed", 2), told("action_dropped", 3)]
    assert states(*story)[2] == "next"
    assert states(*story, told("action_agreed", 4, of=2))[2:4] == ["done", "next"]


def test_an_action_without_a_resource_is_used_when_it_is_completed_and_the_step_says_so() -> None:
    story = [told("action_agreed", 2), told("action_completed", 3)]
    assert (how_far(story)[3].state, how_far(story)[3].by) == ("done", "action_completed")
    assert how_far([*story, told("resource_used", 2)])[3].by is None


def test_a_result_counts_only_after_something_was_done_for_the_gap() -> None:
    before, after = told("reassessed", 2, 2), told("reassessed", 5, 3)
    assert how_far([told("found"), before, told("resource_used", 4)])[4].day is None
    assert how_far([told("found"), before, told("resource_used", 4), after])[4].day == after.day


@pytest.mark.parametrize(
    ("result_at", "used_at", "counts"), [(1, 2, False), (2, 2, False), (3, 2, True), (None, 2, False), (3, None, False)]
)
def test_on_one_day_a_result_counts_where_it_is_known_to_be_later(
    result_at: int | None, used_at: int | None, counts: bool
) -> None:
    story = [told("found"), told("reassessed", 4, 2, at=result_at), told("resource_used", 4, at=used_at)]
    assert (how_far(story)[4].day is not None) == counts


def test_a_result_of_the_day_that_was_there_before_the_gap_or_after_its_closing_says_nothing_of_it() -> None:
    found, closed = told("found", 0, 2, at=5), told("closed", 3, 4, at=5)
    before, closing, after = (
        told("reassessed", 0, 1, at=4),
        told("reassessed", 3, 4, at=6),
        told("reassessed", 3, 5, at=7),
    )
    assert of_this_gap([found, before, closing, closed, after]) == [found, closing, closed]


def test_a_gap_that_closes_by_itself_was_closed_without_the_steps_between() -> None:
    assert states(told("found"), told("closed", 3, 2)) == ["done", "skipped", "skipped", "skipped", "done", "done"]


def test_a_host_hears_by_the_end_of_the_match_that_a_gap_is_closed() -> None:
    story = [told("match_confirmed", 1), told("match_ended", 6, code="gap_closed")]
    steps = how_far(story, of_partner=True)
    assert (steps[0].state, steps[0].day) == ("done", None)
    assert (steps[4].state, steps[4].day) == ("done", None)
    assert (steps[5].state, steps[5].day) == ("done", story[1].day)


def test_the_result_that_first_showed_a_gap_does_not_assess_it_again() -> None:
    first, later = told("reassessed", 0, 1), told("reassessed", 3, 2)
    assert of_this_gap([told("found"), first, later]) == [told("found"), later]
    severer = told("found", 3, 2, "critical")
    assert of_this_gap([told("found"), severer, first, later]) == [told("found"), severer, later]


def test_within_a_day_the_moment_decides_and_where_it_is_unknown_the_kind() -> None:
    late, early = told("match_confirmed", at=9), told("action_agreed", at=3)
    assert in_order([late, early]) == [early, late]
    assert in_order([early, told("closed", at=None), told("found", at=None)]) == [
        told("found", at=None), early, told("closed", at=None)
    ]  # fmt: skip
