"""A district of 4,200 learners and twelve resources: what differs by one learner is not shown twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from resources.outcomes.rules.cohorts import Cohort, KeyedTrace, Member
from resources.outcomes.rules.reports import Figures, Key, Withheld, release
from resources.outcomes.rules.uses import Shown, Trace, TraceKind

FIRST, LAST, DAY = date(2026, 8, 17), date(2026, 12, 18), date(2026, 10, 5)
LEARNERS = [f"learner {n:04}" for n in range(4_200)]
BANDS = ("k-2", "3-5", "6-8", "9-12")


def used(resource: str, learners: list[str]) -> list[KeyedTrace]:
    return [
        KeyedTrace(Trace(TraceKind.CLASS, resource, one, DAY), "2026", f"class {int(one[-4:]) // 25}")
        for one in learners
    ]


def district(random: Random) -> Cohort:
    """Twelve resources; the last is used as the first is, by classes of one band, but for one learner."""
    classes = [LEARNERS[start : start + 25] for start in range(0, len(LEARNERS), 25)]
    users = [classes[:30], *(random.sample(classes, 40) for _ in range(10))]
    learners = [[one for members in of_resource for one in members] for of_resource in users]
    traces = [trace for n, of_resource in enumerate(learners) for trace in used(f"resource {n:02}", of_resource)]
    members = {one: Member(BANDS[n // 1_050], f"class {n // 25}") for n, one in enumerate(LEARNERS)}
    shown = {
        one: [Shown(-1, DAY - timedelta(days=30)), Shown(random.choice((-1, 0)), DAY + timedelta(days=9))]
        for one in LEARNERS
    }
    return Cohort(FIRST, LAST, members, [*traces, *used("resource 11", learners[0][1:])], shown)


def test_of_two_filters_that_differ_by_one_learner_one_is_suppressed_and_nobody_reads_what_that_one_showed() -> None:
    cohort = district(Random(5))
    reports = release(cohort.rows(), 10, {})
    assert len(reports) == 12
    assert isinstance(reports[Key("resource 00", "2026")], Figures)
    assert reports[Key("resource 11", "2026")] is Withheld.TOO_LIKE_ANOTHER
    one, other = LEARNERS[0], next(two for two in LEARNERS[1:] if cohort.shown[two] != cohort.shown[LEARNERS[0]])
    assert cohort.members[one] == cohort.members[other]
    swapped = {**cohort.shown, one: cohort.shown[other], other: cohort.shown[one]}
    assert release(replace(cohort, shown=swapped).rows(), 10, {}) == reports
