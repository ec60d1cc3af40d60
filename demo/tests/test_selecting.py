"""Whom the demo's reviewers put first: the story that the pages tell."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from uuid import UUID, uuid5

from demo.applicants import APPLICANTS
from demo.framework import NAMESPACE
from demo.selecting import CHOSEN, CRITERIA, DECLINES, RESERVE, REVIEWERS, levels
from readiness.selection.rules.scores import Criterion, Sheet, score_applications

IDS = {applicant.code: uuid5(NAMESPACE, applicant.code) for applicant in APPLICANTS}


def ranked() -> list[str]:
    criteria = [Criterion(key, Decimal(weight), 4) for key, (weight, _, _) in CRITERIA.items()]
    sheets = [
        Sheet(uuid5(NAMESPACE, reviewer), IDS[applicant.code], levels(reviewer, applicant))
        for reviewer in REVIEWERS
        for applicant in APPLICANTS
    ]
    scores: dict[UUID, Fraction] = {
        one.application: one.score
        for one in score_applications(IDS.values(), sheets, criteria, minimum=len(REVIEWERS))
        if one.score is not None
    }
    return sorted(IDS, key=lambda code: scores[IDS[code]], reverse=True)


def test_the_district_that_one_can_sign_in_to_is_chosen_and_so_is_the_one_that_declines() -> None:
    assert {"heron-flats", DECLINES} <= set(ranked()[:CHOSEN])


def test_others_wait_on_the_reserve_list_and_most_are_turned_down() -> None:
    assert "reed-island" in ranked()[CHOSEN + RESERVE :]
    assert len(ranked()) == 12
