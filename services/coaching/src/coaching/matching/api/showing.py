"""Matchings and matches, as routes show them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from coaching.matching.queries.matches import MatchRecord
from coaching.matching.queries.matchings import MatchingRecord
from coaching.matching.queries.needs import NeedRecord
from coaching.matching.queries.results import PairRow
from coaching.matching.rules.changed import changed
from coaching.matching.rules.stored.frozen import matching_of
from coaching.matching.rules.stored.plan import plan_of
from coaching.matching.rules.weekly import written
from coaching.matching.schemas.matches import MatchShown, NeedOfMatch, OwnMatchShown
from coaching.matching.schemas.matchings import PairSent, PolicySent
from coaching.matching.schemas.results import (
    ChangedShown,
    MatchingShown,
    MeetingTime,
    PairShown,
    PhaseShown,
    ProgressShown,
    ReasonShown,
    UsedShown,
)
from shared.values.calendar import day_of
from shared.values.json_types import JsonArray, JsonObject


def matching_shape(record: MatchingRecord) -> MatchingShown:
    finished = record.state == "finished"
    return MatchingShown(
        matching_id=record.matching_id,
        state=record.state,
        because=record.because,
        starts_on=record.starts_on,
        ends_on=record.ends_on,
        policy=PolicySent(**record.policy),
        pinned=_pairs(record.pinned),
        forbidden=_pairs(record.forbidden),
        previous="confirmed" if record.keeps else "none",
        commitment=record.commitment,
        seed=None if record.seed is None else record.seed.hex(),
        progress=ProgressShown(
            phases_done=len(record.done),
            phases=record.phases,
            explained=record.answered,
            to_explain=record.uncovered + record.left_out,
        ),
        phases=[PhaseShown(**one | {"reasons": reasons_shape(one["reasons"])}) for one in record.done],
        pairs=record.pairs if finished else None,
        uncovered=record.uncovered if finished else None,
        left_out=record.left_out if finished else None,
        proved=record.proved,
        reasons=reasons_shape(record.reasons or []),
        changes=_changes(record) if finished and record.keeps else None,
        problem=record.problem,
        used=UsedShown(peak_memory=record.peak_memory, processor_time=_iso(record.processor_time)),
        queued_at=record.queued_at,
        started_at=record.started_at,
        ended_at=record.ended_at,
        proposed_at=record.proposed_at,
        stale_at=record.stale_at,
        stale_because=record.stale_because,
    )


def reasons_shape(stored: Iterable[JsonObject]) -> list[ReasonShown]:
    return [
        ReasonShown(**one | {f"{name}_id": one[key] for key, name in _OF_REASONS.items() if key in one})
        for one in stored
    ]


_OF_REASONS = {"coach": "coach", "gap": "need"}


def pair_shape(matching: MatchingRecord, row: PairRow) -> PairShown:
    why: dict[str, Any] = row.why
    return PairShown(coach_id=row.coach_id, need_id=row.need_id, at=time_shape(matching, row.slot), **why)


def time_shape(matching: MatchingRecord, slot: int) -> MeetingTime:
    """Returns a slot of the matching as the host's clock shows it."""
    at = written(slot, plan_of(matching.policy).length)
    return MeetingTime(weekday=at.weekday, starts=at.starts, ends=at.ends, time_zone=matching.time_zone or "UTC")


def remedy_shape(matching: MatchingRecord, stored: JsonObject) -> JsonObject:
    """Returns stored changes with their times as clocks show them."""
    changes = [
        {name: value for name, value in one.items() if name != "slot"}
        | {"at": None if one["slot"] is None else time_shape(matching, one["slot"])}
        for one in stored["changes"]
    ]
    return stored | {"changes": changes}


def match_shape(record: MatchRecord, today: date) -> MatchShown:
    shown = record._asdict()
    at = MeetingTime(**{name: shown[name] for name in ("weekday", "starts", "ends", "time_zone")})
    overdue = record.contact_due_on is not None and record.contact_due_on < today
    stalled = record.state == "confirmed" and record.contacted_on is None and overdue
    return MatchShown(
        **{name: shown[name] for name in MatchShown.model_fields if name in shown}, at=at, stalled=stalled
    )


def own_match_shape(record: MatchRecord, needs: Mapping[UUID, NeedRecord], now: datetime) -> OwnMatchShown:
    """Returns a match with what its coach is asked to help with."""
    shown = match_shape(record, day_of(now, record.time_zone))
    return OwnMatchShown(**shown.model_dump(), need=NeedOfMatch.model_validate(needs[record.need_id]))


def _changes(record: MatchingRecord) -> ChangedShown:
    found = changed(matching_of(record.previous or []), matching_of(record.matching or []))
    return ChangedShown(
        kept=len(found.kept),
        at_another_time=len(found.at_another_time),
        ended=len(found.ended),
        begun=len(found.begun),
        moved=sorted(found.moved),
    )


def _pairs(stored: JsonArray) -> list[PairSent]:
    return [PairSent(coach_id=coach, need_id=need) for coach, need in stored]


def _iso(spent: timedelta | None) -> str | None:
    """Returns a stretch of time as ISO 8601 writes it, in seconds."""
    return None if spent is None else f"PT{spent.total_seconds():.1f}S"
