"""What would change who is chosen: exact break-evens of weights, reviewers left out, how firmly places are held."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from readiness.selection.rules.firmness import firmness, without_each_reviewer
from readiness.selection.rules.ranking import TieRule, commitment_of, rank
from readiness.selection.rules.scores import Conflict, Criterion, Scored, Sheet, score_applications, weighted
from readiness.selection.rules.sensitivity import (
    MOST_APPLICATIONS,
    BreakEven,
    Cut,
    Flip,
    break_evens,
    chosen,
    validate_size,
)
from services.readiness.tests.selection.selection_pieces import CRITERIA, RULE, SEED, app, cut_of, cuts, reviewer

TINY = Fraction(1, 10**12)


def chosen_with(cut: Cut, key: str, share: Fraction) -> frozenset[object]:
    """Returns who is chosen when a criterion has this share, by ranking anew with other weights: another way than the
    rule's own.
    """
    others = [one for one in cut.criteria if one.key != key]
    scored = []
    for one in cut.scored:
        score = share * one.criteria[key] + (1 - share) * weighted(one.criteria, others)
        scored.append(Scored(one.application, score, one.criteria, one.reviewers))
    return frozenset(place.application for place in rank(scored, cut.rule, cut.seed).places[: cut.capacity])


def evens(cut: Cut, key: str) -> tuple[BreakEven, BreakEven]:
    less, more = (one for one in break_evens(cut) if one.criterion == key)
    return less, more


def test_a_break_even_worked_out_by_hand() -> None:
    # Need weighs 2 of 4. Application 1 has need 1 and the others 0, application 2 need 0 and the others 3/4: with a
    # share t of need they score t and 3/4 (1 - t), which meet at t = 3/7.
    cut, _ = cut_of({1: [[5, 1, 1]], 2: [[1, 4, 4]]}, 1)
    assert chosen(cut) == {app(1)}
    less, more = evens(cut, "need")
    assert (less.flip, less.leaves, less.enters) == (Flip(Fraction(3, 7), False), (app(1),), (app(2),))
    assert less.share_now == Fraction(1, 2)
    # With the other two at 1 each, need then weighs 3/7 / (4/7) x 2 = 3/2.
    assert less.weight == Fraction(3, 2)
    assert (more.flip, more.weight, more.leaves) == (None, None, ())


def test_at_the_break_even_itself_the_tie_rule_says_whether_it_is_included() -> None:
    by_need = cut_of({1: [[5, 1, 1]], 2: [[1, 4, 4]]}, 1)[0]
    by_plan = replace(by_need, rule=replace(RULE, criteria=("plan",)))
    assert evens(by_need, "need")[0].flip == Flip(Fraction(3, 7), included=False)
    assert evens(by_plan, "need")[0].flip == Flip(Fraction(3, 7), included=True)


def test_a_tie_at_the_cut_flips_as_soon_as_a_weight_differs_at_all() -> None:
    # Both score 1/2: what parts them is the tie rule, need first. Any less weight of need prefers the other.
    cut, _ = cut_of({1: [[5, 1, 1]], 2: [[1, 5, 5]]}, 1)
    less, more = evens(cut, "need")
    assert less.flip == Flip(Fraction(1, 2), included=False)
    assert (less.leaves, less.enters, more.flip) == ((app(1),), (app(2),), None)


def test_with_a_tie_band_others_are_chosen_where_scores_come_within_it() -> None:
    rule = TieRule(commitment_of(SEED), Decimal("0.1"), ("plan",))
    cut, _ = cut_of({1: [[5, 1, 1]], 2: [[1, 4, 4]]}, 1, rule)
    # t - 3/4 (1 - t) = 1/10 at t = 17/35; there they are tied, and plan prefers application 2.
    assert evens(cut, "need")[0].flip == Flip(Fraction(17, 35), included=True)


def test_a_criterion_alone_or_alone_in_weight_has_no_break_even() -> None:
    only = (Criterion("need", Decimal(1), 5),)
    cut, _ = cut_of({1: [[5]], 2: [[1]]}, 1, replace(RULE, criteria=()), only)
    assert [one.flip for one in break_evens(cut)] == [None, None]
    lone = (Criterion("need", Decimal(1), 5), Criterion("plan", Decimal(0), 5))
    cut, _ = cut_of({1: [[5, 1]], 2: [[1, 5]]}, 1, replace(RULE, criteria=()), lone)
    assert [one.flip for one in evens(cut, "need")] == [None, None]
    found = evens(cut, "plan")[1].flip
    assert found is not None
    assert found.share == Fraction(1, 2)


@given(cuts(), st.data())
def test_just_beyond_a_break_even_others_are_chosen_and_not_before_it(
    drawn: tuple[Cut, object], data: st.DataObject
) -> None:
    cut = drawn[0]
    before = chosen(cut)
    for even in break_evens(cut):
        if even.share_now == 1:
            assert even.flip is None
            continue
        sign = 1 if even.direction == "more" else -1
        end = Fraction(1 if even.direction == "more" else 0)
        if even.flip is None:
            for part in (Fraction(0), Fraction(1), data.draw(st.fractions(0, 1, max_denominator=1000))):
                assert chosen_with(cut, even.criterion, even.share_now + part * (end - even.share_now)) == before
            continue
        share = even.flip.share
        assert (share - even.share_now) * sign >= 0
        beyond = share if even.flip.included else share + sign * TINY
        assert chosen_with(cut, even.criterion, beyond) == before - set(even.leaves) | set(even.enters) != before
        if not even.flip.included:
            assert chosen_with(cut, even.criterion, share) == before
        if share != even.share_now:
            for part in (1 - TINY, data.draw(st.fractions(0, 1, max_denominator=1000).filter(lambda one: one < 1))):
                assert chosen_with(cut, even.criterion, even.share_now + part * (share - even.share_now)) == before


@given(cuts())
def test_each_application_flips_first_where_it_is_said_to(drawn: tuple[Cut, object]) -> None:
    cut = drawn[0]
    before = chosen(cut)
    for even in break_evens(cut):
        sign = 1 if even.direction == "more" else -1
        assert (even.flip is None) == (not even.applications)
        if even.flip is not None:
            nearest = min(abs(one.share - even.share_now) for one in even.applications.values())
            assert nearest == abs(even.flip.share - even.share_now)
        for key, flip in even.applications.items():
            at = flip.share if flip.included else flip.share + sign * TINY
            assert (key in chosen_with(cut, even.criterion, at)) != (key in before)


@given(cuts())
def test_break_evens_do_not_depend_on_the_order_of_applications(drawn: tuple[Cut, object]) -> None:
    cut = drawn[0]
    assert break_evens(replace(cut, scored=cut.scored[::-1])) == break_evens(cut)


@given(cuts())
def test_what_is_said_of_a_reviewer_left_out_is_what_ranking_without_them_gives(drawn: tuple[Cut, list[Sheet]]) -> None:
    cut, sheets = drawn
    found = without_each_reviewer(cut, sheets)
    assert [one.reviewer for one in found] == sorted({one.reviewer for one in sheets})
    for one in found:
        others = [sheet for sheet in sheets if sheet.reviewer != one.reviewer]
        scored = score_applications([s.application for s in cut.scored], others, cut.criteria)
        places = rank(scored, cut.rule, cut.seed).places[: cut.capacity]
        assert {place.application for place in places} == chosen(cut) - set(one.leaves) | set(one.enters)
        assert set(one.unscored) == {s.application for s in scored if s.score is None}


def test_a_conflicted_reviewer_is_left_out_already() -> None:
    cut, sheets = cut_of({1: [[5, 5, 5], [1, 1, 1]], 2: [[3, 3, 3], [3, 3, 3]], 3: [[2, 2, 2], [2, 2, 2]]}, 1)
    conflicts = [Conflict(reviewer(1), app(1))]
    scored = score_applications([app(1), app(2), app(3)], sheets, CRITERIA, conflicts)
    late = replace(cut, scored=scored)
    assert chosen(late) == {app(1)}
    without_first, without_second = without_each_reviewer(late, sheets, conflicts)
    assert (without_first.unscored, without_first.leaves, without_first.enters) == ((app(1),), (app(1),), (app(2),))
    assert (without_second.unscored, without_second.leaves) == ((), ())


def test_places_are_held_by_the_tie_rule_by_one_reviewer_or_firmly() -> None:
    levels = {
        1: [[5, 5, 5], [5, 5, 5]],
        2: [[3, 3, 3], [3, 3, 3]],  # tied with 3 at the cut
        3: [[3, 3, 3], [3, 3, 3]],
        4: [[1, 1, 1], [1, 1, 1]],
    }
    cut, sheets = cut_of(levels, 2)
    ranked = rank(cut.scored, cut.rule, cut.seed)
    found = {one.application: one for one in firmness(ranked, 2, break_evens(cut), without_each_reviewer(cut, sheets))}
    assert [found[app(n)].hold for n in (1, 2, 3, 4)] == ["firm", "tie_rule", "tie_rule", "firm"]
    assert [found[app(n)].margin for n in (1, 2, 3, 4)] == [Fraction(1, 2), 0, 0, Fraction(1, 2)]
    split, sheets = cut_of({1: [[5, 5, 5], [1, 1, 1]], 2: [[2, 2, 2], [2, 2, 2]]}, 1)
    ranked = rank(split.scored, split.rule, split.seed)
    first, second = firmness(ranked, 1, break_evens(split), without_each_reviewer(split, sheets))
    assert (first.hold, first.reviewers, first.margin) == ("one_reviewer", (reviewer(0),), Fraction(1, 4))
    assert (second.hold, second.chosen) == ("one_reviewer", False)


def test_a_list_of_sixty_is_worked_out_and_one_of_sixty_one_says_so_and_what_to_read_instead() -> None:
    def listed(scored: int, unscored: int) -> Cut:
        cut, _ = cut_of({number: [[1 + number % 5, 1 + number % 4, 3]] for number in range(scored)}, 5)
        without = [Scored(app(1_000 + number), None, {}, ()) for number in range(unscored)]
        return replace(cut, scored=(*cut.scored, *without))

    assert MOST_APPLICATIONS == 60
    assert validate_size(listed(60, 0)) is None
    assert validate_size(listed(60, 5)) is None, "those without a score have no part in it"
    assert len(break_evens(listed(60, 5))) == 2 * len(CRITERIA)
    problem = validate_size(listed(61, 0)) or ""
    assert "up to 60 applications with a score, and this list has 61" in problem
    assert "read the list" in problem


@given(cuts())
def test_firmness_says_for_each_place_the_nearest_change_that_moves_it(drawn: tuple[Cut, list[Sheet]]) -> None:
    cut, sheets = drawn
    ranked = rank(cut.scored, cut.rule, cut.seed)
    found = firmness(ranked, cut.capacity, break_evens(cut), without_each_reviewer(cut, sheets))
    assert [one.application for one in found] == [one.application for one in ranked.places]
    assert {one.application for one in found if one.chosen} == chosen(cut)
    changes = {
        one.application: [
            abs(even.applications[one.application].share - even.share_now)
            for even in break_evens(cut)
            if one.application in even.applications
        ]
        for one in found
    }
    for one in found:
        assert one.change == min(changes[one.application], default=None)
        assert (one.criterion is None) == (one.change is None)
        assert (one.margin is None) == (cut.capacity >= len(found))
    assert set(chain.from_iterable(one.reviewers for one in found)) <= {sheet.reviewer for sheet in sheets}
