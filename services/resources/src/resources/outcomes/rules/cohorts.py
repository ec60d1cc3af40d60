"""The rows that a batch is made of: each learner of the term, in the report of each resource that was used in it.

Everybody is in who learned in a class in the term and has a grade that is known, whatever they showed: who is compared
must not hang on that. Of what subject a class is nobody tells, so learners who were never taught the item are among
them; that fewer of those showed anything is said by its own sentence (`reports.Caution.SHOWN_UNEVENLY`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from resources.outcomes.rules.reports import Key
from resources.outcomes.rules.scales import MASTERY
from resources.outcomes.rules.strata import Row
from resources.outcomes.rules.uses import Shown, Trace, before_and_after, first_uses, index_day


class Member(NamedTuple):
    """A learner of the term, and the first by its id of the classes in which they were then."""

    grade_band: str
    class_id: str


class KeyedTrace(NamedTuple):
    """A use by a learner, the edition of the framework that the resource was aligned to, and the class that used it;
    None: the learner did by themselves.
    """

    trace: Trace
    edition: str
    class_id: str | None


@dataclass(frozen=True, slots=True)
class Cohort:
    """What is known of an item in a term: its learners by their id, who used what, and what they showed."""

    first_day: date
    last_day: date
    members: Mapping[str, Member]
    traces: Sequence[KeyedTrace]
    shown: Mapping[str, Sequence[Shown]]

    def rows(self) -> Iterator[Row]:
        """Yields the rows of every resource that a learner of the term used in it."""
        by_report: defaultdict[Key, list[KeyedTrace]] = defaultdict(list)
        for one in self.traces:
            if one.trace.learner in self.members:
                by_report[Key(one.trace.resource_id, one.edition)].append(one)
        for key, of_report in sorted(by_report.items()):
            yield from self._of_report(key, of_report)

    def _of_report(self, key: Key, of_report: Sequence[KeyedTrace]) -> Iterator[Row]:
        uses = first_uses((one.trace for one in of_report), self.first_day, self.last_day)
        used_on = {learner: day for (learner, _), day in uses.items()}
        classes = _classes_of(of_report, used_on)
        days = sorted(used_on.values())
        for learner, member in self.members.items():
            if not days:
                return
            day = used_on.get(learner)
            levels = before_and_after(self.shown.get(learner, ()), day or index_day(learner, key.resource_id, days))
            yield Row(
                resource_id=key.resource_id,
                edition=key.edition,
                learner=learner,
                used_on=day,
                before=levels.before,
                after=levels.after,
                mastery=MASTERY,
                grade_band=member.grade_band,
                class_id=classes.get(learner, member.class_id),
            )


def _classes_of(of_report: Iterable[KeyedTrace], used_on: Mapping[str, date]) -> dict[str, str]:
    """Returns the class with which each learner used the resource first; of several on one day the first by its id."""
    found: dict[str, str] = {}
    for one in of_report:
        learner = one.trace.learner
        if learner is not None and one.class_id is not None and used_on.get(learner) == one.trace.on:
            found[learner] = min(one.class_id, found.get(learner, one.class_id))
    return found
