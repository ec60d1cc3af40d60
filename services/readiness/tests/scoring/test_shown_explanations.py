"""Cells come back as they were kept, and what a route shows of any result is enough to work it out again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from readiness.assessments.queries.assessments import AssessmentRecord
from readiness.scoring.api.showing import explanation_out
from readiness.scoring.queries.results import ResultRecord
from readiness.scoring.rules.answers import Response
from readiness.scoring.rules.cells import tally
from readiness.scoring.rules.explain import Depth, explain
from readiness.scoring.rules.groups import each_role
from readiness.scoring.rules.scores import score
from readiness.scoring.rules.suppression import PastCell, Release, dated, past_release, release
from readiness.scoring.rules.terms import Terms
from readiness.scoring.schemas.stored import cells_from_stored, stored_cells
from readiness.scoring.usecases.known_results import ReadResult
from readiness.scoring.usecases.read_result import ExplainedResult
from services.readiness.tests.scoring.rederiving import check_scores
from services.readiness.tests.scoring.rules.scoring_pieces import (
    EVERYBODY,
    Assessed,
    some_assessed,
    some_response,
    some_terms,
    unhurried,
)

NOW, DAY, ID = datetime(2026, 10, 24, tzinfo=UTC), date(2026, 10, 23), UUID(int=7)
ASSESSMENT = AssessmentRecord(
    ID, ID, ID, 1, "Ready?", "district", None, DAY, DAY, [], 2, None, "closed", NOW, NOW, 3, "UTC"
)  # fmt: skip


def shown(terms: Terms, cells: Sequence[PastCell], depth: Depth) -> None:
    """Keeps the cells, reads them, explains them as a route does, and works it all out again."""
    kept = cells_from_stored(terms, 1, json.loads(stored_cells(cells)))
    assert kept == tuple(cells)
    scores = score(terms, [one.cell for one in kept], EVERYBODY)
    record = ResultRecord(ID, 1, 3, NOW, DAY, NOW, scores.score, scores.level.key)
    read = ReadResult(ASSESSMENT, record, [], terms, scores)
    explained = explanation_out(ExplainedResult(read, explain(terms, scores, depth)), None)
    found = json.loads(explained.model_dump_json(), parse_float=Decimal)
    assert found["score"] == scores.score
    check_scores(found)


@unhurried
@given(some_assessed())
def test_every_released_score_is_worked_out_again_from_what_a_route_shows(assessed: Assessed) -> None:
    terms, given_answers = assessed
    shown(terms, dated(release(terms, given_answers, "a", ()), 1, ()), "released")


@unhurried
@given(some_assessed())
def test_every_full_score_is_too(assessed: Assessed) -> None:
    terms, given_answers = assessed
    cells = tally(terms, each_role(terms), given_answers)
    shown(terms, [PastCell(one, 1) for one in cells], "full")


@unhurried
@given(st.data())
def test_what_was_released_is_known_again_from_cells_and_raters(data: st.DataObject) -> None:
    """After any results of more and more raters, the state that is kept gives the very sets that were released."""
    terms = data.draw(some_terms())
    counted: dict[str, int] = {}
    given_answers: list[Response] = []
    released: list[Release] = []
    past: list[tuple[PastCell, ...]] = []
    for number in range(1, data.draw(st.integers(2, 4)) + 1):
        for _ in range(data.draw(st.integers(0, 6))):
            given_answers.append(data.draw(some_response(terms, f"r{len(given_answers)}")))
        known = [past_release(terms, "a", cells, given_answers, counted) for cells in past]
        assert known == released
        one = release(terms, given_answers, "a", known)
        counted |= {each.rater: number for each in given_answers if each.rater not in counted}
        kept = stored_cells(dated(one, number, past))
        past.append(cells_from_stored(terms, number, json.loads(kept)))
        released.append(one)
