"""Whatever upstream and an adopter do: nothing of the adopter's is lost, and nothing is asked twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from resources.adoptions.rules.choices import Choice, Merged, apply
from resources.adoptions.rules.diff import ORDER, diff
from resources.adoptions.rules.intents import Declined, Intents
from resources.adoptions.rules.merge import FROM_UPSTREAM, OPEN, Clash, Outcome, Proposal, merge
from resources.items.rules.content import SETS, SINGLE, Content
from services.resources.tests.adoptions.adoption_pieces import (
    FOLLOWING,
    changed,
    contents,
    histories,
    some_intents,
)

History = tuple[Content, Content, Content]
some = settings(max_examples=50, derandomize=True)
SIDES = {Clash.REMOVED_HERE: Clash.REMOVED_UPSTREAM, Clash.REMOVED_UPSTREAM: Clash.REMOVED_HERE}


def choices(data: st.DataObject, proposal: Proposal) -> dict[str, Choice]:
    paths = [change.place.path for change in proposal.of(*FROM_UPSTREAM)]
    return data.draw(st.dictionaries(st.sampled_from(paths), st.sampled_from(Choice))) if paths else {}


def take_all(proposal: Proposal) -> Merged:
    return apply(proposal, {change.place.path: Choice.TAKE for change in proposal.of(*FROM_UPSTREAM)})


@some
@given(contents(), st.data())
def test_with_no_local_change_whoever_follows_has_what_upstream_has(base: Content, data: st.DataObject) -> None:
    theirs = data.draw(changed(base, (21, 22)))
    merged = apply(merge(base, base, theirs, FOLLOWING), {})
    assert merged.content == merged.base == theirs


@some
@given(contents(), some_intents(), st.data())
def test_with_no_change_upstream_nothing_changes(base: Content, intents: Intents, data: st.DataObject) -> None:
    ours = data.draw(changed(base, (11, 12)))
    proposal = merge(base, ours, base, intents)
    assert {one.outcome for one in proposal.changes} <= {Outcome.KEPT}
    assert {one.place for one in proposal.changes} == {one.place for one in diff(base, ours).differences}
    assert apply(proposal, {}) == Merged(ours, base, Declined())


@some
@given(histories(), some_intents())
def test_what_was_taken_is_not_taken_again(history: History, intents: Intents) -> None:
    base, ours, theirs = history
    first = merge(base, ours, theirs, intents)
    once = apply(first, {})
    second = merge(once.base, once.content, theirs, intents, once.declined)
    assert second.of(Outcome.TAKEN) == ()
    assert apply(second, {}) == once
    assert {one.place for one in first.of(*OPEN)} >= {one.place for one in second.of(*OPEN)}


@some
@given(histories(), some_intents())
def test_once_all_is_taken_nothing_is_asked_and_upstreams_is_here(history: History, intents: Intents) -> None:
    base, ours, theirs = history
    merged = take_all(merge(base, ours, theirs, intents))
    after = merge(merged.base, merged.content, theirs, intents, merged.declined)
    assert after.of(*FROM_UPSTREAM) == ()
    for one in merge(base, ours, theirs, intents).of(*FROM_UPSTREAM, Outcome.AGREED):
        if one.place.part is not None and one.place.part_field is None:
            assert merged.content.part(one.place.part) == one.theirs


@some
@given(histories(), some_intents(), st.data())
def test_no_part_that_was_added_here_is_ever_lost(history: History, intents: Intents, data: st.DataObject) -> None:
    base, ours, theirs = history
    proposal = merge(base, ours, theirs, intents)
    merged = apply(proposal, choices(data, proposal)).content
    for part in ours.parts:
        if part.part_key not in {*base.keys(), *theirs.keys()}:
            assert merged.part(part.part_key) == part


@some
@given(histories(), some_intents())
def test_no_local_change_is_overwritten_unasked(history: History, intents: Intents) -> None:
    base, ours, theirs = history
    merged = apply(merge(base, ours, theirs, intents), {}).content
    for name in SINGLE:
        if getattr(ours, name) != getattr(base, name):
            assert getattr(merged, name) == getattr(ours, name)
    for name in SETS:
        assert getattr(merged, name) >= getattr(ours, name) - getattr(base, name)
        assert not getattr(merged, name) & (getattr(base, name) - getattr(ours, name))
    for part in ours.parts:
        before, after = base.part(part.part_key), merged.part(part.part_key)
        if before is not None and part != before:
            assert after is not None, "a part that was changed here is never removed silently"
            assert part.title == before.title or after.title == part.title
            assert part.body == before.body or after.body == part.body
    assert not {*merged.keys()} & ({*base.keys()} - {*ours.keys()})


@some
@given(histories(), some_intents(), st.data())
def test_what_was_declined_is_not_offered_until_it_changes(
    history: History, intents: Intents, data: st.DataObject
) -> None:
    base, ours, theirs = history
    proposal = merge(base, ours, theirs, intents)
    chosen = choices(data, proposal)
    merged = apply(proposal, chosen)
    declined = {path for path, choice in chosen.items() if choice == Choice.DECLINE}
    again = merge(merged.base, merged.content, theirs, intents, merged.declined)
    assert not {one.place.path for one in again.of(Outcome.TAKEN, *OPEN)} & declined

    newer = data.draw(changed(theirs, (23,)))
    now = values(merge(merged.base, merged.content, newer))
    again = merge(merged.base, merged.content, newer, intents, merged.declined)
    offered, still = values_of(again, Outcome.TAKEN, *OPEN), values_of(again, Outcome.DECLINED)
    for path in (declined & now.keys()) - {"parts"}:
        assert path not in (offered if now[path] == values(proposal)[path] else still)


def values(proposal: Proposal) -> dict[str, object]:
    return values_of(proposal, *FROM_UPSTREAM)


def values_of(proposal: Proposal, *outcomes: Outcome) -> dict[str, object]:
    return {one.place.path: one.theirs for one in proposal.of(*outcomes)}


@some
@given(histories(), some_intents(), st.data())
def test_what_is_not_chosen_stays_as_it_was_proposed(history: History, intents: Intents, data: st.DataObject) -> None:
    base, ours, theirs = history
    proposal = merge(base, ours, theirs, intents)
    chosen = choices(data, proposal)
    merged = apply(proposal, chosen)
    again = merge(merged.base, merged.content, theirs, intents, merged.declined)
    left = {one.place: one.outcome for one in proposal.of(*OPEN) if one.place.path not in chosen}
    found = {one.place: one.outcome for one in again.of(*OPEN)}
    assert {place: one for place, one in left.items() if place.field != "parts" or place.part} == {
        place: one for place, one in found.items() if place.field != "parts" or place.part
    }


@some
@given(histories())
def test_both_sides_find_the_same_conflicts(history: History) -> None:
    base, ours, theirs = history
    here, there = merge(base, ours, theirs, FOLLOWING), merge(base, theirs, ours, FOLLOWING)
    assert {(one.place, one.clash) for one in here.of(Outcome.CONFLICT)} == {
        (one.place, SIDES.get(one.clash, one.clash) if one.clash else None) for one in there.of(Outcome.CONFLICT)
    }
    assert {one.place for one in here.of(Outcome.AGREED)} - {ORDER} == {
        one.place for one in there.of(Outcome.AGREED)
    } - {ORDER}


@some
@given(histories())
def test_without_a_conflict_both_sides_come_to_the_same_content(history: History) -> None:
    """But for the order of parts that both added in one place: each has its own first."""
    base, ours, theirs = history
    here, there = merge(base, ours, theirs, FOLLOWING), merge(base, theirs, ours, FOLLOWING)
    if here.of(Outcome.CONFLICT):
        return
    one, other = apply(here, {}).content, apply(there, {}).content
    left = diff(one, other).differences
    assert {difference.place.path for difference in left} <= {"parts"}
    new = {*ours.keys(), *theirs.keys()} - {*base.keys()}
    both = [part.part_key for part in one.parts if part.part_key not in new]
    assert both == [part.part_key for part in other.parts if part.part_key not in new]


@some
@given(histories(), some_intents())
def test_a_merge_is_the_same_every_time(history: History, intents: Intents) -> None:
    base, ours, theirs = history
    first, second = merge(base, ours, theirs, intents), merge(base, ours, theirs, intents)
    assert (first, first.fingerprint) == (second, second.fingerprint)
    places = [one.place for one in first.changes]
    assert len({place.path for place in places}) == len(places)
