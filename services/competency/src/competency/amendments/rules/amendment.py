"""A family asks for a record to be amended: the request, its clock, the decision, the hearing, the statement.

Source: FERPA's regulations, 34 CFR 99.20 to 99.22, and 99.3 and 99.5 for who may ask. This is the procedure and no
legal advice. It is about records that are inaccurate, misleading or against the learner's privacy; whether a score was
the right judgement is for a review. The days that the regulation leaves open are a district's to set.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID

from competency.amendments.rules.clock import AmendmentRules, Clock, decision_clock, hearing_clock
from competency.common.text import validate_text

LONGEST_LETTER = 10_000
"""Characters of a request, of reasons and of a statement."""
MOST_CONTESTED = 200
FURTHEST_HEARING = 365

Asker = Literal["parent", "learner"]
Ground = Literal["inaccurate", "misleading", "privacy"]


class AmendmentState(StrEnum):
    """`refused` is also what was amended in part: the right to a hearing stays for the rest."""

    REQUESTED = "requested"
    IN_REVIEW = "in_review"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    HEARING = "hearing"
    UPHELD = "upheld"
    WITHDRAWN = "withdrawn"


class AmendmentRefused(Exception):
    """`kind` is what sort of refusal: `not_now` in this state, or `incomplete` as it was sent."""

    def __init__(self, kind: Literal["not_now", "incomplete"], reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Contested:
    """What a family says is wrong: a piece of evidence, or, where that is None, the mastery of the item."""

    item_id: UUID
    evidence_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Amended:
    """Evidence that was amended: superseded by `correction`, or void where that is None."""

    item_id: UUID
    evidence_id: UUID
    correction: UUID | None

    def settles(self, contested: Contested) -> bool:
        """Whether this amends what is contested: a mastery result is amended by amending evidence on its item."""
        if contested.evidence_id is None:
            return contested.item_id == self.item_id
        return contested.evidence_id == self.evidence_id


@dataclass(frozen=True, slots=True)
class Amendment:
    """A request as it stands: what is `wrong` and what it `should_be`, in the family's words. Days are of the calendar.

    `reasons` are of the last decision, `decided_by` of the first. `officer` conducts the hearing on `hearing_on`.
    """

    request_id: UUID
    learner_id: UUID
    asked_by: UUID | None
    asked_as: Asker
    ground: Ground
    contested: tuple[Contested, ...]
    wrong: str
    should_be: str
    received_on: date
    state: AmendmentState = AmendmentState.REQUESTED
    amended: tuple[Amended, ...] = ()
    decided_by: UUID | None = None
    decided_on: date | None = None
    reasons: str | None = None
    hearing_asked_on: date | None = None
    hearing_on: date | None = None
    officer: UUID | None = None
    hearing_summary: str | None = None
    hearing_decided_on: date | None = None
    statement: str | None = None
    stated_on: date | None = None


def validate_asker(asked_as: Asker, holder: Asker, rules: AmendmentRules) -> str | None:
    """Returns why somebody may not ask, withdraw, or go to a hearing; None where they may.

    The right is the learner's own from the eighteenth birthday on, or from when they attend an institution of
    postsecondary education (99.3, 99.5(a)), and the parents' before. Nobody tells us either day: a learner who asks is
    taken for a minor, and the district that knows better enters the request as the learner's own, whose `holder` they
    are from then on.
    """
    if asked_as == holder or (asked_as == "learner" and rules.minors_may_ask):
        return None
    if holder == "learner":
        return "The right is the learner's own now. The learner can ask."
    return (
        "The right is the parents' until the learner is eighteen. A parent can ask; if you are eighteen or in college, "
        "your school can enter the request as your own."
    )


def request(
    request_id: UUID,
    learner_id: UUID,
    asked_by: UUID | None,
    asked_as: Asker,
    ground: Ground,
    contested: Sequence[Contested],
    wrong: str,
    should_be: str,
    received_on: date,
) -> Amendment:
    """Returns a new request, of somebody whom `validate_asker` lets ask. Raises AmendmentRefused."""
    if not 0 < len(set(contested)) == len(contested) <= MOST_CONTESTED:
        raise AmendmentRefused("incomplete", f"name what is to be amended, each once, {MOST_CONTESTED} at most")
    _check_text(wrong, "what is wrong")
    _check_text(should_be, "what it should say")
    return Amendment(
        request_id, learner_id, asked_by, asked_as, ground, tuple(contested), wrong, should_be, received_on
    )


def take_up(amendment: Amendment) -> Amendment:
    """Returns the request as one that the district looks into; the clock goes on. Raises AmendmentRefused."""
    _expect(amendment, AmendmentState.REQUESTED)
    return replace(amendment, state=AmendmentState.IN_REVIEW)


def withdraw(amendment: Amendment) -> Amendment:
    """Takes back what the family last asked for: the request, or the hearing; then the refusal stands, with the rights
    that it gives. Raises AmendmentRefused.
    """
    _expect(amendment, *_UNDECIDED, AmendmentState.HEARING)
    if amendment.state in _UNDECIDED:
        return replace(amendment, state=AmendmentState.WITHDRAWN)
    return replace(amendment, state=AmendmentState.REFUSED, hearing_asked_on=None, hearing_on=None, officer=None)


def decide(
    amendment: Amendment, amended: Sequence[Amended], reasons: str | None, by: UUID | None, on: date
) -> Amendment:
    """Decides the request (99.20(b), (c)): accepted where all that was contested is amended, else refused, with
    reasons; the family is then told of the right to a hearing. Raises AmendmentRefused.
    """
    _expect(amendment, *_UNDECIDED)
    whole = _settled(amendment, amended, reasons)
    state = AmendmentState.ACCEPTED if whole else AmendmentState.REFUSED
    return replace(amendment, state=state, amended=tuple(amended), reasons=reasons, decided_by=by, decided_on=on)


def ask_hearing(amendment: Amendment, on: date) -> Amendment:
    """Asks for a hearing (99.21(a)); the regulation sets no day by which. Raises AmendmentRefused."""
    _expect(amendment, AmendmentState.REFUSED)
    return replace(amendment, state=AmendmentState.HEARING, hearing_asked_on=on)


def set_hearing(
    amendment: Amendment, hearing_on: date, officer: UUID, interested: Collection[UUID], rules: AmendmentRules, on: date
) -> Amendment:
    """Sets the day of the hearing and who conducts it, told on `on`. Nobody with a direct interest may (99.22(c)): not
    who asked or decided, nor those in `interested`, who observed what is contested. Raises AmendmentRefused.
    """
    _expect(amendment, AmendmentState.HEARING)
    if officer in {amendment.decided_by, amendment.asked_by, *interested}:
        raise AmendmentRefused(
            "incomplete", "who asked, decided or made the record cannot hear the case; name somebody else"
        )
    if (hearing_on - on).days < rules.notice_days:
        earliest = on + timedelta(days=rules.notice_days)
        raise AmendmentRefused("incomplete", f"the family must hear of it in good time; choose {earliest} or later")
    if (hearing_on - on).days > FURTHEST_HEARING:
        raise AmendmentRefused("incomplete", f"a hearing is held within {FURTHEST_HEARING} days")
    return replace(amendment, hearing_on=hearing_on, officer=officer)


def decide_hearing(amendment: Amendment, amended: Sequence[Amended], summary: str, reasons: str, on: date) -> Amendment:
    """Decides the request after its hearing, with a summary of the evidence and the reasons (99.22(e), (f)).

    `amended` is all that is amended by now. Accepted, or upheld with the right to a statement (99.21(b)(2)). Raises
    AmendmentRefused.
    """
    _expect(amendment, AmendmentState.HEARING)
    if amendment.hearing_on is None or on < amendment.hearing_on:
        raise AmendmentRefused("not_now", "the hearing has not been held; set its day, and decide after it")
    if not set(amendment.amended) <= set(amended):
        raise AmendmentRefused("incomplete", "what was amended before stays amended; name it with the rest")
    _check_text(summary, "a summary of the evidence that was heard")
    _check_text(reasons, "the reasons")
    whole = _settled(amendment, amended, reasons)
    state = AmendmentState.ACCEPTED if whole else AmendmentState.UPHELD
    return replace(
        amendment,
        state=state,
        amended=tuple(amended),
        hearing_summary=summary,
        reasons=reasons,
        hearing_decided_on=on,
    )


def place_statement(amendment: Amendment, words: str, on: date) -> Amendment:
    """Places the family's own statement beside the record (99.21(b)(2)). The regulation gives the right after the
    hearing; here a family need not go through one first, and its right to one stays. A later statement takes the place
    of an earlier one. Raises AmendmentRefused.
    """
    _expect(amendment, AmendmentState.REFUSED, AmendmentState.HEARING, AmendmentState.UPHELD)
    _check_text(words, "what you want to be read with the record")
    return replace(amendment, statement=words, stated_on=on)


def still_contested(amendment: Amendment) -> tuple[Contested, ...]:
    """Returns what the family contests and was not amended."""
    return tuple(one for one in amendment.contested if not any(done.settles(one) for done in amendment.amended))


def items_with_statement(amendment: Amendment) -> frozenset[UUID]:
    """Returns the items whose mastery goes out with the family's statement, for as long as the record is kept
    (99.21(c)): it is contested, or rests on a piece that is. What was amended since is contested no longer.
    """
    return frozenset(one.item_id for one in still_contested(amendment)) if amendment.statement else frozenset()


def evidence_with_statement(amendment: Amendment) -> frozenset[UUID]:
    """Returns the evidence that is shown with the family's statement."""
    if not amendment.statement:
        return frozenset()
    return frozenset(one.evidence_id for one in still_contested(amendment) if one.evidence_id is not None)


Right = Literal["withdraw", "hearing", "statement"]

_RIGHTS: dict[AmendmentState, tuple[Right, ...]] = {
    AmendmentState.REQUESTED: ("withdraw",),
    AmendmentState.IN_REVIEW: ("withdraw",),
    AmendmentState.REFUSED: ("hearing", "statement"),
    AmendmentState.HEARING: ("withdraw", "statement"),
    AmendmentState.UPHELD: ("statement",),
}


def rights(amendment: Amendment) -> tuple[Right, ...]:
    """Returns what the family may do next; a refusal tells of it (99.20(c), 99.21(b)(2))."""
    return _RIGHTS.get(amendment.state, ())


def clock(amendment: Amendment, rules: AmendmentRules, today: date) -> Clock | None:
    """Returns the clock that runs today; None where the district owes nothing."""
    if amendment.state in _UNDECIDED:
        return decision_clock(amendment.received_on, rules, today)
    if amendment.state is not AmendmentState.HEARING or amendment.hearing_asked_on is None:
        return None
    return hearing_clock(amendment.hearing_asked_on, amendment.hearing_on, rules, today)


def _settled(amendment: Amendment, amended: Sequence[Amended], reasons: str | None) -> bool:
    """Returns whether all that was contested is amended. Raises AmendmentRefused for what does not fit the request."""
    fits = all(any(one.settles(contested) for contested in amendment.contested) for one in amended)
    if len({one.evidence_id for one in amended}) < len(amended) or not fits:
        raise AmendmentRefused("incomplete", "amend what the request contests, each piece once")
    whole = all(any(one.settles(contested) for one in amended) for contested in amendment.contested)
    if reasons is not None or not whole:
        _check_text(reasons or "", "the reasons for what is not amended")
    return whole


_UNDECIDED = (AmendmentState.REQUESTED, AmendmentState.IN_REVIEW)


def _expect(amendment: Amendment, *states: AmendmentState) -> None:
    if amendment.state not in states:
        raise AmendmentRefused("not_now", f"the request is {amendment.state} by now; read it again")


def _check_text(text: str, what: str) -> None:
    if problem := validate_text(text, LONGEST_LETTER):
        raise AmendmentRefused("incomplete", f"{what}: {problem}")
