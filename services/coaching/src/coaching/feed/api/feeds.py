"""`/coaching/v1/calendar-feeds`: what a calendar reads; `/coaching/v1/my-calendar-feeds`: whoever wants one makes it.

The secret is in the address, for calendars send no headers of ours; so what follows is in no log and no trace. What
opens nothing is a 404, whatever the reason.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Response

from coaching.common.context import InContext
from coaching.feed import examples
from coaching.feed.context import GUESSES, READS
from coaching.feed.queries.feeds import FeedRecord
from coaching.feed.rules.links import address_of, digest, tag_of
from coaching.feed.schemas.feeds import FeedShown, MadeFeedShown, NewFeed
from coaching.feed.usecases import feeds as usecases
from shared.auth.callers import Caller
from shared.auth.dependencies import Public, needs
from shared.auth.limits import Limiter
from shared.errors import NotFound, TooManyRequests
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import headers, refuses
from shared.http.session import Session, UntenantedSession
from shared.http.unchanged import UNCHANGED, IfNoneMatch, has

PREFIX = "/coaching/v1/my-calendar-feeds"
CALENDARS = "/coaching/v1/calendar-feeds/"
mine = APIRouter(prefix=PREFIX, tags=["calendar feeds"])
feeds = APIRouter(prefix=CALENDARS.rstrip("/"), tags=["calendar feeds"])

Anybody = Annotated[Caller, needs("coaching.take-part")]
_CALENDAR: dict[str, Any] = {"text/calendar": {"schema": {"type": "string"}, "example": examples.CALENDAR}}


@mine.post("", status_code=201, response_model=MadeFeedShown, responses=refuses(409))
async def create_calendar_feed(
    new: NewFeed, caller: Anybody, context: InContext, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Make a calendar feed.

    Makes a feed of the meetings and workshops that you are to be at, for a calendar of yours to read. Its address is
    shown this once: whoever has it reads the feed until you revoke it. Calendars read feeds hours later; what is urgent
    is on `my-meetings` and `my-workshops`.
    """
    shown: list[MadeFeedShown] = []

    async def store_without_address() -> Answer:
        made = await usecases.make_feed(session, caller, new.label, now)
        address = address_of(context.platform.http.public_url, made.secret)
        shown.append(MadeFeedShown(**_shape(made.record).model_dump(), address=address))
        return created(shown[0].model_copy(update={"address": None}))

    response = await once(session, keyed, store_without_address)
    return created(shown[0]).response() if shown else response


@mine.get("")
async def list_calendar_feeds(caller: Anybody, session: Session, paging: Paging, response: Response) -> Page[FeedShown]:
    """List your calendar feeds.

    Lists the feeds that you made, those that you revoked too. Their addresses are not shown again.
    """
    found = await usecases.list_feeds(session, caller, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, _shape, lambda one: [one.feed_id])


@mine.post("/{feed_id}/revoke")
async def revoke_calendar_feed(feed_id: UUID, caller: Anybody, session: Session, now: Now) -> FeedShown:
    """Revoke a calendar feed.

    Has a feed's address open nothing any more. What calendars have read of it stays in them.
    """
    return _shape(await usecases.revoke_feed(session, caller, feed_id, now))


@feeds.get(
    "/{secret}.ics",
    dependencies=[Public],
    response_class=Response,
    responses={
        200: {"content": _CALENDAR, "headers": headers("ETag", "Cache-Control")},
        304: UNCHANGED,
    },
)
async def get_calendar(
    secret: Annotated[str, Path(min_length=1, max_length=100, description="of the feed's address")],
    session: UntenantedSession,
    now: Now,
    guesses: Annotated[Limiter, Depends(GUESSES)],
    reads: Annotated[Limiter, Depends(READS)],
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Read a calendar feed.

    Answers the meetings that somebody is to be at, and the slots of their workshops, as iCalendar: each an event of its
    own, with no name in it and nothing that somebody wrote. Public: by the secret in the address.
    """
    body = await usecases.read_calendar(session, secret, now)
    if body is None:
        if wait := guesses.wait_for("everybody"):
            raise TooManyRequests("Too many addresses that open nothing. Wait a little.", retry_after=wait)
        raise NotFound("There is no such calendar feed, or it was revoked.")
    if wait := reads.wait_for(digest(secret).hex()):
        raise TooManyRequests("This feed is read too often. Slow down.", retry_after=wait)
    tag = tag_of(body)
    sent = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if has(if_none_match, tag):
        return Response(status_code=304, headers=sent)
    return Response(body, media_type="text/calendar; charset=utf-8", headers=sent)


def _shape(record: FeedRecord) -> FeedShown:
    return FeedShown(feed_id=record.feed_id, label=record.label, made_at=record.made_at, revoked_at=record.revoked_at)
