"""A family asks for a record to be amended: the request, its clock, the decision, the hearing, the statement.

Source: FERPA's regulations, 34 CFR 99.20 to 99.22, and 99.3 and 99.5 for who may ask. This is the procedure and no
legal advice. It is about records that are inaccurate, misleading or against the learner's privacy; whether a score was
the right judgement is for a review. The days that the regulation leaves open are a district's to set.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID

from competency.rules.plans import refuse_text

LONGEST_LETTER = 10_000
"""Characters of a request, of reasons and of a statement."""
MOST_CONTESTED = 200
OF_AGE = 18

Asker = Literal["parent", "learner"]
Ground = Literal["inaccurate", "misleading", "privacy"]


class AmendmentState(StrEnum):
    """`refused` is also what was amended in part: the right to a hearing stays for the rest."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    HEARING = "hearing"
    UPHELD = "upheld"
    WITHDRAWN = "withdrawn"


class AmendmentRefused(Exception):
    """`kind` is what sort of refusal: `not_yours` to do, `not_now` in this state, or `incomplete` as it was sent."""

    def __init__(self, kind: Literal["not_yours", "not_now", "incomplete"], reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason


@dataclass(frozen=True, slots=True)
class AmendmentRules:
    """A district's days, all of the calendar, each from what starts it to the last day that is in time.

    The regulation asks for a decision "within a reasonable time" (99.20(b)), and the same for the hearing and what
    follows it (99.22(a), (e)), and names no number. Our 45 are the longest that it allows for letting a family inspect
    a record (99.10(b)), and that the National Data Privacy Agreement allows a provider for a correction (article II,
    2). `notice_days` is how long before the hearing its day is told, "reasonably in advance" (99.22(b)); the 10 are
    ours. Under `minors_may_ask` a learner who has not the right yet may ask as well as the parents, which a district is
    free to grant (99.5(b)). Raises ValueError for numbers out of range.
    """

    decide_days: int = 45
    hearing_days: int = 45
    hearing_decision_days: int = 45
    notice_days: int = 10
    minors_may_ask: bool = False

    def __post_init__(self) -> None:
        if not all(1 <= days <= 365 for days in (self.decide_days, self.hearing_days, self.hearing_decision_days)):
            raise ValueError("a clock runs for 1 to 365 days")
        if not 0 <= self.notice_days <= self.hearing_days:
            raise ValueError("the hearing is told of before it, and within the days it is to be held in")


@dataclass(frozen=True, slots=True)
class Amended:
    """A piece of evidence that was put right: superseded by `correction`, or void where that is None."""

    evidence_id: UUID
    correction: UUID | None


@dataclass(frozen=True, slots=True)
class Amendment:
    """A request as it stands; `contested` are pieces of evidence. Days are of the district's calendar.

    `reasons` are of the last decision, `decided_by` of the first. `officer` conducts the hearing on `hearing_on`.
    """

    request_id: UUID
    learner_id: UUID
    asked_by: UUID
    asked_as: Asker
    ground: Ground
    contested: tuple[UUID, ...]
    words: str
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


def right_holder(born_on: date | None, postsecondary_since: date | None, on: date) -> Asker:
    """Whose right it is on that day: the learner's from the eighteenth birthday on, or from when they attend an
    institution of postsecondary education, at whatever age (99.3, 99.5(a)); the parents' before that.

    Where the birthday is not known it is the parents'. Who was born on a 29 February comes of age on a 1 March.
    """
    if postsecondary_since is not None and postsecondary_since <= on:
        return "learner"
    if born_on is None:
        return "parent"
    years = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    return "learner" if years >= OF_AGE else "parent"


def refuse_asker(asked_as: Asker, holder: Asker, rules: AmendmentRules) -> str | None:
    """Why somebody may not ask, withdraw, or go to a hearing; None where they may. `holder` is from `right_holder`."""
    if asked_as == holder or (asked_as == "learner" and rules.minors_may_ask):
        return None
    if holder == "learner":
        return "the right to ask is the learner's own now; the learner can ask"
    return "the right to ask is the parents' until the learner is eighteen; a parent can ask"


def request(
    request_id: UUID,
    learner_id: UUID,
    asked_by: UUID,
    asked_as: Asker,
    ground: Ground,
    contested: Sequence[UUID],
    words: str,
    received_on: date,
) -> Amendment:
    """A new request, from somebody whom `refuse_asker` does not refuse. Raises AmendmentRefused."""
    if not 0 < len(set(contested)) == len(contested) <= MOST_CONTESTED:
        raise AmendmentRefused("incomplete", f"name what is to be amended, each piece once, {MOST_CONTESTED} at most")
    _check_text(words, "what is wrong, and what it should say")
    return Amendment(request_id, learner_id, asked_by, asked_as, ground, tuple(contested), words, received_on)


def withdraw(amendment: Amendment) -> Amendment:
    """The family takes back what it last asked for: the request, or the hearing; then the refusal stands, with the
    rights that it gives. Raises AmendmentRefused.
    """
    _expect(amendment, AmendmentState.REQUESTED, AmendmentState.HEARING)
    if amendment.state is AmendmentState.REQUESTED:
        return replace(amendment, state=AmendmentState.WITHDRAWN)
    return replace(amendment, state=AmendmentState.REFUSED, hearing_asked_on=None, hearing_on=None, officer=None)


def decide(amendment: Amendment, amended: Sequence[Amended], reasons: str | None, by: UUID, on: date) -> Amendment:
    """The district's decision (99.20(b), (c)): accepted where all that was contested is amended, else refused, with
    reasons; the family is then told of the right to a hearing. Raises AmendmentRefused.
    """
    _expect(amendment, AmendmentState.REQUESTED)
    whole = _settled(amendment, amended, reasons)
    state = AmendmentState.ACCEPTED if whole else AmendmentState.REFUSED
    return replace(amendment, state=state, amended=tuple(amended), reasons=reasons, decided_by=by, decided_on=on)


def ask_hearing(amendment: Amendment, on: date) -> Amendment:
    """The family asks for a hearing (99.21(a)); the regulation sets no day by which. Raises AmendmentRefused."""
    _expect(amendment, AmendmentState.REFUSED)
    return replace(amendment, state=AmendmentState.HEARING, hearing_asked_on=on)


def set_hearing(
    amendment: Amendment, hearing_on: date, officer: UUID, interested: Collection[UUID], rules: AmendmentRules, on: date
) -> Amendment:
    """The day of the hearing and who conducts it, told on `on`. Nobody with a direct interest may (99.22(c)): not who
    decided, nor those in `interested`, who recorded or observed what is contested. Raises AmendmentRefused.
    """
    _expect(amendment, AmendmentState.HEARING)
    if officer == amendment.decided_by or officer in interested:
        raise AmendmentRefused("incomplete", "who decided or made the record cannot hear the case; name somebody else")
    if (hearing_on - on).days < rules.notice_days:
        earliest = on + timedelta(days=rules.notice_days)
        raise AmendmentRefused("incomplete", f"the family must hear of it in good time; choose {earliest} or later")
    return replace(amendment, hearing_on=hearing_on, officer=officer)


def decide_hearing(amendment: Amendment, amended: Sequence[Amended], summary: str, reasons: str, on: date) -> Amendment:
    """The decision after the hearing, in writing, with a summary of the evidence and the reasons (99.22(e), (f)).

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
    """The family's own statement beside the record (99.21(b)(2)). The regulation gives the right after the hearing;
    here a family need not go through one first, and its right to one stays. A later statement takes the place of an
    earlier one. Raises AmendmentRefused.
    """
    _expect(amendment, AmendmentState.REFUSED, AmendmentState.HEARING, AmendmentState.UPHELD)
    _check_text(words, "what you want to be read with the record")
    return replace(amendment, statement=words, stated_on=on)


def statements_with(amendments: Iterable[Amendment], disclosed: Collection[UUID]) -> list[Amendment]:
    """Those whose statement goes along when these pieces of evidence, or what rests on them, are disclosed, for as long
    as the record is kept (99.21(c)); what was amended since is contested no longer.
    """
    return [one for one in amendments if one.statement and not still_contested(one).isdisjoint(disclosed)]


def still_contested(amendment: Amendment) -> frozenset[UUID]:
    """The pieces of evidence that the family disagrees with and that stand."""
    return frozenset(amendment.contested) - {done.evidence_id for done in amendment.amended}


@dataclass(frozen=True, slots=True)
class Clock:
    """What the district owes next, and the last day that is in time. `days_left` is below 0 once it is overdue."""

    owed: Literal["decision", "hearing", "hearing_decision"]
    due_on: date
    days_left: int

    @property
    def overdue(self) -> bool:
        return self.days_left < 0


def clock(amendment: Amendment, rules: AmendmentRules, today: date) -> Clock | None:
    """The clock that runs today; None where the district owes nothing. Days of the receipt itself do not count."""
    if amendment.state is AmendmentState.REQUESTED:
        return _clock("decision", amendment.received_on, rules.decide_days, today)
    if amendment.state is not AmendmentState.HEARING or amendment.hearing_asked_on is None:
        return None
    if amendment.hearing_on is not None and amendment.hearing_on < today:
        return _clock("hearing_decision", amendment.hearing_on, rules.hearing_decision_days, today)
    return _clock("hearing", amendment.hearing_asked_on, rules.hearing_days, today)


def _clock(owed: Literal["decision", "hearing", "hearing_decision"], start: date, days: int, today: date) -> Clock:
    due_on = start + timedelta(days=days)
    return Clock(owed, due_on, (due_on - today).days)


def _settled(amendment: Amendment, amended: Sequence[Amended], reasons: str | None) -> bool:
    """Whether all that was contested is amended. Raises AmendmentRefused for what does not fit the request."""
    done = {one.evidence_id for one in amended}
    if len(done) < len(amended) or not done <= set(amendment.contested):
        raise AmendmentRefused("incomplete", "amend what the request contests, each piece once")
    whole = len(done) == len(amendment.contested)
    if reasons is not None or not whole:
        _check_text(reasons or "", "the reasons for what is not amended")
    return whole


def _expect(amendment: Amendment, *states: AmendmentState) -> None:
    if amendment.state not in states:
        raise AmendmentRefused("not_now", f"the request is {amendment.state} by now; read it again")


def _check_text(text: str, what: str) -> None:
    if problem := refuse_text(text, LONGEST_LETTER):
        raise AmendmentRefused("incomplete", f"{what}: {problem}")
