"""What districts were told of one another, against what agreements permit and what is logged."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from shared.db.database import set_tenant


async def leaks(partners: Any, learner_id: UUID, since: dict[str, int]) -> list[str]:
    """What other districts have learned of Alder's learners, since these positions, that no agreement permits."""
    alder = partners.districts["Alder"]
    async with partners.running.worker.transaction(alder) as session:
        rows = await session.execute(text("select agreement_id, recipient_id from agreement where state = 'active'"))
        active = {(str(row.agreement_id), row.recipient_id) for row in rows}
        rows = await session.execute(text("select agreement_id, pseudonym from pseudonym"))
        pseudonyms = {(str(row.agreement_id), str(row.pseudonym)) for row in rows}
    found = []
    for name, district_id in partners.districts.items():
        for change in await partners.feed(name, since[name]) if name != "Alder" else []:
            if str(learner_id) in str(change):
                found.append(f"{name} sees the learner's own id")
            if (change.get("agreement_id"), district_id) not in active:
                found.append(f"{name} was told under no active agreement")
            if (change.get("agreement_id"), change.get("subject")) not in pseudonyms:
                found.append(f"{name} was told of somebody without a pseudonym")
    return found


async def disclosed_without_log(partners: Any) -> int:
    """Rows told by another district without an entry in its log, and entries without a row."""
    async with partners.running.worker.transaction(None) as session:
        rows = await session.execute(text("select district_id, position from feed where discloser_id is not null"))
        feed = {(row.district_id, row.position) for row in rows}
        logged = set()
        for district_id in partners.districts.values():
            await set_tenant(session, district_id)
            rows = await session.execute(text("select recipient_id, feed_position from disclosure"))
            logged |= {(row.recipient_id, row.feed_position) for row in rows}
    return len(feed ^ logged)
