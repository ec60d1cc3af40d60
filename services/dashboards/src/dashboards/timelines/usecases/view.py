"""Gaps and their timelines, for the leaders of a district."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.queries.reader import Reader
from dashboards.roster.usecases.visibility import require_district
from dashboards.timelines.queries import reading
from dashboards.timelines.queries.reading import GapKey, GapRow, StepRow
from dashboards.timelines.rules.chain import Kind, Told, closed_on, how_far, in_order, next_step, of_this_gap
from dashboards.timelines.schemas import GapProgress, GapState, GapTimeline, StepOfGap, TimelineEntry
from shared.auth.callers import Caller
from shared.errors import NotFound
from shared.values.json_types import JsonObject


class ListedGaps(NamedTuple):
    """One gap more than was asked for, where there are more; `rows` are what they are ordered by."""

    rows: list[GapRow]
    gaps: dict[UUID, GapProgress]


_SAYS_WHY: Mapping[str, str] = {"found": "severity", "match_ended": "because", "action_dropped": "because"}
"""In which field a kind says its code."""
_OF_COACHING: tuple[Kind, ...] = (
    "match_proposed", "match_confirmed", "match_ended", "action_agreed", "resource_used", "action_completed",
    "action_dropped", "meeting_held",
)  # fmt: skip
"""What coaching tells both districts."""


class _Timeline(NamedTuple):
    """What was told of a gap in order, with the row of each. What a row says is read only where somebody wants it."""

    told: list[Told]
    rows: Mapping[Told, StepRow]

    def newest(self, *kinds: Kind, saying: str) -> JsonObject:
        """What was said last by one of these kinds that says this much; nothing where none did."""
        told = (_said(self.rows[one]) for one in reversed(self.told) if one.kind in kinds)
        return next((said for said in told if saying in said), {})


async def list_gaps(
    session: AsyncSession, caller: Caller, state: GapState | None, whose: UUID | None, after: GapKey | None, limit: int
) -> ListedGaps:
    """The district's gaps, and those of partners that it coaches; of one district alone where `whose` names it."""
    require_district(caller)
    reader = await Reader.live(session, caller.district_id)
    rows = await reading.list_gaps(reader, state, whose, after, limit)
    today = await reading.today(reader)
    found = _timelines(await reading.list_steps(reader, [row.gap_id for row in rows]))
    gaps = {
        gap_id: GapProgress(**_progress(gap_id, timeline, caller.district_id, today))
        for gap_id, timeline in found.items()
    }
    return ListedGaps(rows, gaps)


async def list_districts(session: AsyncSession, caller: Caller) -> list[UUID]:
    """The districts that have gaps here: the own one, and partners."""
    require_district(caller)
    return await reading.list_districts(await Reader.live(session, caller.district_id))


async def view_timeline(session: AsyncSession, caller: Caller, gap_id: UUID) -> GapTimeline:
    """One gap with all that was told of it.

    Raises:
        NotFound: nothing was told of it to this district.
    """
    require_district(caller)
    reader = await Reader.live(session, caller.district_id)
    found = _timelines(await reading.list_steps(reader, [gap_id]))
    if gap_id not in found:
        raise NotFound("There is no such gap here.")
    timeline = found[gap_id]
    progress = _progress(gap_id, timeline, caller.district_id, await reading.today(reader))
    condition = cast("str | None", progress["condition"])
    return GapTimeline(**progress, entries=[_entry(timeline.rows[one], condition) for one in timeline.told])


def _timelines(rows: Sequence[StepRow]) -> dict[UUID, _Timeline]:
    by_gap: dict[UUID, dict[Told, StepRow]] = defaultdict(dict)
    for row in rows:
        code = _said(row)[_SAYS_WHY[row.kind]] if row.kind in _SAYS_WHY else None
        by_gap[row.gap_id][Told(cast(Kind, row.kind), row.of_id, row.number, row.day, row.moment, code)] = row
    return {gap_id: _Timeline(in_order(of_this_gap(list(told))), told) for gap_id, told in by_gap.items()}


def _said(row: StepRow) -> JsonObject:
    said: JsonObject = json.loads(row.said)
    return said


def _progress(gap_id: UUID, timeline: _Timeline, district_id: UUID, today: date) -> dict[str, Any]:
    """The fields of `GapProgress`."""
    told, found = timeline.told, timeline.newest("found", saying="condition")
    matched = timeline.newest("match_proposed", "match_confirmed", saying="condition")
    about = found or matched or timeline.newest("action_agreed", saying="condition")
    whose = None if found else timeline.newest(*_OF_COACHING, saying="partner_id").get("partner_id")
    partner = None if whose == str(district_id) else whose
    steps = how_far(told, of_partner=partner is not None)
    met = [one.day for one in told if one.kind == "meeting_held"]
    return {
        "gap_id": gap_id,
        "partner_id": partner,
        "state": "open" if closed_on(told) is None else "closed",
        "kind": found.get("kind"),
        "condition": about.get("condition"),
        "question": about.get("question"),
        "severity": found.get("severity"),
        "level": found.get("level"),
        "site_id": found.get("site_id"),
        "assessment_id": found.get("assessment_id"),
        "steps": [StepOfGap(**one._asdict()) for one in steps],
        "next_step": next_step(steps),
        "last_on": told[-1].day,
        "days_since": max(0, (today - told[-1].day).days),
        "meetings": len(met),
        "last_met_on": max(met, default=None),
    }


def _entry(row: StepRow, condition: str | None) -> TimelineEntry:
    said = _said(row)
    told_beside = {"kind", "match_id"} if row.kind != "meeting_held" else {"kind"}
    own = {name: said[name] for name in said if name in TimelineEntry.model_fields and name not in told_beside}
    if "coach_id" in said:
        own["coach_ids"] = [said["coach_id"]]
    if row.kind == "reassessed":
        of_condition: JsonObject = next((one for one in said["conditions"] if one["condition"] == condition), {})
        own |= {"score": of_condition.get("score"), "reached": of_condition.get("reached")}
    known = {"day": row.day, "moment": row.moment, "trace_id": row.trace_id, "of_id": row.of_id}
    return TimelineEntry.model_validate(own | known | {"kind": row.kind})
