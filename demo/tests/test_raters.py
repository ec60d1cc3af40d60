"""The applicants' raters: as many as promised, and their sheets are taken as they are."""

from __future__ import annotations

from statistics import fmean

import pytest
from pydantic import TypeAdapter

from demo.applicants import APPLICANTS, Applicant
from demo.plans import DISTRICTS
from demo.raters import FILE, sheet
from readiness.assessments.rules.paper_sheet import read_paper_sheet
from readiness.instruments.rules.instrument import Instrument

INSTRUMENT = TypeAdapter(Instrument).validate_json(FILE.read_bytes())


def levels(text: str, role: str) -> list[int]:
    rows = read_paper_sheet(text.encode(), INSTRUMENT).rows
    given = [one for row in rows if row.role == role for _, one in row.answers]
    return [one.value for one in given if isinstance(one.value, int) and not isinstance(one.value, bool)]


def test_twelve_districts_apply_with_three_hundred_raters() -> None:
    assert len({one.code for one in APPLICANTS}) == 12
    assert sum(sum(one.raters.values()) for one in APPLICANTS) == 300
    assert all(one.raters[role] <= one.people[role] for one in APPLICANTS for role in one.raters)


def test_the_partners_of_the_network_apply_under_their_own_names() -> None:
    names = {one.code: one.name for one in APPLICANTS}
    partners = [plan for plan in DISTRICTS if not plan.is_host]
    assert {plan.code: plan.name for plan in partners}.items() <= names.items()


@pytest.mark.parametrize("applicant", APPLICANTS, ids=lambda one: one.code)
def test_every_sheet_is_taken_as_it_is(applicant: Applicant) -> None:
    for progress in (0.0, 0.1):
        read = read_paper_sheet(sheet(applicant, progress=progress).encode(), INSTRUMENT)
        assert read.problems == ()
        assert len(read.rows) == sum(applicant.raters.values())


def test_the_same_seed_gives_the_same_sheet_and_another_another() -> None:
    assert sheet(APPLICANTS[0]) == sheet(APPLICANTS[0])
    assert sheet(APPLICANTS[0]) != sheet(APPLICANTS[0], seed=8)


def test_leaders_see_their_district_further_on_than_families() -> None:
    text = sheet(APPLICANTS[0])
    assert fmean(levels(text, "leader")) > fmean(levels(text, "family"))


def test_a_later_assessment_finds_the_district_further_on() -> None:
    first, later = (levels(sheet(APPLICANTS[0], progress=one), "teacher") for one in (0.0, 0.2))
    assert fmean(later) > fmean(first)
