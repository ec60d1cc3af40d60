"""How pages ask coaching for somebody's week, and send it what they say and write (ADR 0019)."""

from asyncio import gather
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from dashboards.coaching.client import API, CoachingClient
from dashboards.coaching.week.answers import (
    AgreedAction,
    AgreedActions,
    BeforeWriting,
    ChildrensMeetings,
    Feeds,
    FoldedNote,
    FoldedNotes,
    Meeting,
    Meetings,
    NoteVersion,
    NoteVersions,
    OpenedNote,
    OwnAction,
    OwnActions,
    OwnConcerns,
    OwnMatch,
    OwnMatches,
)
from dashboards.common.client import RemoteResult
from dashboards.readiness.client import Outcome, Tagged, fetch_all
from dashboards.readiness.forms import Fields, keyed, matching
from shared.errors import NotFound
from shared.values.calendar import DEFAULT_ZONE, day_of

MINE = f"{API}/my-meetings"
CHILDRENS = f"{API}/my-children/meetings"
ACTIONS = f"{API}/my-actions"
MEETINGS = f"{API}/meetings"
CONCERNS = f"{API}/my-concerns"
FEEDS = f"{API}/my-calendar-feeds"
_BEFORE, _AFTER = timedelta(days=15), timedelta(days=15)
"""Wider than two weeks and what is still to be recorded: which days these are, the zone says."""

_DUE = attrgetter("due_on", "action_id")


@dataclass(frozen=True, slots=True)
class OwnTime:
    """Somebody's meetings of these weeks, the matches in which they coach, and the open actions that are theirs."""

    found: RemoteResult[Meetings]
    matches: Sequence[OwnMatch] = ()
    actions: Sequence[OwnAction] = ()

    @property
    def districts(self) -> set[UUID]:
        meetings = self.found.answer.items if self.found.answer else []
        found: list[Meeting | OwnMatch | OwnAction] = [*meetings, *self.matches, *self.actions]
        return {district for one in found for district in (one.host_id, one.partner_id)}

    @property
    def seen_to(self) -> list[OwnAction]:
        """What they see to, the next that is due first."""
        return sorted((one for one in self.actions if one.sees_to_it), key=_DUE)

    def of_match(self, match: OwnMatch) -> list[OwnAction]:
        """What is agreed on about the gap that they coach."""
        about = match.engagement_id, match.gap_id
        return sorted((one for one in self.actions if (one.engagement_id, one.gap_id) == about), key=_DUE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A meeting with its notes: `opened` is the one whose words are shown. `actions` are what was agreed in it: all of
    it for whoever `reads` coaching, for those who were there what both districts have agreed on.
    """

    found: Tagged[Meeting]
    notes: Sequence[FoldedNote] = ()
    before: BeforeWriting | None = None
    opened: Tagged[OpenedNote] | None = None
    versions: Sequence[NoteVersion] = ()
    actions: Sequence[AgreedAction] = ()
    reads: bool = False

    @property
    def districts(self) -> set[UUID]:
        one = self.found.answer
        return set() if one is None else {one.host_id, one.partner_id}


def notes_of(meeting_id: UUID) -> str:
    return f"{MEETINGS}/{meeting_id}/notes"


async def meetings(client: CoachingClient, now: datetime, *, optional: bool = False) -> RemoteResult[Meetings]:
    today = day_of(now, DEFAULT_ZONE)
    first, last = today - _BEFORE, today + _AFTER
    return await fetch_all(client, Meetings, MINE, optional=optional, first=str(first), last=str(last))


async def own_time(client: CoachingClient, now: datetime) -> OwnTime:
    found, matches, actions = await gather(
        _of_somebody(client, now),
        fetch_all(client, OwnMatches, f"{API}/my-matches", optional=True),
        fetch_all(client, OwnActions, ACTIONS, optional=True, open="true"),
    )
    return OwnTime(
        found, matches.answer.items if matches.answer else (), actions.answer.items if actions.answer else ()
    )


async def _of_somebody(client: CoachingClient, now: datetime) -> RemoteResult[Meetings]:
    """An account that is nobody's in the roster is at no meeting."""
    try:
        return await meetings(client, now)
    except NotFound:
        return RemoteResult(Meetings(items=[]))


async def childrens_meetings(client: CoachingClient) -> RemoteResult[ChildrensMeetings]:
    """An account that is nobody's in the roster is nobody's guardian."""
    try:
        return await fetch_all(client, ChildrensMeetings, CHILDRENS)
    except NotFound:
        return RemoteResult(ChildrensMeetings(items=[]))


async def sheet(client: CoachingClient, meeting_id: UUID, note_id: UUID | None, *, reads: bool) -> Sheet:
    """A meeting that somebody is to be at; whoever `reads` coaching sees any of the district's."""
    found = await _meeting(client, meeting_id, reads=reads)
    if found.answer is None:
        return Sheet(found)
    path, agreed = notes_of(meeting_id), f"{API}/actions" if reads else ACTIONS
    notes, before, actions = await gather(
        fetch_all(client, FoldedNotes, path, optional=True),
        client.fetch_optional(BeforeWriting, f"{MEETINGS}/{meeting_id}/note-visibilities"),
        fetch_all(client, AgreedActions, agreed, optional=True, meeting_id=str(meeting_id)),
    )
    opened, versions = None, None
    if note_id is not None:
        opened = await client.fetch_tagged(OpenedNote, f"{path}/{note_id}")
        if opened.answer is not None and opened.answer.own:
            versions = await fetch_all(client, NoteVersions, f"{path}/{note_id}/versions", optional=True)
    return Sheet(
        found,
        notes.answer.items if notes.answer else (),
        before.answer,
        opened,
        versions.answer.items if versions and versions.answer else (),
        actions.answer.items if actions.answer else (),
        reads,
    )


async def own_action(client: CoachingClient, action_id: UUID) -> RemoteResult[OwnAction]:
    return await client.fetch(OwnAction, f"{ACTIONS}/{action_id}")


async def use_resource(client: CoachingClient, action_id: UUID, on: str) -> Outcome:
    """Says on which day the resource was used of an action that somebody sees to."""
    return await client.send("POST", f"{ACTIONS}/{action_id}/resource-used", {"on": on})


async def _meeting(client: CoachingClient, meeting_id: UUID, *, reads: bool) -> Tagged[Meeting]:
    try:
        return await client.fetch_tagged(Meeting, f"{MINE}/{meeting_id}")
    except NotFound:
        if not reads:
            raise
    return await client.fetch_tagged(Meeting, f"{MEETINGS}/{meeting_id}")


async def concerns(client: CoachingClient) -> RemoteResult[OwnConcerns]:
    return await fetch_all(client, OwnConcerns, CONCERNS)


async def feeds(client: CoachingClient) -> RemoteResult[Feeds]:
    return await fetch_all(client, Feeds, FEEDS)


async def say(client: CoachingClient, meeting_id: UUID, act: str, body: Any = None) -> Outcome:
    """Says of one's own meeting that it begins or ends, who comes or goes, or how it was held."""
    return await client.send("POST", f"{MINE}/{meeting_id}/{act}", body)


async def write(client: CoachingClient, path: str, fields: Fields, body: Any) -> Outcome:
    """Writes something new; sent twice, it is there once."""
    return await client.send("POST", path, body, headers=keyed(fields))


async def change_note(client: CoachingClient, meeting_id: UUID, fields: Fields, body: Any) -> Outcome:
    path = f"{notes_of(meeting_id)}/{fields.id_of('note')}"
    return await client.send("PATCH", path, body, headers=matching(fields))


async def revoke(client: CoachingClient, feed_id: UUID) -> Outcome:
    return await client.send("POST", f"{FEEDS}/{feed_id}/revoke")
