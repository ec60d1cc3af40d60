"""Which questions a rater is asked."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.common.rules.roles import Role
from readiness.instruments.rules.instrument import Instrument, Question, Section


def is_asked(question: Question, role: Role, *, consented: bool) -> bool:
    """Returns whether a rater of this role is asked. Students are asked about a protected topic only where a parent
    consents (PPRA).
    """
    if role not in question.roles:
        return False
    return role != "student" or question.protection is None or consented


def asked_questions(instrument: Instrument, role: Role, *, consented: bool) -> Iterator[tuple[Section, Question]]:
    """Yields the questions of a rater with their sections, in the order in which they are asked."""
    for section, question in instrument.placed_questions():
        if is_asked(question, role, consented=consented):
            yield section, question


def find_asked(instrument: Instrument, key: str, role: Role, *, consented: bool) -> Question | None:
    """Returns the question of this key, where the rater is asked it."""
    asked = asked_questions(instrument, role, consented=consented)
    return next((question for _, question in asked if question.key == key), None)
