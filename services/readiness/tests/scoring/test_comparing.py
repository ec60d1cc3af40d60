"""Two assessments side by side: deltas where versions can be compared, question by question where they cannot."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

from readiness.instruments.rules.instrument import Instrument
from services.readiness.tests.instruments.instrument_pieces import both, with_question
from services.readiness.tests.scoring.scored import ASKED, Scored, scoring_district

REWORDED = with_question(ASKED, replace(ASKED.sections[0].questions[0], text=both("Other?")))


async def two(opened: Scored, instrument: Instrument | None = None, **more: Any) -> str:
    """Two results; returns the id of the earlier assessment."""
    await opened.raters(3, "leader", vision=1, vote=True, network=2)
    await opened.closed()
    earlier = opened.assessment_id
    if instrument is not None:
        await opened.publish(instrument)
        more |= {"instrument_version": 2}
    await opened.next_assessment(**more)
    await opened.raters(3, "leader", vision=4, vote=True, network=4)
    await opened.closed()
    return earlier


async def test_results_of_one_version_are_compared_by_condition_and_group(opened: Scored) -> None:
    earlier = await two(opened)
    found = await opened.get("comparison", **{"with": earlier})
    assert (found["comparable"], found["kept"], found["why_not"]) == (True, 1, None)
    assert found["before"]["assessment_id"] == earlier
    leadership, technology = found["conditions"]
    assert leadership["delta"] == {"before": Decimal("0.5"), "after": 1, "change": Decimal("0.5"), "because": None}
    assert (technology["groups"][0]["group"], technology["groups"][0]["questions"]) == ("leader", ["network"])
    assert found["whole"]["change"] == Decimal("0.555556")
    vision = next(one for one in found["questions"] if one["question"] == "vision")
    assert [(one["group"], one["delta"]["change"]) for one in vision["groups"]] == [("leader", 1)]


async def test_where_too_much_was_changed_only_questions_are_compared_and_it_says_why(opened: Scored) -> None:
    earlier = await two(opened, REWORDED)
    found = await opened.get("comparison", **{"with": earlier})
    assert (found["comparable"], found["whole"]) == (False, None)
    assert found["kept"] < Decimal("0.9")
    assert "Too little" in found["why_not"]
    leadership, technology = found["conditions"]
    assert (leadership["comparable"], leadership["delta"], leadership["groups"]) == (False, None, [])
    assert (technology["comparable"], technology["delta"]["change"]) == (True, Decimal("0.666667"))
    assert "vision" not in [one["question"] for one in found["questions"]]
    assert (found["only_before"], found["only_after"]) == (["vision"], ["vision"])


async def test_an_older_version_that_was_asked_later_is_compared_too(opened: Scored) -> None:
    editorial = replace(REWORDED, editorial=frozenset({"vision"}))
    await opened.publish(editorial)
    await opened.raters(3, "leader", vision=1, vote=True)
    await opened.closed()
    earlier = opened.assessment_id
    await opened.next_assessment(instrument_version=2)
    await opened.raters(3, "leader", vision=4, vote=True)
    await opened.closed()
    there = await opened.get("comparison", **{"with": earlier})
    assert (there["comparable"], there["whole"]["change"]) == (True, Decimal("0.5"))
    later, opened.assessment_id = opened.assessment_id, earlier
    back = await opened.get("comparison", **{"with": later})
    assert (back["comparable"], back["whole"]["change"]) == (True, Decimal("-0.5"))


async def test_instruments_without_a_common_past_are_not_compared_and_it_says_so(opened: Scored) -> None:
    await opened.raters(3, "leader", vision=1)
    await opened.closed()
    earlier, opened.instrument_id = opened.assessment_id, ""
    await opened.next_assessment()
    await opened.raters(3, "leader", vision=1)
    await opened.closed()
    found = await opened.get("comparison", **{"with": earlier})
    assert (found["comparable"], found["kept"], found["questions"]) == (False, None, [])
    assert "common past" in found["why_not"]


async def test_what_there_is_not_to_compare_is_refused(opened: Scored) -> None:
    path = f"{opened.path}/comparison"
    assert (await opened.client.get(path, params={"with": str(uuid4())})).status_code == 409, "it is still open"
    await opened.closed()
    for other, status in ((str(uuid4()), 404), (opened.assessment_id, 422), ("x", 422)):
        assert (await opened.client.get(path, params={"with": other})).status_code == status
    assert (await opened.client.get(path)).status_code == 422
    async with scoring_district(opened.running) as stranger:
        await stranger.open()
        assert (await opened.client.get(path, params={"with": stranger.assessment_id})).status_code == 404
