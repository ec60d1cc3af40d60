"""A learner asks to be reviewed when ready; an educator of theirs takes it, and returns it or decides it with evidence.

Several educators may teach a learner: one takes a request, and only they go on with it until they give it back. A
decision is the evidence it rests on; what that comes to is for the policy to say. The states are Moodle's three
(waiting, in review, complete; docs.moodle.org/404/en/Learning_plans) and those it lacks: returned, withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol
from uuid import UUID

from competency.common.text import validate_text
from competency.planning.rules.plans import LONGEST_WORDS


class ReviewState(StrEnum):
    ASKED = "asked"
    TAKEN = "taken"
    RETURNED = "returned"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({ReviewState.ASKED, ReviewState.TAKEN, ReviewState.RETURNED})
Move = Literal["take", "give_back", "return", "decide", "ask_again", "withdraw"]
MOST_EVIDENCE = 100


class ReviewRefused(Exception):
    """`kind` is what sort of refusal: `not_yours` to do, `not_now` in this state, or `incomplete` as sent; `field`
    is then which of what was sent.
    """

    def __init__(
        self,
        kind: Literal["not_yours", "not_now", "incomplete"],
        reason: str,
        *,
        field: Literal["words", "evidence"] = "words",
    ) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
        self.field = field


class _Rule(NamedTuple):
    starts: frozenset[ReviewState]
    mover: Literal["educator", "taker", "learner"]
    ends: ReviewState


MOVES: Mapping[Move, _Rule] = MappingProxyType(
    {
        "take": _Rule(frozenset({ReviewState.ASKED}), "educator", ReviewState.TAKEN),
        "give_back": _Rule(frozenset({ReviewState.TAKEN}), "taker", ReviewState.ASKED),
        "return": _Rule(frozenset({ReviewState.TAKEN}), "taker", ReviewState.RETURNED),
        "decide": _Rule(frozenset({ReviewState.TAKEN}), "taker", ReviewState.DECIDED),
        "ask_again": _Rule(frozenset({ReviewState.RETURNED}), "learner", ReviewState.ASKED),
        "withdraw": _Rule(OPEN, "learner", ReviewState.WITHDRAWN),
    }
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who moves a request: a person, in the role they are signed in with."""

    person_id: UUID
    role: Literal["learner", "educator", "leader"]


@dataclass(frozen=True, slots=True)
class Review:
    """A request as it stands. All times are aware.

    `asked_at` is when the learner asked last, `since` when it came into its state, `reminded_at` when somebody was last
    reminded of it. `words` are the learner's, `answer` the educator's; `taken_by` stays with a request that was
    returned or decided. Each state it was in before is for the caller to keep.
    """

    review_id: UUID
    learner_id: UUID
    item_id: UUID
    state: ReviewState
    words: str | None
    asked_at: datetime
    since: datetime
    taken_by: UUID | None = None
    answer: str | None = None
    evidence: tuple[UUID, ...] = ()
    reminded_at: datetime | None = None


class Recorded(Protocol):
    """A piece of evidence that counts, as it was recorded."""

    @property
    def evidence_id(self) -> UUID: ...
    @property
    def learner_id(self) -> UUID: ...
    @property
    def item_id(self) -> UUID: ...


def ask(
    review_id: UUID, learner_id: UUID, item_id: UUID, words: str | None, at: datetime, others: Iterable[Review]
) -> Review:
    """Returns a new request. `others` are the learner's: one item has one open request. Raises ReviewRefused.

    That the item takes evidence at all is for `frameworks.rules.life.validate_evidence` to say.
    """
    _check_words(words, needed=False)
    if any(other.item_id == item_id and other.state in OPEN for other in others):
        raise ReviewRefused(
            "not_now", "a review of this item is under way already; it is answered before another is asked for"
        )
    return Review(review_id, learner_id, item_id, ReviewState.ASKED, words, at, at)


def move(
    review: Review,
    what: Move,
    actor: Actor,
    educators: AbstractSet[UUID],
    at: datetime,
    *,
    words: str | None = None,
    evidence: Sequence[Recorded] = (),
) -> Review:
    """Returns the request after a move; `educators` are the learner's now. A return needs words, a decision needs
    evidence of this learner on this item, and both may say more. Raises ReviewRefused.
    """
    if reason := _validate_mover(review, what, actor, educators):
        raise ReviewRefused("not_yours", reason)
    if review.state not in MOVES[what].starts:
        raise ReviewRefused("not_now", _no_longer(review, actor))
    _check_words(words, needed=what == "return")
    if what == "decide":
        _check_evidence(review, evidence)
    elif evidence:
        raise ReviewRefused("incomplete", "only a decision names evidence; leave it out, or decide", field="evidence")
    state = MOVES[what].ends
    match what:
        case "take":
            return replace(review, state=state, since=at, taken_by=actor.person_id)
        case "give_back":
            return replace(review, state=state, since=at, taken_by=None)
        case "return":
            return replace(review, state=state, since=at, answer=words)
        case "decide":
            named = tuple(piece.evidence_id for piece in evidence)
            return replace(review, state=state, since=at, answer=words, evidence=named)
        case "ask_again":
            return replace(review, state=state, since=at, asked_at=at, taken_by=None, words=words or review.words)
        case "withdraw":
            return replace(review, state=state, since=at)


def allowed(review: Review, actor: Actor, educators: AbstractSet[UUID]) -> tuple[Move, ...]:
    """Returns the moves that this person can make now."""
    return tuple(
        what
        for what, rule in MOVES.items()
        if review.state in rule.starts and not _validate_mover(review, what, actor, educators)
    )


def _validate_mover(review: Review, what: Move, actor: Actor, educators: AbstractSet[UUID]) -> str | None:
    mover = MOVES[what].mover
    if mover == "learner":
        its_learner = actor.role == "learner" and actor.person_id == review.learner_id
        return None if its_learner else "this is for the learner who asked to do"
    if what == "give_back" and actor.role == "leader":
        return None  # else a request would be lost with an educator who is away
    if actor.role != "educator":
        return "this is for an educator of the learner to do"
    # Whoever no longer teaches the learner may still let go of what they hold, and do no more.
    if actor.person_id not in educators and what != "give_back":
        return "this is for an educator of the learner to do, and you are none now"
    if mover == "taker" and review.state is ReviewState.TAKEN and review.taken_by != actor.person_id:
        return "a colleague has taken this review; they can decide it or give it back"
    return None


def _no_longer(review: Review, actor: Actor) -> str:
    if review.state is ReviewState.TAKEN and actor.role != "learner":
        who = "you have" if review.taken_by == actor.person_id else f"the educator {review.taken_by} has"
        return f"{who} taken this review, at {review.since.isoformat(timespec='seconds')}"
    return f"the review is {review.state} by now; read it again"


def _check_words(words: str | None, *, needed: bool) -> None:
    if words is None and needed:
        raise ReviewRefused("incomplete", "say what is still to be shown, so that the learner can go on")
    if words is not None and (problem := validate_text(words, LONGEST_WORDS)):
        raise ReviewRefused("incomplete", problem)


def _check_evidence(review: Review, evidence: Sequence[Recorded]) -> None:
    problem = None
    if not evidence:
        problem = "a decision rests on evidence: record what you saw, and name it"
    elif len(evidence) > MOST_EVIDENCE or len({piece.evidence_id for piece in evidence}) < len(evidence):
        problem = f"name each piece of evidence once, and at most {MOST_EVIDENCE}"
    elif any((piece.learner_id, piece.item_id) != (review.learner_id, review.item_id) for piece in evidence):
        problem = "this evidence is of another learner or item; name what the review is about"
    if problem is not None:
        raise ReviewRefused("incomplete", problem, field="evidence")
