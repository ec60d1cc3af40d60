"""Meetings are planned, one or every week, described anew, and moved. Nobody is booked twice, whoever asks first."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from coaching.coaches.rules.student_times import Span
from coaching.common.rules.problems import validate_zone
from coaching.engagements.queries.engagements import EngagementRecord
from coaching.engagements.usecases.reading import require_open
from coaching.matching.queries.matches import find_match
from coaching.matching.queries.needs import is_brought
from coaching.meetings.queries.engagements import find_named_members, find_recording
from coaching.meetings.queries.meetings import MeetingRecord, set_described, set_moved, touch_meeting
from coaching.meetings.queries.members import add_presence, find_absences
from coaching.meetings.queries.series import SeriesRecord, add_series
from coaching.meetings.rules.series import Occurrence, Weekly, occurrences, validate_weekly
from coaching.meetings.rules.states import validate_moved, validate_planned, validate_span
from coaching.meetings.rules.terms import Recording
from coaching.meetings.schemas.meetings import MeetingChange, NewMeeting, NewSeries, NewTime
from coaching.meetings.usecases.booking import (
    Pointers,
    add_booked,
    ensure_valid,
    find_asked,
    on_a_day,
    pointers_of,
    rebook,
)
from coaching.meetings.usecases.company import Asked, hold_company
from coaching.meetings.usecases.reading import SeenMeeting, SeenSeries, lock_for, see_meeting, see_series
from coaching.meetings.usecases.risks import settle_risks
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Invalid, NotFound, invalid
from shared.roster.calendars import find_zone
from shared.values.ids import new_id


async def plan(session: Transaction, caller: Caller, new: NewMeeting, now: datetime) -> SeenMeeting:
    """Plans a meeting, or puts one of the last days down that is still to be recorded."""
    span = Span(new.starts_at, new.ends_at)
    zone = new.time_zone or await find_zone(session, caller.district_id)
    ensure_valid(
        [*validate_span(span), *validate_planned(span, now), *validate_zone(zone)],
        "This cannot be planned; see errors.",
    )
    engagement = await require_open_named(session, new.engagement_id, now)
    members = await find_asked(session, caller, engagement, new.participants)
    recording, gap_id = await find_recording(session, engagement.engagement_id), await _find_gap(session, new, members)
    record = _record(engagement, new, span, zone, recording, now)._replace(gap_id=gap_id)
    await add_booked(session, caller, record, members, pointers_of(new.participants))
    return await see_meeting(session, record.meeting_id)


async def plan_series(session: Transaction, caller: Caller, new: NewSeries, now: datetime) -> SeenSeries:
    """Plans all meetings of a series, or none of them."""
    weekly = Weekly(new.first_on, new.last_on, new.starts, new.ends, new.time_zone, frozenset(new.left_out))
    ensure_valid(validate_weekly(weekly), "This is no weekly meeting; see errors.")
    found = occurrences(weekly)
    if errors := [*_validate_occurrences(found, now)]:
        raise Invalid("These cannot be planned; see errors.", errors=errors)
    engagement = await require_open_named(session, new.engagement_id, now)
    members = await find_asked(session, caller, engagement, new.participants)
    recording, gap_id = await find_recording(session, engagement.engagement_id), await _find_gap(session, new, members)
    series = SeriesRecord(
        new_id(), engagement.engagement_id, engagement.host_id, engagement.partner_id, new.first_on, new.last_on,
        new.starts, new.ends, new.time_zone, sorted(set(new.left_out)),
    )  # fmt: skip
    await add_series(session, series, now, caller.subject)
    for one in found:
        record = _record(engagement, new, one.span, new.time_zone, recording, now)
        record = record._replace(series_id=series.series_id, occurs_on=one.on, gap_id=gap_id)
        await add_booked(session, caller, record, members, pointers_of(new.participants, one.on))
    return await see_series(session, series.series_id)


async def change(
    session: Transaction, caller: Caller, meeting_id: UUID, sent: MeetingChange, expected: str, now: datetime
) -> SeenMeeting:
    """Changes where a meeting is, what it is about, or who is to be there; what is left out stays."""
    asked: list[Asked] = []
    if sent.participants is not None:
        engagement_id = (await see_meeting(session, meeting_id)).record.engagement_id
        asked = await find_asked(session, caller, await require_open(session, engagement_id, now), sent.participants)
    seen = await lock_for(session, meeting_id, "change", expected)
    if sent.participants is not None:
        gone = await find_absences(session, meeting_id)
        members = [one._replace(presence="absent") if one.member.member_id in gone else one for one in asked]
        await rebook(session, caller, seen, members, seen.record.span, pointers_of(sent.participants))
        await touch_meeting(session, meeting_id, now)
        await settle_risks(session, seen.record, [], then=caller.district_id, now=now)
    described = sent.model_dump(exclude_none=True, exclude={"participants"})
    if described:
        await set_described(session, seen.record._replace(**described), now)
    return await see_meeting(session, meeting_id)


async def move(
    session: Transaction, caller: Caller, meeting_id: UUID, sent: NewTime, expected: str, now: datetime
) -> SeenMeeting:
    """Moves a meeting to another time, at which the same people may meet. Who cannot come cannot come to a part of the
    same time either; of another time nobody has said anything.
    """
    await hold_company(session, meeting_id, then=caller.district_id)
    seen = await lock_for(session, meeting_id, "move", expected)
    span = Span(sent.starts_at, sent.ends_at)
    ensure_valid([*validate_span(span), *validate_moved(span, now)], "It cannot be moved there; see errors.")
    known = await find_named_members(session, seen.record.engagement_id, [one.member_id for one in seen.members])
    absences = await find_absences(session, meeting_id)
    gone = absences if span.overlap(seen.record.span) else frozenset[UUID]()
    for member_id in sorted(absences - gone):
        await add_presence(session, seen.record, member_id, "expected", new_id(), now)
    asked = [
        Asked(known[one.member_id], one.deputy, "absent" if one.member_id in gone else "expected")
        for one in seen.members
    ]
    pointers = Pointers({str(one.member_id): f"/participants/{at}" for at, one in enumerate(seen.members)})
    await rebook(session, caller, seen, asked, span, pointers)
    await set_moved(session, meeting_id, span, now)
    await settle_risks(session, seen.record._replace(starts_at=span.starts_at), [], then=caller.district_id, now=now)
    return await see_meeting(session, meeting_id)


async def require_open_named(session: Transaction, engagement_id: UUID, now: datetime) -> EngagementRecord:
    """Returns the engagement that a body names, locked. Raises Invalid where there is none, a Conflict where it is
    over.
    """
    try:
        return await require_open(session, engagement_id, now)
    except NotFound as missing:
        detail = {"pointer": "/engagement_id", "detail": "There is no such engagement of your district's."}
        raise Invalid("This cannot be planned; see errors.", errors=[detail]) from missing


async def _find_gap(session: Transaction, new: NewMeeting | NewSeries, asked: Sequence[Asked]) -> UUID | None:
    """Returns the gap that is worked on: that of the match, where it is a meeting of one; it stands until the commit.
    Raises Invalid where there is no such match, its coach is not to be there, or the gap was not brought here.
    """
    if new.match_id is None:
        if new.gap_id is not None and not await is_brought(session, new.engagement_id, new.gap_id):
            raise invalid("/gap_id", "This gap was not brought to the engagement: bring it first, or leave it out.")
        return new.gap_id
    match = await find_match(session, new.match_id, lock=True)
    if match is None or match.engagement_id != new.engagement_id:
        raise invalid("/match_id", "The engagement has no such match.")
    if match.state != "confirmed":
        raise invalid("/match_id", f"This match is {match.state}: both districts confirm it before anybody meets.")
    if new.gap_id not in (None, match.gap_id):
        raise invalid("/gap_id", "That is not the gap of the match: leave it out, or plan a meeting of the team.")
    if all(one.member.coach_id != match.coach_id for one in asked):
        raise invalid("/participants", "The coach of the match is not among them: name them, or leave the match out.")
    return match.gap_id


def _record(
    engagement: EngagementRecord,
    new: NewMeeting | NewSeries,
    span: Span,
    zone: str,
    recording: Recording,
    now: datetime,
) -> MeetingRecord:
    return MeetingRecord(
        meeting_id=new_id(),
        engagement_id=engagement.engagement_id,
        host_id=engagement.host_id,
        partner_id=engagement.partner_id,
        series_id=None,
        occurs_on=None,
        match_id=new.match_id,
        gap_id=new.gap_id,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        time_zone=zone,
        mode=new.mode,
        place=new.place,
        agenda=new.agenda,
        recording=recording,
        state="planned",
        risks=None,
        because=None,
        started_at=None,
        ended_at=None,
        checked_on=engagement.today,
        sequence=0,
        version=1,
        planned_at=now,
        changed_at=now,
        host_zone=zone,
        condition=None,
        question=None,
    )


def _validate_occurrences(found: Sequence[Occurrence], now: datetime) -> Iterator[dict[str, str]]:
    for one in found:
        for problem in (*validate_span(one.span), *validate_planned(one.span, now)):
            pointer = "/ends" if problem.pointer == "/ends_at" else "/first_on"
            yield on_a_day(pointer, one.on, problem.detail)
