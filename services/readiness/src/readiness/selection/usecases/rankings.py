"""The ranked list: made when the host asks, made anew when what it rests on changes, each kept with its reason."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from readiness.common.rules.decimals import stored
from readiness.common.rules.sentences import how_many, sentence
from readiness.scoring.rules.ac2 import gwet_ac2
from readiness.scoring.rules.agreement import Coefficient
from readiness.scoring.rules.alpha import krippendorff_alpha, ratings
from readiness.selection.queries.calls import CallRecord, set_revision
from readiness.selection.queries.decisions import (
    RankingHead,
    RankingRecord,
    add_ranking,
    find_newest_number,
    find_newest_ranking,
    find_ranking,
    find_ranking_heads,
)
from readiness.selection.rules.calls import CallState
from readiness.selection.rules.firmness import Firmness, WithoutReviewer, firmness, without_each_reviewer
from readiness.selection.rules.scores import Sheet
from readiness.selection.rules.sensitivity import BreakEven, break_evens, validate_size
from readiness.selection.usecases.calls import require_call
from readiness.selection.usecases.material import Material, Viewer, find_viewer, load_material
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound

Because = Literal["asked", "conflict_declared", "sheet_changed", "application_withdrawn"]


class NotRanked(Conflict):
    """What is worked out of a ranked list, or prepared beside it, is not there before the list is."""

    slug = "not-ranked"

    def __init__(self) -> None:
        super().__init__("There is no ranked list yet: make it first.")


class SheetsOwed(Conflict):
    """A list tells a reviewer what the others gave, so they give their own sheets first."""

    slug = "sheets-owed"

    def __init__(self, owed: int) -> None:
        sheets = how_many(owed, "sheet", "sheets")
        super().__init__(f"You review this call and owe {sheets}; give all of yours before you see what others gave.")


class CriterionAgreement(NamedTuple):
    """How far reviewers agree by one criterion, over the applications."""

    criterion: str
    alpha: Coefficient
    ac2: Coefficient


class SeenRanking(NamedTuple):
    """A ranked list as somebody may see it. `agreement` is there for the newest."""

    call: CallRecord
    record: RankingRecord
    content: Mapping[str, object]
    agreement: Sequence[CriterionAgreement]


class SeenSensitivity(NamedTuple):
    """What would change the newest list."""

    number: int
    break_evens: Sequence[BreakEven]
    reviewers: Sequence[WithoutReviewer]
    firmness: Sequence[Firmness]


async def make_ranking(session: Transaction, caller: Caller, call_id: UUID, now: datetime) -> SeenRanking:
    """Makes the list of all sheets that there are. Raises a 409 unless the call is reviewed."""
    call = await require_call(session, call_id, lock=True)
    if call.state is not CallState.REVIEWING:
        raise Conflict(f"This call is {call.state}: a list is made while it is reviewed.")
    material, _ = await _looked_at(session, caller, call)
    await _make(session, call, material, "asked", now)
    return await read_ranking(session, caller, call_id, None)


async def renew_ranking(session: Transaction, call: CallRecord, because: Because, now: datetime) -> None:
    """Makes the list anew, where there is one, in the transaction of what changes it. The call is locked. What was
    decided, or will not be, keeps the list that it had.
    """
    if call.state is CallState.REVIEWING and await find_newest_number(session, call.call_id) is not None:
        await _make(session, call, await load_material(session, call), because, now)


async def read_ranking(session: Transaction, caller: Caller, call_id: UUID, number: int | None) -> SeenRanking:
    """Returns a list, the newest where no number is named. For a reviewer with a conflict the newest is worked out
    without what they must not judge, and older ones cannot be.
    """
    call = await require_call(session, call_id)
    material, viewer = await _looked_at(session, caller, call)
    newest = await find_newest_ranking(session, call_id)
    if newest is None:
        raise NotRanked
    if number not in (None, newest.number):
        record = await find_ranking(session, call_id, number)
        if record is None or viewer.hidden:
            raise NotFound("The call has no such ranked list.")
        return SeenRanking(call, record, record.content, ())
    seen = material.seen_by(viewer.reviewer)
    content = _content(seen) if viewer.hidden else newest.content
    return SeenRanking(call, newest, content, await asyncio.to_thread(agreement_of, seen))


async def list_rankings(session: Transaction, caller: Caller, call_id: UUID) -> list[RankingHead]:
    call = await require_call(session, call_id)
    _, viewer = await _looked_at(session, caller, call)
    rankings = await find_ranking_heads(session, call_id)
    return rankings[-1:] if viewer.hidden else rankings


async def read_sensitivity(session: Transaction, caller: Caller, call_id: UUID) -> SeenSensitivity:
    """Returns what would change the newest list, worked out of what the caller may see."""
    call = await require_call(session, call_id)
    material, viewer = await _looked_at(session, caller, call)
    newest = await find_newest_number(session, call_id)
    if newest is None:
        raise NotRanked
    seen = material.seen_by(viewer.reviewer)
    if problem := validate_size(seen.cut):
        raise Conflict(sentence(problem))
    return await asyncio.to_thread(_sensitivity, newest, seen)


def agreement_of(material: Material) -> list[CriterionAgreement]:
    """Returns the reviewers' agreement by criterion: units are applications."""
    sheets: dict[UUID, list[Sheet]] = {key: [] for key in material.applications}
    for sheet in material.sheets:
        sheets[sheet.application].append(sheet)
    found = []
    for criterion in material.criteria:
        units = [ratings([one.levels[criterion.key] for one in given]) for given in sheets.values()]
        alpha = krippendorff_alpha(units, "ordinal")
        found.append(CriterionAgreement(criterion.key, alpha, gwet_ac2(units, criterion.levels, "ordinal")))
    return found


async def _looked_at(session: Transaction, caller: Caller, call: CallRecord) -> tuple[Material, Viewer]:
    """Returns what lists are worked out of, and who looks at them. Raises a 409 for a reviewer who has still to score,
    for a list tells what the others gave.
    """
    material = await load_material(session, call)
    viewer = await find_viewer(session, call.call_id, caller.subject)
    if owed := material.owed_by(viewer.reviewer):
        raise SheetsOwed(owed)
    return material, viewer


async def _make(session: Transaction, call: CallRecord, material: Material, because: Because, now: datetime) -> None:
    """Adds the list. Decisions that were read beside another list have to be read again."""
    number = (await find_newest_number(session, call.call_id) or 0) + 1
    await add_ranking(session, call.district_id, call.call_id, number, _content(material), because=because, at=now)
    await set_revision(session, call.call_id, call.revision + 1)


def _content(material: Material) -> dict[str, object]:
    """Returns a list as it is kept and shown."""
    ranked = material.ranked
    scored = {one.application: one for one in material.scored}
    places = [
        {
            "place": one.place,
            "application_id": str(one.application),
            "score": str(stored(one.score)),
            "criteria": {key: str(stored(mean)) for key, mean in scored[one.application].criteria.items()},
            "tie": one.tie,
            "by": one.by,
            "reviewers": len(scored[one.application].reviewers),
        }
        for one in ranked.places
    ]
    return {"places": places, "unranked": [str(one) for one in ranked.unranked]}


def _sensitivity(number: int, material: Material) -> SeenSensitivity:
    cut, ranked = material.cut, material.ranked
    evens = break_evens(cut)
    without = without_each_reviewer(cut, material.sheets)
    return SeenSensitivity(number, evens, without, firmness(ranked, cut.capacity, evens, without))
