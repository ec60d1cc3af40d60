"""What was disclosed of a learner and is amended, what is contested, and the notices of it, in SQL."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.disclosure import models
from shared.db.query import Command, Query, Scalar, columns
from shared.values.json_types import JsonArray, JsonObject


class LastDisclosure(NamedTuple):
    """What was disclosed last of an item to a recipient under an agreement; `payload` is the feed row's."""

    recipient_id: UUID
    agreement_id: UUID
    item_id: UUID
    pseudonym: UUID
    at: datetime
    payload: JsonObject


class NoticeRecord(NamedTuple):
    """The receivers of what a decision amended."""

    district_id: UUID
    amendment_id: UUID
    decision: int
    learner_id: UUID
    at: datetime
    receivers: JsonArray


class ContestedItem(NamedTuple):
    """An item of a learner whose mastery a family contests."""

    learner_id: UUID
    item_id: UUID


_LAST_DISCLOSURES = Query(
    """
    select distinct on (d.recipient_id, d.agreement_id, d.item_id) d.recipient_id, d.agreement_id, d.item_id,
      d.pseudonym, d.at, f.payload
    from disclosure d join feed f on f.district_id = d.recipient_id and f.position = d.feed_position
    where d.district_id = :district_id and d.learner_id = :learner_id and d.item_id = any(cast(:items as uuid[]))
      and d.element = 'mastery'
    order by d.recipient_id, d.agreement_id, d.item_id, d.number desc
    """,
    LastDisclosure,
)
_ADD_NOTICE = Command("""
insert into amendment_notice (district_id, amendment_id, decision, learner_id, at, receivers)
values (:district_id, :amendment_id, :decision, :learner_id, :at, cast(:receivers as jsonb))
""")
_DECISIONS = Scalar(
    "select decision from amendment_notice where district_id = :district_id and amendment_id = :amendment_id", int
)
_NOTICES = Query(
    f"""
    select {columns(models.AmendmentNotice)} from amendment_notice where amendment_id = :amendment_id order by decision
    """,  # noqa: S608
    NoticeRecord,
)
_NOTICES_OF_KEYS = Query(
    f"""
    select {columns(models.AmendmentNotice)} from amendment_notice where district_id = :district_id
      and amendment_id = any(cast(:keys as uuid[]))
    order by amendment_id, decision
    """,  # noqa: S608
    NoticeRecord,
)
_DELETE_CONTESTED = Command("""
delete from contested_record where district_id = :district_id and learner_id = any(cast(:learners as uuid[]))
""")
_ADD_CONTESTED = Command("""
insert into contested_record (district_id, learner_id, item_id)
select :district_id, learner_id, item_id
from unnest(cast(:learners as uuid[]), cast(:items as uuid[])) as n(learner_id, item_id)
on conflict do nothing
""")
_CONTESTED = Query(
    """
    select learner_id, item_id from contested_record
    where district_id = :district_id and learner_id = any(cast(:learners as uuid[]))
    """,
    ContestedItem,
)


async def find_last_disclosures(
    session: AsyncSession, district_id: UUID, learner_id: UUID, items: Collection[UUID]
) -> list[LastDisclosure]:
    """Returns what each recipient was told last of these items, under each agreement, as its feed has it."""
    return await _LAST_DISCLOSURES.all(session, district_id=district_id, learner_id=learner_id, items=list(items))


async def add_notice(
    session: AsyncSession,
    district_id: UUID,
    amendment_id: UUID,
    decision: int,
    *,
    learner_id: UUID,
    at: datetime,
    receivers: Sequence[JsonObject],
) -> None:
    """Stores the receivers of what a decision amended, each as JSON has it."""
    await _ADD_NOTICE.run(
        session,
        district_id=district_id,
        amendment_id=amendment_id,
        decision=decision,
        learner_id=learner_id,
        at=at,
        receivers=json.dumps(receivers),
    )


async def find_notified_decisions(session: AsyncSession, district_id: UUID, amendment_id: UUID) -> set[int]:
    """Returns the decisions on this request whose receivers have been notified."""
    return set(await _DECISIONS.all(session, district_id=district_id, amendment_id=amendment_id))


async def find_notices(session: AsyncSession, amendment_id: UUID) -> list[NoticeRecord]:
    return await _NOTICES.all(session, amendment_id=amendment_id)


async def find_notices_of(session: AsyncSession, district_id: UUID, keys: Collection[UUID]) -> list[NoticeRecord]:
    """Returns the notices of those of the keys that are requests for amendment."""
    return await _NOTICES_OF_KEYS.all(session, district_id=district_id, keys=list(keys))


async def replace_contested(
    session: AsyncSession, district_id: UUID, learners: Collection[UUID], pairs: Iterable[tuple[UUID, UUID]]
) -> None:
    """Stores that just these (learner, item) of these learners are contested from now on."""
    await _DELETE_CONTESTED.run(session, district_id=district_id, learners=list(learners))
    if found := sorted(pairs):
        await _ADD_CONTESTED.run(
            session,
            district_id=district_id,
            learners=[learner for learner, _ in found],
            items=[item for _, item in found],
        )


async def find_contested(
    session: AsyncSession, district_id: UUID, learners: Sequence[UUID]
) -> frozenset[tuple[UUID, UUID]]:
    """Returns the (learner, item) of these learners whose record carries a family's statement."""
    rows = await _CONTESTED.all(session, district_id=district_id, learners=list(learners))
    return frozenset((row.learner_id, row.item_id) for row in rows)
