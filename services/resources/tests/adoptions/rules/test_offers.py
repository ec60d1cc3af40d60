"""What an adopter offers back, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.adoptions.rules.diff import diff, patch
from resources.adoptions.rules.merge import Outcome
from resources.adoptions.rules.offers import (
    MOVES,
    DeclineReason,
    Fit,
    Improvement,
    OfferAct,
    OfferState,
    Party,
    accepted,
    fit,
    improvement,
    move,
    rebased,
)
from resources.adoptions.rules.refusals import Refusal
from resources.items.rules.content import Content
from services.resources.tests.adoptions.adoption_pieces import (
    author,
    captions,
    changed,
    contents,
    key,
    numbers,
    text,
    unit,
    video,
    with_part,
)

BASE = unit(1, 2, 3)
OURS = replace(BASE, title="Ours", parts=(text(1), text(2, "Ours."), text(3), text(5)))
BODY, ADDED = f"parts/{key(2)}/body", f"parts/{key(5)}"
ADOPTER = frozenset({author(802)})


def offered(*paths: str) -> Improvement:
    found = improvement(BASE, OURS, paths)
    assert isinstance(found, Improvement)
    return found


def rule(found: object) -> str:
    assert isinstance(found, Refusal)
    assert found.detail
    return found.rule


def test_only_what_was_chosen_is_offered() -> None:
    given_ = offered(BODY, ADDED)
    assert [one.place.path for one in given_.changes.differences] == [ADDED, BODY][::-1]
    assert patch(BASE, given_.changes) == replace(OURS, title=BASE.title)


def test_an_offer_names_changes_that_there_are() -> None:
    assert rule(improvement(BASE, OURS, ["title", "description"])) == "not_changed"
    assert rule(improvement(BASE, OURS, [])) == "empty"


def test_captions_are_offered_with_the_file_that_they_were_written_for() -> None:
    base = Content("Video", parts=(video(1, "a" * 64),))
    ours = Content("Video", parts=(video(1, "b" * 64), captions(5, 1, "b" * 64)))
    assert rule(improvement(base, ours, [ADDED])) == "captions_alone"
    both = improvement(base, ours, [ADDED, f"parts/{key(1)}/body"])
    assert isinstance(both, Improvement)
    assert rule(accepted(both, base, ADOPTER, [ADDED])) == "captions_alone"
    assert accepted(both, base, frozenset()) == ours


def test_an_accepted_offer_is_part_of_the_item_and_credits_its_authors() -> None:
    newest = replace(with_part(BASE, text(1, "Mended.")), authors=frozenset({author(801)}))
    content = accepted(offered(BODY, ADDED), newest, ADOPTER)
    assert isinstance(content, Content)
    assert numbers(content) == [1, 2, 3, 5]
    assert (content.part(key(1)), content.part(key(2))) == (text(1, "Mended."), text(2, "Ours."))
    assert content.authors == {author(801), author(802)}


def test_an_offer_may_be_accepted_in_part() -> None:
    content = accepted(offered(BODY, ADDED), BASE, ADOPTER, [BODY])
    assert isinstance(content, Content)
    assert numbers(content) == [1, 2, 3]
    assert rule(accepted(offered(BODY), BASE, ADOPTER, ["title"])) == "not_offered"
    assert rule(accepted(offered(BODY), BASE, ADOPTER, [])) == "empty"


def test_an_offer_is_outdated_where_the_author_has_changed_the_same() -> None:
    newest = with_part(BASE, text(2, "Author's."))
    assert fit(offered(BODY, ADDED), newest) == Fit.OUTDATED
    (conflict,) = rebased(offered(BODY, ADDED), newest).of(Outcome.CONFLICT)
    assert conflict.place.path == BODY
    assert rule(accepted(offered(BODY), newest, ADOPTER)) == "outdated"
    assert fit(offered(ADDED), newest) == Fit.FITS


def test_what_the_author_has_already_is_not_accepted_once_more() -> None:
    assert fit(offered(BODY, ADDED), OURS) == Fit.CONTAINED
    assert rule(accepted(offered(BODY), OURS, ADOPTER)) == "contained"


@settings(max_examples=40, derandomize=True)
@given(contents(), st.data())
def test_an_offer_on_the_authors_newest_version_is_accepted_as_it_is(base: Content, data: st.DataObject) -> None:
    ours = data.draw(changed(base, (11,)))
    paths = [one.place.path for one in diff(base, ours).differences]
    found = improvement(base, ours, paths)
    if not paths:
        assert rule(found) == "empty"
        return
    assert isinstance(found, Improvement)
    assert accepted(found, base, frozenset()) == ours


def test_an_offer_moves_as_the_table_says_and_every_refusal_says_what_to_do() -> None:
    assert MOVES.keys() == {*OfferState}
    for state in OfferState:
        for act in OfferAct:
            for by in Party:
                found = move(state, act, by, DeclineReason.NOT_ACCURATE)
                allowed = MOVES[state].get(act)
                if allowed is None:
                    assert rule(found) == "state"
                elif allowed.by != by:
                    assert rule(found) == "party"
                else:
                    assert found == allowed.to


@pytest.mark.parametrize("state", [OfferState.ACCEPTED, OfferState.DECLINED, OfferState.WITHDRAWN])
def test_what_is_decided_about_an_offer_stays(state: OfferState) -> None:
    assert all(isinstance(move(state, act, by), Refusal) for act in OfferAct for by in Party)


def test_an_author_declines_with_a_reason() -> None:
    assert rule(move(OfferState.OFFERED, OfferAct.DECLINE, Party.AUTHOR)) == "reason"
    assert rule(move(OfferState.OFFERED, OfferAct.DECLINE, Party.AUTHOR, DeclineReason.OTHER, " ")) == "reason"
    in_words = move(OfferState.OUTDATED, OfferAct.DECLINE, Party.AUTHOR, DeclineReason.OTHER, "We drop this unit.")
    assert in_words == OfferState.DECLINED


def test_an_outdated_offer_is_offered_again_and_not_accepted() -> None:
    assert rule(move(OfferState.OUTDATED, OfferAct.ACCEPT, Party.AUTHOR)) == "state"
    assert move(OfferState.OUTDATED, OfferAct.REBASE, Party.ADOPTER) == OfferState.OFFERED
