"""A concern is acknowledged, then closed, and nothing else."""

from itertools import product

from coaching.coaches.rules.concerns import CONCERN_STATES, validate_move


def test_the_only_moves_are_to_be_acknowledged_and_then_closed() -> None:
    allowed = {(one, other) for one, other in product(CONCERN_STATES, repeat=2) if validate_move(one, other) is None}
    assert allowed == {("received", "acknowledged"), ("acknowledged", "closed")}


def test_a_refused_move_says_what_to_do() -> None:
    assert "acknowledge it first" in str(validate_move("received", "closed"))
