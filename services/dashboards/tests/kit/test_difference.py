"""What a text says otherwise than another: every word of both is there, in its order, and bounded work finds it."""

from hypothesis import given
from hypothesis import strategies as st

from dashboards.kit.difference import Piece, difference

TEXTS = st.text(st.sampled_from("ab é.,\n"), max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_are_told_whole(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(one.text for one in pieces if one.kind != "added") == before
    assert "".join(one.text for one in pieces if one.kind != "removed") == after
    assert all(one.text for one in pieces)


@given(TEXTS)
def test_a_text_differs_from_itself_nowhere(text: str) -> None:
    assert {one.kind for one in difference(text, text)} <= {"same"}


def test_words_are_told_apart_and_what_was_removed_stands_before_what_came_for_it() -> None:
    assert difference("Fold, then compare.", "Fold twice, then tell.") == [
        Piece("same", "Fold"), Piece("added", " twice"), Piece("same", ", then "), Piece("removed", "compare"),
        Piece("added", "tell"), Piece("same", "."),
    ]  # fmt: skip


def test_of_long_texts_whole_lines_are_told_apart_and_of_longer_ones_the_whole() -> None:
    old, new = [" ".join(f"{which}{place}" for place in range(150)) for which in "ab"]
    assert difference(f"Same.\n{old}\nEnd.", f"Same.\n{new}\nEnd.") == [
        Piece("same", "Same.\n"), Piece("removed", old), Piece("added", new), Piece("same", "\nEnd."),
    ]  # fmt: skip
    old, new = ["\n".join(f"{which} {place}" for place in range(300)) for which in "ab"]
    assert difference(old, new) == [Piece("removed", old), Piece("added", new)]
