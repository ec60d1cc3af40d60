"""Links are looked at, as any reader would: politely, and by nobody who waits for it.

Of a host one link is looked at at a time, with a pause before the next, and few redirects are followed. Whoever is in
another network than the public one is not called (`shared.outgoing`).
"""

from asyncio import gather
from datetime import datetime, timedelta

from resources.link_checks.queries.checks import DueLink, claim_due, set_seen
from resources.link_checks.rules.answers import (
    MOST_HOPS,
    Finding,
    LinkReason,
    Seen,
    is_permanent,
    is_success,
    judge_answer,
    judge_silence,
    redirect_target,
)
from resources.link_checks.rules.states import pause_after, stands_after
from shared.db.database import Database
from shared.outgoing.client import AddressRefused, Answer, NoAnswer, OutboundClient
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of
from shared.values.clock import Clock

AT_ONCE = 8
_CLAIMED_FOR = timedelta(hours=1)
_ANSWERED_LATELY = timedelta(days=1)
_HEADERS = {"User-Agent": "Trellis-link-check/1.0", "Accept": "*/*"}


class LinkChecker:
    """Looks at what is due; remembers when anything answered last, and so whether our own network works."""

    def __init__(self, database: Database, client: OutboundClient, clock: Clock) -> None:
        self._database = database
        self._client = client
        self._clock = clock
        self._answered_at: datetime | None = None

    async def check_due(self) -> int:
        """Looks at some links of different hosts at once; returns at how many. No transaction waits for an answer."""
        now = self._clock()
        async with self._database.transaction(None) as session:
            due = await claim_due(session, now, now + _CLAIMED_FOR, AT_ONCE)
        for link, seen in zip(due, await gather(*(self._look(one.address) for one in due)), strict=True):
            await self._write_down(link, self._judged(seen))
        return len(due)

    async def _look(self, address: str) -> Seen | NoAnswer:
        at, moved_to, for_good = address, None, True
        for _ in range(MOST_HOPS + 1):
            try:
                answer = await self._answer(at)
            except AddressRefused:
                return Seen(Finding.UNCLEAR, LinkReason.NOT_CALLED)
            except NoAnswer as silent:
                return silent
            self._answered_at = self._clock()
            target = redirect_target(at, answer.status, answer.headers.get("location"))
            if target is None:
                return judge_answer(answer.status, answer.body, moved_to)
            for_good = for_good and is_permanent(answer.status)
            moved_to = target if for_good else moved_to
            at = target
        return Seen(Finding.UNCLEAR, LinkReason.REDIRECTS, answer.status)

    async def _answer(self, address: str) -> Answer:
        """HEAD, and GET where that does not say that something is there: many sites answer only the latter."""
        answer = await self._client.head(address, _HEADERS)
        if is_success(answer.status) or redirect_target(address, answer.status, answer.headers.get("location")):
            return answer
        return await self._client.get(address, _HEADERS)

    def _judged(self, seen: Seen | NoAnswer) -> Seen:
        """Judged when all have been looked at: one that was answered says that our network works."""
        if isinstance(seen, Seen):
            return seen
        works = self._answered_at is not None and self._clock() - self._answered_at < _ANSWERED_LATELY
        return judge_silence(seen.reason, network_works=works)

    async def _write_down(self, link: DueLink, seen: Seen) -> None:
        now = self._clock()
        async with self._database.transaction(link.district_id) as session:
            today = day_of(now, await find_zone(session, link.district_id))
            standing = stands_after(link.standing, seen.finding, today)
            await set_seen(session, link, seen, standing, at=now, due_at=now + pause_after(standing))
