"""What is left when people part: what a successor may read, what is kept and until when, what is destroyed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from coaching.common.rules.problems import Problem

Content = Literal["private_notes", "pair_notes", "team_notes", "district_notes", "actions", "handovers"]

READABLE: tuple[Content, ...] = ("team_notes", "district_notes", "actions")
"""What may be named for a successor to read. What was written for one, or for the two of a pair, never is: whoever
wrote it knew who would read it.
"""
LONGEST_KEPT = timedelta(days=7 * 366)


class Retained(NamedTuple):
    """Until when a kind of content is kept: it is destroyed on this day."""

    content: Content
    destroy_on: date


def validate_readable(readable: Sequence[Content]) -> Iterator[Problem]:
    """Yields which kinds of content a successor may not be given to read."""
    for place, one in enumerate(readable):
        if one not in READABLE:
            yield Problem(
                f"/readable/{place}",
                f"Nobody but those for whom it was written reads this: name some of {', '.join(READABLE)}.",
            )
        elif one in readable[:place]:
            yield Problem(f"/readable/{place}", "It is named twice: name each kind once.")


def validate_retention(last_meeting_on: date | None, retained: Sequence[Retained], today: date) -> Iterator[Problem]:
    """Yields what is wrong with what is to be destroyed when."""
    if retained and last_meeting_on is None:
        yield Problem("/last_meeting_on", "Plan the last meeting first: what is destroyed is destroyed after it.")
        return
    for place, one in enumerate(retained):
        at = f"/retention/{place}"
        if one.content in {other.content for other in retained[:place]}:
            yield Problem(f"{at}/content", "It is named twice: name each kind once.")
        if last_meeting_on is not None and one.destroy_on <= last_meeting_on:
            yield Problem(f"{at}/destroy_on", "Nothing is destroyed before the last meeting: name a later day.")
        elif one.destroy_on <= today:
            yield Problem(f"{at}/destroy_on", "What is destroyed is gone for ever: name a day that is still to come.")
        elif one.destroy_on > today + LONGEST_KEPT:
            yield Problem(f"{at}/destroy_on", "This lies more than seven years ahead: name an earlier day.")
