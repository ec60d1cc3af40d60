from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.common.scales import Level
from competency.mastery.rules.arithmetic import Step, shares, steps
from competency.mastery.rules.determination import DeterminedAt, counting, determine
from competency.mastery.rules.explain import Explanation, explain
from competency.mastery.rules.mastery import Determination
from competency.mastery.rules.methods import weigher
from competency.mastery.rules.policy import KINDS, Policy, PolicyVersion, Resolved
from services.competency.tests.evidence.shown_pieces import (
    DAY,
    METHODS,
    SCALE,
    START,
    Piece,
    in_turn,
    points,
    shown,
    some_pieces,
    unhurried,
)

NOW = DeterminedAt(START + 100 * DAY)
ALL_KINDS = frozenset(KINDS)
LEVELS = replace(SCALE, levels=(Level("Not yet", Decimal(0)), Level("Secure", Decimal(3))))
every_method = pytest.mark.parametrize(("method", "parameter"), METHODS)


def half_up(value: Fraction) -> Fraction:
    hundredths = floor(abs(value) * 100 + Fraction(1, 2))
    return Fraction(hundredths if value >= 0 else -hundredths, 100)


def worked_out(found: tuple[Step, ...]) -> list[Fraction]:
    """What the formulas come to, by somebody who has nothing but the formulas."""
    values: list[Fraction] = []
    for step in found:
        python = re.sub(r"\d+(\.\d+)?", lambda number: f"Fraction('{number[0]}')", step.formula)
        names = {"Fraction": Fraction, "max": max, "round": half_up, "previous": values[-1] if values else None}
        values.append(Fraction(eval(python.replace("×", "*").replace("÷", "/"), {"__builtins__": {}}, names)))
    return values


def policy_of(method: str, parameter: int | None, **more: Any) -> Policy:
    return Policy(scale=SCALE, method=method, parameter=parameter, **({"kinds": ALL_KINDS} | more))


def explained(pieces: list[Piece], policy: Policy, as_of: DeterminedAt = NOW) -> Explanation:
    return explain(pieces, Resolved(policy, None), as_of)


def determined(pieces: list[Piece], policy: Policy) -> Determination:
    return determine(counting(policy, NOW)(pieces), policy.weigher(), policy.mastery_level)


@every_method
@unhurried
@given(pieces=some_pieces)
def test_an_explanation_worked_out_again_gives_the_score_that_was_determined(
    method: str, parameter: int | None, pieces: list[Piece]
) -> None:
    policy = policy_of(method, parameter)
    found = explained(pieces, policy)
    assert found.determination == determined(pieces, policy)
    if found.determination.score is None:
        assert [step.value for step in found.steps] == [None] * bool(found.determination.pieces)
    else:
        values = worked_out(found.steps)
        assert values[-1] == found.steps[-1].value == found.determination.score
        printed = [step.value for step in found.steps if step.value is not None]
        assert all(
            abs(value - Fraction(shown)) < Fraction(1, 10**12) for value, shown in zip(values, printed, strict=True)
        )


@every_method
@unhurried
@given(scores=st.lists(st.decimals(-4, 4, places=3), min_size=1, max_size=12))
def test_each_share_is_what_the_piece_adds_to_the_result(
    method: str, parameter: int | None, scores: list[Decimal]
) -> None:
    parts = shares(method, parameter, Decimal(3), scores)
    found = steps(method, parameter, Decimal(3), scores)
    if weigher(method, parameter, Decimal(3))(scores).score is None:
        assert parts == [0] * len(scores)
        return
    value = worked_out(found)[-2]
    assert all(0 <= part <= 1 for part in parts)
    assert abs(sum(parts, Decimal(0)) - 1) < Decimal("1e-10")
    total = sum((Fraction(score) * Fraction(part) for score, part in zip(scores, parts, strict=True)), Fraction(0))
    assert abs(total - value) < Fraction(1, 10**10) or (method == "highest" and half_up(total) == half_up(value))


@every_method
@unhurried
@given(pieces=some_pieces)
def test_every_piece_is_there_oldest_first_with_its_share_or_the_reason_against_it(
    method: str, parameter: int | None, pieces: list[Piece]
) -> None:
    found = explained(pieces, policy_of(method, parameter, kinds=frozenset({"test", "self", "peer"})))
    assert sorted(p.evidence_id for p in found.pieces) == sorted(p.evidence_id for p in pieces)
    assert [p.observed_at for p in found.pieces] == sorted(p.observed_at for p in pieces)
    assert all((p.share is None) != (p.reason is None) and p.because for p in found.pieces)
    assert sum(p.share is not None for p in found.pieces) == found.determination.pieces


@every_method
@unhurried
@given(scores=st.lists(points, max_size=6), candidate=st.integers(0, 400).map(lambda cents: Decimal(cents) / 100))
def test_a_prospect_holds_for_every_next_score_on_the_scale(
    method: str, parameter: int | None, scores: list[Decimal], candidate: Decimal
) -> None:
    policy = policy_of(method, parameter)
    pieces = in_turn(*map(str, scores))
    found = explained(pieces, policy)
    mastered = found.determination.mastered
    then = determined([*pieces, shown(99, str(candidate), day=50)], policy).mastered
    gained_from, lost_up_to = found.prospect.gained_from, found.prospect.lost_up_to
    if mastered:
        assert gained_from is None
        assert then == (lost_up_to is None or candidate > lost_up_to)
    else:
        assert lost_up_to is None
        assert then == (gained_from is not None and candidate >= gained_from)


@pytest.mark.parametrize(
    ("method", "parameter", "scores", "gained_from", "lost_up_to", "words"),
    [
        ("highest", None, "2 1", "3", None, "A next score of 3 or more would bring mastery."),
        ("highest", None, "4 1", None, None, "No next score would take mastery away."),
        ("latest", None, "4", None, "2.99", "A next score of 2.99 or less would take mastery away."),
        ("average", None, "2 3.5", "3.49", None, "A next score of 3.49 or more would bring mastery."),
        ("average", None, "1.99", "4", None, "A next score of 4 or more would bring mastery."),
        ("average", None, "1 1 1", None, None, "No single next score on the scale, 0 to 4, would bring mastery."),
        ("decaying_average", 65, "2 3", "3.27", None, "A next score of 3.27 or more would bring mastery."),
        ("standard_decaying_average", 65, "4 4", None, "2.45", "A next score of 2.45 or less would take mastery away."),
        ("n_mastery", 3, "4", None, None, "2 more scores of 3 or more would bring mastery, not one alone."),
        ("n_mastery", 3, "4 3", "3", None, "A next score of 3 or more would bring mastery."),
        ("n_mastery", 1, "", "3", None, "A next score of 3 or more would bring mastery."),
    ],
)
def test_what_would_change_it(
    method: str, parameter: int | None, scores: str, gained_from: str | None, lost_up_to: str | None, words: str
) -> None:
    prospect = explained(in_turn(*scores.split()), policy_of(method, parameter)).prospect
    assert (prospect.gained_from, prospect.lost_up_to, prospect.words) == (
        gained_from and Decimal(gained_from), lost_up_to and Decimal(lost_up_to), words,
    )  # fmt: skip


def test_a_next_piece_of_somebody_elses_lets_the_learners_own_count() -> None:
    own = shown(1, "4", kind="self")
    found = explained([own], policy_of("average", None))
    assert found.pieces[0].reason == "unsupported"
    assert found.prospect.gained_from == Decimal("1.99")  # with the 4 that then counts: 2.995, which is 3.00
    assert determined([own, shown(2, "1.99", day=1)], policy_of("average", None)).mastered


def test_the_arithmetic_is_written_as_people_would() -> None:
    found = explained(in_turn("2", "3", "4"), policy_of("decaying_average", 65))
    assert [(step.formula, str(step.value)) for step in found.steps] == [
        ("(2 + 3) ÷ 2", "2.5"),
        ("4 × 0.65 + previous × 0.35", "3.475"),
        ("round(previous)", "3.48"),
    ]
    assert [str(piece.share) for piece in found.pieces] == ["0.175", "0.175", "0.65"]
    found = explained(in_turn("2", "3", "4"), policy_of("standard_decaying_average", 65))
    assert [step.formula for step in found.steps] == [
        "2", "3 × 0.65 + previous × 0.35", "4 × 0.65 + previous × 0.35", "round(previous)",
    ]  # fmt: skip
    assert [str(piece.share) for piece in found.pieces] == ["0.1225", "0.2275", "0.65"]


def test_a_method_without_a_result_says_what_is_missing() -> None:
    found = explained(in_turn("3", "1"), policy_of("n_mastery", 3))
    assert found.steps == (Step("1 of 2 scores reach 3, and 3 must: there is no result yet", "", None),)
    assert explained([], policy_of("n_mastery", 3)).steps == ()


def test_a_piece_that_does_not_count_says_so_in_words() -> None:
    pieces = [
        shown(1, "3"),
        shown(2, "3", day=80, voided_at=START),
        shown(3, "3", day=81, superseded_at=START),
        shown(4, None, day=82),
        shown(5, "3", day=83, kind="prior_learning"),
        shown(6, "3", day=99, recorded_at=START + 98 * DAY),
        shown(7, "3", day=101),
        shown(8, "3", day=90, kind="peer"),
    ]
    policy = policy_of("highest", None, window_days=30, kinds=frozenset({"performance_task", "peer"}))
    as_of = DeterminedAt(NOW.now, observed=NOW.now, known=START + 97 * DAY)
    assert {p.reason: p.because for p in explained(pieces, policy, as_of).pieces} == {
        "outside_window": "It was observed 100 days earlier, and evidence counts for 30 days.",
        "voided": "It was declared void.",
        "superseded": "A correction has superseded it.",
        "unscored": "It has no score.",
        "kind": "Evidence of the kind prior learning does not count under this policy.",
        "recorded_after": "It was recorded after the time asked for.",
        "observed_after": "It was observed after the time asked for.",
        "unsupported": "Learners' own evidence counts only beside somebody else's, and there is none that counts.",
    }


@pytest.mark.parametrize(
    ("method", "parameter", "because"),
    [
        ("highest", None, "higher score decides"),
        ("latest", None, "newer score decides"),
        ("n_mastery", 2, "only scores of 3 or more have a share, once there are 2 of them"),
    ],
)
def test_a_piece_that_counts_without_a_share_says_why(method: str, parameter: int | None, because: str) -> None:
    weak, *_, strong = explained(in_turn("1", "3", "3"), policy_of(method, parameter)).pieces
    assert because in weak.because
    assert weak.share == 0
    assert weak.reason is None
    assert strong.share is not None


def test_an_explanation_names_the_policy_version_the_level_and_the_times() -> None:
    policy = Policy(scale=LEVELS)
    version = PolicyVersion(level="district", subject=None, version=7, effective_from=START, policy=policy)
    found = explain(in_turn("2", "3.5"), Resolved(policy, version), NOW)
    assert (found.resolved.version, found.as_of) == (version, NOW)
    assert found.level is not None
    assert found.level.label == "Secure"


def test_a_very_long_record_is_explained_in_moderate_time() -> None:
    found = explained(in_turn(*["2.67"] * 5_000), policy_of("standard_decaying_average", 50))
    assert found.determination.score == Decimal("2.67")
    assert "next to nothing" in found.pieces[0].because
