"""Decisions of a call: prepared one by one, previewed and released all together, and what follows.

Until the release nobody but those who decide sees any of it. Each change counts up the revision, and whoever changes
names the revision they have read: of two at once, one stands, and the other is told to read again. The release names
the preview that was read, so that letters say what was decided and not what was decided a little earlier. After it the
reserve list fills the places that become free, in its order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import Literal
from uuid import UUID

from readiness.common.rules.sentences import how_many
from shared.values.words import written

LONGEST_REASONS = 10_000
"""Characters of reasons and of an appeal."""

Outcome = Literal["chosen", "reserve", "not_chosen"]


class Standing(StrEnum):
    """How an application stands once decisions are released. A place is taken while it is `chosen` or `accepted`."""

    CHOSEN = "chosen"
    ACCEPTED = "accepted"
    RESERVE = "reserve"
    NOT_CHOSEN = "not_chosen"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class SelectionRefused(Exception):
    """`kind` is what sort of refusal: `not_now` as it stands, `changed` since it was read, `incomplete` as it was sent,
    `unknown` where there is no such application.
    """

    def __init__(self, kind: Literal["not_now", "changed", "incomplete", "unknown"], reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about one application, with its reasons, for or against. `reserve_place` counts from 1, on the reserve
    list only. `departs` says why it does better or worse than its place in the ranked list.
    """

    application: UUID
    outcome: Outcome
    reasons: str
    reserve_place: int | None = None
    departs: str | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """The decisions of a call. `ranked` are the applications in the order of the list, `unranked` those without a
    score; `standings` are empty until the release, but for applications that were withdrawn.
    """

    capacity: int
    ranked: tuple[UUID, ...]
    unranked: tuple[UUID, ...] = ()
    decisions: Mapping[UUID, Decision] = field(default_factory=dict)
    standings: Mapping[UUID, Standing] = field(default_factory=dict)
    released: bool = False
    revision: int = 0

    @property
    def applications(self) -> tuple[UUID, ...]:
        """Those to decide about: all that were not withdrawn before the release."""
        withdrawn = {key for key, standing in self.standings.items() if standing is Standing.WITHDRAWN}
        return tuple(key for key in (*self.ranked, *self.unranked) if self.released or key not in withdrawn)


def prepare(selection: Selection, decision: Decision, revision: int) -> Selection:
    """Returns the selection with this decision, instead of an earlier one about the same application. Raises
    SelectionRefused.
    """
    _expect_open(selection, revision)
    if decision.application not in selection.applications:
        raise SelectionRefused("unknown", "no application to decide about; it was withdrawn, or is of another call")
    _check_words(decision.reasons, "the reasons")
    if decision.departs is not None:
        _check_words(decision.departs, "the reasons for the departure from the list")
    if (decision.outcome == "reserve") != (decision.reserve_place is not None):
        raise SelectionRefused(
            "incomplete", "a place on the reserve list is of an application that is on it; name both"
        )
    if decision.reserve_place is not None and decision.reserve_place < 1:
        raise SelectionRefused("incomplete", "places on the reserve list count from 1")
    decisions = {**selection.decisions, decision.application: decision}
    return replace(selection, decisions=decisions, revision=selection.revision + 1)


def release_problems(selection: Selection) -> tuple[str, ...]:
    """Returns all that stands in the way of the release, as the preview shows it."""
    decisions, problems = selection.decisions, list[str]()
    undecided = [key for key in selection.applications if key not in decisions]
    if undecided:
        left = how_many(len(undecided), "application is", "applications are")
        problems.append(f"{left} undecided, the first of them {undecided[0]}")
    taken = sum(one.outcome == "chosen" for one in decisions.values())
    if taken > selection.capacity:
        places = how_many(selection.capacity, "place", "places")
        problems.append(f"{taken} are chosen, and the call has {places}")
    reserve = sorted(one.reserve_place for one in decisions.values() if one.reserve_place is not None)
    if reserve != list(range(1, len(reserve) + 1)):
        problems.append("the places on the reserve list must count from 1 without a gap, each once")
    problems += [
        f"{key} does better than an application before it; say why, of one of the two" for key in unexplained(selection)
    ]
    return tuple(problems)


def unexplained(selection: Selection) -> tuple[UUID, ...]:
    """Returns the applications that do better than one ranked before them, where neither of the two says why, in the
    order of the list. One without a score does so wherever it is not turned down.
    """
    found: list[UUID] = []
    lowest = 0
    for key in (*selection.ranked, *selection.unranked):
        decision = selection.decisions.get(key)
        if decision is None or decision.departs is not None:
            continue
        height = _height(decision, selection)
        if height < lowest or (key in selection.unranked and decision.outcome != "not_chosen"):
            found.append(key)
        if key in selection.ranked:
            lowest = max(lowest, height)
    return tuple(found)


def preview_of(selection: Selection) -> str:
    """Returns what names the decisions as they are prepared: the SHA-256 of all of them, in hexadecimal."""
    rows = [
        [str(key), one.outcome, one.reserve_place, one.reasons, one.departs]
        for key, one in sorted(selection.decisions.items())
    ]
    return sha256(dumps([selection.capacity, rows], ensure_ascii=True).encode()).hexdigest()


def release(selection: Selection, previewed: str, revision: int) -> Selection:
    """Returns the selection with all its decisions released. Raises SelectionRefused where something stands in the way
    or the preview is of other decisions.
    """
    _expect_open(selection, revision)
    if previewed != preview_of(selection):
        raise SelectionRefused("changed", "the decisions are others than those you have previewed; preview them again")
    if problems := release_problems(selection):
        raise SelectionRefused("incomplete", "; ".join(problems))
    decided = {key: Standing(one.outcome) for key, one in selection.decisions.items()}
    standings = {**selection.standings, **decided}
    return replace(selection, standings=standings, released=True, revision=selection.revision + 1)


def accept(selection: Selection, application: UUID) -> Selection:
    """Returns the selection with a chosen district's yes. Raises SelectionRefused."""
    _expect(selection, application, Standing.CHOSEN)
    return _standing(selection, application, Standing.ACCEPTED)


def decline(selection: Selection, application: UUID) -> Selection:
    """Returns the selection with a district's no, to its place or to the reserve list. Raises SelectionRefused."""
    _expect(selection, application, Standing.CHOSEN, Standing.RESERVE)
    return _freed(selection, application, Standing.DECLINED)


def withdraw(selection: Selection, application: UUID) -> Selection:
    """Returns the selection without an application that its district takes back: before the release, so that what was
    prepared about it falls away and is previewed again, or after it. Raises SelectionRefused.
    """
    if not selection.released:
        if application not in selection.applications:
            raise SelectionRefused("unknown", "no application that could be withdrawn; read it again")
        decisions = {key: one for key, one in selection.decisions.items() if key != application}
        return _standing(replace(selection, decisions=decisions), application, Standing.WITHDRAWN)
    _expect(selection, application, Standing.CHOSEN, Standing.ACCEPTED, Standing.RESERVE)
    return _freed(selection, application, Standing.WITHDRAWN)


def reserve_list(selection: Selection) -> tuple[UUID, ...]:
    """Returns who is on the reserve list by now, the next to be raised first."""
    waiting = [key for key, standing in selection.standings.items() if standing is Standing.RESERVE]
    return tuple(sorted(waiting, key=lambda key: selection.decisions[key].reserve_place or 0))


def note_appeal(selection: Selection, application: UUID, words: str) -> Selection:
    """Returns the selection with an applicant's objection noted: the next revision, in which every decision stands.
    Raises SelectionRefused.
    """
    _expect(selection, application, *(set(Standing) - {Standing.WITHDRAWN}))
    _check_words(words, "the appeal")
    return replace(selection, revision=selection.revision + 1)


def _freed(selection: Selection, application: UUID, standing: Standing) -> Selection:
    """Returns the selection without the application. A place that becomes free goes to the next of the reserve list."""
    left = selection.standings[application]
    moved = _standing(selection, application, standing)
    waiting = reserve_list(moved)
    if left not in (Standing.CHOSEN, Standing.ACCEPTED) or not waiting:
        return moved
    return _standing(moved, waiting[0], Standing.CHOSEN)


def _standing(selection: Selection, application: UUID, standing: Standing) -> Selection:
    standings = {**selection.standings, application: standing}
    return replace(selection, standings=standings, revision=selection.revision + 1)


def _height(decision: Decision, selection: Selection) -> int:
    """Returns how far down a decision puts an application: 0 chosen, then the reserve list, then all others."""
    if decision.outcome == "chosen":
        return 0
    return decision.reserve_place or len(selection.ranked) + len(selection.unranked) + 1


def _expect_open(selection: Selection, revision: int) -> None:
    if selection.released:
        raise SelectionRefused("not_now", "the decisions are released by now; read them again")
    if revision != selection.revision:
        raise SelectionRefused("changed", "somebody has changed the decisions since you read them; read them again")


def _expect(selection: Selection, application: UUID, *standings: Standing) -> None:
    if not selection.released or application not in selection.standings:
        raise SelectionRefused("unknown", "there is no decision about this application yet; wait for the release")
    if selection.standings[application] not in standings:
        raise SelectionRefused(
            "not_now", f"the application is {selection.standings[application]} by now; read it again"
        )


def _check_words(text: str, what: str) -> None:
    try:
        written(text, LONGEST_REASONS)
    except ValueError as problem:
        raise SelectionRefused("incomplete", f"{what}: the text {problem}") from None
