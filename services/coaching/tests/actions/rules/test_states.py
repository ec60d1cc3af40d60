"""What each district may do to an action as it stands, and when one has stalled."""

from datetime import date, timedelta
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from coaching.actions.rules.evaluation import BY_PERSON, SCOPES, evaluation_problems
from coaching.actions.rules.states import MAY, OPEN, QUIET, Act, Stall, Standing, State, is_done, refusal, stalls
from coaching.engagements.rules.phases import Side

DAY = date(2026, 9, 1)
SIDES: tuple[Side, ...] = ("host", "partner")
STATES: tuple[State, ...] = get_args(State)
ACTS: tuple[Act, ...] = get_args(Act)
sides = st.sampled_from(SIDES)
standings = st.builds(
    Standing,
    state=st.sampled_from(STATES),
    proposed_by=sides,
    has_resource=st.booleans(),
    used=st.booleans(),
    confirmed=st.frozensets(sides),
)
days = st.dates(DAY - timedelta(days=60), DAY + timedelta(days=60))


@given(standings, st.sampled_from(ACTS), sides)
def test_an_act_is_refused_exactly_where_a_rule_says_so_and_says_what_to_do(
    standing: Standing, act: Act, side: Side
) -> None:
    found = refusal(standing, act, side)
    if standing.state not in MAY[act]:
        assert found is not None
        assert found.rule == "state"
    may: dict[Act, bool] = {
        "agree": standing.proposed_by != side,
        "use_resource": side == "partner" and standing.has_resource and not standing.used,
        "confirm": side not in standing.confirmed,
    }
    assert (found is None) == (standing.state in MAY[act] and may.get(act, True))
    assert found is None or found.detail


@given(standings, st.sampled_from(ACTS), sides)
def test_what_is_done_or_dropped_changes_no_more(standing: Standing, act: Act, side: Side) -> None:
    if standing.state in ("done", "dropped"):
        assert refusal(standing, act, side) is not None


def test_one_district_alone_is_never_enough() -> None:
    assert not any(is_done(frozenset(some)) for some in ((), SIDES[:1], SIDES[1:]))
    assert is_done(frozenset(SIDES))
    for proposer in SIDES:
        standing = Standing("proposed", proposer, False, False, frozenset())
        assert [side for side in SIDES if refusal(standing, "agree", side) is None] == [
            side for side in SIDES if side != proposer
        ]


@given(st.sampled_from(STATES), days, days, st.booleans(), days)
def test_only_what_is_open_stalls_and_only_behind_its_days(
    state: State, due_on: date, moved_on: date, owner_left: bool, today: date
) -> None:
    expected: set[Stall] = set()
    if state in OPEN:
        expected |= {"overdue"} if today > due_on else set()
        expected |= {"nothing_done"} if today - moved_on > QUIET else set()
        expected |= {"owner_left"} if owner_left else set()
    assert set(stalls(state, due_on, moved_on, owner_left, today)) == expected


def test_content_is_opened_by_scopes_of_coaching_alone_and_gathered_by_no_person() -> None:
    assert [*evaluation_problems(["coaching.read"], ["engagement_id", "gap_id", "limit"])] == []
    assert len([*evaluation_problems(["coaching.read", "readiness.read"], [])]) == 1
    assert len([*evaluation_problems([], [])]) == 1
    for name in BY_PERSON:
        assert len([*evaluation_problems(SCOPES, [name])]) == 1
