"""How comments on published items move on, and who reads their words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class CommentState(StrEnum):
    """How a comment stands. `HIDDEN`: a curator of the item's district keeps its words from readers. `REMOVED`: its
    author took it back, and its words are gone.
    """

    SHOWN = "shown"
    HIDDEN = "hidden"
    REMOVED = "removed"


class CommentAct(StrEnum):
    """What can be done with a comment: the first two by its author, the others by a curator of the item's district."""

    EDIT = "edit"
    REMOVE = "remove"
    HIDE = "hide"
    SHOW = "show"


COMMENT_MOVES: Mapping[CommentState, Mapping[CommentAct, CommentState]] = {
    CommentState.SHOWN: {
        CommentAct.EDIT: CommentState.SHOWN,
        CommentAct.REMOVE: CommentState.REMOVED,
        CommentAct.HIDE: CommentState.HIDDEN,
    },
    CommentState.HIDDEN: {CommentAct.REMOVE: CommentState.REMOVED, CommentAct.SHOW: CommentState.SHOWN},
    CommentState.REMOVED: {},
}
"""What can be done with a comment in each state, and how it stands afterwards."""

WHY_NO_COMMENT_ACT: Mapping[CommentState, str] = {
    CommentState.SHOWN: "The comment is shown already.",
    CommentState.HIDDEN: "A curator has hidden the comment and said why: it can be removed, and another be written.",
    CommentState.REMOVED: "Its author has removed the comment: nothing more is done with it.",
}


def reads_words(state: CommentState, *, own: bool, of_owner: bool) -> bool:
    """Returns whether somebody reads the words of a comment: what is hidden is read by its author (`own`), and by the
    staff of the item's district (`of_owner`), who can have it shown again.
    """
    return state is CommentState.SHOWN or (state is CommentState.HIDDEN and (own or of_owner))
