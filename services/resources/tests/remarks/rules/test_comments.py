"""Comments: what can be done with them in each state, and who reads their words."""

import pytest

from resources.remarks.rules.comments import (
    COMMENT_MOVES,
    WHY_NO_COMMENT_ACT,
    CommentAct,
    CommentState,
    reads_words,
)


def test_every_state_says_what_can_be_done_and_why_not_the_rest() -> None:
    assert set(COMMENT_MOVES) == set(WHY_NO_COMMENT_ACT) == set(CommentState)


def test_what_is_removed_never_comes_back_and_every_other_comment_can_be_removed() -> None:
    assert not COMMENT_MOVES[CommentState.REMOVED]
    for state in set(CommentState) - {CommentState.REMOVED}:
        assert COMMENT_MOVES[state][CommentAct.REMOVE] is CommentState.REMOVED


def test_hiding_is_undone_by_showing_and_hidden_words_are_not_edited() -> None:
    assert COMMENT_MOVES[CommentState.SHOWN][CommentAct.HIDE] is CommentState.HIDDEN
    assert COMMENT_MOVES[CommentState.HIDDEN][CommentAct.SHOW] is CommentState.SHOWN
    assert CommentAct.EDIT not in COMMENT_MOVES[CommentState.HIDDEN]


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("of_owner", [True, False])
def test_hidden_words_are_read_by_their_author_and_the_items_district_alone(own: bool, of_owner: bool) -> None:
    assert reads_words(CommentState.SHOWN, own=own, of_owner=of_owner)
    assert reads_words(CommentState.HIDDEN, own=own, of_owner=of_owner) == (own or of_owner)
    assert not reads_words(CommentState.REMOVED, own=own, of_owner=of_owner)
