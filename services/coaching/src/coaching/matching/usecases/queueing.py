"""A matching is put into the queue, with a lottery whose seed nobody knows yet."""

import secrets
from datetime import date, datetime
from uuid import UUID

from coaching.common.rules.lottery import SEED_BYTES, commitment_of
from coaching.matching.queries.matchings import Because, NewMatching, add_matching
from shared.db.query import Transaction
from shared.db.wake import wake_after_commit
from shared.values.ids import new_id
from shared.values.json_types import JsonArray, JsonObject

MATCHINGS_WAKE = "loop.coaching.matchings"


async def queue(
    session: Transaction, district_id: UUID, *, because: Because, policy: JsonObject, keeps: bool, starts_on: date,
    ends_on: date, pinned: JsonArray, forbidden: JsonArray, by: str, now: datetime,
) -> UUID:  # fmt: skip
    """Returns the id of the matching. Of those that nobody asked for one waits at a time; another changes nothing."""
    seed = secrets.token_bytes(SEED_BYTES)
    new = NewMatching(
        matching_id=new_id(),
        because=because,
        policy=policy,
        keeps=keeps,
        starts_on=starts_on,
        ends_on=ends_on,
        pinned=pinned,
        forbidden=forbidden,
        commitment=commitment_of(seed),
        seed=seed,
        queued_at=now,
        queued_by=by,
    )
    await add_matching(session, district_id, new)
    wake_after_commit(session, MATCHINGS_WAKE)
    return new.matching_id
