"""What a merge proposes, case by case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from resources.adoptions.rules.choices import Choice, apply, refused_choices
from resources.adoptions.rules.diff import Place
from resources.adoptions.rules.intents import Declined, Intent, Intents
from resources.adoptions.rules.merge import WHAT_TO_DO, Change, Clash, Outcome, Proposal, merge
from resources.items.rules.content import Body, Content, Part, PartKind, stale_captions
from services.resources.tests.adoptions.adoption_pieces import (
    ALIGNMENTS,
    ASKED,
    FOLLOWING,
    author,
    captions,
    key,
    numbers,
    text,
    unit,
    video,
    with_part,
)

BASE = unit(1, 2, 3)
EDITED = with_part(BASE, text(2, "Ours."))
MENDED = with_part(BASE, text(2, "Theirs."))


def outcomes(proposal: Proposal) -> dict[str, Outcome]:
    return {change.place.path: change.outcome for change in proposal.changes}


def only_change(proposal: Proposal) -> Change:
    (change,) = proposal.changes
    return change


def at(number: int, name: str | None = None) -> str:
    return Place("parts", key(number), name).path


def test_each_intent_has_its_outcome_of_a_clean_change() -> None:
    for intent, outcome, words in (
        (Intent.FOLLOWING, Outcome.TAKEN, "Theirs."),
        (Intent.ASKED, Outcome.OFFERED, "Words of part 2."),
        (Intent.PINNED, Outcome.PINNED, "Words of part 2."),
    ):
        for intents in (Intents(intent), Intents(at={at(2): intent}), Intents(at={at(2, "body"): intent})):
            proposal = merge(BASE, BASE, MENDED, intents)
            assert only_change(proposal).outcome == outcome
            part = apply(proposal, {}).content.part(key(2))
            assert part is not None
            assert part.body.source == words


def test_the_nearest_intent_holds() -> None:
    intents = Intents(
        Intent.FOLLOWING, {at(2): Intent.ASKED, at(2, "title"): Intent.PINNED, "alignments": Intent.PINNED}
    )
    theirs = replace(
        with_part(BASE, replace(text(2, "Theirs."), title="Theirs")),
        description="Theirs",
        alignments=frozenset(ALIGNMENTS[:1]),
    )
    found = outcomes(merge(BASE, BASE, theirs, intents))
    assert found.pop("description") == Outcome.TAKEN
    assert found.pop(at(2, "body")) == Outcome.OFFERED
    assert found.pop(at(2, "title")) == Outcome.PINNED
    assert [*found.values()] == [Outcome.PINNED]


def test_a_part_with_a_pinned_field_is_not_removed_by_upstream() -> None:
    intents = Intents(Intent.FOLLOWING, {at(2, "title"): Intent.PINNED})
    proposal = merge(BASE, BASE, unit(1, 3), intents)
    assert outcomes(proposal) == {at(2): Outcome.PINNED}
    assert numbers(apply(proposal, {}).content) == [1, 2, 3]


def test_what_both_changed_is_a_conflict_that_shows_all_three() -> None:
    for intents in (FOLLOWING, ASKED):
        change = only_change(merge(BASE, EDITED, MENDED, intents))
        assert (change.outcome, change.clash) == (Outcome.CONFLICT, Clash.BOTH_CHANGED)
        shown = [one.source for one in (change.base, change.ours, change.theirs) if isinstance(one, Body)]
        assert shown == ["Words of part 2.", "Ours.", "Theirs."]
        assert change.what_to_do


def test_both_sides_edits_of_one_part_are_joined_where_they_do_not_meet() -> None:
    theirs = with_part(BASE, replace(text(2), title="A better title"))
    proposal = merge(BASE, EDITED, theirs, FOLLOWING)
    assert outcomes(proposal) == {at(2, "title"): Outcome.TAKEN, at(2, "body"): Outcome.KEPT}
    assert apply(proposal, {}).content.part(key(2)) == replace(text(2, "Ours."), title="A better title")


def test_a_new_licence_of_a_file_that_was_replaced_here_is_a_conflict() -> None:
    """The licence is that of upstream's file: it is never put on ours."""
    theirs = with_part(BASE, text(2, licence="CC-BY-ND-4.0"))
    change = only_change(merge(BASE, EDITED, theirs, FOLLOWING))
    assert change.clash == Clash.BOTH_CHANGED


def test_upstreams_removal_of_a_part_that_was_changed_here_is_a_conflict() -> None:
    proposal = merge(BASE, EDITED, unit(1, 3), FOLLOWING)
    assert only_change(proposal).clash == Clash.REMOVED_UPSTREAM
    assert apply(proposal, {}).content == EDITED
    assert numbers(apply(proposal, {at(2): Choice.TAKE}).content) == [1, 3]


def test_upstreams_change_of_a_part_that_was_removed_here_is_one_conflict() -> None:
    ours = unit(1, 3)
    theirs = with_part(BASE, replace(text(2, "Theirs."), title="Theirs"))
    proposal = merge(BASE, ours, theirs, FOLLOWING)
    assert only_change(proposal).clash == Clash.REMOVED_HERE
    assert apply(proposal, {}).content == ours
    assert apply(proposal, {at(2): Choice.TAKE}).content == theirs


def test_a_part_that_was_removed_here_stays_away_while_upstream_leaves_it() -> None:
    proposal = merge(BASE, unit(1, 3), BASE, FOLLOWING)
    assert outcomes(proposal) == {at(2): Outcome.KEPT}
    assert apply(proposal, {}).content == unit(1, 3)


def test_a_part_of_ours_that_upstream_accepted_is_no_change_any_more() -> None:
    ours = unit(1, 2, 3, 5)
    proposal = merge(BASE, ours, ours)
    assert outcomes(proposal) == {at(5): Outcome.AGREED}
    later = merge(apply(proposal, {}).base, ours, with_part(ours, text(5, "Mended.")), FOLLOWING)
    assert outcomes(later) == {at(5, "body"): Outcome.TAKEN}


def test_a_part_that_upstream_accepted_with_changes_is_a_conflict_in_what_differs() -> None:
    ours = unit(1, 2, 3, 5)
    theirs = with_part(ours, text(5, "Shortened."))
    proposal = merge(BASE, ours, theirs, FOLLOWING)
    assert only_change(proposal).clash == Clash.BOTH_ADDED
    taken = apply(proposal, {at(5, "body"): Choice.TAKE})
    assert taken.content == theirs
    assert outcomes(merge(taken.base, taken.content, theirs, FOLLOWING)) == {at(5): Outcome.AGREED}


def test_a_video_with_captions_of_the_adopter_is_not_replaced_unasked() -> None:
    base = Content("Video", parts=(video(1, "a" * 64),))
    ours = replace(base, parts=(*base.parts, captions(5, 1, "a" * 64)))
    for theirs in (with_part(base, video(1, "b" * 64)), replace(base, parts=())):
        proposal = merge(base, ours, theirs, FOLLOWING)
        assert [one.clash for one in proposal.of(Outcome.CONFLICT)] == [Clash.CAPTIONED_HERE]
        assert apply(proposal, {}).content == ours
        taken = apply(proposal, {one.place.path: Choice.TAKE for one in proposal.of(Outcome.CONFLICT)})
        assert stale_captions(taken.content) == (key(5),)
    relicensed = with_part(base, Part(key(1), "Video", Body(PartKind.FILE, "a" * 64, "CC0-1.0")))
    assert merge(base, ours, relicensed, FOLLOWING).of(Outcome.CONFLICT) == ()


def test_upstreams_own_captions_go_with_their_video() -> None:
    base = Content("Video", parts=(video(1, "a" * 64), captions(2, 1, "a" * 64)))
    theirs = Content("Video", parts=(video(1, "b" * 64), captions(2, 1, "b" * 64)))
    assert apply(merge(base, base, theirs, FOLLOWING), {}).content == theirs


def test_alignments_and_authors_are_taken_one_by_one() -> None:
    base = replace(BASE, alignments=frozenset(ALIGNMENTS[:2]), authors=frozenset({author(801)}))
    ours = replace(base, alignments=frozenset(ALIGNMENTS[1:3]), authors=frozenset({author(801), author(802)}))
    theirs = replace(base, alignments=frozenset({*ALIGNMENTS[:2], ALIGNMENTS[3]}), authors=frozenset({author(803)}))
    merged = apply(merge(base, ours, theirs, FOLLOWING), {}).content
    assert merged.alignments == frozenset(ALIGNMENTS[1:])
    assert merged.authors == {author(802), author(803)}


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ([1, 2, 3], [1, 2, 9, 3], [3, 1, 2], [3, 1, 2, 9]),
        ([1, 2, 3], [9, 1, 2, 3], [2, 1, 3], [9, 2, 1, 3]),
        ([1, 2, 3], [1, 2, 9, 3], [1, 2, 7, 3], [1, 2, 9, 7, 3]),
        ([1, 2, 3], [1, 2, 9, 3], [1, 3], [1, 9, 3]),
        ([1, 2, 3], [3, 2, 1], [1, 7, 2, 3], [3, 2, 1, 7]),
        ([1, 2, 3], [1, 2, 3, 9], [1, 2, 3, 7], [1, 2, 3, 9, 7]),
        ([], [9], [7], [9, 7]),
    ],
)
def test_an_added_part_keeps_the_neighbour_that_it_follows(
    base: list[int], ours: list[int], theirs: list[int], merged: list[int]
) -> None:
    proposal = merge(unit(*base), unit(*ours), unit(*theirs), FOLLOWING)
    assert numbers(apply(proposal, {}).content) == merged


def test_two_orders_are_a_conflict_of_which_either_can_be_had() -> None:
    proposal = merge(unit(1, 2, 3), unit(2, 1, 3), unit(3, 2, 1), FOLLOWING)
    assert only_change(proposal).clash == Clash.BOTH_MOVED
    assert numbers(apply(proposal, {}).content) == [2, 1, 3]
    assert numbers(apply(proposal, {"parts": Choice.TAKE}).content) == [3, 2, 1]


def test_what_upstream_moved_round_a_part_that_was_removed_here_asks_nothing() -> None:
    proposal = merge(unit(1, 2, 3), unit(2, 1), unit(3, 1, 2), FOLLOWING)
    assert outcomes(proposal) == {"parts": Outcome.AGREED, at(3): Outcome.KEPT}
    assert apply(proposal, {}).content == unit(2, 1)


def test_the_same_order_on_both_sides_is_agreed() -> None:
    ours, theirs = unit(3, 2, 1, 9), unit(3, 2, 1)
    proposal = merge(BASE, ours, theirs, FOLLOWING)
    assert outcomes(proposal) == {"parts": Outcome.AGREED, at(9): Outcome.KEPT}
    merged = apply(proposal, {})
    assert (merged.content, merged.base) == (ours, theirs)


def test_what_was_declined_is_offered_again_once_it_is_something_else() -> None:
    merged = apply(merge(BASE, BASE, MENDED), {at(2, "body"): Choice.DECLINE})
    assert merged.content == merged.base == BASE
    for intents in (ASKED, FOLLOWING):
        again = merge(merged.base, merged.content, MENDED, intents, merged.declined)
        assert outcomes(again) == {at(2, "body"): Outcome.DECLINED}
        newer = merge(merged.base, merged.content, with_part(BASE, text(2, "Newer.")), intents, merged.declined)
        assert only_change(newer).outcome in (Outcome.OFFERED, Outcome.TAKEN)
    taken = apply(merge(BASE, BASE, MENDED, ASKED, merged.declined), {at(2, "body"): Choice.TAKE})
    assert (taken.content, taken.declined) == (MENDED, Declined())


def test_a_declined_order_stays_declined_while_upstream_adds_and_removes_parts() -> None:
    merged = apply(merge(unit(1, 2, 3), unit(1, 2, 3), unit(3, 1, 2)), {"parts": Choice.DECLINE})

    def of(theirs: Content) -> Outcome | None:
        return outcomes(merge(merged.base, merged.content, theirs, ASKED, merged.declined)).get("parts")

    assert of(unit(3, 1, 2)) == of(unit(3, 7, 1, 2)) == of(unit(3, 2)) == Outcome.DECLINED
    assert of(unit(3, 2, 1)) == Outcome.OFFERED
    assert of(unit(1, 2, 3)) is None
    with_new = apply(merge(merged.base, merged.content, unit(3, 7, 1, 2), ASKED, merged.declined), {at(7): Choice.TAKE})
    assert sorted(numbers(with_new.content)) == [1, 2, 3, 7]
    later = merge(with_new.base, with_new.content, unit(3, 7, 1, 2), ASKED, with_new.declined)
    assert outcomes(later) == {"parts": Outcome.DECLINED}
    moved = merge(with_new.base, with_new.content, unit(3, 1, 2, 7), ASKED, with_new.declined)
    assert outcomes(moved) == {"parts": Outcome.OFFERED}
    taken = apply(later, {"parts": Choice.TAKE})
    assert (numbers(taken.content), taken.declined) == ([3, 7, 1, 2], Declined())


def test_what_follows_upstream_can_be_declined_before_it_is_taken() -> None:
    proposal = merge(BASE, BASE, MENDED, FOLLOWING)
    assert apply(proposal, {at(2, "body"): Choice.DECLINE}).content == BASE


def test_a_pinned_place_is_taken_where_somebody_says_so() -> None:
    proposal = merge(BASE, EDITED, MENDED, Intents(Intent.PINNED))
    assert apply(proposal, {}).content == EDITED
    assert apply(proposal, {at(2, "body"): Choice.TAKE}).content == MENDED


def test_choices_that_answer_another_proposal_are_refused() -> None:
    proposal = merge(BASE, EDITED, unit(1, 2), ASKED)
    assert refused_choices(proposal, {at(3): Choice.TAKE}, proposal.fingerprint) == []
    (outdated,) = refused_choices(proposal, {at(3): Choice.TAKE}, merge(BASE, BASE, unit(1, 2)).fingerprint)
    assert outdated.rule == "proposal_changed"
    for path in (at(2, "body"), at(1), "", "nowhere"):
        (found,) = refused_choices(proposal, {path: Choice.TAKE}, proposal.fingerprint)
        assert found.rule == "not_offered"
        with pytest.raises(ValueError, match="Upstream has changed nothing"):
            apply(proposal, {path: Choice.TAKE})


def test_what_upstreams_licence_closed_is_shown_and_cannot_be_taken() -> None:
    theirs = replace(unit(1, 2, 7), parts=(text(1, "Theirs."), text(2, licence="CC-BY-ND-4.0"), text(7)))
    shut = frozenset({key(2), key(3), key(7)})
    proposal = merge(BASE, BASE, theirs, FOLLOWING, closed=shut)
    assert outcomes(proposal) == {
        at(1, "body"): Outcome.TAKEN,
        at(2, "body"): Outcome.CLOSED,
        at(7): Outcome.CLOSED,
        at(3): Outcome.TAKEN,
    }
    assert apply(proposal, {}).content == Content("Fractions", parts=(text(1, "Theirs."), text(2)))
    (found,) = refused_choices(proposal, {at(7): Choice.TAKE}, proposal.fingerprint)
    assert found.rule == "closed"
    assert outcomes(merge(BASE, EDITED, theirs, FOLLOWING, closed=shut))[at(2, "body")] == Outcome.CLOSED


def test_every_conflict_says_what_to_do() -> None:
    assert {*WHAT_TO_DO} == {*Clash}
