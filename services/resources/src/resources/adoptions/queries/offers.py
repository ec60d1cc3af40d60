"""What adopters offer back to authors, in SQL: each party sees the same row."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import TypeAdapter

from resources.adoptions.rules.diff import diff
from resources.adoptions.rules.offers import DeclineReason, Improvement, OfferState
from resources.items.rules.content import Author, Content
from resources.items.schemas.content import from_stored, stored
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonArray, JsonObject

_AUTHORS = TypeAdapter(frozenset[Author])


class StoredOffer(NamedTuple):
    offer_id: UUID
    adopter_id: UUID
    author_id: UUID
    adoption_id: UUID
    item_id: UUID
    state: str
    revision: int
    base: JsonObject
    proposed: JsonObject
    authors: JsonArray
    words: str
    reason: str | None
    reply: str | None
    made_at: datetime
    changed_at: datetime


class Offer(NamedTuple):
    """An offer. `base` is what its adopter had taken, `proposed` the same with what is offered."""

    offer_id: UUID
    adopter_id: UUID
    author_id: UUID
    adoption_id: UUID
    item_id: UUID
    state: OfferState
    revision: int
    base: Content
    proposed: Content
    authors: frozenset[Author]
    words: str
    reason: DeclineReason | None
    reply: str | None
    made_at: datetime
    changed_at: datetime

    @property
    def improvement(self) -> Improvement:
        return Improvement(self.base, diff(self.base, self.proposed))


_SELECT = """
select o.offer_id, o.adopter_id, o.author_id, o.adoption_id, o.item_id, o.state, o.revision, o.base, o.proposed,
  o.authors, o.words, o.reason, o.reply, o.made_at, o.changed_at
from offer o
"""
_OFFER = Query(f"{_SELECT} where o.offer_id = :offer_id", StoredOffer)
_LOCK = Query(f"{_SELECT} where o.offer_id = :offer_id for update", StoredOffer)
_OPEN = Query(
    f"{_SELECT} where o.item_id = :item_id and o.author_id = :author_id and o.state = 'offered' "
    "order by o.offer_id for update",
    StoredOffer,
)
_LIST = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or o.offer_id > cast(:after as uuid))
      and (cast(:state as text) is null or o.state = cast(:state as text))
      and (cast(:adopter_id as uuid) is null or o.adopter_id = cast(:adopter_id as uuid))
      and (cast(:author_id as uuid) is null or o.author_id = cast(:author_id as uuid))
    order by o.offer_id limit :limit
    """,
    StoredOffer,
)
_ADD = Command("""
insert into offer (offer_id, adopter_id, author_id, adoption_id, item_id, state, revision, base, proposed, authors,
  words, made_at, made_by, changed_at, changed_by)
values (:offer_id, :adopter_id, :author_id, :adoption_id, :item_id, 'offered', 1, cast(:base as jsonb),
  cast(:proposed as jsonb), cast(:authors as jsonb), :words, :at, :by, :at, :by)
""")
_SET = Scalar(
    """
    update offer set state = :state, reason = :reason, reply = :reply, revision = revision + 1, changed_at = :at,
      changed_by = :by
    where offer_id = :offer_id returning revision
    """,
    int,
)


async def find_offer(session: Transaction, offer_id: UUID) -> Offer | None:
    return _read(await _OFFER.first(session, offer_id=offer_id))


async def lock_offer(session: Transaction, offer_id: UUID) -> Offer | None:
    """Returns the offer, which neither party changes until the commit."""
    return _read(await _LOCK.first(session, offer_id=offer_id))


async def lock_open_offers(session: Transaction, author_id: UUID, item_id: UUID) -> list[Offer]:
    """Returns the offers about an item that its authors have not decided and that fitted so far."""
    return [_made(one) for one in await _OPEN.all(session, item_id=item_id, author_id=author_id)]


async def find_offers(
    session: Transaction,
    after: UUID | None,
    state: str | None,
    *,
    adopter_id: UUID | None,
    author_id: UUID | None,
    limit: int,
) -> list[Offer]:
    """Returns offers that the session's district made or received, by id."""
    rows = await _LIST.all(session, after=after, state=state, adopter_id=adopter_id, author_id=author_id, limit=limit)
    return [_made(one) for one in rows]


async def add_offer(session: Transaction, new: Offer, by: str) -> None:
    await _ADD.run(
        session,
        offer_id=new.offer_id,
        adopter_id=new.adopter_id,
        author_id=new.author_id,
        adoption_id=new.adoption_id,
        item_id=new.item_id,
        base=stored(new.base),
        proposed=stored(new.proposed),
        authors=_stored_authors(new.authors),
        words=new.words,
        at=new.made_at,
        by=by,
    )


async def set_offer(session: Transaction, now: Offer, *, at: datetime, by: str) -> Offer:
    """Stores how an offer stands and returns it."""
    revision = await _SET.one(
        session, offer_id=now.offer_id, state=now.state, reason=now.reason, reply=now.reply, at=at, by=by
    )
    return now._replace(revision=revision, changed_at=at)


def _stored_authors(authors: Iterable[Author]) -> str:
    return json.dumps([{"person_id": str(one.person_id), "name": one.name} for one in authors])


def _read(row: StoredOffer | None) -> Offer | None:
    return None if row is None else _made(row)


def _made(row: StoredOffer) -> Offer:
    return Offer(
        row.offer_id,
        row.adopter_id,
        row.author_id,
        row.adoption_id,
        row.item_id,
        OfferState(row.state),
        row.revision,
        from_stored(row.base),
        from_stored(row.proposed),
        _AUTHORS.validate_python(row.authors),
        row.words,
        None if row.reason is None else DeclineReason(row.reason),
        row.reply,
        row.made_at,
        row.changed_at,
    )
